"""What several scenarios need: a day with room, a side, a promise that is announced."""

from datetime import date
from typing import Any

from hub.demo.rollout.days import at, later, weekly
from hub.demo.rollout.injecting import NoRoom
from hub.demo.rollout.labels import Label
from hub.demo.rollout.life import moment
from hub.demo.rollout.rows import Row, Save
from hub.demo.rollout.world import World

SIDES = ("client", "vendor")


def begin(world: World, *, room: int, earliest: int = 3) -> date:
    """Draw a working day that is followed by at least *room* working days of the rollout."""
    latest = world.length - room
    if latest < earliest:
        raise NoRoom
    return world.day(world.rng.randint(earliest, latest))


def report_days(world: World, first: date, last: date) -> list[date]:
    """Give the days from *first* to *last* on which reports are sent."""
    return [day for day in weekly(world.first, world.last) if first <= day <= last]


def kept_report(world: World, first: date, last: date, what: str = "report") -> date:
    """Give a report day between two days on which a report does come, and keep it so."""
    missing, late = world.extra.get("missing", {}).get(what, ()), world.extra.get("late", {})
    if what in world.extra.get("never", ()):
        raise NoRoom
    days = [*weekly(world.first, world.last)]
    for day in (one for one in days if first <= one <= last):
        before = [past for past in days if past < day][-1:]
        if all(one not in missing and (what, one) not in late for one in (day, *before)):
            world.extra.setdefault("kept", set()).update((what, one) for one in (day, *before))
            return day
    raise NoRoom


def put_off(world: World, row: Row, on: date, due: date, clock: str = "18:20") -> None:
    """Move the due date in the tool."""
    row.saves.append(Save(moment(on, clock, world.rng), {"due": due}, row.owner))


def announced(world: World, row: Row, on: date) -> None:
    """Let the minutes of a report day mention a change of dates."""
    world.extra.setdefault("announced", {}).setdefault(on, []).append(row.key)


def told(
    world: World,
    rule: str,
    row: Row | str,
    severity: str,
    first: date,
    *,
    slack: int = 0,
    **more: Any,
) -> None:
    """Label what an act brings about; *slack*: working days of grace in reading it."""
    known: dict[str, Any] = {"key": row} if isinstance(row, str) else {
        "key": row.key, "side": row.side, "court": row.court,
    }  # fmt: skip
    world.label(
        Label(
            rule=rule, severity=severity, first_on=first,
            by_on=later(first, slack) if slack else first, **known | more,
        )
    )  # fmt: skip


def write_down(world: World, day: date, clock: str, do: str, by: str, **fields: Any) -> None:
    """Let a person do something at a clock of a day."""
    world.act(at(day, clock), do, by, **fields)
