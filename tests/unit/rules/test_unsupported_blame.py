"""UNSUPPORTED-BLAME: one side says that the other holds something up, and no record bears it."""

from typing import Any

import pytest

from hub.model.commitments import CommitmentAcknowledged, CommitmentMet, NoticeSent
from hub.model.decisions import DecisionAnswered, DecisionAsked
from hub.model.event import Interval, Severity
from hub.model.flags import ItemFlagged
from tests.unit.rules.rollout import Rollout, day, noon

RULE = "UNSUPPORTED-BLAME"
BLAMED = {False: "client:warehouse", True: "vendor:warehouse"}


def blamed(rollout: Rollout, *, on: str = "03-10", times: int = 1) -> Rollout:
    """Let the side that owes the task say that the other side's warehouse holds it up."""
    for _ in range(times):
        rollout.said("blocked_by", BLAMED[rollout.swapped], on=day(on))
    return rollout


def noticed_duty(rollout: Rollout, *, met: str = "") -> Rollout:
    rollout.raised("D1", unit="warehouse", finish_on=day("03-04"))
    told: dict[str, Any] = {
        "subject": "plan/D1",
        "entry": "",
        "occurred": Interval.at(noon(day("03-05"))),
    }
    rollout.tell(CommitmentAcknowledged(**told, finish_on=day("03-04")), day("03-05"))
    rollout.tell(NoticeSent(**told, to="client:warehouse", words="please"), day("03-05"))
    if met:
        rollout.tell(CommitmentMet(**told, on=day(met)), day(met))
    return rollout


@pytest.mark.parametrize(("swapped", "court"), [(False, "vendor:pm"), (True, "client:coordinator")])
def test_a_word_that_nothing_bears_is_found_after_two_days_on_either_side(swapped, court):
    rollout = blamed(Rollout(sides_swapped=swapped).agreed())

    assert rollout.judged(RULE, on=day("03-11")) == []
    [found] = rollout.judged(RULE, on=day("03-12"))
    assert (found.severity, found.court) == (Severity.S3, court)
    assert found.numbers["times"] == 1


def test_said_three_times_it_is_major():
    [found] = blamed(Rollout().agreed(), times=3).judged(RULE, on=day("03-12"))

    assert found.severity is Severity.S2


def test_an_unmet_duty_of_who_is_named_bears_it():
    rollout = noticed_duty(blamed(Rollout().agreed(predecessors=("D1",))))

    assert rollout.judged(RULE, on=day("03-20")) == []


def test_a_duty_that_was_met_before_does_not_bear_it():
    rollout = noticed_duty(Rollout().agreed(predecessors=("D1",)), met="03-06")

    assert len(blamed(rollout).judged(RULE, on=day("03-20"))) == 1


def test_a_duty_of_another_department_does_not_bear_it():
    rollout = noticed_duty(Rollout().agreed(predecessors=("D1",)))
    rollout.said("blocked_by", "client:sponsor", on=day("03-10"))

    assert [found.court for found in rollout.judged(RULE, on=day("03-12"))] == ["vendor:pm"]


def test_evidence_of_the_hindrance_clears_it():
    rollout = blamed(Rollout().agreed(needs=("record",)))
    rollout.shown("photograph", on=day("03-13"))

    assert rollout.judged(RULE, on=day("03-20")) == []


def test_a_word_taken_back_clears_it():
    rollout = blamed(Rollout().agreed()).said("blocked_by", None, on=day("03-13"))

    assert rollout.judged(RULE, on=day("03-20")) == []


def test_a_decision_about_it_clears_it():
    rollout = blamed(Rollout().agreed())
    said: dict[str, Any] = {
        "subject": "Q1",
        "entry": "",
        "occurred": Interval.at(noon(day("03-13"))),
    }
    asked = DecisionAsked(
        **said, decision="Q1", question="?", options=("a",), of="client:sponsor", concerns=("T1",)
    )
    rollout.tell(asked, day("03-13"))
    rollout.tell(DecisionAnswered(**said, decision="Q1", option="a"), day("03-13"))

    assert rollout.judged(RULE, on=day("03-20")) == []


def test_a_word_about_one_s_own_side_blames_nobody():
    rollout = Rollout().agreed().said("blocked_by", "vendor:pm", on=day("03-10"))

    assert rollout.judged(RULE, on=day("03-20")) == []


@pytest.mark.parametrize(("swapped", "court"), [(False, "client:coordinator"), (True, "vendor:pm")])
def test_a_flag_while_an_own_noticed_duty_holds_the_item_up_is_found(swapped, court):
    rollout = Rollout(sides_swapped=swapped).agreed(predecessors=("D1",))
    noticed_duty(rollout)
    name = next(
        n for n, (t, _, _) in rollout.context(day("03-10")).in_force.items() if t.key == "T1"
    )
    ask: dict[str, Any] = {"flag": "F1", "party": "v", "sentence": "why?", "reply_by": day("03-20")}
    at = Interval.at(noon(day("03-12")))
    rollout.tell(
        ItemFlagged(subject="F1", entry="", occurred=at, commitment=name, **ask), day("03-12")
    )

    assert rollout.judged(RULE, on=day("03-13")) == []
    [found] = rollout.judged(RULE, on=day("03-16"))
    assert found.court == court


@pytest.mark.parametrize(("on", "expected"), [("03-09", 1), ("03-11", 0)])
def test_a_decision_settles_what_was_said_before_it(on, expected):
    rollout = blamed(Rollout().agreed(), on="03-10")
    said: dict[str, Any] = {"subject": "D1", "entry": "", "occurred": Interval.at(noon(day(on)))}
    asked: dict[str, Any] = {"question": "who?", "options": ("a",), "of": "client:sponsor"}
    event = DecisionAsked(**said, **asked, decision="D1", concerns=("T1",))
    rollout.tell(event, day(on))
    rollout.tell(DecisionAnswered(**said, decision="D1", option="a"), day(on))

    assert len(rollout.judged(RULE, on=day("03-16"))) == expected
