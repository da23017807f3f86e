"""What a connector gives, and what it may know of the past."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import cached_property
from hashlib import sha256
from typing import Any, Protocol

from hub.flag_book import Annotate, ReadReturned
from hub.ingest.look import Look
from hub.ingest.roster import Roster
from hub.model.commitments import Terms
from hub.model.event import Event, Value
from hub.model.facts import EditionHeld, EditionRead, RecordQuarantined
from hub.model.items import Item
from hub.model.runs import MappingConfirmed
from hub.outbox.contract import Sender
from hub.pointing import Pointed


@dataclass(frozen=True)
class Original:
    """Bytes as a source sent them. *mentions* names the subjects in them."""

    body: bytes
    kind: str  # jira-page, workbook, …
    origin: str  # address or file name, as text
    mentions: tuple[str, ...] = ()

    @cached_property
    def sha256(self) -> str:
        """Name it by its content; facts cite this name."""
        return sha256(self.body).hexdigest()

    def mentioning(self, subjects: Iterable[str]) -> "Original":
        """Give the same with the *subjects* that are named in it, so that an erasure finds it."""
        named = replace(self, mentions=tuple(sorted(subjects)))
        named.__dict__["sha256"] = self.sha256  # the same bytes are not hashed again
        return named


@dataclass(frozen=True, slots=True)
class Page:
    """Originals, what was read from them, and how far the source is read with that.

    The events have no envelope. A page with more than 1,000 is recorded in several parts; the
    cursor moves with the last of them. *cursor* None leaves it where it is.
    """

    events: Sequence[Event]
    originals: Sequence[Original] = ()
    cursor: str | None = None
    people: Mapping[str, str] = field(default_factory=dict)  # person reference -> display name


class Known(Protocol):
    """What is already recorded from this source; read-only."""

    project: str
    source: str

    @property
    def cursor(self) -> str | None:
        """Give how far the source is read; None before the first page."""
        ...

    def item(self, subject: str) -> Item | None:
        """Give the folded state of one work item; None when it was never seen."""
        ...

    def items(self, subjects: Iterable[str]) -> dict[str, Item]:
        """Give the states of those that were seen, by subject."""
        ...

    def all_items(self) -> Iterator[Item]:
        """Give every work item of the source, vanished ones too, in no particular order."""
        ...

    def terms(self, series: str) -> dict[str, Terms]:
        """Give what the plan in force says, by key; nothing while no plan is approved."""
        ...

    def editions(self, series: str) -> list[EditionRead]:
        """Give the editions that count, as they were read."""
        ...

    def held(self, series: str) -> list[EditionHeld]:
        """Give the editions that wait for a person: neither read nor rejected."""
        ...

    def rejected(self, series: str) -> set[str]:
        """Give the originals of editions that a person has called the wrong file."""
        ...

    def mappings(self) -> list[MappingConfirmed]:
        """Give what people last said about each header of the source."""
        ...

    def items_of(self, originals: Set[str]) -> Iterator[Item]:
        """Give the items as the facts out of some originals alone leave them."""
        ...

    def quarantined(self, original: str) -> dict[str, RecordQuarantined]:
        """Give what was set aside of an original and nobody has settled yet, by subject."""
        ...

    def ignored(self, original: str) -> set[str]:
        """Give what of an original a person has said need not be read, by subject."""
        ...

    def released(self, series: str) -> set[str]:
        """Give the originals of held editions that a person has released."""
        ...

    def answers(self) -> dict[tuple[str, str], bool]:
        """Tell of which pairs (old, new subject) a person said whether they are the same item."""
        ...

    def roster(self) -> Roster:
        """Give the departments, teams and companies that take part, by name."""
        ...

    def original(self, sha256: str) -> bytes:
        """Give the bytes of an original again."""
        ...


class Connector(Protocol):
    """One configured source, ready to be read."""

    source: str
    project: str

    def pages(self, known: Known, at: datetime) -> Iterator[Page]:
        """Read on from the cursor, oldest first. *at* is the instant of the run."""
        ...


@dataclass(frozen=True, slots=True)
class Seen:
    """What a check of a source has found; with a *cure* it works, and could be better."""

    said: str
    values: Mapping[str, object] = field(default_factory=dict)
    cure: str = ""


@dataclass(frozen=True, slots=True)
class Delivery:
    """A message that a source sent unasked, as it came; header names in small letters."""

    headers: Mapping[str, str]
    body: bytes
    token: str = ""


@dataclass(frozen=True, slots=True)
class Hint:
    """That something has moved: a reason to read soon, and never a fact.

    *delivery* is the same when the same message comes again. Without *subjects* the whole source
    may have moved.
    """

    delivery: str
    event: str = ""
    subjects: tuple[str, ...] = ()
    said_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Unheard:
    """A message that is not taken; the reason is for the count alone, not for who sent it."""

    reason: str
    is_authentic: bool = False


@dataclass(frozen=True)
class ConnectorKind:
    """What a connector module exposes as `CONNECTOR`.

    *settings* is the class of its table in `sources.toml`; *open* makes a connector of one.
    *accepts* tells from the first bytes and the name whether it could read a file. *webhook*
    reads what the source sends unasked. *sender* makes what writes back, in a language.
    *annotate* puts flags on a file of this kind, *returned* reads the answers that come back in it.
    *look* shows what an opened connector finds in a file (its name, its bytes), without reading it.
    *point* gives an opened connector that reads a table where a person says that it begins.
    *said_at* reads an original (its SHA-256) again: the values at each place, by locator.
    *outdated* tells which editions an opened connector would understand otherwise now, and *again*
    gives a connector that reads these again.
    """

    kind: str
    settings: type[Any]
    open: Callable[[Any], Connector]
    accepts: Callable[[bytes, str], bool] | None = None
    webhook: Callable[[Any, Delivery], Hint | Unheard] | None = None
    sender: Callable[[Any, str], Sender] | None = None
    annotate: Annotate | None = None
    returned: ReadReturned | None = None
    look: Callable[[Any, Known, str, bytes, datetime], Look] | None = None
    point: Callable[[Any, Pointed], Connector] | None = None
    said_at: Callable[[Any, Known, str], Mapping[str, list[Value]]] | None = None
    outdated: Callable[[Any, Known], list[EditionRead]] | None = None
    again: Callable[[Any], Connector] | None = None
