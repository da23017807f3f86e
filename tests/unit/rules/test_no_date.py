"""NO-DATE: an action, a duty, or agreed work of a phase that has begun has no date."""

from typing import Any

import pytest

from hub.model.commitments import Kind, PromiseGiven
from hub.model.event import Interval, Severity, Side
from hub.model.parties import RoleAssigned
from hub.model.people import Role
from tests.unit.rules.rollout import Rollout, day, noon

RULE = "NO-DATE"


def undated(*, swapped: bool = False, **terms: Any) -> Rollout:
    rollout = Rollout(sides_swapped=swapped)
    content: dict[str, Any] = {"kind": Kind.ACTION, "finish_on": None} | terms
    return rollout.raised("A1", on=day("03-03"), **content)


@pytest.mark.parametrize(("swapped", "court"), [(False, "client:coordinator"), (True, "vendor:pm")])
def test_an_action_without_a_date_is_found_after_two_days_on_either_side(swapped, court):
    rollout = undated(swapped=swapped)

    assert rollout.judged(RULE, on=day("03-04")) == []
    [found] = rollout.judged(RULE, on=day("03-05"))
    assert (found.severity, found.court) == (Severity.S4, court)


def test_who_raised_it_is_asked():
    rollout = undated()
    rollout.events[-1] = type(rollout.events[-1])(
        **{n: getattr(rollout.events[-1], n) for n in rollout.events[-1].__struct_fields__}
        | {"actor": "p:9"}
    )
    said: dict[str, Any] = {
        "subject": "r",
        "entry": "",
        "occurred": Interval.at(noon(day("03-02"))),
    }
    role = RoleAssigned(**said, person="p:9", role=Role.HEAD, side=Side.CLIENT, unit="quality")
    rollout.tell(role, day("03-02"))

    assert [found.court for found in rollout.judged(RULE, on=day("03-05"))] == ["client:quality"]


@pytest.mark.parametrize("terms", [{"finish_on": day("03-20")}, {"kind": Kind.PROBLEM}])
def test_a_dated_action_and_a_problem_are_none(terms):
    assert undated(**terms).judged(RULE, on=day("03-20")) == []


def test_a_promised_date_clears_it():
    rollout = undated()
    said: dict[str, Any] = {"subject": "plan/A1", "entry": ""}
    at = Interval.at(noon(day("03-05")))
    rollout.tell(PromiseGiven(**said, occurred=at, finish_on=day("03-20")), day("03-05"))

    assert rollout.judged(RULE, on=day("03-06")) == []


def test_agreed_work_needs_a_date_once_its_phase_has_begun():
    rollout = Rollout().agreed("T1", phase="pilot", start_on=day("03-10"))
    rollout.agreed("T2", phase="pilot", start_on=None, finish_on=None)
    rollout.agreed("T3", phase="later", start_on=None, finish_on=None)

    assert rollout.judged(RULE, on=day("03-09")) == []
    assert [found.about_key for found in rollout.judged(RULE, on=day("03-10"))] == ["T2"]


def test_what_go_live_waits_for_is_minor_without_a_date():
    rollout = Rollout().agreed("T1", finish_on=None, phase="build").agreed("T2", phase="build")
    go_live: dict[str, Any] = {"kind": Kind.MILESTONE, "topic": "go_live"}
    rollout.agreed("GO", **go_live, predecessors=("T1",), finish_on=day("04-30"))

    [found] = rollout.judged(RULE, on=day("03-10"))

    assert (found.about_key, found.severity) == ("T1", Severity.S3)
