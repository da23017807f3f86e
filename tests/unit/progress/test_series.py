"""Earned value and earned schedule against values worked out by hand, and their laws."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hub.progress.series import (
    Schedule,
    Value,
    earned_schedule,
    execution_index,
    missed_share,
    percentile,
    sign_test,
)

# Ten weeks, a hundred of value: slow at both ends, as plans are.
PLAN = [(float(t), v) for t, v in enumerate([0, 2, 8, 18, 32, 50, 68, 82, 92, 98, 100.0])]


@pytest.mark.parametrize(
    ("earned", "weeks"),
    [(0, 0), (2, 1), (5, 1.5), (25, 3.5), (50, 5), (59, 5.5), (99, 9.5), (100, 10), (130, 10)],
)
def test_earned_schedule_is_when_the_value_was_to_be_earned(earned, weeks):
    assert earned_schedule(PLAN, earned, at=6) == pytest.approx(weeks)


def test_at_week_six_of_ten_with_half_of_the_value_the_schedule_says_how_late():
    value, schedule = Value(68, 50), Schedule(6, 10, earned_schedule(PLAN, 50, at=6))

    assert (value.variance, round(value.spi or 0, 3)) == (-18, 0.735)
    assert (schedule.variance_w, round(schedule.spi_t or 0, 3)) == (-1, 0.833)
    assert schedule.estimate_w == pytest.approx(12)
    assert schedule.to_complete == pytest.approx(1.25)


def test_a_project_that_ends_late_has_an_spi_of_one_and_an_spi_t_that_still_says_so():
    assert Value(100, 100).spi == 1
    assert Schedule(12.5, 10, earned_schedule(PLAN, 100, at=12.5)).spi_t == pytest.approx(0.8)


def test_after_the_agreed_end_no_pace_is_fast_enough():
    assert Schedule(11, 10, 9).to_complete is None


def test_where_the_plan_stands_still_nobody_is_behind():
    still = [(0.0, 0.0), (1.0, 10.0), (2.0, 10.0), (3.0, 10.0), (4.0, 20.0)]

    assert [earned_schedule(still, 10, at) for at in (0.5, 1.5, 2.5, 3.5)] == [1, 1.5, 2.5, 3]


def test_the_share_of_tasks_done_and_missed():
    assert (execution_index(19, 20), missed_share(1, 20)) == (0.95, 0.05)
    assert (execution_index(0, 0), missed_share(0, 0)) == (None, None)


@pytest.mark.parametrize(("share", "value"), [(0.5, 5), (0.85, 9), (1.0, 10)])
def test_a_percentile_is_a_value_that_was_seen(share, value):
    assert percentile(range(1, 11), share) == value


def test_seven_of_eight_above_are_rarely_chance_and_five_of_eight_often():
    assert sign_test(7, 1) == pytest.approx(9 / 256)
    assert sign_test(5, 3) == pytest.approx(93 / 256)


curves = st.lists(st.integers(0, 40), min_size=1, max_size=30).map(
    lambda steps: [(float(t), float(sum(steps[:t]))) for t in range(len(steps) + 1)]
)


@given(curve=curves, one=st.floats(0, 1500), other=st.floats(0, 1500), at=st.floats(0, 40))
def test_earned_schedule_lies_within_the_plan_and_grows_with_what_is_earned(curve, one, other, at):
    less, more = (earned_schedule(curve, earned, at) for earned in sorted((one, other)))

    assert 0 <= less <= more <= curve[-1][0]
