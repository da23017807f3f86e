"""The event log: append the pages of a source, the hub's own events, and decisions."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from types import TracebackType
from typing import Any, cast

from eventsourcing.persistence import (
    IntegrityError,
    InterfaceError,
    OperationalError,
    PersistenceError,
)

from hub.errors import HubError
from hub.model.decider import DECIDERS
from hub.model.event import Event, stream_key
from hub.model.people import Command
from hub.store.journal import Journal, journal
from hub.store.leases import Leases
from hub.store.page import MOST_EVENTS, Page
from hub.store.reader import Reader
from hub.store.refusals import Contended, LogAway, NotSetUp, PageTooLarge

PAGE_ATTEMPTS = 5
DECISION_ATTEMPTS = 3


@dataclass(frozen=True, slots=True)
class Appended:
    """What a call has recorded: *events* are the new ones, with their envelopes."""

    new: int
    position: int  # of the last new event; 0 where there was none
    events: list[Event]


class Log(Reader, Leases):
    """The events of one hub. It may be used by several threads; close it in the end."""

    def __init__(self, application: Journal) -> None:
        super().__init__(application.log_recorder, application.decode)
        self._application = application
        # Only the holder of a lease moves its cursor, so what it wrote last is still there.
        self._reached: dict[str, str] = {}

    def append_page(
        self,
        events: Sequence[Event],
        *,
        project: str,
        source: str,
        run: str,
        lease: str,
        cursor: str | None,
        recorded_at: datetime,
    ) -> Appended:
        """Record what is new in a page of a source, and move its cursor, or do neither.

        At most 1,000 events, without envelopes. Per subject they are all entries that the source
        delivers now; what was delivered before in the same way costs one look. *cursor* None
        leaves the cursor where it is. Raise LeaseLost when another run holds the source.
        """
        page = Page(self._accepted(events), project, source, is_delivery=True)
        moving = None if self._reached.get(lease) == cursor else cursor
        appended = self._record(page, run, recorded_at, (source, lease, moving))
        if cursor is not None:
            self._reached = {lease: cursor}
        return appended

    def append(
        self,
        events: Sequence[Event],
        *,
        project: str,
        run: str,
        recorded_at: datetime,
        source: str = "hub",
    ) -> list[Event]:
        """Record the hub's own events, 1,000 at a time; give those that were not there yet."""
        new: list[Event] = []
        for start in range(0, len(events), MOST_EVENTS):
            part = self._accepted(events[start : start + MOST_EVENTS])
            page = Page(part, project, source, is_delivery=False)
            new += self._record(page, run, recorded_at, None).events
        return new

    def act(
        self, command: Command, *, project: str, run: str, recorded_at: datetime
    ) -> list[Event]:
        """Decide on what a person wants, given all that was recorded about the subject.

        Give the events; none when it is so already. What the decider refuses, it raises.
        """
        decider = DECIDERS[type(command)]
        failure: Exception | None = None
        scope = getattr(command, "source", "") or project
        key = stream_key(command.about, scope, command.subject)
        for _ in range(DECISION_ATTEMPTS):
            known = self._events(self._recorder.streams([key]))
            decided = decider.decide(decider.fold(known), command, recorded_at)
            if not decided:
                return []
            page = Page(self._accepted(decided), project, "hub", is_delivery=False)
            try:
                return self._try(page, run, recorded_at, None, expected={key: len(known)}).events
            except (IntegrityError, OperationalError, InterfaceError) as error:
                if recorded := self._recorded(page):  # only the answer was lost
                    return recorded
                failure = error
        raise _explained(failure, command.subject) from failure

    def close(self) -> None:
        """Give all connections back."""
        self._application.close()

    def __enter__(self) -> "Log":
        """Use it in a `with` statement."""
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Close."""
        self.close()

    def _record(
        self,
        page: Page,
        run: str,
        recorded_at: datetime,
        cursor: tuple[str, str, str | None] | None,
    ) -> Appended:
        failure: Exception | None = None
        for _ in range(PAGE_ATTEMPTS):
            try:
                return self._try(page, run, recorded_at, cursor)
            # Another writer, or our own commit whose answer was lost: reading again tells.
            except (IntegrityError, OperationalError, InterfaceError) as error:
                failure = error
            except PersistenceError as error:
                raise LogAway(str(error)) from error
        raise _explained(failure, page.source) from failure

    def _try(
        self,
        page: Page,
        run: str,
        recorded_at: datetime,
        cursor: tuple[str, str, str | None] | None,
        expected: Mapping[str, int] | None = None,
    ) -> Appended:
        heads = self._recorder.heads(page.streams)
        moved = page.moved(heads)
        # Only what is new is looked at closely; it may then turn out to be known under clean names.
        if moved and (clean := page.cleaned()) is not page:
            return self._try(clean, run, recorded_at, cursor, expected)
        if not moved and (cursor is None or cursor[2] is None):
            return Appended(0, 0, [])
        versions = {key: version for key, (version, _) in heads.items()} | dict(expected or {})
        known = self._recorder.entries([key for key in moved if key in heads])
        events, commit = page.draft(moved, versions, known, run, recorded_at)
        commit.cursor = cursor
        if events or commit.heads or cursor:
            self._application.events.put(cast(Sequence[Any], events), commit=commit)
        return Appended(len(events), commit.position, events)

    def _recorded(self, page: Page) -> list[Event]:
        """Give the events of *page* when all of them are in the log already."""
        wanted = {event.entry for event in page.events}
        found = [e for e in self._events(self._recorder.streams(page.streams)) if e.entry in wanted]
        return found if len(found) == len(wanted) else []

    def _accepted(self, events: Sequence[Event]) -> Sequence[Event]:
        if len(events) > MOST_EVENTS:
            raise PageTooLarge(len(events), MOST_EVENTS)
        return events


def _explained(failure: Exception | None, what: str) -> HubError:
    return Contended(what) if isinstance(failure, IntegrityError) else LogAway(str(failure))


def open_log(url: str, *, create: bool = False) -> Log:
    """Open the log at `sqlite:///path/events.db`, `sqlite://` (in memory) or `postgresql://…`.

    *create* makes the tables where they are missing; otherwise a missing log is refused.
    """
    application = journal(url, create=create)
    if not application.log_recorder.has_tables():
        application.close()
        raise NotSetUp(url)
    return Log(application)
