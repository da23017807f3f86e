"""Read one source to its end: page by page, so that what was read before an error stays."""

from collections.abc import Callable, Generator, Iterator, Mapping, Sequence
from contextlib import closing, suppress
from dataclasses import dataclass
from datetime import datetime

import structlog

from hub.errors import HubError
from hub.ingest.contract import Connector, Page
from hub.ingest.heartbeat import Heartbeat
from hub.ingest.past import Past
from hub.ingest.tally import Tally
from hub.model.event import Event
from hub.model.runs import SourceOutcome
from hub.store import Log, Originals

MOST_EVENTS = 1000
People = Callable[[Mapping[str, str]], None]
lines = structlog.get_logger()


def ingest(
    connector: Connector,
    log: Log,
    originals: Originals,
    *,
    run: str,
    at: Callable[[], datetime],
    people: People,
    progress: Callable[[SourceOutcome], None] | None = None,
) -> SourceOutcome:
    """Record what *connector* has to tell; give how that ended. Only one run reads a source.

    Whatever goes wrong ends this source as failed. Each page was recorded whole or not at all,
    so the next run goes on behind the last one. *at* gives the instant, *people* keeps the names
    of persons, *progress* hears the outcome so far after each page.
    """
    tally = Tally(connector.source)
    try:
        lease = log.lease(connector.source, holder=run, at=at())
        if lease is None:
            return tally.running(log.holder_of(connector.source))
        reading = Reading(connector, log, originals, run, lease, at, people, tally)
        reading.to_its_end(progress or (lambda outcome: None))
    except HubError as error:
        lines.warning("source_failed", source=connector.source, code=error.code)
        return tally.failed(error)
    except Exception as error:  # noqa: BLE001 - one source must not end the night of the others
        lines.exception("source_failed", source=connector.source)
        return tally.failed(_surprise(error))
    return tally.outcome()


@dataclass(frozen=True)
class Reading:
    """One source while it is being read under a lease."""

    connector: Connector
    log: Log
    originals: Originals
    run: str
    lease: str
    at: Callable[[], datetime]
    people: People
    tally: Tally

    def to_its_end(self, progress: Callable[[SourceOutcome], None]) -> None:
        """Take page after page, tell the outcome so far after each; give the lease back."""
        source = self.connector.source
        beating = Heartbeat(self.log, source, self.lease, self.at)
        try:
            with beating, closing(self._pages()) as pages:
                for page in pages:
                    self._take(page)
                    progress(self.tally.outcome())
        finally:
            with suppress(HubError):  # it ends by itself
                self.log.release(source, self.lease)

    def _pages(self) -> Generator[Page, None, None]:
        known = Past(self.log, self.originals, self.connector.project, self.connector.source)
        yield from self.connector.pages(known, self.at())

    def _take(self, page: Page) -> None:
        at = self.at()
        for one in page.originals:
            self.originals.keep(
                one.body, kind=one.kind, origin=one.origin, received_at=at, mentions=one.mentions
            )
        if page.people:
            self.people(page.people)
        parts = list(split(page.events))
        for place, part in enumerate(parts, 1):
            appended = self.log.append_page(
                part,
                project=self.connector.project,
                source=self.connector.source,
                run=self.run,
                lease=self.lease,
                cursor=page.cursor if place == len(parts) else None,
                recorded_at=at,
            )
            self.tally.add(appended.events)
        self.tally.end_page(page.events)


def split(events: Sequence[Event], most: int = MOST_EVENTS) -> Iterator[Sequence[Event]]:
    """Cut *events* into parts of at most *most*, between two subjects where that is possible.

    A subject that is not torn apart is recognised as unchanged at one look the next time.
    """
    start = 0
    while len(events) - start > most:
        stop = start + most
        while stop > start and events[stop].subject == events[stop - 1].subject:
            stop -= 1
        stop = stop if stop > start else start + most
        yield events[start:stop]
        start = stop
    yield events[start:]


def _surprise(error: Exception) -> HubError:
    # The text of an unknown error may hold anything, also a secret; it stays in the program log.
    return HubError(
        "Reading it ended with an error in the hub itself: {kind}.",
        remedy="The program log has the details; please report them.",
        kind=type(error).__name__,
    )
