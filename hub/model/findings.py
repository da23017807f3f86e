"""What a rule concludes, with its citations, and what people say about it."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any, ClassVar

from msgspec import Struct, field
from msgspec.structs import replace

from hub.errors import NotAllowed, Refused
from hub.model.decider import decides
from hub.model.event import Event, Interval, Severity, Value
from hub.model.people import EXECUTIVES, Command, Role

CLOSING_REASONS = (
    "fixed",
    "correction",
    "late_entry",
    "false_positive",
    "accepted_risk",
    "superseded",
    "rule_changed",
)


class Citation(Struct, frozen=True, omit_defaults=True):
    """Where one value was read. An absence cites the place that was searched, with no value."""

    event_id: str
    locator: str
    value: Value
    occurred: Interval
    recorded_at: datetime


class Conclusion(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What a rule says about a subject. Equal conclusions are one finding that did not change."""

    rule: str  # its code, as in `SILENT-REPLAN`
    shown_as: str  # the name for this side or subtype; the code where there is none
    over: str  # what the subject is: commitment, item, unit, source, project, week
    about_id: str
    about_key: str = ""  # as people call it
    about_title: str = ""
    severity: Severity
    court: str
    operands: dict[str, tuple[Citation, ...]]
    numbers: dict[str, Value] = field(default_factory=dict)
    clears_when: tuple[str, ...] = ()  # codes of the smallest set of facts that would clear it
    since: date | None = None
    module: str = ""
    phase: str = ""
    unit: str = ""
    story: str = ""  # findings with one story have one cause
    detail: str = ""  # tells several findings of one rule about one subject apart
    sentence: str = ""  # which of the rule's sentences tells it
    absorbed: tuple[str, ...] = ()  # rules that would say the same: its details


class FindingEvent(Event, frozen=True, kw_only=True, gc=False):
    """An event about one finding: rule, subject and episode."""

    finding: str


class FindingOpened(FindingEvent, frozen=True, kw_only=True, gc=False):
    """A rule has found a contradiction."""

    about: ClassVar[str] = "finding"

    conclusion: Conclusion
    episode: int
    status_date: date
    rule_version: int
    policy_version: str
    previous: str = ""  # the episode before


class FindingChanged(FindingEvent, frozen=True, kw_only=True, gc=False):
    """The same contradiction now has another severity, court or other numbers."""

    about: ClassVar[str] = "finding"

    conclusion: Conclusion
    status_date: date
    rule_version: int
    policy_version: str


class FindingCleared(FindingEvent, frozen=True, kw_only=True, gc=False):
    """Two good evaluations in a row did not find it any more."""

    about: ClassVar[str] = "finding"

    since: date  # the status date of the first miss
    status_date: date


class FindingConfirmed(FindingEvent, frozen=True, kw_only=True, gc=False):
    """A person has looked and agrees."""

    about: ClassVar[str] = "finding"


class FindingDisputed(FindingEvent, frozen=True, kw_only=True, gc=False):
    """A side disagrees, with counter-evidence or a reason. The severity stays."""

    about: ClassVar[str] = "finding"

    reason: str
    evidence: str = ""


class DisputeDecided(FindingEvent, frozen=True, kw_only=True, gc=False):
    """A dispute has an answer, with its author and reason."""

    about: ClassVar[str] = "finding"

    upheld: bool  # the dispute, not the finding
    reason: str


class FindingWaived(FindingEvent, frozen=True, kw_only=True, gc=False):
    """It is accepted until a date; the waiver ends by itself."""

    about: ClassVar[str] = "finding"

    reason: str
    until_on: date


class FindingClosed(FindingEvent, frozen=True, kw_only=True, gc=False):
    """A person has closed it, for one of the agreed reasons."""

    about: ClassVar[str] = "finding"

    reason: str
    comment: str = ""


class Finding(Struct, frozen=True):
    """The state that decisions about one finding need."""

    court: str = ""
    state: str = ""  # open, cleared, closed
    is_disputed: bool = False


