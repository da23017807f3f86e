"""A log that is judged night by night and day by day, as one process does it, and from scratch."""

import random
from collections.abc import Iterator
from datetime import timedelta
from itertools import pairwise

from hub import plugins
from hub.ball.recording import charged
from hub.evaluation import Sitting, completed, differences, judge
from hub.installation import Installation
from hub.model.charges import LedgerRecorded, LedgerWithheld
from hub.model.event import Event
from hub.model.findings import FindingEvent
from hub.model.progress import ForecastMade, ProgressMeasured
from hub.model.runs import EvaluationCompleted
from hub.rules.context import Context
from hub.rules.folding import fold_into
from hub.rules.world import World
from hub.sync import measured

CONCLUDED = (
    *(FindingEvent, LedgerRecorded, LedgerWithheld),
    *(ProgressMeasured, ForecastMade, EvaluationCompleted),
)


def going_on(hub: Installation, events: list[Event]) -> Iterator[tuple[int, Context]]:
    """Yield how much of a log is folded, and what an evaluation sees that goes on from the last."""
    world = World(hub.project)
    for start, end in pairwise([0, *cuts(events)]):
        fold_into(world, events[start:end])
        yield end, context_of(hub, world, events[:end])


def cuts(events: list[Event]) -> list[int]:
    """Give where the hub evaluated, each time by night or day, and some instants in between."""
    is_said = [isinstance(event, CONCLUDED) for event in events]
    evaluated = [n for n, (a, b) in enumerate(pairwise(is_said), start=1) if b and not a]
    between = random.Random(1).sample(range(1, len(events)), len(evaluated) // 4)
    return sorted({*evaluated, *between})


def context_of(hub: Installation, world: World, events: list[Event]) -> Context:
    """Give what an evaluation sees a minute after the last event; a new world knows none before."""
    world.position = len(events)
    at = events[-1].recorded_at + timedelta(minutes=1)
    on = hub.calendar.day_of(at) - timedelta(days=1)
    return Context.going_on(world, hub.policy, hub.calendar, on, at)


def said(context: Context) -> list[object]:
    """Give all that an evaluation concludes, in the order in which it does."""
    rules, version = plugins.rules(), context.policy.version
    judged = judge(context, rules)
    sitting = Sitting(context.world, rules, version, context.status_date, context.at)
    events, missed = differences(sitting, judged)
    return [
        list(judged.found.items()),
        list(judged.findings.items()),
        sorted(judged.unknown),
        judged.broken,
        events,
        missed,
        charged(context).events,
        measured(context),
        completed(sitting, judged, events, missed),
    ]
