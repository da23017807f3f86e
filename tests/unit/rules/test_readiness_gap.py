"""READINESS-GAP: go-live nears, and a row of the readiness list is not accepted."""

from typing import Any

import pytest

from hub.model.commitments import CommitmentMet, Kind
from hub.model.event import Interval, Severity
from tests.unit.rules.rollout import Rollout, day, noon

RULE = "READINESS-GAP"


def row(*, swapped: bool = False, due: str = "03-12", go_live: str = "03-24") -> Rollout:
    """Agree on go-live, and on a row of the list of what it needs."""
    rollout = Rollout(sides_swapped=swapped)
    rollout.agreed("GO", kind=Kind.MILESTONE, topic="go_live", finish_on=day(go_live))
    return rollout.agreed("R1", kind=Kind.READINESS, finish_on=day(due), unit="quality")


@pytest.mark.parametrize(
    ("swapped", "court"), [(False, "vendor:quality"), (True, "client:quality")]
)
def test_a_row_past_its_day_is_major_and_in_the_last_days_critical_on_either_side(swapped, court):
    rollout = row(swapped=swapped)

    assert rollout.judged(RULE, on=day("03-12")) == []
    [found] = rollout.judged(RULE, on=day("03-13"))
    assert (found.severity, found.court) == (Severity.S2, court)
    [found] = rollout.judged(RULE, on=day("03-17"))
    assert (found.severity, found.numbers["left_wd"]) == (Severity.S1, 5)


def test_a_row_that_is_not_due_waits_until_the_last_days():
    rollout = row(due="03-20")

    assert rollout.judged(RULE, on=day("03-16")) == []
    assert len(rollout.judged(RULE, on=day("03-17"))) == 1


def test_before_the_window_nothing_is_said():
    assert row(due="03-05", go_live="04-30").judged(RULE, on=day("03-20")) == []


def test_an_accepted_row_clears_it():
    rollout = row()
    said: dict[str, Any] = {"subject": "plan/R1", "entry": ""}
    met = CommitmentMet(**said, occurred=Interval.at(noon(day("03-16"))), on=day("03-16"))
    rollout.tell(met, day("03-16"))

    assert rollout.judged(RULE, on=day("03-17")) == []