def finding_from(events: Iterable[Event]) -> Finding:
    """Fold the stream of one finding."""
    state = Finding()
    for event in events:
        match event:
            case FindingOpened(conclusion=conclusion) | FindingChanged(conclusion=conclusion):
                state = replace(state, court=conclusion.court, state="open")
            case FindingCleared() if state.state == "open":
                state = replace(state, state="cleared")
            case FindingClosed():
                state = replace(state, state="closed")
            case FindingDisputed():
                state = replace(state, is_disputed=True)
            case DisputeDecided():
                state = replace(state, is_disputed=False)
            case _:
                pass
    return state


class FindingCommand(Command, frozen=True, kw_only=True):
    """A command about one finding."""

    about: ClassVar[str] = "finding"

    finding: str

    @property
    def subject(self) -> str:
        """A finding is known by rule, subject and episode."""
        return self.finding


class ConfirmFinding(FindingCommand, frozen=True, kw_only=True, tag="confirm-finding"):
    """Say that one has looked and agrees."""


class DisputeFinding(FindingCommand, frozen=True, kw_only=True, tag="dispute-finding"):
    """Disagree, with a reason."""

    reason: str
    evidence: str = ""


class DecideDispute(FindingCommand, frozen=True, kw_only=True, tag="decide-dispute"):
    """Answer a dispute."""

    upheld: bool
    reason: str


class WaiveFinding(FindingCommand, frozen=True, kw_only=True, tag="waive-finding"):
    """Accept it until a date."""

    reason: str
    until_on: date


class CloseFinding(FindingCommand, frozen=True, kw_only=True, tag="close-finding"):
    """Close it for one of the agreed reasons."""

    reason: str
    comment: str = ""


@decides(
    ConfirmFinding, DisputeFinding, DecideDispute, WaiveFinding, CloseFinding, fold=finding_from
)
def decide(state: Finding, command: FindingCommand, recorded_at: datetime) -> list[Event]:
    """Record what a person says about a finding."""
    if state.state not in ("open", "cleared"):
        raise Refused(
            "The finding {finding} is not open.",
            remedy="Look at the list of findings; it may have been closed meanwhile.",
            finding=command.finding,
        )
    _require_right(state, command)
    said = command.said(recorded_at, "finding")
    return [_event(state, command, said, recorded_at)]


def _event(
    state: Finding, command: FindingCommand, said: dict[str, Any], recorded_at: datetime
) -> Event:
    match command:
        case ConfirmFinding():
            return FindingConfirmed(**said)
        case DisputeFinding(reason=reason, evidence=evidence):
            return FindingDisputed(**said, reason=reason, evidence=evidence)
        case DecideDispute(upheld=upheld, reason=reason) if state.is_disputed:
            return DisputeDecided(**said, upheld=upheld, reason=reason)
        case WaiveFinding(reason=reason, until_on=until) if until > recorded_at.date():
            return FindingWaived(**said, reason=reason, until_on=until)
        case CloseFinding():
            return _closed(command, said)
        case WaiveFinding():
            raise Refused("A waiver ends in the future.", remedy="Give a later date.")
        case _:
            raise Refused("Nobody disputes this finding.", remedy="There is nothing to decide.")


def _require_right(state: Finding, command: FindingCommand) -> None:
    """Everybody may dispute what is charged to their own side; the rest is the coordinator's."""
    by = command.by
    if isinstance(command, DisputeFinding):
        allowed = by.role is Role.COORDINATOR or state.court.startswith(f"{by.side}:")
    elif isinstance(command, DecideDispute):
        allowed = by.role is Role.COORDINATOR or by.role in EXECUTIVES
    else:
        allowed = by.role is Role.COORDINATOR
    if not allowed:
        raise NotAllowed(
            "The role {role} may not do this with a finding whose turn is {court}.",
            remedy="Ask the coordinator, or dispute a finding of your own side.",
            role=by.role,
            court=state.court,
        )


def _closed(command: CloseFinding, said: dict[str, Any]) -> Event:
    if command.reason not in CLOSING_REASONS:
        raise Refused(
            "«{reason}» is no closing reason.",
            remedy="Use one of: {known}.",
            reason=command.reason,
            known=", ".join(CLOSING_REASONS),
        )
    if command.reason == "false_positive" and not command.comment.strip():
        raise Refused(
            "A false positive needs a comment.",
            remedy="Say in one sentence why the rule was wrong; it counts in its precision.",
        )
    return FindingClosed(**said, reason=command.reason, comment=command.comment)
