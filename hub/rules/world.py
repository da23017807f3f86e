"""Everything that rules may know of one project: agreed, said, shown and decided."""

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from hub.model.charges import ChargeEvent, Window
from hub.model.claims import ClaimMade
from hub.model.commitments import (
    CommitmentDropProposed,
    CommitmentProposed,
    CommitmentRaised,
    CommitmentWithdrawn,
    NoticeSent,
    Terms,
    commitment_id,
)
from hub.model.event import Event
from hub.model.facts import (
    EditionHeld,
    EditionRead,
    RecordQuarantined,
    SourceObserved,
    TimeboxChanged,
    WorkItemFact,
)
from hub.model.findings import Conclusion, FindingCleared, FindingClosed, FindingOpened
from hub.model.items import Item
from hub.model.links import LinkConfirmed, LinkProposed, LinkRejected
from hub.model.meetings import MinutesPublished
from hub.model.parties import (
    KeyUserNamed,
    PresenceRecorded,
    RaciDeclared,
    RoleAssigned,
    RoleEnded,
    RosterDeclared,
)
from hub.model.people import Person
from hub.model.plans import (
    BaselineApproved,
    BaselineProposed,
    RevisionApproved,
    RevisionProposed,
)
from hub.model.progress import Progress
from hub.model.runs import EvaluationCompleted, SourceConfigured, SyncRunCompleted
from hub.model.trainings import PeopleTrained, TrainingRequired
from hub.rules.watching import Mark, Register, Watch, watched

PROPOSED = (BaselineProposed, RevisionProposed)
APPROVED = (BaselineApproved, RevisionApproved)


@watched(but=("id", "series", "key"))
@dataclass(eq=False)
class Owed:
    """One commitment: its versions, and all that was said and shown about it."""

    id: str
    series: str
    key: str
    watch: Watch = field(repr=False)
    marks: dict[str, Mark] = field(default_factory=dict, repr=False)
    rows: list[CommitmentProposed | CommitmentDropProposed | CommitmentRaised] = field(
        default_factory=list
    )
    said: list[Event] = field(
        default_factory=list
    )  # acknowledged, declined, promised, met, gates …
    claims: list[ClaimMade] = field(default_factory=list)
    notices: list[NoticeSent] = field(default_factory=list)
    evidence: dict[str, list[Event]] = field(default_factory=dict)  # by evidence id, oldest first

    def of(self, *kinds: type[Event]) -> list[Any]:
        """Give what was said of these kinds, oldest first."""
        return [event for event in self.said if isinstance(event, kinds)]


@watched(but=("id",))
@dataclass(eq=False)
class Work:
    """One work item: its last state and every fact about it, in the log's order."""

    id: str
    watch: Watch = field(repr=False)
    marks: dict[str, Mark] = field(default_factory=dict, repr=False)
    item: Item = field(kw_only=True)
    facts: list[WorkItemFact] = field(default_factory=list)
    unread: dict[str, RecordQuarantined] = field(
        default_factory=dict
    )  # field -> what could not be read


@watched(but=("name",))
@dataclass(eq=False)
class Reading:
    """One source: how it is configured, and what was read of it when."""

    name: str
    watch: Watch = field(repr=False)
    marks: dict[str, Mark] = field(default_factory=dict, repr=False)
    configured: SourceConfigured | None = None
    set_up: SourceConfigured | None = None  # how it was configured first
    observed: list[SourceObserved] = field(default_factory=list)
    editions: list[EditionRead] = field(default_factory=list)
    held: list[EditionHeld] = field(default_factory=list)  # received, and not loaded
    runs: list[tuple[SyncRunCompleted, str]] = field(default_factory=list)  # with the outcome
    versions: dict[str, list[TimeboxChanged]] = field(default_factory=dict)  # by the tool's id

    @property
    def last_word(self) -> Event | None:
        """Give what was read of it last: its last file, or of a tool the last good look."""
        good = [run for run, outcome in self.runs if outcome != "failed"]
        return next(iter([*self.editions[-1:], *good[-1:]]), None)

    @property
    def content(self) -> dict[str, Any]:
        """Give the configuration in force."""
        return self.configured.content if self.configured else {}


@dataclass(frozen=True, slots=True)
class Tie:
    """A work item and a commitment that may belong together."""

    item: str
    commitment: str
    events: tuple[Event, ...] = ()

    @property
    def verdict(self) -> str:
        """Give proposed, confirmed or rejected; the last word of a person counts."""
        for event in reversed(self.events):
            if isinstance(event, LinkConfirmed):
                return "confirmed"
            if isinstance(event, LinkRejected):
                return "rejected"
        return "proposed"

    @property
    def confidence(self) -> float:
        """Give how sure the hub is; 1 where a person has confirmed it."""
        if self.verdict == "confirmed":
            return 1.0
        return max((e.confidence for e in self.events if isinstance(e, LinkProposed)), default=0.0)


