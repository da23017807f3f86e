"""Working days and instants of a simulated rollout, in the calendar of the default policy."""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from functools import cache, lru_cache

from hub.calendar import WorkCalendar
from hub.policy import default_policy

DAY = timedelta(days=1)
FRIDAY = 4


@cache
def calendar() -> WorkCalendar:
    """Give the project's working days, published holidays and make-up days included."""
    return default_policy().calendar()


@lru_cache(maxsize=1 << 16)
def wd(a: date, b: date) -> int:
    """Count the working days in (a, b]; negative when *b* is before *a*."""
    return calendar().wd(a, b)


def later(day: date, count: int) -> date:
    """Give the day *count* working days after *day*; before it where *count* is negative."""
    return calendar().add(day, count)


def at(day: date, clock: str) -> datetime:
    """Give an instant in the project's zone: `at(day, "16:30")`."""
    return calendar().at(day, time.fromisoformat(clock))


def is_worked(day: date) -> bool:
    """Tell whether the day is worked."""
    return calendar().is_working(day)


def each(first: date, last: date) -> Iterator[date]:
    """Yield every calendar day, both bounds included."""
    while first <= last:
        yield first
        first += DAY


def weekly(first: date, last: date) -> Iterator[date]:
    """Yield the day on which each week's reports are due: Friday, or the working day before it."""
    monday = first - timedelta(days=first.weekday())
    while monday <= last:
        if any(is_worked(monday + timedelta(days=n)) for n in range(FRIDAY + 1)):
            day = calendar().last_on_or_before(monday + timedelta(days=FRIDAY))
            if first <= day <= last:
                yield day
        monday += timedelta(days=7)
