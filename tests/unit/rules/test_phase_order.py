"""PHASE-ORDER: work began before the gate that the agreed plan puts before it was passed."""

from typing import Any

import pytest

from hub.model.commitments import GatePassed, Kind
from hub.model.event import Interval, Severity
from hub.model.facts import State
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


def test_a_task_before_it_is_no_gate():
    assert begun(kind=Kind.TASK).judged(RULE, on=day("03-05")) == []


def test_a_failed_source_says_nothing():
    assert begun().read(on=day("03-05"), outcome="failed").abstains(RULE, on=day("03-05"))
