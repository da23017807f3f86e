"""What was shown, and who accepted or rejected it."""

from collections.abc import Iterable
from datetime import date, datetime
from enum import StrEnum
from typing import Any, ClassVar

from msgspec import Struct
from msgspec.structs import replace

from hub.errors import NotAllowed, Refused
from hub.model.decider import decides
from hub.model.event import Event, Side
from hub.model.people import Command


class Verdict(StrEnum):
    """What the reviewer has said."""

    NONE = "none"
    ACCEPTED = "accepted"
    REJECTED = "rejected"
    RETURNED_INCOMPLETE = "returned_incomplete"


class EvidenceSubmitted(Event, frozen=True, kw_only=True, gc=False):
    """A side has shown something for a commitment."""

    about: ClassVar[str] = "evidence"

    evidence: str  # its id
    series: str
    key: str
    kind: str  # as the policy's evidence_by_kind calls it
    title: str
    side: Side
    court: str  # of who submitted it
    shown_on: date | None = None  # the day the evidence itself bears
    original: str = ""  # SHA-256 of the file, where there is one
    place: str = ""  # where it is kept, where the hub does not hold it


class EvidenceAccepted(Event, frozen=True, kw_only=True, gc=False):
    """The reviewer has accepted it."""

    about: ClassVar[str] = "evidence"

    evidence: str
    series: str
    key: str
    kind: str
    remark: str = ""


class EvidenceRejected(Event, frozen=True, kw_only=True, gc=False):
    """The reviewer has rejected it, for a stated reason."""

    about: ClassVar[str] = "evidence"

    evidence: str
    series: str
    key: str
    kind: str
    reason: str


class EvidenceReturned(Event, frozen=True, kw_only=True, gc=False):
    """Something is missing; the ball is back with the sender, without a verdict."""

    about: ClassVar[str] = "evidence"

    evidence: str
    series: str
    key: str
    kind: str
    missing: str


class Evidence(Struct, frozen=True):
    """The state that a verdict needs."""

    submitted: EvidenceSubmitted | None = None
    verdict: Verdict = Verdict.NONE


def evidence_from(events: Iterable[Event]) -> Evidence:
    """Fold the stream of one piece of evidence."""
    state = Evidence()
    for event in events:
        match event:
            case EvidenceSubmitted():
                state = Evidence(event)
            case EvidenceAccepted():
                state = replace(state, verdict=Verdict.ACCEPTED)
            case EvidenceRejected():
                state = replace(state, verdict=Verdict.REJECTED)
            case EvidenceReturned():
                state = replace(state, verdict=Verdict.RETURNED_INCOMPLETE)
            case _:
                pass
    return state


class EvidenceCommand(Command, frozen=True, kw_only=True):
    """A command about one piece of evidence."""

    about: ClassVar[str] = "evidence"

    evidence: str

    @property
    def subject(self) -> str:
        """A piece of evidence is known by its id."""
        return self.evidence


class SubmitEvidence(EvidenceCommand, frozen=True, kw_only=True, tag="submit-evidence"):
    """Show something for a commitment."""

    series: str = "plan"
    key: str
    kind: str
    title: str
    shown_on: date | None = None
    original: str = ""
    place: str = ""


class AcceptEvidence(EvidenceCommand, frozen=True, kw_only=True, tag="accept-evidence"):
    """Accept what was shown."""

    remark: str = ""


class RejectEvidence(EvidenceCommand, frozen=True, kw_only=True, tag="reject-evidence"):
    """Reject what was shown."""

    reason: str


class ReturnEvidence(EvidenceCommand, frozen=True, kw_only=True, tag="return-evidence"):
    """Send it back because something is missing."""

    missing: str


@decides(SubmitEvidence, AcceptEvidence, RejectEvidence, ReturnEvidence, fold=evidence_from)
def decide(state: Evidence, command: EvidenceCommand, recorded_at: datetime) -> list[Event]:
    """Take what is shown, and judge it. Nobody judges what their own side has submitted."""
    said = command.said(recorded_at, "evidence")
    if isinstance(command, SubmitEvidence):
        return _submitted(state, command, said)
    shown = state.submitted
    if shown is None:
        raise Refused(
            "There is no evidence {evidence}.",
            remedy="Look at the list of what was submitted.",
            evidence=command.evidence,
        )
    if command.by.side == shown.side:
        raise NotAllowed(
            "You belong to the side that submitted «{title}».",
            remedy="Ask the other side's reviewer to decide.",
            title=shown.title,
        )
    said |= {"series": shown.series, "key": shown.key, "kind": shown.kind}
    return _judged(state, command, said)


def _judged(state: Evidence, command: EvidenceCommand, said: dict[str, Any]) -> list[Event]:
    match command:
        case AcceptEvidence() if state.verdict is not Verdict.ACCEPTED:
            return [EvidenceAccepted(**said, remark=command.remark)]
        case RejectEvidence() if not command.reason.strip():
            raise Refused(
                "A rejection needs a reason.",
                remedy="Say in one sentence what is wrong or missing.",
            )
        case RejectEvidence() if state.verdict is not Verdict.REJECTED:
            return [EvidenceRejected(**said, reason=command.reason)]
        case ReturnEvidence() if state.verdict is not Verdict.RETURNED_INCOMPLETE:
            return [EvidenceReturned(**said, missing=command.missing)]
        case _:
            return []


def _submitted(state: Evidence, command: SubmitEvidence, said: dict[str, Any]) -> list[Event]:
    if state.submitted is not None and state.verdict is Verdict.NONE:
        return []
    return [
        EvidenceSubmitted(
            **said,
            series=command.series,
            key=command.key,
            kind=command.kind,
            title=command.title,
            side=command.by.side,
            court=command.by.court,
            shown_on=command.shown_on,
            original=command.original,
            place=command.place,
        )
    ]
