"""What a page of events adds to the log: which of them are new, under which version."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from hashlib import blake2b
from os import urandom
from secrets import token_hex
from typing import NamedTuple, Protocol
from uuid import UUID

from msgspec.structs import replace

from hub.model.event import Event, stream_key
from hub.store.text import cleaned

MOST_EVENTS = 1000
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)


Head = tuple[int, bytes | None]
"""The end of a stream: its last version, and a mark of what its source last delivered."""

NewHead = tuple[str, str, str, bytes | None, int]
"""A row for it: stream, kind of subject, source, mark, version."""


class Raw(NamedTuple):
    """A row of the log as a follower reads it."""

    position: int
    key: str | UUID
    version: int
    topic: str
    state: bytes


@dataclass(slots=True)
class Commit:
    """What is written in the same transaction as the events."""

    instant: int  # microseconds since 1970, UTC
    entries: list[str] = field(default_factory=list)  # of each event, in their order
    begun: list[NewHead] = field(default_factory=list)  # of streams that did not exist
    heads: list[NewHead] = field(default_factory=list)  # of those that did
    cursor: tuple[str, str, str | None] | None = None  # source, lease, cursor (None: stays)
    position: int = 0  # of the last event; set by the recorder


class Recorder(Protocol):
    """What the log asks of a database."""

    def heads(self, keys: Sequence[str]) -> dict[str, Head]:
        """Give the ends of those streams that exist."""

    def entries(self, keys: Sequence[str]) -> dict[str, set[str]]:
        """Give the entries already recorded in these streams."""

    def page(self, after: int, stop: int | None, limit: int) -> list[Raw]:
        """Give at most *limit* rows behind the position *after*, up to *stop*, in order."""

    def streams(self, keys: Sequence[str]) -> list[Raw]:
        """Give the rows of these streams, each oldest first."""

    def has_tables(self) -> bool:
        """Tell whether the log has been set up."""

    def query(self, sql: str, *values: object) -> list[tuple[object, ...]]:
        """Read; places are `?` on both databases."""

    def write(self, sql: str, *values: object) -> list[tuple[object, ...]]:
        """Write in a transaction of its own."""


class Page:
    """Events with the streams that they belong to, in the order in which they were handed in."""

    def __init__(
        self, events: Sequence[Event], project: str, source: str, *, is_delivery: bool
    ) -> None:
        """*is_delivery*: these are all entries that the source shows of the subjects now."""
        self.events = [e if e.entry else replace(e, entry=token_hex(16)) for e in events]
        self.project, self.source, self.is_delivery = project, source, is_delivery
        self.keys = list(self._named())
        self.marks: dict[str, bytes | None] = self._marks() if is_delivery else {}
        self._subjects = dict(zip(self.keys, self.events, strict=True))  # one event of each

    @property
    def streams(self) -> list[str]:
        """Name the streams, each once."""
        return list(self._subjects)

    def cleaned(self) -> "Page":
        """Give the same page when all of its text can be stored."""
        clean = cleaned(self.events)
        if clean is self.events:
            return self
        return Page(clean, self.project, self.source, is_delivery=self.is_delivery)

    def moved(self, heads: Mapping[str, Head]) -> set[str]:
        """Name the streams of which the source delivered something else than the last time."""
        if not self.marks:
            return set(self._subjects)
        nothing: Head = (0, None)
        return {k for k, mark in self.marks.items() if heads.get(k, nothing)[1] != mark}

    def draft(
        self,
        moved: set[str],
        versions: dict[str, int],
        known: Mapping[str, set[str]],
        run: str,
        recorded_at: datetime,
    ) -> tuple[list[Event], Commit]:
        """Give the new events with their envelopes, and what goes with them.

        *versions* holds the last version of each stream that exists, and is advanced.
        """
        commit = Commit(micros(recorded_at))
        recorded_at = instant_of(commit.instant)  # in UTC
        old = {key for key, version in versions.items() if version}
        recorded = {key: set(known.get(key, ())) for key in moved}
        ids: dict[str, UUID] = {}
        events: list[Event] = []
        salts = urandom(16 * len(self.events))
        for place, (key, event) in enumerate(zip(self.keys, self.events, strict=True)):
            if key not in moved or event.entry in (entries := recorded[key]):
                continue
            entries.add(event.entry)
            stream = ids.get(key) or ids.setdefault(key, UUID(key))
            version = versions[key] = versions.get(key, 0) + 1
            commit.entries.append(event.entry)
            events.append(
                replace(
                    event,
                    project=self.project,
                    source=event.source or self.source,
                    run=run,
                    originator_id=stream,
                    originator_version=version,
                    recorded_at=recorded_at,
                    salt=salts[16 * place : 16 * place + 16],
                )
            )
        self._add_heads(commit, ids.keys(), moved, versions, old)
        return events, commit

    def _add_heads(
        self,
        commit: Commit,
        grown: Collection[str],
        moved: set[str],
        versions: Mapping[str, int],
        old: set[str],
    ) -> None:
        """Add the ends of streams that have grown, or of which something else was delivered."""
        for key, event in self._subjects.items():
            if key in grown or (key in moved and self.marks):
                rows = commit.heads if key in old else commit.begun
                source = event.source or self.source
                rows.append((key, event.about, source, self.marks.get(key), versions.get(key, 0)))

    def _named(self) -> Iterable[str]:
        keys: dict[tuple[str, str, str], str] = {}
        for event in self.events:
            kind = type(event)
            scope = (event.source or self.source) if kind.scoped_by_source else self.project
            name = (kind.about, scope, event.subject)
            key = keys.get(name)
            if key is None:
                key = keys[name] = stream_key(*name)
            yield key

    def _marks(self) -> dict[str, bytes | None]:
        delivered: dict[str, list[str]] = {}
        for key, event in zip(self.keys, self.events, strict=True):
            delivered.setdefault(key, []).append(event.entry)
        return {key: fingerprint(entries) for key, entries in delivered.items()}


def fingerprint(entries: Sequence[str]) -> bytes:
    """Mark what a source delivered for a subject, in whatever order it did."""
    text = entries[0] if len(entries) == 1 else "\n".join(sorted(entries))
    return blake2b(text.encode(errors="replace"), digest_size=16).digest()


def micros(instant: datetime) -> int:
    """Give microseconds since 1970; an instant without zone is refused."""
    return (instant - EPOCH) // _MICROSECOND


def instant_of(count: int) -> datetime:
    """Give the instant of `micros`."""
    return EPOCH + count * _MICROSECOND
