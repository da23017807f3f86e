"""LATE-START: work has not begun after its agreed start."""

from typing import Any

from hub.model.commitments import CommitmentAcknowledged, Kind, NoticeSent
from hub.model.event import Interval, Severity, Side
from hub.model.facts import State
from hub.model.meetings import MeetingCalled, MeetingHeld, MeetingRefused
from tests.unit.rules.rollout import Rollout, day, noon
from tests.unit.rules.test_answer_overdue import asked

RULE = "LATE-START"


def kicked_off(rollout: Rollout, *, refused: str, held: str = "") -> Rollout:
    """Call the kick-off, let production refuse it, and hold it later."""
    said: dict[str, Any] = {"subject": "M1", "entry": "", "meeting": "M1"}
    called = MeetingCalled(
        **said,
        occurred=Interval.at(noon(day(refused))),
        topic="kick_off",
        title="kick-off",
        on=day(refused),
        invited=("client:production",),
        milestone="K1",
    )
    refusal = MeetingRefused(
        **said,
        occurred=Interval.at(noon(day(refused))),
        court="client:production",
        reason="production load",
    )
    rollout.tell(called, day(refused))
    rollout.tell(refusal, day(refused))
    if held:
        happened = MeetingHeld(
            **said, occurred=Interval.at(noon(day(held))), on=day(held), attended=()
        )
        rollout.tell(happened, day(held))
    return rollout


def test_three_working_days_after_the_agreed_start_are_late_and_two_are_not():
    rollout = Rollout().agreed().item()

    assert rollout.judged(RULE, on=day("03-04")) == []
    [found] = rollout.judged(RULE, on=day("03-05"))
    assert (found.severity, found.court) == (Severity.S3, "vendor:pm")


def test_a_started_work_item_is_not_late():
    rollout = Rollout().agreed().item(state=State.IN_PROGRESS)

    assert rollout.judged(RULE, on=day("03-10")) == []


def test_a_spoken_word_counts_as_started():
    rollout = Rollout().agreed().item().said("started", value=True, on=day("03-03"))

    assert rollout.judged(RULE, on=day("03-10")) == []


def test_a_refused_kick_off_is_not_the_turn_of_who_waits_for_it():
    rollout = kicked_off(Rollout().agreed(predecessors=("K1",)).item(), refused="03-02")

    [found] = rollout.judged(RULE, on=day("03-20"))

    assert found.court == "client:production"


def test_once_the_kick_off_was_held_it_is_the_turn_of_who_waited_for_it():
    rollout = kicked_off(
        Rollout().agreed(predecessors=("K1",)).item(), refused="03-02", held="03-16"
    )

    courts = [rollout.judged(RULE, on=day(on))[0].court for on in ("03-13", "03-17")]
    assert courts == ["client:production", "vendor:pm"]


def test_an_open_duty_before_it_is_not_the_turn_of_who_waits_for_it():
    rollout = Rollout().agreed(predecessors=("D1",)).item()
    rollout.raised("D1", unit="warehouse", finish_on=day("03-02"))
    at: dict[str, Any] = {
        "subject": "plan/D1",
        "entry": "",
        "occurred": Interval.at(noon(day("03-02"))),
    }
    rollout.tell(CommitmentAcknowledged(**at, finish_on=day("03-02")), day("03-02"))
    rollout.tell(NoticeSent(**at, to="client:warehouse", words="please"), day("03-02"))

    courts = [rollout.judged(RULE, on=day(on))[0].court for on in ("03-05", "03-20")]
    assert courts == ["client:warehouse", "client:warehouse"]


def test_both_sides_are_judged_alike():
    found = [
        Rollout(sides_swapped=swapped).agreed().item().judged(RULE, on=day("03-10"))[0]
        for swapped in (False, True)
    ]

    assert [each.court for each in found] == ["vendor:pm", "client:coordinator"]
    assert found[0].numbers == found[1].numbers


def test_a_milestone_has_no_start():
    rollout = Rollout().agreed(kind=Kind.MILESTONE, side=Side.CLIENT)

    assert rollout.judged(RULE, on=day("03-10")) == []


def test_silence_of_the_source_is_no_lateness():
    rollout = Rollout().agreed().item().read(on=day("03-02"))

    assert rollout.judged(RULE, on=day("03-10")) == []
    assert rollout.abstains(RULE, on=day("03-10"))


def test_what_waits_for_a_decision_about_what_comes_before_it_is_the_decider_s_turn():
    rollout = Rollout().agreed(predecessors=("K1",)).item()
    rollout.agreed("K1", unit="team", needs=()).item("K1")

    before = [f.court for f in rollout.judged(RULE, on=day("03-10"))]
    after = [f.court for f in asked(rollout, about=("K1",)).judged(RULE, on=day("03-10"))]

    assert sorted(before) == ["vendor:team", "vendor:team"]
    assert sorted(after) == ["client:sponsor", "vendor:team"]  # its own start is its owner's
