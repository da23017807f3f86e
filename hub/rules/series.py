"""The files that come again and again: when they were due, and which did not come."""

from collections.abc import Iterator
from datetime import date, time, timedelta
from itertools import count, pairwise

from hub.policy_terms import Due
from hub.rules.dated import as_date
from hub.rules.going_live import GoingLive
from hub.rules.world import Reading

DAILY = "readiness"  # the profile of the daily reading


def due_from(known: GoingLive, reading: Reading) -> date | None:
    """Give the day from which on the files of a series are due.

    It stands in the settings; else it is the day of the first file that was loaded, or that on
    which the series was set up.
    """
    named = as_date(reading.content.get("due_from"))
    first = [edition.edition.edition_on for edition in reading.editions[:1]]
    set_up = [known.calendar.day_of(reading.set_up.recorded_at)] if reading.set_up else []
    return named or next(iter([*first, *set_up]), None)


def missed(known: GoingLive, reading: Reading, *, is_loaded: bool = False) -> list[date]:
    """Give the due days since the last file whose grace is over, newest first.

    A file that was received and not loaded counts from its receipt, unless *is_loaded*.
    """
    first, profile = due_from(known, reading), reading.content.get("profile")
    rhythm = known.policy.rhythm
    held = [] if is_loaded else reading.held
    files = [each.edition for each in reading.editions] + [each.edition for each in held]
    last = max((each.edition_on for each in files), default=None)
    weekly = {"weekly_report": rhythm.weekly_report, "weekly_plan": rhythm.weekly_plan}
    if first is None or profile not in (*weekly, DAILY):
        return []
    if profile == DAILY:
        return _days_missed(known, max(filter(None, (last, first - timedelta(days=1)))))
    agreed: Due = weekly[profile]
    days, today = since(weeks(known, agreed.due[:3]), first, last), known.status_date
    return [due for due in days if known.calendar.wd(due, today) > agreed.grace_wd]


def since(spans: Iterator[tuple[date, date]], first: date, last: date | None) -> Iterator[date]:
    """Give each due day since the *first*, newest first, back to one that the *last* file bears."""
    for before, due in spans:
        if due < first or (last is not None and before < last):
            return
        yield due


def _days_missed(known: GoingLive, last: date) -> list[date]:
    """Before go-live each working day has its reading; the hours of grace end on the same day."""
    agreed, days = known.policy.rhythm.daily_readiness, set[date]()
    for wave in known.go_lives:
        if wave.live_on and wave.live_on < known.status_date:
            continue  # nothing is due any more
        first = max(last, wave.on - timedelta(days=agreed.window_days_before_golive + 1))
        final = min(known.status_date, wave.on - timedelta(days=1))
        days |= {final - timedelta(days=n) for n in range((final - first).days)}
    return sorted(filter(known.calendar.is_working, days), reverse=True)


def weeks(known: GoingLive, weekday: str) -> Iterator[tuple[date, date]]:
    """Give each due day with the one before it, newest first.

    A day that is not worked moves to the working day before it.
    """
    within = (known.status_date - timedelta(weeks=number) for number in count())
    days = (known.calendar.due_in_week(week, weekday, time.min).date() for week in within)
    for due, before in pairwise(days):
        if due <= known.status_date:
            yield before, due
