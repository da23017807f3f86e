"""PHASE-ORDER: work began before the gate that the agreed plan puts before it was passed."""

from typing import Any

import pytest

from hub.model.commitments import GatePassed, Kind
from hub.model.event import Interval, Severity
from hub.model.facts import State
from hub.model.findings import FindingWaived
from tests.unit.rules.rollout import Rollout, day, noon

RULE = "PHASE-ORDER"


def begun(*, swapped: bool = False, kind: Kind = Kind.MILESTONE) -> Rollout:
    """Agree on a gate and on work after it, and let the work begin."""
    rollout = Rollout(sides_swapped=swapped).agreed("K1", kind=kind, finish_on=day("03-06"))
    rollout.agreed("T1", predecessors=("K1",))
    return rollout.item("T1", on=day("03-04"), state=State.IN_PROGRESS)


@pytest.mark.parametrize(("swapped", "court"), [(False, "vendor:pm"), (True, "client:coordinator")])
def test_work_before_its_gate_is_the_turn_of_who_began(swapped, court):
    [found] = begun(swapped=swapped).judged(RULE, on=day("03-05"))

    assert (found.severity, found.court) == (Severity.S2, court)
    assert found.numbers == {"begun_on": "2026-03-04", "gate": "K1"}


def test_a_passed_gate_clears_it():
    rollout = begun()
    said: dict[str, Any] = {"subject": "plan/K1", "entry": ""}
    passed = GatePassed(**said, occurred=Interval.at(noon(day("03-05"))), on=day("03-05"))
    rollout.tell(passed, day("03-05"))

    assert rollout.judged(RULE, on=day("03-06")) == []


def test_work_that_has_not_begun_keeps_the_order():
    rollout = Rollout().agreed("K1", kind=Kind.MILESTONE).agreed("T1", predecessors=("K1",))

    assert rollout.item("T1").judged(RULE, on=day("03-05")) == []


def test_a_task_before_it_may_overlap_as_far_as_the_plan_does():
    rollout = begun(kind=Kind.TASK)  # both planned from 2 March, the first until 6 March

    assert rollout.judged(RULE, on=day("03-10")) == []
    [found] = rollout.judged(RULE, on=day("03-11"))
    assert (found.severity, found.numbers["overlap_wd"]) == (Severity.S2, 1)


def test_a_task_that_is_said_to_be_done_does_not_overlap():
    rollout = begun(kind=Kind.TASK).item("K1", state=State.DONE)

    assert rollout.judged(RULE, on=day("03-20")) == []


def test_a_test_without_an_environment_that_was_seen_is_critical():
    rollout = begun().agreed("T1", on=day("03-03"), topic="uat", predecessors=("K1",))
    assert rollout.judged(RULE, on=day("03-05"))[0].severity is Severity.S2

    rollout.agreed("R1", kind=Kind.READINESS, topic="test_environment")

    assert rollout.judged(RULE, on=day("03-05"))[0].severity is Severity.S1


@pytest.mark.parametrize(
    ("reason", "found"),
    [
        ("gate K1 is held in the pilot", 0),
        ("试点期K1评审暂缓", 0),
        ("gate K10 may wait", 1),
        ("see AK1", 1),
        ("K1-2 is later", 1),
    ],
)
def test_a_waiver_that_names_the_gate_silences_it_until_its_end(reason, found):
    rollout = begun()
    [opened, *_] = [e for e in rollout.night(day("03-05")) if getattr(e, "conclusion", None)]
    said: dict[str, Any] = {"subject": opened.finding, "finding": opened.finding, "entry": ""}
    at = Interval.at(noon(day("03-05")))
    waived = FindingWaived(**said, occurred=at, reason=reason, until_on=day("03-13"))
    rollout.tell(waived, day("03-05"))

    assert len(rollout.judged(RULE, on=day("03-13"))) == found
    assert len(rollout.judged(RULE, on=day("03-16"))) == 1


def test_on_the_way_to_go_live_it_is_critical():
    rollout = begun()
    go_live: dict[str, Any] = {"kind": Kind.MILESTONE, "topic": "go_live", "predecessors": ("T1",)}
    rollout.agreed("GO", **go_live, finish_on=day("03-23"))

    [found] = rollout.judged(RULE, on=day("03-05"))

    assert found.severity is Severity.S1


def test_a_failed_source_says_nothing():
    assert begun().read(on=day("03-05"), outcome="failed").abstains(RULE, on=day("03-05"))
