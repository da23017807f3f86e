"""What returns each week: the days on which a series was due, and which of them brought nothing."""

from collections.abc import Iterator
from datetime import date, time, timedelta
from itertools import count, pairwise, takewhile

from hub.rules.subjects import ProjectCase
from hub.rules.world import Reading


def missed(case: ProjectCase, reading: Reading) -> list[date]:
    """Give the due days since the last edition whose grace is over, newest first.

    A day that is not worked moves to the working day before it.
    """
    rhythm = case.context.policy.rhythm
    profile = reading.content.get("profile")
    agreed = {"weekly_report": rhythm.weekly_report, "weekly_plan": rhythm.weekly_plan}
    if profile not in agreed or not reading.editions:  # the first one starts the rhythm
        return []
    last = max(each.edition.edition_on for each in reading.editions)
    late = takewhile(lambda span: span[0] >= last, _dues(case, agreed[profile].due[:3]))
    workdays = [due for _, due in late]
    return [due for due in workdays if case.wd(due, case.status_date) > agreed[profile].grace_wd]


def _dues(case: ProjectCase, weekday: str) -> Iterator[tuple[date, date]]:
    """Give each due day with the one before it, newest first."""
    weeks = (case.status_date - timedelta(weeks=number) for number in count())
    days = (case.calendar.due_in_week(week, weekday, time.min).date() for week in weeks)
    for due, before in pairwise(days):
        if due <= case.status_date:
            yield before, due
