"""Who happens to owe many things at once, by no scenario: it may be found, and is no mistake."""

from collections import defaultdict
from collections.abc import Iterator

from hub.demo.rollout.days import each, is_worked, later
from hub.demo.rollout.labels import Label
from hub.demo.rollout.rows import Row
from hub.demo.rollout.world import World

MOST, HORIZON_WD = 7, 10


def label_crowds(world: World) -> None:
    """Allow that somebody is found for whom so many rows are due within the horizon."""
    by_owner = defaultdict[str, list[Row]](list)
    for row in world.rows:
        if row.owner and row.finish_on is not None:
            by_owner[row.owner].append(row)
    for owner, rows in sorted(by_owner.items()):
        world.labels += _of(world, owner, rows)


def _of(world: World, owner: str, rows: list[Row]) -> Iterator[Label]:
    for day in filter(is_worked, each(world.first, world.last)):
        if sum(day <= row.ends <= later(day, HORIZON_WD) for row in rows) > MOST:
            yield Label(
                rule="OVERLOADED-OWNER", key=owner, side=rows[0].side, first_on=day,
                by_on=world.last, must=False, why="crowd",
            )  # fmt: skip
            return
