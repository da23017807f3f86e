"""What a source can say about work items. A fact says nothing about what was agreed or shown."""

from datetime import date, datetime
from enum import StrEnum
from typing import ClassVar

from msgspec import Struct
from msgspec import field as made

from hub.model.event import Event, Value


class Basis(StrEnum):
    """How a fact was obtained."""

    STATED = "stated"  # the source tells the change and its instant
    DERIVED = "derived"  # rewound from later changes
    DIFFED = "diffed"  # two observations differ; the instant lies between them


class State(StrEnum):
    """What a source's own status word means, in neutral words."""

    NOT_STARTED = "not_started"
    IN_PROGRESS = "in_progress"
    BLOCKED = "blocked"
    DONE = "done"
    ACCEPTED = "accepted"  # a claim like any other: only the client's acceptance is evidence
    CANCELLED = "cancelled"
    UNKNOWN = "unknown"

    @property
    def is_done(self) -> bool:
        """Tell whether completion is claimed."""
        return self in (State.DONE, State.ACCEPTED)


# Our names of a work item's fields, the same for every source. A source may add `extra:<its name>`;
# a column of a table that means nothing to us is `column:<its header>`.
FIELDS = frozenset(
    {
        *("title", "status", "resolution", "assignee", "reporter", "participants", "due", "start"),
        *("actual_start", "actual_finish", "percent", "percent_planned", "weight", "priority"),
        *("severity", "type", "parent", "module", "phase", "department", "side", "description"),
        *("environment", "remarks", "predecessor", "evidence", "quantity", "raised_on"),
        *("refers_to",),  # the line of contract or blueprint that it is for
    }
)
MEMBER_FIELDS = frozenset({"versions", "fix_versions", "components", "sprints", "labels", "links"})


class Fact(Event, frozen=True, kw_only=True, gc=False):
    """One thing that one source said. `entry` is the source's own id of it, or a hash."""

    scoped_by_source: ClassVar[bool] = True

    basis: Basis = Basis.STATED
    original: str = ""  # SHA-256 of the bytes it was read from
    repaired: bool = False  # characters that no database takes were replaced by U+FFFD
    mapping: str = ""  # version of the mapping that made it, where one did


class WorkItemFact(Fact, frozen=True, kw_only=True, gc=False):
    """A fact whose subject is a work item: the id that survives renaming and moving."""


class WorkItemFirstSeen(WorkItemFact, frozen=True, kw_only=True, gc=False):
    """The first known state; for Jira rewound to creation."""

    about: ClassVar[str] = "item"

    key: str  # what people call it: `MES-12`, a number in a sheet, or empty
    fields: dict[str, Value]
    labels: dict[str, str] = made(default_factory=dict)  # what people read where the value is an id
    precisions: dict[str, str] = made(default_factory=dict)  # of dates that are not days
    locators: dict[str, str] = made(default_factory=dict)  # of single fields, where they differ
    state: State | None = None  # None: the source showed no status
    members: dict[str, list[str]] = made(default_factory=dict)
    derived: list[str] = made(default_factory=list)  # fields that were rewound
    gaps: list[str] = made(default_factory=list)  # fields whose history did not chain


class WorkItemFieldChanged(WorkItemFact, frozen=True, kw_only=True, gc=False):
    """One value of a work item is now another."""

    about: ClassVar[str] = "item"

    field: str
    old: Value
    new: Value
    old_label: str = ""
    new_label: str = ""
    state: State | None = None  # of the field `status` alone
    precision: str = ""  # of a date that is not a day: range, third, week, month, until …
    old_locator: str = ""  # the cell in the edition before


class WorkItemMembersChanged(WorkItemFact, frozen=True, kw_only=True, gc=False):
    """Something was added to, or removed from, a set: versions, sprints, labels, links."""

    about: ClassVar[str] = "item"

    field: str
    added: list[str] = made(default_factory=list)
    removed: list[str] = made(default_factory=list)
    labels: dict[str, str] = made(default_factory=dict)


class WorkItemRekeyed(WorkItemFact, frozen=True, kw_only=True, gc=False):
    """People call it otherwise now; it is the same item."""

    about: ClassVar[str] = "item"

    old_key: str
    new_key: str
    container: str = ""  # the project in the source it stands in now


MISREAD = "misread"  # a row was taken for an item because its columns were misunderstood


class WorkItemVanished(WorkItemFact, frozen=True, kw_only=True, gc=False):
    """A complete look did not show it any more. Nothing is removed here because of that."""

    about: ClassVar[str] = "item"

    reason: str  # moved, no_access, unknown, deleted, removed, misread


