"""ACTION-OVERDUE: an action of minutes, or a promise, was not met by its date."""

from typing import Any

import pytest

from hub.model.commitments import CommitmentAcknowledged, CommitmentMet, Kind, PromiseGiven
from hub.model.event import Interval, Severity
from hub.model.meetings import MeetingCalled, MeetingHeld
from hub.rules import Unknown, keeping
from hub.rules.subjects import ProjectCase
from tests.unit.rules.rollout import Rollout, day, noon

RULE = "ACTION-OVERDUE"


def said(on: str, subject: str = "plan/A1") -> dict[str, Any]:
    return {"subject": subject, "entry": "", "occurred": Interval.at(noon(day(on)))}


def action(*, swapped: bool = False, told: bool = True) -> Rollout:
    """Raise an action of the client's quality department for 6 March."""
    rollout = Rollout(sides_swapped=swapped)
    rollout.raised("A1", kind=Kind.ACTION, unit="quality", finish_on=day("03-06"))
    if told:
        rollout.tell(CommitmentAcknowledged(**said("03-03"), finish_on=day("03-06")), day("03-03"))
    return rollout


@pytest.mark.parametrize(
    ("swapped", "court"), [(False, "client:quality"), (True, "vendor:quality")]
)
def test_an_action_is_overdue_on_the_working_day_after_its_date_on_either_side(swapped, court):
    rollout = action(swapped=swapped)

    assert rollout.judged(RULE, on=day("03-08")) == []
    [found] = rollout.judged(RULE, on=day("03-09"))
    assert (found.severity, found.court, found.numbers["late_wd"]) == (Severity.S3, court, 1)


def test_while_nobody_told_the_owner_it_is_the_lead_s_turn():
    [found] = action(told=False).judged(RULE, on=day("03-09"))

    assert found.court == "client:coordinator"


def test_who_came_to_the_meeting_was_told():
    rollout = Rollout()
    call: dict[str, Any] = {
        "meeting": "W1",
        "topic": "weekly",
        "title": "weekly",
        "invited": ("client:quality",),
    }
    rollout.tell(MeetingCalled(**said("03-02", "W1"), on=day("03-04"), **call), day("03-02"))
    came = MeetingHeld(
        **said("03-04", "W1"), meeting="W1", on=day("03-04"), attended=("client:quality",)
    )
    rollout.tell(came, day("03-04"))
    rollout.raised(
        "A1", kind=Kind.ACTION, unit="quality", finish_on=day("03-06"), origin="minutes:W1/3"
    )

    assert [found.court for found in rollout.judged(RULE, on=day("03-09"))] == ["client:quality"]


def test_what_was_met_is_not_overdue():
    rollout = action()
    rollout.tell(CommitmentMet(**said("03-10"), on=day("03-10")), day("03-10"))

    assert rollout.judged(RULE, on=day("03-11")) == []


def test_a_later_date_given_again_counts_instead():
    rollout = action()
    rollout.tell(PromiseGiven(**said("03-09"), finish_on=day("03-13")), day("03-09"))

    assert rollout.judged(RULE, on=day("03-13")) == []
    assert [found.numbers["what"] for found in rollout.judged(RULE, on=day("03-16"))] == [
        "promised"
    ]


def test_a_task_without_a_promise_is_judged_by_its_plan_alone():
    assert Rollout().agreed(finish_on=day("03-06")).judged(RULE, on=day("03-20")) == []


def test_a_promise_for_a_task_is_kept_or_found():
    rollout = Rollout().agreed().item()
    rollout.tell(PromiseGiven(**said("03-03", "plan/T1"), finish_on=day("03-06")), day("03-03"))

    assert rollout.judged(RULE, on=day("03-06")) == []
    assert [found.court for found in rollout.judged(RULE, on=day("03-09"))] == ["vendor:pm"]


def test_a_failed_source_says_nothing_about_a_promise():
    rollout = Rollout().agreed().item().read(on=day("03-09"), outcome="failed")
    rollout.tell(PromiseGiven(**said("03-03", "plan/T1"), finish_on=day("03-06")), day("03-03"))

    assert rollout.abstains(RULE, on=day("03-09"))


def promised(kept: int, missed: int, *, swapped: bool = False) -> Rollout:
    """Let a unit owe actions for 6 March, and meet some of them on that day."""
    rollout = Rollout(sides_swapped=swapped)
    for number in range(kept + missed):
        key = f"A{number}"
        rollout.raised(key, kind=Kind.ACTION, unit="quality", finish_on=day("03-06"), needs=())
        if number < kept:
            rollout.said("status", "done", on=day("03-06"), key=key)
    return rollout


@pytest.mark.parametrize(
    ("swapped", "court"), [(False, "client:quality"), (True, "vendor:quality")]
)
def test_a_unit_that_keeps_too_few_is_told_once_on_either_side(swapped, court):
    found = promised(6, 4, swapped=swapped).judged(RULE, on=day("03-09"))

    [rate] = [each for each in found if each.over == "project"]
    assert (rate.severity, rate.court) == (Severity.S2, court)
    assert (rate.numbers["kept"], rate.numbers["dated"]) == (6, 10)


@pytest.mark.parametrize(("kept", "missed"), [(7, 3), (4, 5)])
def test_seven_of_ten_are_agreed_and_nine_are_too_few_to_tell(kept, missed):
    found = promised(kept, missed).judged(RULE, on=day("03-09"))

    assert "project" not in {each.over for each in found}


@pytest.mark.parametrize("is_open", [False, True])
def test_while_not_all_is_known_of_a_unit_its_kept_rate_neither_opens_nor_clears(is_open):
    rollout = promised(6, 4)
    if is_open:
        rollout.night(day("03-09"))
    rollout.item("A0", source="jira:C", on=day("03-06"))
    rollout.read(on=day("03-10"), source="jira:C", outcome="failed")
    project = ProjectCase(rollout.context(day("03-10")))

    if is_open:
        with pytest.raises(Unknown):
            keeping.promised(project, RULE)
    else:
        assert keeping.promised(project, RULE) == {}
