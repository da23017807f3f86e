"""The project calendar: which days are worked, and how many lie between two days."""

from collections.abc import Collection, Iterable
from datetime import UTC, date, datetime, time, timedelta
from itertools import accumulate
from zoneinfo import ZoneInfo

WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
ENOUGH = 400  # calendar days without a single working day: the calendar itself is wrong


class WorkCalendar:
    """Working days: Monday to Friday, less holidays and shutdowns, plus make-up days.

    In a year that is not in *known_years* only weekends are free, and a figure that needs such
    a year is provisional. *shutdowns* are pairs of first and last day; a day of a shutdown is
    free even where it would be a make-up day. *service* bounds the hours in which clocks of
    service run.
    """

    def __init__(
        self,
        holidays: Iterable[date] = (),
        makeup_days: Iterable[date] = (),
        shutdowns: Iterable[tuple[date, date]] = (),
        *,
        tz: ZoneInfo | str = "Asia/Shanghai",
        known_years: Iterable[int] = (),
        service: tuple[time, time] = (time(8), time(18)),
    ) -> None:
        self.tz = ZoneInfo(tz) if isinstance(tz, str) else tz
        self.known_years = frozenset(known_years)
        self.service = service
        closed = set(holidays) | {day for span in shutdowns for day in days(*span)}
        changed = {day.toordinal(): -1 for day in closed if is_weekday(day.toordinal())}
        extra = (day for day in makeup_days if day not in closed)
        changed |= {day.toordinal(): 1 for day in extra if not is_weekday(day.toordinal())}
        self._due: dict[tuple[date, time], datetime] = {}
        # Where the calendar differs from plain weekdays, and the running sum of the differences.
        self._changed = changed
        self._first = min(changed, default=1)
        span = range(self._first, max(changed, default=0) + 1)
        self._sums = [0, *accumulate(changed.get(ordinal, 0) for ordinal in span)]

    def _worked(self, ordinal: int) -> int:
        """Count the working days from the first day of the era to *ordinal*, bounds included."""
        place = min(max(ordinal - self._first + 1, 0), len(self._sums) - 1)
        return ordinal // 7 * 5 + min(ordinal % 7, 5) + self._sums[place]

    def is_working(self, day: date) -> bool:
        """Tell whether *day* is worked."""
        ordinal = day.toordinal()
        return is_weekday(ordinal) + self._changed.get(ordinal, 0) > 0

    def wd(self, a: date, b: date) -> int:
        """Count the working days in (a, b]; negative when *b* is before *a*."""
        return self._worked(b.toordinal()) - self._worked(a.toordinal())

    def add(self, day: date, count: int) -> date:
        """Give the day *count* working days after *day*, before it where *count* is negative.

        The result is a working day, except that zero gives *day* itself; `wd(day, add(day, n))`
        is `n` for every positive `n`.
        """
        if count == 0:
            return day
        if count > 0:
            return self._numbered(self._worked(day.toordinal()) + count, day)
        return self._numbered(self._worked(day.toordinal() - 1) + count + 1, day)

    def _numbered(self, number: int, near: date) -> date:
        """Find the working day that is the *number*-th of the era, searching from *near*."""
        ordinal = near.toordinal()
        while self._worked(ordinal) < number:
            ordinal += max(1, number - self._worked(ordinal))
        while self._worked(ordinal - 1) >= number:
            ordinal -= max(1, self._worked(ordinal - 1) - number)
        return date.fromordinal(ordinal)

    def last_on_or_before(self, day: date) -> date:
        """Give the nearest working day that is not after *day*."""
        return self._next(day, -1)

    def first_on_or_after(self, day: date) -> date:
        """Give the nearest working day that is not before *day*."""
        return self._next(day, 1)

    def _next(self, day: date, step: int) -> date:
        for distance in range(ENOUGH):
            candidate = day + timedelta(days=step * distance)
            if self.is_working(candidate):
                return candidate
        raise ValueError(f"no working day within {ENOUGH} days of {day}")

    def unknown_years(self, days: Collection[date]) -> list[int]:
        """Give the years from the first to the last of some days whose holidays are not known."""
        years = range(min(days).year, max(days).year + 1) if days else ()
        return [year for year in years if year not in self.known_years]

    def day_of(self, instant: datetime) -> date:
        """Give the calendar day of *instant* in the project's time zone."""
        return instant.astimezone(self.tz).date()

    def at(self, day: date, clock: time) -> datetime:
        """Give the instant of *clock* on *day* in the project's time zone."""
        return datetime.combine(day, clock, self.tz)

    def due_in_week(self, day: date, weekday: str, clock: time) -> datetime:
        """Give the instant that is due in the week of *day*; weeks run Monday to Sunday.

        A weekday that is not worked moves to the working day before it.
        """
        named = day + timedelta(days=WEEKDAYS.index(weekday) - day.weekday())
        due = self._due.get((named, clock))
        if due is None:
            due = self._due[named, clock] = self.at(self.last_on_or_before(named), clock)
        return due

    def service_h(self, a: datetime, b: datetime) -> float:
        """Give the hours of service between two instants, *a* not after *b*."""
        total = timedelta()
        day, last = self.day_of(a), self.day_of(b)
        while day <= last:
            if self.is_working(day):
                # Instants of one zone are subtracted as wall clocks, which a summer time breaks.
                opens, closes = (self.at(day, clock).astimezone(UTC) for clock in self.service)
                total += max(timedelta(), min(b, closes) - max(a, opens))
            day += timedelta(days=1)
        return total / timedelta(hours=1)


def days(first: date, last: date) -> Iterable[date]:
    """Yield every day from *first* to *last*, both included."""
    return map(date.fromordinal, range(first.toordinal(), last.toordinal() + 1))


def is_weekday(ordinal: int) -> bool:
    """Tell Monday to Friday; the first day of the era was a Monday."""
    return ordinal % 7 in (1, 2, 3, 4, 5)
