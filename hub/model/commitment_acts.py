"""What people say about commitments: raised, confirmed, refused, met; each decided here."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any, ClassVar

from msgspec import Struct, field
from msgspec.structs import replace

from hub.errors import NotAllowed, Refused
from hub.model.commitments import (
    CommitmentAcknowledged,
    CommitmentDeclined,
    CommitmentMet,
    CommitmentProposed,
    CommitmentRaised,
    CommitmentRefused,
    CommitmentWithdrawn,
    GateFailed,
    GatePassed,
    Kind,
    NoticeSent,
    PromiseGiven,
    Terms,
)
from hub.model.decider import decides
from hub.model.event import Event
from hub.model.people import LEADS, Command, Person, Role


class Commitment(Struct, frozen=True):
    """The state that decisions about one commitment need."""

    terms: Terms | None = None
    series: str = ""
    acknowledged_on: date | None = None
    is_acknowledged: bool = False
    is_closed: bool = False
    noticed_at: tuple[datetime, ...] = ()


def commitment_from(events: Iterable[Event]) -> Commitment:
    """Fold the stream of one commitment."""
    state = Commitment()
    for event in events:
        match event:
            case (
                CommitmentProposed(terms=terms, series=series)
                | CommitmentRaised(terms=terms, series=series)
            ):
                state = replace(state, terms=terms, series=series, is_closed=False)
            case CommitmentAcknowledged(finish_on=on):
                state = replace(state, is_acknowledged=True, acknowledged_on=on)
            case CommitmentMet(defect=""):
                state = replace(state, is_closed=True)
            case CommitmentWithdrawn() | GatePassed():
                state = replace(state, is_closed=True)
            case NoticeSent():
                state = replace(state, noticed_at=(*state.noticed_at, event.occurred_hi))
            case _:
                pass
    return state


class CommitmentCommand(Command, frozen=True, kw_only=True):
    """A command about one commitment, named by its series and key."""

    about: ClassVar[str] = "commitment"

    series: str = "plan"
    key: str

    @property
    def subject(self) -> str:
        """A commitment keeps the name it had first."""
        return f"{self.series}/{self.key}"


class RaiseCommitment(Command, frozen=True, kw_only=True, tag="raise-commitment"):
    """Record that something is owed outside the plan."""

    about: ClassVar[str] = "commitment"

    series: str = "duties"
    terms: Terms
    origin: str = ""

    @property
    def subject(self) -> str:
        """A commitment keeps the name it had first."""
        return f"{self.series}/{self.terms.key}"


class AcknowledgeCommitment(
    CommitmentCommand, frozen=True, kw_only=True, tag="acknowledge-commitment"
):
    """Confirm the date that one's own unit owes."""


class DeclineCommitment(CommitmentCommand, frozen=True, kw_only=True, tag="decline-commitment"):
    """Do not accept the date; offer another, or none."""

    reason: str
    counter_on: date | None = None


class RefuseCommitment(CommitmentCommand, frozen=True, kw_only=True, tag="refuse-commitment"):
    """Say that it will not be done, and why."""

    reason: str
    reason_code: str = ""


class MeetCommitment(CommitmentCommand, frozen=True, kw_only=True, tag="meet-commitment"):
    """Say that it was done, as who receives it; a defect leaves it open."""

    on: date
    defect: str = ""


class WithdrawCommitment(CommitmentCommand, frozen=True, kw_only=True, tag="withdraw-commitment"):
    """Say that it is not asked for any more."""

    reason: str


class GivePromise(CommitmentCommand, frozen=True, kw_only=True, tag="give-promise"):
    """Give a finish date, or say that there is none any more."""

    finish_on: date | None
    reason: str = ""


class SendNotice(CommitmentCommand, frozen=True, kw_only=True, tag="send-notice"):
    """Remind who owes it; the reasonable time starts."""

    words: str
    channel: str = "hub"


class PassGate(CommitmentCommand, frozen=True, kw_only=True, tag="pass-gate"):
    """Record that the review of a milestone was held and passed."""

    on: date
    criteria: dict[str, str] = field(default_factory=dict)


