"""What the hub itself did: runs, confirmed mappings, adopted policies, evaluations."""

from datetime import date, datetime
from typing import Any, ClassVar

from msgspec import Struct, field

from hub.errors import NotAllowed, Refused
from hub.model.decider import decides
from hub.model.event import Event
from hub.model.facts import Edition, Fact, QuarantineAnswered
from hub.model.people import Command, Role


class SourceOutcome(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """How reading one source ended. A failed source's items are unknown, never green."""

    source: str
    outcome: str  # good, failed, held, running
    code: str = ""
    message: str = ""  # template, the id of its translation
    remedy: str = ""
    values: dict[str, str] = field(default_factory=dict)
    seen: int = 0  # subjects delivered
    new: int = 0  # events recorded
    first_seen: int = 0
    changed: int = 0
    vanished: int = 0
    quarantined: int = 0
    gaps: int = 0
    pages: int = 0


class SyncRunStarted(Event, frozen=True, kw_only=True, gc=False):
    """The nightly job, or a person, has started to read."""

    about: ClassVar[str] = "run"

    trigger: str  # timer, person, upload, demo
    version: str  # of the hub
    policy: str
    sources: tuple[str, ...]


class SyncRunCompleted(Event, frozen=True, kw_only=True, gc=False):
    """Reading ended; each source with what came of it."""

    about: ClassVar[str] = "run"

    outcomes: tuple[SourceOutcome, ...]
    started_at: datetime


class EvaluationCompleted(Event, frozen=True, kw_only=True, gc=False):
    """The rules have judged a status date. What the hub told people on that date is on record."""

    about: ClassVar[str] = "evaluation"

    status_date: date
    policy_version: str
    rule_versions: dict[str, int]
    position: int  # the last position of the log that was judged
    facts: int = 0  # how many events about subjects that was
    judged: int = 0  # cases
    opened: int = 0
    changed: int = 0
    cleared: int = 0
    missed: tuple[
        str, ...
    ] = ()  # open findings that this evaluation did not find; the second miss clears
    abstained: int = 0  # cases a rule did not judge, because a source was silent


class PolicyAdopted(Event, frozen=True, kw_only=True, gc=False):
    """From here on these rhythms, clocks and thresholds hold, for both sides alike."""

    about: ClassVar[str] = "policy"

    version: str
    content: dict[str, Any]


class SourceConfigured(Event, frozen=True, kw_only=True, gc=False):
    """A source has this configuration now; secrets stand as references."""

    about: ClassVar[str] = "source"

    kind: str
    version: str
    content: dict[str, Any]


class MappingConfirmed(Fact, frozen=True, kw_only=True, gc=False):
    """A person has said what the columns of a table with this header mean."""

    about: ClassVar[str] = "mapping"

    fingerprint: str
    columns: dict[str, str]  # header path -> canonical column, `extra` or `ignore`
    options: dict[str, str] = field(default_factory=dict)


class EditionReleased(Fact, frozen=True, kw_only=True, gc=False):
    """A person has said that a held edition is the right file."""

    about: ClassVar[str] = "series"

    edition: Edition
    reason: str = ""


class EditionRejected(Fact, frozen=True, kw_only=True, gc=False):
    """A person has said that a held edition is the wrong file; it stays on record."""

    about: ClassVar[str] = "series"

    edition: Edition
    reason: str = ""


class IdentityAnswered(Fact, frozen=True, kw_only=True, gc=False):
    """A person has said whether two rows of two editions are the same item."""

    about: ClassVar[str] = "mapping"

    old: str  # subject
    new: str
    same: bool


class SourceCommand(Command, frozen=True, kw_only=True):
    """A command about what came from one source."""

    source: str


class ConfirmMapping(SourceCommand, frozen=True, kw_only=True, tag="confirm-mapping"):
    """Say what the columns of a table with this header mean."""

    about: ClassVar[str] = "mapping"

    fingerprint: str
    columns: dict[str, str]
    options: dict[str, str] = field(default_factory=dict)

    @property
    def subject(self) -> str:
        """A mapping is known by the header it is for."""
        return self.fingerprint


class ReleaseEdition(SourceCommand, frozen=True, kw_only=True, tag="release-edition"):
    """Say that a held edition is the right file."""

    about: ClassVar[str] = "series"

    edition: Edition
    reason: str = ""

    @property
    def subject(self) -> str:
        """Editions of one series are one history."""
        return self.edition.series


class RejectEdition(SourceCommand, frozen=True, kw_only=True, tag="reject-edition"):
    """Say that a held edition is the wrong file."""

    about: ClassVar[str] = "series"

    edition: Edition
    reason: str = ""

    @property
    def subject(self) -> str:
        """Editions of one series are one history."""
        return self.edition.series


class AnswerIdentity(SourceCommand, frozen=True, kw_only=True, tag="answer-identity"):
    """Say whether two rows are the same item."""

    about: ClassVar[str] = "mapping"

    old: str
    new: str
    same: bool

    @property
    def subject(self) -> str:
        """The answer holds for the pair, for ever."""
        return f"{self.old}={self.new}"


class IgnoreRecord(SourceCommand, frozen=True, kw_only=True, tag="ignore-record"):
    """Say that what could not be read need not be read; it stays on record."""

    about: ClassVar[str] = "quarantine"

    record: str  # as the quarantine names it
    reason: str

    @property
    def subject(self) -> str:
        """Each record in quarantine is one history."""
        return self.record


@decides(ConfirmMapping, ReleaseEdition, RejectEdition, AnswerIdentity, IgnoreRecord, fold=list)
def decide(state: list[Event], command: SourceCommand, recorded_at: datetime) -> list[Event]:
    """Record how a person wants a source to be read."""
    if command.by.role not in (Role.COORDINATOR, Role.OPERATOR):
        raise NotAllowed(
            "How a source is read is decided by the coordinator; you act as {role}.",
            remedy="Ask the coordinator.",
            role=command.by.role,
        )
    said = command.said(recorded_at, "source")
    match command:
        case ConfirmMapping():
            terms = {n: getattr(command, n) for n in ("fingerprint", "columns", "options")}
            is_so = state and all(getattr(state[-1], n) == v for n, v in terms.items())
            return [] if is_so else [MappingConfirmed(**said, **terms)]
        case ReleaseEdition(edition=edition, reason=reason):
            return [EditionReleased(**said, edition=edition, reason=reason)]
        case RejectEdition(edition=edition, reason=reason):
            if not reason.strip():
                raise Refused(
                    "A file that is rejected needs a reason; its sender will ask for it.",
                    remedy="Say in one sentence why it is the wrong file.",
                )
            return [EditionRejected(**said, edition=edition, reason=reason)]
        case AnswerIdentity(old=old, new=new, same=same):
            return [IdentityAnswered(**said, old=old, new=new, same=same)]
        case IgnoreRecord(reason=reason):
            return ignored(state, said, reason)
        case _:
            return []


def ignored(state: list[Event], said: dict[str, Any], reason: str) -> list[Event]:
    """Set aside for good what could not be read; what was answered already yields no event."""
    if not state:
        raise Refused(
            "Nothing of this name is in quarantine.", remedy="Open the list of sources again."
        )
    if isinstance(state[-1], QuarantineAnswered):
        return []
    if not reason.strip():
        raise Refused(
            "What is ignored needs a reason; whoever looks for it will ask for it.",
            remedy="Say in one sentence why it need not be read.",
        )
    original = getattr(state[-1], "original", "")
    return [QuarantineAnswered(**said, original=original, answer="ignored", reason=reason)]