@dataclass(frozen=True, slots=True)
class Concluded:
    """One finding as it is on record."""

    id: str
    conclusion: Conclusion
    episode: int
    state: str = "open"  # open, cleared, closed
    missed_on: date | None = None
    waived_until: date | None = None
    waived_for: str = ""  # the reason
    waived_by: str = ""  # who: a person, or another finding's waiver
    is_disputed: bool = False
    closed_reason: str = ""
    opened: FindingOpened | None = None
    ended: FindingCleared | FindingClosed | None = None


REGISTERS = ("owed", "work", "sources")  # each of their subjects is watched by itself


@watched(but=("project", *REGISTERS, "read_to", "context"))
@dataclass(eq=False)
class World:
    """One project as far as it is on record."""

    project: str = ""
    watch: Watch = field(default_factory=Watch, repr=False)
    marks: dict[str, Mark] = field(default_factory=dict, repr=False)
    owed: Register[Owed] = field(init=False)
    work: Register[Work] = field(init=False)
    sources: Register[Reading] = field(init=False)
    ties: dict[str, Tie] = field(default_factory=dict)
    meetings: dict[str, list[Event]] = field(default_factory=dict)
    proposals: dict[str, list[Event]] = field(default_factory=dict)
    flags: dict[str, list[Event]] = field(default_factory=dict)
    matters: dict[str, list[Event]] = field(default_factory=dict)  # decisions and escalations
    roles: list[RoleAssigned | KeyUserNamed] = field(default_factory=list)
    modules: set[str] = field(default_factory=set)  # that are rolled out
    leavers: dict[str, RoleEnded] = field(default_factory=dict)  # by place, while it is vacant
    places: dict[str, str] = field(default_factory=dict)  # the person in each place
    gone: dict[str, RoleEnded] = field(default_factory=dict)  # by person, without any place left
    groups: set[str] = field(default_factory=set)  # names of departments and teams
    raci: dict[tuple[str, str, str], RaciDeclared] = field(default_factory=dict)
    rosters: list[RosterDeclared] = field(default_factory=list)
    presence: dict[str, PresenceRecorded] = field(default_factory=dict)  # by unit and week
    minutes: list[MinutesPublished] = field(default_factory=list)
    trainees: dict[str, TrainingRequired] = field(default_factory=dict)  # by unit, module and shift
    trained: dict[str, PeopleTrained] = field(default_factory=dict)  # by training, unit and shift
    findings: dict[str, Concluded] = field(default_factory=dict)
    quarantine: dict[str, RecordQuarantined] = field(default_factory=dict)
    windows: dict[tuple[str, date], Window] = field(default_factory=dict)  # the ledger
    charges: dict[str, list[ChargeEvent]] = field(default_factory=dict)  # disputed, decided
    evaluated: EvaluationCompleted | None = None
    progress: Progress = field(default_factory=Progress)
    facts: int = 0  # events about subjects; an evaluation with no more of them adds nothing
    position: int = 0
    read_to: tuple[int, str] = (0, "")  # the row of the last event, and its id
    context: object = None  # of the last evaluation, which the next one goes on with

    def __post_init__(self) -> None:
        self.owed, self.work = Register(self.watch), Register(self.watch)
        self.sources = Register(self.watch)
        self._names: dict[tuple[str, str], str] = {}

    def commitment(self, series: str, key: str) -> Owed:
        """Give a commitment by its name; an empty one where nothing is on record of it."""
        name = self._names.get((series, key))
        if name is None:
            name = commitment_id(self.project, series, key)
            self._names[series, key] = name
        return self.owed.get(name) or Owed(name, series, key, self.watch)

    def court_of_person(self, person: str) -> str:
        """Give the court that a person stands for; empty where no role of theirs is on record."""
        held = [r for r in self.roles if isinstance(r, RoleAssigned) and r.person == person]
        return Person(person, held[-1].side, held[-1].role, held[-1].unit).court if held else ""

    def accountable(self, terms: Terms) -> str:
        """Give the one person who answers: named in the terms, else by the narrowest RACI line."""
        kind, topic, module = str(terms.kind), terms.topic, terms.module
        lines = ((kind, topic, module), (kind, topic, ""), (kind, "", module), (kind, "", ""))
        found = (self.raci[line].accountable for line in lines if line in self.raci)
        return terms.accountable or next(found, "")

    def source(self, name: str) -> Reading:
        """Give a source by its name; an empty one where nothing is on record of it."""
        return self.sources.get(name) or Reading(name, self.watch)


def terms_in_force(owed: Owed, world: World) -> tuple[Terms, Event, Event | None] | None:
    """Give the terms that bind, the row that states them and what approved it; None: nothing binds.

    A raised commitment stands at once; a proposed row stands once a person has approved its set.
    """
    found: tuple[Terms, Event, Event | None] | None = None
    for row in owed.rows:
        if isinstance(row, CommitmentRaised):
            found = (row.terms, row, None)
            continue
        approval = next(
            (e for e in world.proposals.get(row.proposal, ()) if isinstance(e, APPROVED)), None
        )
        if approval is None:
            continue
        found = (row.terms, row, approval) if isinstance(row, CommitmentProposed) else None
    if any(isinstance(event, CommitmentWithdrawn) for event in owed.said):
        return None
    return found
