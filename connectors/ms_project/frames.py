"""What the child tells the parent about a project, frame by frame."""

import msgspec
from msgspec import Struct

ITEM, SUMMARY, TEMPLATE, FOREIGN, QUARANTINED = (
    "item",
    "summary",
    "template",
    "foreign",
    "quarantined",
)
MOST_TASKS = 50_000
TASKS_PER_FRAME = 1_000


class Head(Struct, frozen=True, tag="head"):
    """The project itself. Days are ISO 8601, empty where the file has none."""

    name: str
    title: str
    guid: str
    status_on: str
    saved_on: str
    minutes_per_day: int


class Calendar(Struct, frozen=True, tag="calendar"):
    """One calendar: what it says, one line per day of the week and per exception."""

    uid: str
    name: str
    text: str


class Link(Struct, frozen=True, gc=False):
    """A predecessor: its UID, the kind of link, and the lag in tenths of a minute."""

    uid: str
    kind: str  # FF, FS, SF, SS
    lag: int


class Baseline(Struct, frozen=True, gc=False):
    """One of the eleven sets of a task: days as ISO 8601, work in hours."""

    number: int
    start: str
    finish: str
    work_h: float | None


class Task(Struct, frozen=True, gc=False):
    """One task as the file shows it. None: the file does not show it."""

    uid: str
    title: str
    role: str  # item, summary
    path: tuple[str, ...]  # titles of the summary tasks above, the outermost first
    wbs: str
    outline: str
    is_milestone: bool
    is_active: bool
    days: dict[str, str]  # start, due, actual_start, actual_finish, deadline
    percent: float | None
    physical_percent: float | None
    work_h: float | None
    duration_d: float | None
    constraint: str
    remarks: str  # `sha256:…` of the notes, which lie in the original
    baselines: tuple[Baseline, ...]
    links: tuple[Link, ...]
    skipped: frozenset[str] = frozenset()  # fields that are in quarantine


class Tasks(Struct, frozen=True, tag="tasks"):
    """At most a thousand tasks, in the order of the file."""

    tasks: tuple[Task, ...]


class Problem(Struct, frozen=True, tag="problem"):
    """A task or a value that was not understood. *field* is empty for a whole task."""

    place: str  # `task/12`, or `row/3` for one without UID
    uid: str
    title: str
    field: str
    reason: str
    text: str
    whole_row: bool


class Resource(Struct, frozen=True, tag="resource"):
    """Somebody, or a machine, that works; material and costs are left out."""

    uid: str
    name: str
    group: str


class Assignment(Struct, frozen=True, tag="assignment"):
    """Who works on what."""

    task: str
    resource: str


class End(Struct, frozen=True, tag="end"):
    """The sums: every task of the file is mapped or quarantined."""

    rows_in: int
    mapped: int
    quarantined: int
    told: int  # tasks and summary tasks that are handed over
    shows_people: bool  # whether there is a list of assignments at all


Frame = Head | Calendar | Tasks | Problem | Resource | Assignment | End


class Refusal(Struct, frozen=True, tag="refusal"):
    """The file is refused."""

    code: str
    values: dict[str, str]


encoder = msgspec.msgpack.Encoder()
decoder: msgspec.msgpack.Decoder[Frame | Refusal] = msgspec.msgpack.Decoder(Frame | Refusal)
