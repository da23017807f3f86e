"""HISTORY-GAP: the history of a source does not chain."""

import pytest

from hub.model.event import Interval, Severity
from hub.model.facts import HistoryGapFound
from tests.unit.rules.rollout import Rollout, day, noon

RULE = "HISTORY-GAP"


def broken(*, swapped: bool = False) -> Rollout:
    """Let the due date be another than the last one told."""
    rollout = Rollout(sides_swapped=swapped).agreed().item(due="2026-03-20").read(on=day("03-02"))
    gap = HistoryGapFound(
        subject="T1",
        entry="",
        occurred=Interval.at(noon(day("03-05"))),
        field="due",
        expected="2026-03-20",
        found="2026-03-25",
    )
    rollout.tell(gap, day("03-05"), source="jira:V")
    return rollout.read(on=day("03-05"))


@pytest.mark.parametrize(("swapped", "court"), [(False, "client:coordinator"), (True, "vendor:pm")])
def test_a_gap_is_the_turn_of_the_lead_who_runs_the_hub(swapped, court):
    [found] = broken(swapped=swapped).judged(RULE, on=day("03-05"))

    assert (found.severity, found.court, found.numbers["gaps"]) == (Severity.S3, court, 1)
    assert found.operands["found"][0].value == "2026-03-25"


def test_a_history_that_chains_has_none():
    rollout = Rollout().agreed().item(due="2026-03-20").read(on=day("03-05"))
    rollout.changed("due", "2026-03-20", "2026-03-25", on=day("03-05"))

    assert rollout.judged(RULE, on=day("03-05")) == []


def test_a_full_second_reading_clears_it():
    rollout = broken().read(on=day("03-06"), kind="reread")

    assert rollout.judged(RULE, on=day("03-06")) == []


def test_a_failed_source_says_nothing():
    rollout = broken().read(on=day("03-06"), outcome="failed")

    assert rollout.abstains(RULE, on=day("03-06"))
