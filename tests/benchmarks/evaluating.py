"""Evaluation of 1,500 items with 40,000 facts, from the log's read model to what is recorded."""

import random
from collections.abc import Iterator
from datetime import timedelta

import msgspec

from hub import plugins
from hub.ball.recording import charged
from hub.evaluation import Sitting, completed, differences, judge
from hub.model.event import Event
from hub.model.facts import State
from hub.policy import default_policy
from hub.rules.context import Context
from hub.rules.folding import fold_into
from hub.rules.world import World
from tests.benchmarks.measure import Line, best, seconds
from tests.benchmarks.places import Place
from tests.unit.rules.rollout import PROJECT, START, Rollout, day, noon

ITEMS, FACTS, SEED = 1_500, 37_000, 1
ON = day("05-29")
MOST_MS = 5_000


def lines(place: Place) -> Iterator[Line]:
    """Decode, fold, judge and compare everything; raw: decoding the same events alone."""
    if place.store != "sqlite":
        return  # what is measured does not depend on the store
    rollout = told()
    kinds = [(type(event), msgspec.json.encode(event)) for event in rollout.events]
    decoders = {kind: msgspec.json.Decoder(kind) for kind in {kind for kind, _ in kinds}}

    def decoded() -> list[Event]:
        return [decoders[kind].decode(body) for kind, body in kinds]

    def raw(_: int) -> float:
        return seconds(decoded)

    def whole(_: int) -> float:
        return seconds(lambda: evaluated(fold_into(World(PROJECT), decoded())))

    raw_s, hub_s = best(raw, whole)
    yield Line(
        "evaluation from scratch", "none", hub_s * 1000, raw_s * 1000, "ms", f"≤ {MOST_MS} ms",
        hub_s * 1000 > MOST_MS,
    )  # fmt: skip
    world = fold_into(World(PROJECT), decoded())

    def ledger(_: int) -> float:
        return seconds(lambda: charged(context_of(world)))

    [ledger_s] = best(ledger)
    yield Line("of it the delay ledger", "none", ledger_s * 1000, None, "ms", "none", missed=False)


def evaluated(world: World) -> None:
    """Judge a day by every rule, and compare it with what is on record."""
    policy, rules = default_policy(), plugins.rules()
    context = context_of(world)
    judged = judge(context, rules)
    sitting = Sitting(world, rules, policy.version, ON, noon(ON))
    events, missed = differences(sitting, judged)
    completed(sitting, judged, events, missed)
    charged(context)


def context_of(world: World) -> Context:
    """Give what an evaluation of the day sees."""
    policy = default_policy()
    return Context(world, policy, policy.calendar(), ON, noon(ON))


def told() -> Rollout:
    """Make a plan in chains of ten, and work items that change for eighty days."""
    chance, rollout = random.Random(SEED), Rollout()
    for number in range(ITEMS):
        before = (f"T{number - 1}",) if number % 10 else ()
        rollout.agreed(f"T{number}", predecessors=before, unit="team", finish_on=day("05-20"))
    for number in range(ITEMS):
        rollout.item(f"T{number}", state=State.IN_PROGRESS, due="2026-05-20", percent=10)
    for _ in range(FACTS):
        on = START + timedelta(days=chance.randrange(80))
        key = f"T{chance.randrange(ITEMS)}"
        name = chance.choice(["percent", "due", "status", "remarks"])
        values = {
            "percent": chance.randrange(100),
            "due": f"2026-06-{chance.randrange(1, 29):02}",
            "status": chance.choice([State.IN_PROGRESS, State.DONE, State.BLOCKED]),
            "remarks": "text",
        }
        rollout.changed(name, None, values[name], key=key, on=on)
    rollout.world()
    return rollout
