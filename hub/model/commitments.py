"""What one side owes by a date: one model for tasks, milestones, duties and all the rest."""

from datetime import date
from enum import StrEnum
from typing import ClassVar

from msgspec import Struct, field

from hub.model.event import Event, Side, stream_id
from hub.model.people import court_of


class Kind(StrEnum):
    """What sort of thing is owed."""

    TASK = "task"
    MILESTONE = "milestone"
    DELIVERABLE = "deliverable"
    DUTY = "duty"
    ACTION = "action"
    READINESS = "readiness"
    SCOPE = "scope"
    HARDWARE = "hardware"
    REPORT = "report"
    ANSWER = "answer"
    PROBLEM = "problem"
    TARGET = "target"


class Measure(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What a goal is measured by: from what was measured before to what was agreed."""

    unit: str  # days, %, turns a year …
    goal: float
    before: float | None = None  # None: nobody has measured it, so nothing can be proved

    def share(self, value: float) -> float | None:
        """Give how far *value* is on the way to the goal; 1: reached. None: nothing is provable."""
        if self.before is None or self.before == self.goal:
            return None
        return (value - self.before) / (self.goal - self.before)


class Terms(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What is owed, by whom, by when."""

    key: str  # unique within its series
    title: str
    kind: Kind = Kind.TASK
    topic: str = ""  # refinement of the kind: `go_live`, `data`, `training`, `interface` …
    side: Side = Side.VENDOR
    unit: str = ""  # department or team
    accountable: str = ""  # person reference; empty: nobody is named
    module: str = ""
    phase: str = ""
    wave: str = ""
    start_on: date | None = None
    finish_on: date | None = None
    weight: float | None = None  # None: planned days
    predecessors: tuple[str, ...] = ()  # keys in the same series
    needs: tuple[str, ...] | None = None  # evidence; None: what the policy says for the kind
    waiting: tuple[str, ...] = ()  # keys of the commitments that wait for this one
    measure: Measure | None = None  # of a goal
    priority: str = ""  # `major`: it stops the work; `minor`: go-live can do without; empty: usual
    refers_to: str = ""  # key of the line of contract or blueprint that it is for

    @property
    def court(self) -> str:
        """Give whose turn it is while nothing else is known."""
        return court_of(self.side, self.unit)


def commitment_id(project: str, series: str, key: str) -> str:
    """Name a commitment by its series and its key in it: the id of its stream."""
    return str(stream_id("commitment", project, f"{series}/{key}"))


MEETING = "meeting"  # among the cells of a row of minutes: the one that names the meeting


class CommitmentProposed(Event, frozen=True, kw_only=True, gc=False):
    """A row of a proposed baseline or revision. It binds nobody until the proposal is approved."""

    about: ClassVar[str] = "commitment"

    proposal: str
    series: str
    terms: Terms
    locators: dict[str, str] = field(default_factory=dict)  # of single terms: their cells
    original: str = ""


class CommitmentDropProposed(Event, frozen=True, kw_only=True, gc=False):
    """A proposed revision does not hold this commitment any more."""

    about: ClassVar[str] = "commitment"

    proposal: str
    series: str


class CommitmentRaised(Event, frozen=True, kw_only=True, gc=False):
    """Something is owed outside the plan: a duty, an action, a problem, an answer."""

    about: ClassVar[str] = "commitment"

    series: str
    terms: Terms
    origin: str = ""  # `minutes:<meeting>/3`, `flag:<id>`, `leader` …


class CommitmentAcknowledged(Event, frozen=True, kw_only=True, gc=False):
    """Who owes it has confirmed the date. Only now the date counts against them."""

    about: ClassVar[str] = "commitment"

    finish_on: date | None
    unit: str = ""


class CommitmentDeclined(Event, frozen=True, kw_only=True, gc=False):
    """Who owes it does not accept the date. A counter-date binds nobody until it is approved."""

    about: ClassVar[str] = "commitment"

    reason: str
    counter_on: date | None = None
    unit: str = ""


class CommitmentMet(Event, frozen=True, kw_only=True, gc=False):
    """The receiver says that it was done; with a stated defect it is not yet usable."""

    about: ClassVar[str] = "commitment"

    on: date
    defect: str = ""


class CommitmentRefused(Event, frozen=True, kw_only=True, gc=False):
    """Who owes it will not do it, with the stated reason."""

    about: ClassVar[str] = "commitment"

    reason: str
    reason_code: str = ""


class CommitmentWithdrawn(Event, frozen=True, kw_only=True, gc=False):
    """It is not asked for any more."""

    about: ClassVar[str] = "commitment"

    reason: str


class PromiseGiven(Event, frozen=True, kw_only=True, gc=False):
    """A side gives a finish date. The baseline stays what it was."""

    about: ClassVar[str] = "commitment"

    finish_on: date | None  # None: it is said to have no date any more
    reason: str = ""


class TargetMeasured(Event, frozen=True, kw_only=True, gc=False):
    """A goal was measured on a day, in the unit that was agreed."""

    about: ClassVar[str] = "commitment"

    on: date
    value: float
    words: str = ""  # how it was measured


class NoticeSent(Event, frozen=True, kw_only=True, gc=False):
    """A dated reminder; a reasonable time starts with it."""

    about: ClassVar[str] = "commitment"

    to: str  # court
    words: str
    channel: str = "hub"


class GatePassed(Event, frozen=True, kw_only=True, gc=False):
    """The review of a milestone was held and its criteria are met."""

    about: ClassVar[str] = "commitment"

    on: date
    criteria: dict[str, str] = field(default_factory=dict)


class GateFailed(Event, frozen=True, kw_only=True, gc=False):
    """The review of a milestone was held; these criteria are open, each with whose turn it is."""

    about: ClassVar[str] = "commitment"

    on: date
    open_criteria: dict[str, str]
