"""Reading the log: in order, by subject, by citation, and where an instant cuts it."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from typing import cast
from uuid import UUID

from hub.errors import NotFound
from hub.model.event import Event
from hub.store import schema
from hub.store.page import Raw, Recorder, instant_of, micros

Decode = Callable[[Iterable[Raw]], list[Event]]
STREAMS_AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class LogPage:
    """Consecutive events of the log with their positions; false when there are none."""

    events: list[Event]
    positions: list[int]

    def __bool__(self) -> bool:
        """Tell whether there is anything."""
        return bool(self.events)

    def __len__(self) -> int:
        """Count the events."""
        return len(self.events)

    @property
    def last(self) -> int:
        """Give the position of the last event."""
        return self.positions[-1]

    def part(self, start: int, stop: int) -> "LogPage":
        """Give a piece of this page."""
        return LogPage(self.events[start:stop], self.positions[start:stop])


class Reader:
    """The half of a log that changes nothing."""

    def __init__(self, recorder: Recorder, decode: Decode) -> None:
        self._recorder = recorder
        self._events = decode

    def read(self, after: int = 0, limit: int = 1000, stop: int | None = None) -> LogPage:
        """Give the next events behind the position *after*, up to and with *stop*."""
        rows = self._recorder.page(after, stop, limit)
        return LogPage(self._events(rows), [row[0] for row in rows])

    def stream(self, originator_id: UUID) -> list[Event]:
        """Give all events about one subject, oldest first; none when there is no such stream."""
        return self._events(self._recorder.streams([originator_id.hex]))

    def streams(self, ids: Iterable[UUID]) -> dict[UUID, list[Event]]:
        """Give the events of several subjects; those without any are left out."""
        found: dict[UUID, list[Event]] = {}
        waiting = iter(ids)
        while part := [name.hex for name in islice(waiting, STREAMS_AT_ONCE)]:
            for event in self._events(self._recorder.streams(part)):
                found.setdefault(event.originator_id, []).append(event)
        return found

    def stream_ids(self, source: str, about: str = "") -> Iterator[UUID]:
        """Name the streams that *source* began, in order of their ids; *about*: only this kind.

        An empty *source* or *about* stands for any.
        """
        last = "0" * 32
        while True:
            found = self._recorder.query(
                schema.STREAMS_OF, source, source, about, about, last, STREAMS_AT_ONCE
            )
            for [key] in found:
                yield key if isinstance(key, UUID) else UUID(str(key))
            if len(found) < STREAMS_AT_ONCE:
                return
            last = str(found[-1][0])

    def event(self, event_id: str) -> Event:
        """Give the event that a citation names, as in `uuid@version`."""
        name, _, version = event_id.partition("@")
        try:
            stream = self.stream(UUID(name))
            return next(e for e in stream if e.originator_version == int(version))
        except (ValueError, StopIteration):
            raise NotFound("There is no event {id}.", id=event_id) from None

    def cursor(self, source: str) -> str | None:
        """Give how far a source is read; None before the first page."""
        found = self._recorder.query(schema.CURSOR, source)
        return cast(str | None, found[0][0]) if found else None

    def last_position(self) -> int:
        """Give the position of the last event; 0 when there is none."""
        return self._number(schema.LAST_POSITION)

    def cut(self, instant: datetime) -> int:
        """Give the position of the last commit at or before *instant*; 0 if there was none."""
        return self._number(schema.CUT, micros(instant))

    def instant_after(self, position: int) -> datetime | None:
        """Give the instant at which the next event behind *position* was recorded, if any."""
        found = self._recorder.query(schema.INSTANT_AFTER, position)
        return instant_of(cast(int, found[0][0])) if found else None

    def instants(self) -> tuple[datetime, datetime] | None:
        """Give the instants of the first and the last commit; None while the log is empty."""
        [(first, last)] = self._recorder.query(schema.ENDS)
        if first is None:
            return None
        return instant_of(cast(int, first)), instant_of(cast(int, last))

    def _number(self, sql: str, *values: object) -> int:
        found = self._recorder.query(sql, *values)
        return cast(int, found[0][0] or 0) if found else 0
