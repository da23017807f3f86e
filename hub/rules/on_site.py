"""The clock of a problem that stops the work: until somebody is there."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta

from hub.model.commitments import Kind
from hub.rules.case import Case
from hub.rules.cases import CommitmentCase
from hub.rules.citing import Said
from hub.rules.clocks import (
    Clock,
    Pause,
    became,
    before_change,
    is_major,
    ordered,
    pauses_of,
    stopped_on,
    work,
)

ON_SITE = "on_site"  # the field of a claim that somebody is there


def hour_clocks(case: CommitmentCase) -> Iterator[Clock]:
    """Give the clock until somebody is there, if it ran out; none once that is a day ago.

    It counts from when the problem came to stop the work, in hours of service; near go-live, in
    all hours.
    """
    if case.kind is not Kind.PROBLEM or not is_major(case):
        return
    start, agreed, golive = became(case), case.context.policy.sla.major, case.context.policy.golive
    stop, on = next(iter(_shown(case, start)), None), case.day(start.occurred_hi)
    is_near = case.context.is_near_golive(on, golive.window_days, case.module)
    clock = agreed.clock_in_golive_window if is_near else agreed.clock
    end = (stop.occurred_lo or stop.occurred_hi) if stop else case.context.at
    pauses, limit = pauses_of(case), agreed.respond_on_site_h
    is_told = stop is not None and stopped_on(case, stop) < case.status_date
    if is_told or _passed(case, clock, (start.occurred_hi, end), pauses) <= limit:
        return
    numbers: dict[str, str | int] = {
        "what": "raised",
        "raised_on": on.isoformat(),
        "raised_at": _minute(case, start),
        "limit_h": limit,
        "clock": "service_hours" if clock == "service" else "all_hours",
        "reached": _minute(case, stop) if stop else "nobody_yet",
        "late_wd": case.wd(on, case.status_date),
        **before_change(case),
    }
    said = tuple(pause.said for pause in pauses)
    yield Clock("on_site", case.terms.court, start, on, 1, 0, said, numbers, stop, is_major=True)


def _minute(case: Case, said: Said) -> str:
    return said.occurred_hi.astimezone(case.calendar.tz).strftime("%Y-%m-%d %H:%M")


def _passed(case: Case, clock: str, span: tuple[datetime, datetime], pauses: list[Pause]) -> float:
    """Give the hours of a span during which nothing paused it."""
    reached, end = span
    passed = 0.0
    for pause in pauses:
        passed += _hours(case, clock, reached, min(end, _at(case, pause.since, end)))
        reached = max(reached, _at(case, pause.until, end))
    return passed + _hours(case, clock, reached, end)


def _at(case: Case, day: date | None, end: datetime) -> datetime:
    return case.calendar.at(day, time.min) if day else end


def _hours(case: Case, clock: str, a: datetime, b: datetime) -> float:
    if b <= a:
        return 0.0
    if clock == "service":
        return case.calendar.service_h(a, b)
    return (b.astimezone(UTC) - a.astimezone(UTC)) / timedelta(hours=1)


def _shown(case: CommitmentCase, start: Said) -> list[Said]:
    """Give what shows that somebody is there: it is said so, or work on it has begun."""
    claims = [c for c in case.owed.claims if c.field == ON_SITE]
    said = [Said(c.value, c) for c in claims if c.occurred.hi >= start.occurred_hi]
    return ordered([*said, *work(case)])
