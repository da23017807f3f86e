"""Evaluation of 1,500 items with 40,000 facts, from the log's read model to what is recorded.

From scratch, and by a process that goes on: after a few facts by day, and after a night that is as
busy as the eighty days before it. In the plan that is measured first everything was due a week ago,
so that each night every one of 1,500 findings says another number; in the other one the days of
finish are spread over half a year.
"""

import random
from collections.abc import Iterator
from datetime import date, timedelta

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

ITEMS, FACTS, DAYS, SEED = 1_500, 37_000, 80, 1
ON = day("05-29")
MOST_MS, MOST_AGAIN_MS = 5_000, 1_000
A_FEW, A_NIGHT = 10, FACTS // DAYS
WEEKS = 26


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
    yield from again(Going(rollout), hub_s, "all of it late")
    yield from again(Going(told(WEEKS)), hub_s, "due within half a year")


def again(going: "Going", whole_s: float, plan: str) -> Iterator[Line]:
    """Judge again, by day and by night, in a process that goes on; raw: judging from scratch."""

    def by_day(_: int) -> float:
        return going.after(A_FEW, timedelta())

    def by_night(_: int) -> float:
        return going.after(A_NIGHT, timedelta(days=1))

    [day_s, night_s] = best(by_day, by_night)
    for when, again_s in (("after a change by day", day_s), ("after a nightly change", night_s)):
        name = f"{when}, {plan}"
        yield Line(
            name, "none", again_s * 1000, whole_s * 1000, "ms", f"≤ {MOST_AGAIN_MS} ms",
            again_s * 1000 > MOST_AGAIN_MS,
        )  # fmt: skip
    answers = going.context.remembers
    yield Line(f"answers it remembers, {plan}", "none", answers, None, "", "none", missed=False)


def evaluated(world: World) -> None:
    """Judge a day by every rule, and compare it with what is on record."""
    events_of(context_of(world))


def events_of(context: Context) -> list[Event]:
    """Judge a day, and give what would be recorded of it."""
    rules, on = plugins.rules(), context.status_date
    judged = judge(context, rules)
    sitting = Sitting(context.world, rules, context.policy.version, on, context.at)
    events, missed = differences(sitting, judged)
    closing = completed(sitting, judged, events, missed)
    return [*events, *charged(context).events, *([closing] if closing else [])]


class Going:
    """A world that grows, and the evaluations of one process, each of which is recorded."""

    def __init__(self, rollout: Rollout) -> None:
        self.rollout = rollout
        self.chance = random.Random(SEED)
        self.world = World(PROJECT)
        self._grow(rollout.events)
        self.context = context_of(self.world)
        self._record()

    def after(self, facts: int, later: timedelta) -> float:
        """Let something happen, and give how long it takes to take it in and to judge it."""
        on, at = self.context.status_date + later, self.context.at + timedelta(hours=1) + later
        told = len(self.rollout.events)
        for _ in range(facts):
            change(self.rollout, self.chance, on)

        def again() -> None:
            self._grow(self.rollout.events[told:])
            self.context.turn(on, at)
            self.said = events_of(self.context)

        taken = seconds(again)
        self._record(self.said)
        return taken

    def _grow(self, events: list[Event]) -> None:
        fold_into(self.world, events)
        self.world.position += len(events)

    def _record(self, events: list[Event] | None = None) -> None:
        told = len(self.rollout.events)
        for event in events_of(self.context) if events is None else events:
            self.rollout.tell(event, self.context.status_date, at=self.context.at)
        self._grow(self.rollout.events[told:])


def context_of(world: World) -> Context:
    """Give what an evaluation of the day sees."""
    policy = default_policy()
    return Context(world, policy, policy.calendar(), ON, noon(ON))


def told(weeks: int = 0) -> Rollout:
    """Make a plan in chains of ten, and work items that change for eighty days.

    All of it is due on 20 May, or some more in each of so many weeks.
    """
    chance, rollout = random.Random(SEED), Rollout()
    for number in range(ITEMS):
        before = (f"T{number - 1}",) if number % 10 else ()
        due = day("03-20") + timedelta(days=7 * (number % weeks)) if weeks else day("05-20")
        rollout.agreed(f"T{number}", predecessors=before, unit="team", finish_on=due)
    for number in range(ITEMS):
        rollout.item(f"T{number}", state=State.IN_PROGRESS, due="2026-05-20", percent=10)
    for _ in range(FACTS):
        change(rollout, chance, START + timedelta(days=chance.randrange(DAYS)))
    rollout.world()
    return rollout


def change(rollout: Rollout, chance: random.Random, on: date) -> None:
    """Let one field of one work item change."""
    key = f"T{chance.randrange(ITEMS)}"
    name = chance.choice(["percent", "due", "status", "remarks"])
    values = {
        "percent": chance.randrange(100),
        "due": f"2026-06-{chance.randrange(1, 29):02}",
        "status": chance.choice([State.IN_PROGRESS, State.DONE, State.BLOCKED]),
        "remarks": "text",
    }
    rollout.changed(name, None, values[name], key=key, on=on)