class WorkItemReappeared(WorkItemFact, frozen=True, kw_only=True, gc=False):
    """It is shown again."""

    about: ClassVar[str] = "item"


class AnnotationRecorded(WorkItemFact, frozen=True, kw_only=True, gc=False):
    """Somebody added a comment, logged work or attached a file."""

    about: ClassVar[str] = "item"

    kind: str  # comment, worklog, attachment, remote_link
    id: str
    author: str = ""
    body: str = ""  # SHA-256 of the text, which lies in the original
    amount_s: float | None = None  # of a worklog


class AnnotationRevised(WorkItemFact, frozen=True, kw_only=True, gc=False):
    """An annotation has another text now."""

    about: ClassVar[str] = "item"

    kind: str
    id: str
    author: str = ""
    body: str = ""
    amount_s: float | None = None


class AnnotationRemoved(WorkItemFact, frozen=True, kw_only=True, gc=False):
    """An annotation is gone. `id` is empty where the source did not say which."""

    about: ClassVar[str] = "item"

    kind: str
    id: str = ""
    body: str = ""


class HistoryGapFound(WorkItemFact, frozen=True, kw_only=True, gc=False):
    """The source contradicts itself; what it says is kept, never silently repaired."""

    about: ClassVar[str] = "item"

    field: str
    expected: Value
    found: Value


class RecordQuarantined(Fact, frozen=True, kw_only=True, gc=False):
    """A record or a value could not be read. Its original is kept and can be read again."""

    about: ClassVar[str] = "quarantine"

    reason: str  # a code such as `date_not_understood`
    text: str = ""  # what stood there, at most 500 characters
    remedy: str = ""  # message id of one sentence
    values: dict[str, str] = made(default_factory=dict)  # for the sentence
    item: str = ""  # the work item whose field this concerns, if one
    field: str = ""
    edition: str = ""
    rows: int = 1  # how many rows of the edition it stands for; 0: a value in a row that was read


class QuarantineAnswered(Fact, frozen=True, kw_only=True, gc=False):
    """A person has decided on a quarantined record, or a later reading could read it."""

    about: ClassVar[str] = "quarantine"

    answer: str  # ignored, read
    reason: str = ""


class TimeboxChanged(Fact, frozen=True, kw_only=True, gc=False):
    """The tool's own version or sprint; a milestone is something that was agreed."""

    about: ClassVar[str] = "timebox"

    kind: str  # version, sprint
    id: str
    name: str
    start: date | None = None
    end: date | None = None
    state: str = ""


class CatalogueChanged(Fact, frozen=True, kw_only=True, gc=False):
    """A status, field, project or type was added, renamed or put in another category."""

    about: ClassVar[str] = "catalogue"

    kind: str
    id: str
    old: str
    new: str


class SourceObserved(Fact, frozen=True, kw_only=True, gc=False):
    """What was looked at, and how completely: the only ground for arguing from absence."""

    about: ClassVar[str] = "source"

    scope: str
    kind: str  # delta, census, reread, snapshot, receipt
    started_at: datetime
    as_of: datetime
    complete: bool
    count: int
    content_hash: str = ""
    counts: dict[str, int] = made(
        default_factory=dict
    )  # received, mapped, dropped:<rule>, quarantined
    notes: list[str] = made(default_factory=list)  # codes of what a person should look at


class Edition(Struct, frozen=True, kw_only=True):
    """One file of a series."""

    series: str
    original: str  # SHA-256
    name: str  # as the sender called it; text only
    edition_on: date
    dated_by: str  # cell, legend, file_name, modified, receipt; the last two are assumptions
    previous: str = ""  # original of the edition it was compared with


class EditionRead(Fact, frozen=True, kw_only=True, gc=False):
    """An edition counts from here on. Rows in = mapped + quarantined."""

    about: ClassVar[str] = "series"

    edition: Edition
    rows_in: int
    mapped: int
    quarantined: int
    complete: bool
    differences: dict[str, int] = made(
        default_factory=dict
    )  # added, changed, moved, not_seen, removed …
    profile: str = ""
    shown: list[str] = made(default_factory=list)  # subjects of its rows; empty: not told
    headers: list[str] = made(default_factory=list)  # what names each header in it, used or not
    columns: dict[str, str] = made(default_factory=dict)  # header and what it means, where mapped


class EditionHeld(Fact, frozen=True, kw_only=True, gc=False):
    """An edition waits for a person: it differs too much, looks empty, or was not understood."""

    about: ClassVar[str] = "series"

    edition: Edition
    reason: str  # held_churn, held_empty, mapping
    values: dict[str, str] = made(default_factory=dict)
