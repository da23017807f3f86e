"""Derives from the latent truth how a whole module or the project stands: SPI-LOW.

The catalogue leaves room: planned value may grow evenly or arrive with each finish, and duties may
count beside tasks. What every reading calls low has to be found; what one of them does, may be.
"""

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import product

from hub.demo.rollout.days import each, is_worked, wd
from hub.demo.rollout.labels import Label
from hub.demo.rollout.rows import Row
from hub.demo.rollout.world import World

LOW, NEAR = 0.87, 0.96  # surely below 0.90; possibly below, with what ends it
LEAST_DUE, LEAST_DAYS, LEAST_LATE = 10, 28, 2


@dataclass(frozen=True)
class Standing:
    """How a subject stands on one day, as the best and the worst reading have it."""

    best: float  # SPI(t)
    worst: float
    done: float  # of what was due, the share that was accepted
    late: float  # of what was due, the share that was late or is open
    lacking: int  # of what was late, what does not merely wait for a verdict
    due: int
    age: int  # calendar days since the first start

    @property
    def is_sure(self) -> bool:
        """Tell whether every reading of the catalogue calls it low."""
        is_old = self.due > LEAST_DUE and self.age > LEAST_DAYS + 7
        is_behind = self.done < 0.93 and self.late > 0.07 and self.lacking > LEAST_LATE
        return is_old and self.best < LOW and is_behind

    @property
    def is_possible(self) -> bool:
        """Tell whether some reading calls it low."""
        is_old = self.due >= LEAST_DUE - 2 and self.age >= LEAST_DAYS - 7
        return is_old and (self.worst < NEAR or self.done < 0.98 or self.late > 0.02)


def label_totals(world: World) -> None:
    """Label every stretch of days on which a module or the project stands low."""
    for name in (*world.cast.modules, ""):
        rows = [
            row for row in world.rows if row.kind == "task" and row.module == (name or row.module)
        ]
        world.labels += stretches(world, name, rows)


def stretches(world: World, name: str, rows: Sequence[Row]) -> Iterator[Label]:
    """Yield one label for each stretch."""
    begun: date | None = None
    sure: date | None = None
    for day, standing in standings(world, rows):
        if begun is None and standing.is_possible:
            begun = day
        if begun is not None and sure is None and standing.is_sure:
            sure = day
        if begun is not None and not standing.is_possible:
            yield labelled(name, begun, sure, day)
            begun = sure = None
    if begun is not None:
        yield labelled(name, begun, sure, None)


def labelled(name: str, begun: date, sure: date | None, end: date | None) -> Label:
    """Give the label of one stretch; whose turn it is follows from the ledger."""
    return Label(
        rule="SPI-LOW",
        key=name or "rollout",
        first_on=begun,
        by_on=sure or begun,
        cleared_on=end,
        must=sure is not None,
        cites=() if name else ("项目", "project"),
        why="totals",
    )


def standings(world: World, rows: Sequence[Row]) -> Iterator[tuple[date, Standing]]:
    """Yield how some rows stand on each day."""
    started = [row.start_on for row in rows if row.start_on]
    if not started:
        return
    first = min(started)
    days = [day for day in each(first, world.last) if is_worked(day)]
    curves = [[value(rows, day, even=even) for day in days] for even in (True, False)]
    for day in each(first, world.last):
        past = bisect_right(days, day)
        yield day, standing(rows, [curve[:past] for curve in curves], first, day)


def standing(
    rows: Sequence[Row], curves: Sequence[Sequence[float]], first: date, day: date
) -> Standing:
    """Give how some rows stand on a day; *curves* are what was planned on each day until then."""
    due = [row for row in rows if row.finish_on and row.finish_on <= day]
    accepted = [row for row in due if is_accepted(row, day)]
    late = [row for row in due if not in_time(row, day)]
    earned = [
        sum(weight(row) * shown(row, day, half=half) for row in rows) for half in (True, False)
    ]
    spi = [schedule(curve, each_one) for curve, each_one in product(curves, earned)]
    count = max(1, len(due))
    return Standing(
        best=max(spi), worst=min(spi), done=len(accepted) / count, late=len(late) / count,
        lacking=sum(is_accepted(row, day) or not is_shown(row, day) for row in late),
        due=len(due), age=(day - first).days,
    )  # fmt: skip


def is_shown(row: Row, day: date) -> bool:
    """Tell whether something was shown for a row by a day."""
    shown = row.submitted_on()
    return shown is not None and shown <= day


def is_accepted(row: Row, day: date) -> bool:
    """Tell whether a row was accepted by a day."""
    accepted = row.accepted_on()
    return accepted is not None and accepted <= day


def in_time(row: Row, day: date) -> bool:
    """Tell whether a row was accepted, and shown by its date."""
    shown = row.submitted_on()
    return is_accepted(row, day) and shown is not None and shown <= (row.finish_on or day)


def schedule(curve: Sequence[float], earned: float) -> float:
    """Give SPI(t): after how many working days so much was planned, over those that passed."""
    return bisect_right(curve, earned + 1e-9) / max(1, len(curve))


def value(rows: Sequence[Row], day: date, *, even: bool) -> float:
    """Give what was planned by a day; *even*: it grows evenly, and not with each finish."""
    return sum(weight(row) * planned(row, day, even=even) for row in rows)


def weight(row: Row) -> int:
    """Give the planned days of a row."""
    return max(1, wd(row.starts, row.ends))


def planned(row: Row, day: date, *, even: bool) -> float:
    """Give which share of a row was planned by a day."""
    if not even:
        return float(row.ends <= day)
    return min(1.0, max(0.0, wd(row.starts, day) / weight(row)))


def shown(row: Row, day: date, *, half: bool) -> float:
    """Give which share of a row was shown by a day; *half*: until acceptance it counts half."""
    if is_accepted(row, day):
        return 1.0
    submitted = row.submitted_on()
    return 0.5 if half and submitted is not None and submitted <= day else 0.0