class FailGate(CommitmentCommand, frozen=True, kw_only=True, tag="fail-gate"):
    """Record that the review was held and what is open."""

    on: date
    open_criteria: dict[str, str]


OF_OWNER = (AcknowledgeCommitment, DeclineCommitment, RefuseCommitment, GivePromise)


@decides(
    RaiseCommitment,
    AcknowledgeCommitment,
    DeclineCommitment,
    RefuseCommitment,
    MeetCommitment,
    WithdrawCommitment,
    GivePromise,
    SendNotice,
    PassGate,
    FailGate,
    fold=commitment_from,
)
def decide(state: Commitment, command: Command, recorded_at: datetime) -> list[Event]:
    """Decide what a person says about a commitment. What is already so yields no event."""
    said = command.said(recorded_at)
    if isinstance(command, RaiseCommitment):
        if state.terms == command.terms:
            return []
        return [CommitmentRaised(**command.said(recorded_at, "terms", "series", "origin"))]
    if state.terms is None:
        raise Refused(
            "There is no commitment {subject}.",
            remedy="Import the plan that holds it, or raise it first.",
            subject=command.subject,
        )
    if isinstance(command, OF_OWNER):
        _require_owner(command.by, state.terms)
    if _is_so(state, command):
        return []
    return [_event(state.terms, command, said)]


def _is_so(state: Commitment, command: Command) -> bool:
    match command:
        case AcknowledgeCommitment():
            finish_on = state.terms.finish_on if state.terms else None
            return state.is_acknowledged and state.acknowledged_on == finish_on
        case WithdrawCommitment():
            return state.is_closed
        case _:
            return False


def _event(terms: Terms, command: Command, said: dict[str, Any]) -> Event:
    match command:
        case AcknowledgeCommitment():
            return CommitmentAcknowledged(**said, finish_on=terms.finish_on, unit=terms.unit)
        case DeclineCommitment(reason=reason, counter_on=counter_on):
            return CommitmentDeclined(**said, reason=reason, counter_on=counter_on, unit=terms.unit)
        case RefuseCommitment(reason=reason, reason_code=code):
            return CommitmentRefused(**said, reason=reason, reason_code=code)
        case SendNotice(words=words, channel=channel):
            return NoticeSent(**said, to=terms.court, words=words, channel=channel)
        case PassGate() | FailGate():
            return _gate(terms, command, said)
        case _:
            return _plain(command, said)


def _plain(command: Command, said: dict[str, Any]) -> Event:
    """Give the event of a command that says nothing which the terms would have to add."""
    match command:
        case GivePromise(finish_on=finish_on, reason=reason):
            return PromiseGiven(**said, finish_on=finish_on, reason=reason)
        case MeetCommitment(on=on, defect=defect):
            return CommitmentMet(**said, on=on, defect=defect)
        case WithdrawCommitment(reason=reason):
            return CommitmentWithdrawn(**said, reason=reason)
        case _:
            raise Refused("The command {name} is not known.", name=type(command).__name__)


def _gate(terms: Terms, command: PassGate | FailGate, said: dict[str, Any]) -> Event:
    if terms.kind is not Kind.MILESTONE:
        raise Refused(
            "{key} is no milestone, so it has no gate.",
            remedy="Name the milestone that was reviewed.",
            key=terms.key,
        )
    if isinstance(command, PassGate):
        return GatePassed(**said, on=command.on, criteria=command.criteria)
    return GateFailed(**said, on=command.on, open_criteria=command.open_criteria)


def _require_owner(by: Person, terms: Terms) -> None:
    """Own dates are confirmed by the unit that owes, or for a whole side by its lead."""
    own_unit = by.side is terms.side and (not terms.unit or by.unit == terms.unit)
    if not own_unit and not (by.side is terms.side and by.role in LEADS | {Role.SPONSOR}):
        raise NotAllowed(
            "{key} is owed by {court}; you act for {own}.",
            remedy="Ask {court} to answer for it.",
            key=terms.key,
            court=terms.court,
            own=by.court,
        )
