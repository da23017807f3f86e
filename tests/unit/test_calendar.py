"""Which days are worked, and how many lie between two days."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hub.calendar import WorkCalendar
from hub.policy import default_policy

CALENDAR = default_policy().calendar()
PLAIN = WorkCalendar()
DAYS = st.dates(date(1990, 1, 1), date(2060, 12, 31))
COUNTS = st.integers(1, 400)


@given(DAYS, DAYS)
def test_counting_backwards_gives_the_negative(a: date, b: date):
    assert CALENDAR.wd(a, b) == -CALENDAR.wd(b, a)


@given(DAYS, DAYS, DAYS)
def test_a_stop_on_the_way_changes_no_count(a: date, b: date, c: date):
    assert CALENDAR.wd(a, c) == CALENDAR.wd(a, b) + CALENDAR.wd(b, c)


@given(DAYS)
def test_one_day_counts_exactly_when_it_is_worked(day: date):
    assert CALENDAR.wd(day - timedelta(days=1), day) == CALENDAR.is_working(day)


@given(DAYS, COUNTS)
def test_adding_and_counting_agree(day: date, count: int):
    later = CALENDAR.add(day, count)

    assert (CALENDAR.wd(day, later), CALENDAR.is_working(later)) == (count, True)


@given(DAYS, COUNTS)
def test_going_back_lands_on_the_working_day_that_many_before(day: date, count: int):
    earlier = CALENDAR.add(day, -count)

    between = CALENDAR.wd(earlier - timedelta(days=1), day - timedelta(days=1))
    assert (between, CALENDAR.is_working(earlier)) == (count, True)


@given(DAYS)
def test_the_nearest_working_days_enclose_the_day(day: date):
    before, after = CALENDAR.last_on_or_before(day), CALENDAR.first_on_or_after(day)

    assert before <= day <= after
    assert CALENDAR.wd(before, after) <= 1


def test_the_national_holiday_is_free():
    assert CALENDAR.wd(date(2025, 9, 30), date(2025, 10, 8)) == 0


@pytest.mark.parametrize("day", [date(2025, 9, 28), date(2025, 10, 11)])
def test_make_up_days_of_a_weekend_are_worked(day: date):
    assert CALENDAR.is_working(day)


def test_a_shutdown_outweighs_a_make_up_day():
    day = date(2025, 9, 28)

    assert not WorkCalendar((), [day], [(day, day)]).is_working(day)


def test_a_calendar_that_never_works_refuses_to_name_a_day():
    closed = WorkCalendar(shutdowns=[(date(2020, 1, 1), date(2030, 1, 1))])

    with pytest.raises(ValueError, match="no working day"):
        closed.first_on_or_after(date(2024, 1, 1))


def test_a_year_without_published_holidays_makes_a_count_provisional():
    known = WorkCalendar(known_years=[2025])

    assert known.unknown_years({date(2027, 1, 5), date(2025, 12, 1)}) == [2026, 2027]
    assert known.unknown_years({date(2025, 12, 1), date(2025, 12, 31)}) == []


def test_the_day_of_an_instant_is_the_project_s_day():
    assert PLAIN.day_of(datetime(2025, 8, 20, 17, 30, tzinfo=UTC)) == date(2025, 8, 21)


def test_a_friday_that_is_free_is_due_on_the_working_day_before():
    due = CALENDAR.due_in_week(date(2025, 5, 1), "fri", time(17))

    assert due.isoformat() == "2025-04-30T17:00:00+08:00"


def test_hours_of_service_stop_at_night_and_at_weekends():
    friday = PLAIN.at(date(2025, 8, 22), time(17))
    monday = PLAIN.at(date(2025, 8, 25), time(9))

    assert PLAIN.service_h(friday, monday) == 2.0
