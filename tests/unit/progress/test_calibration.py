"""How claims of a unit compare with what was shown later."""

from typing import Any

import pytest

from hub.policy import default_policy
from hub.progress.calibration import Terms, by_court, calibration
from tests.unit.progress.lines import accepted, line, week

TERMS = Terms(min_items=8, evidence_wd=2)
LATER = week(8)
CALENDAR = default_policy().calendar()


def judged(lines: list[Any], on=LATER):
    """Give the calibration of the one unit."""
    seen = by_court(lines, CALENDAR, on, TERMS)
    return calibration("vendor:team", seen.get("vendor:team", []), TERMS)


def said(count: int, percent: float, **terms: Any) -> list[Any]:
    """Give lines that took four weeks, of which *percent* was claimed after two."""
    told = {"told": [(week(2), percent)], "started_on": week(0), **terms}
    return [accepted(f"T{number}", week(4), **told) for number in range(count)]


def test_half_of_the_way_is_half_of_the_work():
    assert judged(said(8, 50.0)).bias_points == 0


def test_claims_that_ran_ahead_are_measured_in_points():
    found = judged(said(8, 85.0))

    assert (found.items, found.bias_points, found.recent_points) == (8, 35, 35)
    assert found.p == pytest.approx(1 / 256, abs=1e-6)


def test_seven_items_tell_nothing():
    assert judged(said(7, 85.0)).bias_points is None


def test_what_waits_for_a_verdict_is_not_the_claimer_s():
    waiting = {"told": [(week(2), 100.0)], "is_waiting": True}

    assert judged([line(str(n), **waiting) for n in range(9)]).items == 0


def test_completion_without_anything_shown_counts_once_the_days_for_it_are_over():
    lines = [line(str(n), told=[(week(2), 100.0)]) for n in range(8)]

    assert judged(lines, on=week(2.3)).items == 0
    assert judged(lines, on=week(3)).bias_points == 100
    assert judged(lines, on=week(3)).ratio is None


def test_what_was_rejected_was_claimed_and_not_shown():
    lines = [line(str(n), told=[(week(2), 100.0)], is_rejected=True) for n in range(8)]

    assert judged(lines, on=week(2)).bias_points == 100


def test_a_claim_that_was_rejected_and_taken_back_at_once_stays_told():
    back = {"told": [(week(2), 60.0)], "is_rejected": True, "refuted": (week(2), 100.0)}

    assert judged([line(str(n), **back) for n in range(8)], on=week(2)).bias_points == 100


def test_a_rejection_of_what_was_shown_half_way_tells_nothing():
    half = {"told": [(week(2), 60.0)], "is_rejected": True, "refuted": (week(2), 60.0)}

    assert judged([line(str(n), **half) for n in range(8)]).items == 0


def test_the_last_items_tell_whether_it_got_better():
    late = [
        accepted(f"L{n}", week(7), told=[(week(5), 50.0)], started_on=week(3)) for n in range(8)
    ]

    found = judged([*said(9, 95.0), *late])

    assert found.bias_points == 45
    assert found.recent_points == pytest.approx(0, abs=3)  # a holiday lies in these weeks
