"""A whole module falls behind; a date is set that no plan can hold."""

from datetime import date, timedelta
from functools import partial

from hub.demo.rollout.cast import MODULES
from hub.demo.rollout.days import later, weekly
from hub.demo.rollout.injecting import NoRoom, scenario
from hub.demo.rollout.labels import Label
from hub.demo.rollout.life import created, live, show
from hub.demo.rollout.project import BLUEPRINT
from hub.demo.rollout.rows import Row
from hub.demo.rollout.scenarios.shared import SIDES
from hub.demo.rollout.world import World

WORKS, LATE = 14, 13
LEAST_WEEKS, LEAST_FINISHED = 6, 20  # without them a forecast abstains


@scenario
def a_module_falls_behind(world: World) -> None:
    """One more module, in which every work ends two and a half weeks late."""
    free = sorted(set(MODULES) - set(world.cast.modules))
    if not free or world.goes_live_on or world.length < 3 + 2 * WORKS + 8 + LATE:
        raise NoRoom
    module, side = world.rng.choice(free), world.rng.choice(SIDES)
    world.cast.join(module)
    world.gates[module] = world.day(BLUEPRINT)
    for place in range(WORKS):
        start = world.day(3 + 2 * place)
        row = world.task(side, start, 8, module=module, scenario="a_module_falls_behind")
        ends = later(row.ends, LATE)
        live(row, world.rng, world.first, done_on=ends, shows=False)
        show(row, world.rng, ends, ends)


@scenario
def a_date_from_above(world: World) -> None:
    """Works that go-live depends on are planned, and approved, to end after it."""
    if world.goes_live_on or world.seed % 2 == 0:
        raise NoRoom
    final = next(row for row in world.rows if row.kind == "milestone" and row.title == "上线")
    for place in range(6):
        start = later(world.last, 4 + place)
        row = world.task(SIDES[place % 2], start, 10, scenario="a_date_from_above")
        row.finish_on = later(final.ends, 20 + place)
        created(row, world.rng, world.first)
        final.predecessors += (row.key,)
    world.closing.append(partial(breached, world, final))


def breached(world: World, final: Row) -> None:
    """Label the forecast, once there are enough finished works and weeks to make one."""
    finished = sorted(on for row in world.rows if (on := row.accepted_on()))
    if len(finished) < LEAST_FINISHED + 3:
        return
    first = max(world.first + timedelta(weeks=LEAST_WEEKS - 1), finished[LEAST_FINISHED - 1])
    by = max(world.first + timedelta(weeks=LEAST_WEEKS + 2), finished[LEAST_FINISHED + 2])
    world.label(
        Label(
            rule="FORECAST-BREACH", key=final.key, side="client", court="client:sponsor",
            severity="S1", first_on=min(first, by), by_on=after_a_week(world, by),
            cites=("rollout", "项目", "go_live"), why="a_date_from_above",
        )
    )  # fmt: skip


def after_a_week(world: World, day: date) -> date:
    """Give the day of the weekly report on or after a day: forecasts may be made once a week."""
    return next((one for one in weekly(day, world.last)), world.last)
