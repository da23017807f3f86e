"""Figures of groups: what is planned, claimed and verified by week, and what is due and missed."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hub.progress.groups import groups_of
from tests.unit.progress.lines import accepted, line, ten, week

PROJECT = ("project", "")


def project(lines, on):
    """Give the figures of the whole."""
    return groups_of(lines, on)[PROJECT]


def test_a_plan_that_is_kept_is_neither_ahead_nor_behind():
    now = project(ten(5), week(5))

    assert (now.planned, now.verified, now.weight) == (5, 5, 10)
    assert (now.actual_w, now.earned_w, now.planned_w) == (5, 5, 10)
    assert (now.due, now.done, now.missed) == (5, 5, 0)


def test_two_of_five_due_weeks_late_are_missed():
    now = project(ten(3, every=5 / 3), week(5))

    assert (now.due, now.done, now.missed, now.earned_w) == (5, 3, 5, 3)


def test_time_stops_when_everything_is_accepted():
    lines = ten(10, every=1.25)

    assert project(lines, week(20)).actual_w == pytest.approx(12.571)
    assert project(lines, week(20)).earned_w == 10


def test_each_week_has_its_end_and_the_future_has_only_a_plan():
    now = project(ten(5), week(5))

    assert now.points[0].on == week(1) - timedelta(days=1)
    assert [point.planned for point in now.points] == [0, *range(1, 11)]
    assert [point.verified for point in now.points] == [0, 1, 2, 3, 4, *[None] * 6]


def test_what_was_shown_is_claimed_too():
    lines = [line("A", told=[(week(0.5), 40.0)], verified=[(week(0.7), 50.0)]), line("B")]

    now = project(lines, week(2))

    assert (now.claimed, now.verified, now.gap_points) == (0.5, 0.5, 0)


def test_the_gap_of_a_cell_is_the_mean_over_what_is_due():
    lines = [
        line("A", told=[(week(0.5), 100.0)]),
        line("B", told=[(week(0.5), 60.0)]),
        line("C", told=[(week(0.5), 60.0)], finish_on=week(9)),
    ]

    groups = groups_of(lines, week(2))

    assert groups["cell", "MES · pilot"].gap_points == 80
    assert groups_of(lines, week(0.6))["cell", "MES · pilot"].gap_points is None


def test_flow_counts_what_is_under_way_and_how_long_things_took():
    lines = [accepted(f"T{n}", week(n), started_on=week(0)) for n in range(1, 5)]
    lines += [line("W", started_on=week(2))]

    now = project(lines, week(4))

    assert (now.wip, now.age_p85_days, now.throughput) == (1, 15, 1)
    assert (now.cycle_p50_days, now.cycle_p85_days) == (15, 29)


days = st.integers(0, 90)
told = st.lists(st.tuples(days, st.integers(0, 100)), max_size=5)


@given(told=st.lists(st.tuples(told, days, days), min_size=1, max_size=8), on=days)
def test_the_parts_add_up_and_verified_never_exceeds_claimed(told, on):
    lines = [
        line(
            str(number),
            module=f"M{number % 3}",
            told=sorted((week(day / 7), float(value)) for day, value in said),
            verified=[(week(shown / 7), 100.0)] if shown <= on else [],
            accepted_on=week(shown / 7) if shown <= on else None,
            finish_on=week(finish / 7),
            start_on=week(0),
        )
        for number, (said, shown, finish) in enumerate(told)
    ]

    groups = groups_of(lines, week(on / 7))
    whole = groups.pop(PROJECT)
    modules = [group for (by, _), group in groups.items() if by == "module"]

    for name in ("items", "weight", "due", "done", "missed", "planned", "claimed", "verified"):
        parts = sum(getattr(group, name) for group in modules)
        assert parts == pytest.approx(getattr(whole, name), abs=0.05)
    assert whole.verified <= whole.claimed <= whole.weight
    assert 0 <= whole.earned_w <= whole.planned_w or whole.planned_w == 0
