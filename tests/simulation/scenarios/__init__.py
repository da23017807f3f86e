"""The injections: each module holds one group of rules, each scenario one discrepancy or guard."""

from collections.abc import Callable
from importlib import import_module
from pkgutil import iter_modules
from typing import Any

from tests.simulation.world import World

Scenario = Callable[[World], None]
TRIES = 6
FOUND: list[Scenario] = []


class NoRoom(Exception):
    """This rollout has no place for this scenario."""


def scenario(make: Scenario) -> Scenario:
    """Let *make* be tried in every rollout that has injections."""
    FOUND.append(make)
    return make


def parts(world: World) -> list[Any]:
    """Give everything that a scenario adds to."""
    return [world.rows, world.acts, world.steps, world.labels, world.closing]


def inject(world: World) -> None:
    """Try every scenario, in an order that the random seed gives."""
    for module in sorted(found.name for found in iter_modules(__path__)):
        import_module(f"{__name__}.{module}")
    chosen = sorted(FOUND, key=lambda make: f"{make.__module__}.{make.__name__}")
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
