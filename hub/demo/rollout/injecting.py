"""How discrepancies get into a rollout: each scenario is tried until it finds room."""

from collections.abc import Callable, Collection
from typing import Any

from hub.demo.rollout.world import World

Scenario = Callable[[World], None]
TRIES = 6
FOUND: list[Scenario] = []


class NoRoom(Exception):
    """A rollout has no place for a scenario."""


def scenario(make: Scenario) -> Scenario:
    """Let *make* be tried in every rollout that has injections."""
    FOUND.append(make)
    return make


def parts(world: World) -> list[list[Any]]:
    """Give everything that a scenario adds to."""
    return [world.rows, world.acts, world.steps, world.labels, world.closing]


def inject(world: World, only: Collection[str] = ()) -> None:
    """Try every scenario, or those that are named, in an order that the random seed gives."""
    chosen = sorted(FOUND, key=lambda make: f"{make.__module__}.{make.__name__}")
    chosen = [make for make in chosen if not only or make.__name__ in only]
    world.rng.shuffle(chosen)
    for make in chosen * world.shape.copies:
        if not any(is_made(world, make) for _ in range(TRIES)):
            world.said.append(make.__name__)


def is_made(world: World, make: Scenario) -> bool:
    """Try a scenario once; leave nothing of it behind where it finds no room."""
    before = [list(part) for part in parts(world)]
    try:
        make(world)
    except NoRoom:
        for part, content in zip(parts(world), before, strict=True):
            part[:] = content
        return False
    return True
