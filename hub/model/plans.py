"""Baselines and revisions: proposed as a set, approved by a named person, never changed after."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import ClassVar

from msgspec import Struct
from msgspec.structs import replace

from hub.errors import NotAllowed, Outdated, Refused
from hub.model.decider import decides
from hub.model.event import Event, Side
from hub.model.people import EXECUTIVES, Command, Person


class BaselineProposed(Event, frozen=True, kw_only=True, gc=False):
    """A complete plan lies on the table. `set_hash` names exactly its rows."""

    about: ClassVar[str] = "proposal"

    proposal: str
    series: str
    set_hash: str
    rows: int
    original: str = ""
    name: str = ""
    dated_on: date | None = None


class RevisionProposed(Event, frozen=True, kw_only=True, gc=False):
    """A changed plan lies on the table, as the difference to the one in force."""

    about: ClassVar[str] = "proposal"

    proposal: str
    series: str
    revises: str
    set_hash: str
    rows: int
    changed: int
    added: int
    dropped: int
    original: str = ""
    name: str = ""
    reason: str = ""
    dated_on: date | None = None


class BaselineApproved(Event, frozen=True, kw_only=True, gc=False):
    """A named person has approved exactly this set; it is in force and never changes."""

    about: ClassVar[str] = "proposal"

    proposal: str
    series: str
    set_hash: str
    signed_by: tuple[str, ...] = ()  # courts of the units that have confirmed their dates


class RevisionApproved(Event, frozen=True, kw_only=True, gc=False):
    """A named person has approved this change of the plan in force."""

    about: ClassVar[str] = "proposal"

    proposal: str
    series: str
    set_hash: str
    reason: str = ""
    signed_by: tuple[str, ...] = ()  # as of a baseline: courts that confirm the changed dates


class ProposalRejected(Event, frozen=True, kw_only=True, gc=False):
    """A named person has not approved it; it stays on record."""

    about: ClassVar[str] = "proposal"

    proposal: str
    series: str
    reason: str


class Proposal(Struct, frozen=True):
    """The state that a decision about a proposed plan needs."""

    series: str = ""
    set_hash: str = ""
    is_revision: bool = False
    verdict: str = ""  # approved, rejected


def proposal_from(events: Iterable[Event]) -> Proposal:
    """Fold the stream of one proposal."""
    state = Proposal()
    for event in events:
        match event:
            case BaselineProposed(series=series, set_hash=mark):
                state = Proposal(series, mark, is_revision=False)
            case RevisionProposed(series=series, set_hash=mark):
                state = Proposal(series, mark, is_revision=True)
            case BaselineApproved() | RevisionApproved():
                state = replace(state, verdict="approved")
            case ProposalRejected():
                state = replace(state, verdict="rejected")
            case _:
                pass
    return state


class ProposalCommand(Command, frozen=True, kw_only=True):
    """A command about one proposed plan."""

    about: ClassVar[str] = "proposal"

    proposal: str

    @property
    def subject(self) -> str:
        """A proposal is known by its id."""
        return self.proposal


class ApprovePlan(ProposalCommand, frozen=True, kw_only=True, tag="approve-plan"):
    """Approve exactly the set that was shown."""

    set_hash: str  # of what the person saw
    signed_by: tuple[str, ...] = ()  # courts such as `client:warehouse`
    reason: str = ""


class RejectPlan(ProposalCommand, frozen=True, kw_only=True, tag="reject-plan"):
    """Do not approve it."""

    reason: str


@decides(ApprovePlan, RejectPlan, fold=proposal_from)
def decide(
    state: Proposal, command: ApprovePlan | RejectPlan, recorded_at: datetime
) -> list[Event]:
    """Approve or reject a proposed plan. Only an executive binds the project."""
    _require_right(state, command)
    verdict = "approved" if isinstance(command, ApprovePlan) else "rejected"
    if state.verdict == verdict:
        return []
    if state.verdict:
        raise Outdated(
            "This plan was already {verdict}.",
            remedy="Propose a new edition if it has to change.",
            verdict=state.verdict,
        )
    said = command.said(recorded_at, "proposal")
    said["series"] = state.series
    if isinstance(command, RejectPlan):
        return [ProposalRejected(**said, reason=command.reason)]
    if command.set_hash != state.set_hash:
        raise Outdated(
            "What you approve is not what lies on the table.",
            remedy="Open the proposal again and compare.",
        )
    _require_courts(command.signed_by, command.by)
    said |= {"set_hash": state.set_hash, "signed_by": command.signed_by}
    if state.is_revision:
        return [RevisionApproved(**said, reason=command.reason)]
    return [BaselineApproved(**said)]


def _require_right(state: Proposal, command: ApprovePlan | RejectPlan) -> None:
    """Only what was proposed can be decided, and only by an executive."""
    if not state.series:
        raise Refused(
            "There is no proposed plan {proposal}.",
            remedy="`hub plan list` shows what is proposed.",
            proposal=command.proposal,
        )
    if command.by.role not in EXECUTIVES:
        raise NotAllowed(
            "A plan is approved or rejected by the executive; you act as {role}.",
            remedy="Ask the sponsor to decide, or to name a deputy.",
            role=command.by.role,
        )


def _require_courts(signed_by: Iterable[str], by: Person) -> None:
    """Refuse a signature of nobody, which would count for nothing, and one of the other side.

    Who belongs to the other side confirms its dates itself.
    """
    for court in signed_by:
        side, _, unit = court.partition(":")
        if side not in tuple(Side) or not unit:
            raise Refused(
                "«{court}» names no unit that could sign.",
                remedy="Write the side and the unit, such as `client:warehouse`.",
                court=court,
            )
        if side != by.side:
            raise NotAllowed(
                "{court} belongs to the other side, and you cannot say that it has signed.",
                remedy="Let it confirm its own dates.",
                court=court,
            )


def require_named(signed_by: Iterable[str], concerned: Iterable[str]) -> None:
    """Refuse the signature of a unit to which a plan gives no dates, such as one mistyped."""
    known = sorted(concerned)
    for court in signed_by:
        if court not in known:
            raise Refused(
                "The plan gives no dates to {court}.",
                remedy="Name one of {known}.",
                court=court,
                known=", ".join(known),
            )
