"""An evaluation goes on from the one before it: only what was touched is asked again."""

from datetime import timedelta
from itertools import takewhile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hub import plugins
from hub.ball.recording import charged
from hub.evaluation import judge
from hub.model.event import Event
from hub.model.facts import State
from hub.policy import default_policy
from hub.rules import Unknown
from hub.rules.cases import ItemCase
from hub.rules.context import Context
from hub.rules.folding import add, fold_into
from hub.rules.world import World
from tests.unit.rules.rollout import PROJECT, Rollout, day, noon
from tests.unit.rules.test_ledger_laws import acts, told

POLICY = default_policy()
CALENDAR = POLICY.calendar()


def context_of(world: World, on: str) -> Context:
    return Context(world, POLICY, CALENDAR, day(on), noon(day(on)) + timedelta(hours=14))


def turned(context: Context, on: str, hour: int = 14) -> Context:
    context.turn(day(on), noon(day(on)) + timedelta(hours=hour))
    return context


def asked(context: Context) -> int:
    """Count what is worked out for an evaluation."""
    before = context.watch.made
    judge(context, plugins.rules())
    charged(context)
    return context.watch.made - before


def many() -> Rollout:
    rollout = Rollout()
    for number in range(30):
        rollout.agreed(f"T{number}", start_on=day("03-09"), finish_on=day("03-20"))
        rollout.item(f"T{number}", state=State.IN_PROGRESS, due="2026-03-20", percent=10)
    return rollout


def test_nothing_is_asked_again_while_nothing_happens():
    context = context_of(many().world(), "03-16")
    asked(context)

    assert asked(turned(context, "03-16", hour=15)) < 10  # what looks at the hour


def test_a_change_of_one_item_asks_nothing_about_the_others():
    rollout = many()
    context = context_of(rollout.world(), "03-16")
    whole = asked(context)
    rollout.changed("percent", 10, 40, key="T7", on=day("03-17"))
    add(context.world, rollout.events[-1])

    assert 20 < asked(turned(context, "03-16", hour=15)) < whole / 10


def test_a_day_that_turns_asks_again_only_what_looked_at_the_day():
    context = context_of(many().world(), "03-16")
    whole = asked(context)

    assert asked(turned(context, "03-17")) < whole / 2


def test_a_world_that_was_judged_goes_on_under_the_same_policy_alone():
    world, on, at = many().world(), day("03-16"), noon(day("03-16"))
    first = Context.going_on(world, POLICY, CALENDAR, on, at)

    assert Context.going_on(world, POLICY, CALENDAR, day("03-17"), at) is first
    assert Context.going_on(world, default_policy(), CALENDAR, on, at) is not first


def test_what_could_not_be_known_is_remembered_until_its_source_speaks():
    rollout = many().read(on=day("03-16"), outcome="failed")
    context = context_of(rollout.world(), "03-16")
    [work] = [each for each in context.world.work.values() if each.item.key == "T7"]

    with pytest.raises(Unknown):
        _ = ItemCase.of(context, work).state
    rollout.read(on=day("03-17"))
    add(context.world, rollout.events[-1])

    assert ItemCase.of(turned(context, "03-17"), work).state is not None


def said(context: Context) -> list[object]:
    judged = judge(context, plugins.rules())
    assert judged.broken == 0
    found = [list(judged.found.items()), list(judged.findings.items()), sorted(judged.unknown)]
    return [*found, charged(context).events]


def recorded(events: list[Event], by: str) -> list[Event]:
    """Give the log as it was by a day."""
    return list(takewhile(lambda event: event.recorded_at <= noon(day(by)), events))


@settings(max_examples=25, deadline=None)
@given(acts=acts, days=st.sets(st.integers(3, 30), min_size=2, max_size=6))
def test_days_that_follow_each_other_say_what_each_says_from_scratch(acts, days):
    events = told(acts).events
    world, context, count = World(PROJECT), None, 0
    for on in (f"03-{number:02}" for number in sorted(days)):
        now = recorded(events, on)
        for event in now[count:]:
            add(world, event)
        count = len(now)
        world.position = count
        context = turned(context, on) if context else context_of(world, on)
        anew = fold_into(World(PROJECT), now)
        anew.position = count

        assert said(context) == said(context_of(anew, on))
