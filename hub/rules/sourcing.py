"""What the world of a project takes in of its sources: how they are set up, and what was read."""

from bisect import insort

from hub.model.event import stream_id
from hub.model.facts import (
    EditionHeld,
    EditionRead,
    QuarantineAnswered,
    RecordQuarantined,
    SourceObserved,
    TimeboxChanged,
)
from hub.model.runs import SourceConfigured, SyncRunCompleted
from hub.rules.folders import folds
from hub.rules.world import Reading, Work, World


def read_again(work: Work, name: str) -> None:
    """Take in that a field which could not be read was read since."""
    if name in work.unread:
        work.unread = {other: event for other, event in work.unread.items() if other != name}


@folds(SourceConfigured)
def _configured(world: World, event: SourceConfigured) -> None:
    reading = _source(world, event.subject)
    reading.configured, reading.set_up = event, reading.set_up or event


@folds(SourceObserved)
def _observed(world: World, event: SourceObserved) -> None:
    reading = _source(world, event.source)
    reading.observed = [*reading.observed, event]


def _source(world: World, name: str) -> Reading:
    return world.sources.setdefault(name, world.source(name))


@folds(TimeboxChanged)
def _box(world: World, event: TimeboxChanged) -> None:
    if event.kind == "version":
        world.facts += 1
        reading = _source(world, event.source)
        told = [*reading.versions.get(event.id, ()), event]
        reading.versions = {**reading.versions, event.id: told}


@folds(EditionRead)
def _edition(world: World, event: EditionRead) -> None:
    world.facts += 1
    reading, file = _source(world, event.source), event.edition
    editions = reading.editions = [*reading.editions]
    for place, other in enumerate(editions):
        if (other.edition.series, other.edition.original) == (file.series, file.original):
            editions[place] = event  # read again: it counts once, and on its own day
            return
    insort(editions, event, key=lambda each: each.edition.edition_on)  # one may come late


@folds(EditionHeld)
def _held_edition(world: World, event: EditionHeld) -> None:
    world.facts += 1
    reading = _source(world, event.source)
    reading.held = [*reading.held, event]


@folds(SyncRunCompleted)
def _ran(world: World, event: SyncRunCompleted) -> None:
    for outcome in event.outcomes:
        reading = _source(world, outcome.source)
        reading.runs = [*reading.runs, (event, outcome.outcome)]


@folds(RecordQuarantined)
def _quarantined(world: World, event: RecordQuarantined) -> None:
    world.facts += 1
    world.quarantine[event.subject] = event
    work = world.work.get(str(stream_id("item", event.source, event.item)))
    if work is not None and event.field:
        work.unread = {**work.unread, event.field: event}


@folds(QuarantineAnswered)
def _answered(world: World, event: QuarantineAnswered) -> None:
    world.facts += 1
    was = world.quarantine.pop(event.subject, None)
    work = world.work.get(str(stream_id("item", event.source, was.item))) if was else None
    if work is not None and was is not None:
        read_again(work, was.field)
