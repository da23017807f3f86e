"""The honest life of a task: started in time, reported as it is, shown and accepted soon after."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from random import Random
from typing import Any

from hub.demo.rollout.days import at, later, wd
from hub.demo.rollout.rows import DONE, IN_PROGRESS, TO_DO, Row, Save, Shown

Curve = Callable[[date], float]
KIND = "demo_or_test_record"


def live(
    row: Row,
    rng: Random,
    created_on: date,
    *,
    start_on: date | None = None,
    done_on: date | None = None,
    until: date | None = None,
    curve: Curve | None = None,
    shows: bool = True,
) -> None:
    """Write the whole history of *row*; *until* ends it early, *curve* gives another percent."""
    begins, ends = start_on or row.starts, done_on or row.ends
    created(row, rng, created_on)
    row.saves.append(Save(moment(begins, "08:40", rng), {"status": IN_PROGRESS}, row.owner))
    told, day = 0.0, later(begins, 1)
    step = 1 if wd(row.starts, row.ends) <= 12 else 2
    while day < ends and (until is None or day <= until):
        wanted = curve(day) if curve else linear(begins, ends, day) + rng.choice((-3, -1, 0, 0, 2))
        percent = round(min(95.0, max(told, wanted, 1.0)))
        if percent != told:
            row.saves.append(Save(moment(day, "16:05", rng), {"percent": percent}, row.owner))
            told = percent
        day = later(day, step)
    if until is None or ends <= until:
        finish(row, rng, ends)
        if shows:
            show(row, rng, ends, later(ends, rng.choice((0, 1))))


def linear(begins: date, ends: date, day: date) -> float:
    """Give the percent of a work that moves evenly."""
    return 100 * wd(begins, day) / max(1, wd(begins, ends))


def created(row: Row, rng: Random, day: date) -> None:
    """Put the item into the tool, as it was planned."""
    fields: dict[str, Any] = {"title": row.title, "status": TO_DO, "percent": 0}
    fields |= {"due": row.finish_on, "start": row.start_on, "assignee": row.owner}
    row.saves.append(Save(moment(day, "15:10", rng), fields, row.owner))


def finish(row: Row, rng: Random, day: date, clock: str = "16:40") -> None:
    """Claim completion."""
    row.saves.append(Save(moment(day, clock, rng), {"status": DONE, "percent": 100}, row.owner))


def show(
    row: Row, rng: Random, day: date, verdict_on: date, *, kind: str = KIND, verdict: str = "accept"
) -> Shown:
    """Submit evidence late on a day; the other side judges it on the same or a later one."""
    shown = Shown(
        f"{kind}-{row.key}-{len(row.shown) + 1}",
        kind,
        moment(day, "17:05", rng),
        day,
        verdict,
        moment(verdict_on, "17:35", rng) if verdict else None,
    )
    row.shown.append(shown)
    return shown


def moment(day: date, clock: str, rng: Random) -> datetime:
    """Give an instant within twenty minutes of a clock."""
    return at(day, clock) + timedelta(seconds=rng.randrange(1200))
