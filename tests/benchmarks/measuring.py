"""Measuring 1,500 items with 37,000 facts, and ten thousand courses of what is open."""

from collections.abc import Iterator

import numpy as np

from hub.forecast.courses import HORIZON_W, RUNS, draw, drivers, outlook
from hub.forecast.inputs import Inputs
from hub.policy import default_policy
from hub.rules.context import Context
from hub.rules.folding import fold_into
from hub.rules.measures import measures_of
from hub.rules.world import World
from tests.benchmarks.evaluating import ON, told
from tests.benchmarks.measure import Line, best, seconds
from tests.benchmarks.places import Place
from tests.unit.rules.rollout import PROJECT, noon

MOST_MS, DUTIES = 3_000, 40


def lines(place: Place) -> Iterator[Line]:
    """Measure progress beside one look at each fact, courses beside drawing their weeks alone."""
    if place.store != "sqlite":
        return  # what is measured does not depend on the store
    world = fold_into(World(PROJECT), told().events)
    policy = default_policy()

    def measured(_: int) -> float:
        context = Context(world, policy, policy.calendar(), ON, noon(ON))
        assert context.in_force
        assert context.works_of
        return seconds(lambda: measures_of(context))

    def looked_at(_: int) -> float:
        facts = [fact for work in world.work.values() for fact in work.facts]
        return seconds(lambda: sum(fact.occurred.hi is not None for fact in facts))

    hub_s, raw_s = best(measured, looked_at)
    yield Line(
        "progress of 1,500 items", "none", hub_s * 1000, raw_s * 1000, "ms", "none", missed=False
    )
    hub_s, raw_s = best(forecast, drawn)
    yield Line(
        "10,000 courses of 1,500 items", "none", hub_s * 1000, raw_s * 1000, "ms",
        f"≤ {MOST_MS} ms", hub_s * 1000 > MOST_MS,
    )  # fmt: skip


def inputs() -> Inputs:
    """Give twelve uneven weeks, fifteen hundred open items and forty open duties."""
    weeks = tuple(20 + 7 * number % 23 for number in range(12))
    return Inputs(
        on=ON,
        go_live_on=ON,
        open_items=1_500,
        open_duties=DUTIES,
        open_gates=3,
        finished=sum(weeks),
        throughput=weeks,
        added=tuple(number % 4 for number in range(12)),
        cycles=tuple(range(3, 40)),
        ages=tuple(range(60)),
        duties=tuple(range(-20, DUTIES - 20)),
        awaited=(True,) * DUTIES,
        duty_ids=tuple(map(str, range(DUTIES))),
        duty_delays=(0, 2, 3, 5, 10, 30),
        gate_delays=(0, 2, 7),
        counted=(),
    )


def forecast(_: int) -> float:
    """Draw, and say when go-live comes and what drives it."""
    given = inputs()

    def whole() -> None:
        courses = draw(given)
        outlook(courses.go_live(), given)
        outlook(courses.go_live(growth=False), given)
        drivers(courses, given)

    return seconds(whole)


def drawn(_: int) -> float:
    """Draw as many weeks as the longest course may have, and nothing else."""
    chance = np.random.default_rng(1)
    weeks = min(HORIZON_W, 200)
    return seconds(lambda: chance.integers(0, 12, (RUNS, weeks)))
