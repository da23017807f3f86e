"""What returns: the days on which a series of files was due, and which brought nothing."""

from collections.abc import Iterator
from datetime import date, time, timedelta
from itertools import count, pairwise, takewhile

from hub.policy_terms import Due
from hub.rules.subjects import ProjectCase
from hub.rules.world import Reading

DAILY = "readiness"  # the profile of the daily reading


def missed(case: ProjectCase, reading: Reading) -> list[date]:
    """Give the due days since the last file whose grace is over, newest first.

    A file that was received and not loaded counts from its receipt. The first one that was loaded
    starts the rhythm.
    """
    if not reading.editions:
        return []
    files = [each.edition for each in reading.editions] + [each.edition for each in reading.held]
    last = max(each.edition_on for each in files)
    profile, rhythm = reading.content.get("profile"), case.context.policy.rhythm
    weekly = {"weekly_report": rhythm.weekly_report, "weekly_plan": rhythm.weekly_plan}
    if profile in weekly:
        return _weeks_missed(case, weekly[profile], last)
    return _days_missed(case, last) if profile == DAILY else []


def _weeks_missed(case: ProjectCase, agreed: Due, last: date) -> list[date]:
    """A day that is not worked moves to the working day before it."""
    late = takewhile(lambda span: span[0] >= last, _dues(case, agreed.due[:3]))
    days = [due for _, due in late]
    return [due for due in days if case.wd(due, case.status_date) > agreed.grace_wd]


def _days_missed(case: ProjectCase, last: date) -> list[date]:
    """Before go-live each working day has its reading; the hours of grace end on the same day."""
    go_live, agreed = case.context.go_live, case.context.policy.rhythm.daily_readiness
    if go_live is None:
        return []
    first = max(last, go_live - timedelta(days=agreed.window_days_before_golive + 1))
    final = min(case.status_date, go_live - timedelta(days=1))
    days = (final - timedelta(days=n) for n in range((final - first).days))
    return [day for day in days if case.calendar.is_working(day)]


def _dues(case: ProjectCase, weekday: str) -> Iterator[tuple[date, date]]:
    """Give each due day with the one before it, newest first."""
    weeks = (case.status_date - timedelta(weeks=number) for number in count())
    days = (case.calendar.due_in_week(week, weekday, time.min).date() for week in weeks)
    for due, before in pairwise(days):
        if due <= case.status_date:
            yield before, due
