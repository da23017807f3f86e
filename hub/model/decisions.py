"""Decisions asked of an executive, and escalations: sent, answered."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any, ClassVar

from msgspec import Struct

from hub.errors import NotAllowed, Refused
from hub.model.decider import decides
from hub.model.event import Event
from hub.model.people import EXECUTIVES, LEADS, Command


class DecisionAsked(Event, frozen=True, kw_only=True, gc=False):
    """An executive is asked to choose; each option with its price."""

    about: ClassVar[str] = "decision"

    decision: str
    question: str
    options: tuple[str, ...]
    of: str  # court
    concerns: tuple[str, ...] = ()  # keys of commitments and work items


class DecisionAnswered(Event, frozen=True, kw_only=True, gc=False):
    """An option was chosen."""

    about: ClassVar[str] = "decision"

    decision: str
    option: str
    reason: str = ""


class EscalationSent(Event, frozen=True, kw_only=True, gc=False):
    """A matter was carried a step up the ladder, with its facts."""

    about: ClassVar[str] = "escalation"

    escalation: str
    step: str  # direct_superior, responsible_deputy, general_manager, vendor_management
    to: str  # court
    words: str
    finding: str = ""


class EscalationAnswered(Event, frozen=True, kw_only=True, gc=False):
    """Whoever it was carried to has answered."""

    about: ClassVar[str] = "escalation"

    escalation: str
    words: str


class Matter(Struct, frozen=True):
    """The state of one decision or escalation."""

    asked: DecisionAsked | EscalationSent | None = None
    is_answered: bool = False


def matter_from(events: Iterable[Event]) -> Matter:
    """Fold the stream of one decision or escalation."""
    state = Matter()
    for event in events:
        match event:
            case DecisionAsked() | EscalationSent():
                state = Matter(event)
            case DecisionAnswered() | EscalationAnswered():
                state = Matter(state.asked, is_answered=True)
            case _:
                pass
    return state


class DecisionCommand(Command, frozen=True, kw_only=True):
    """A command about one decision."""

    about: ClassVar[str] = "decision"

    decision: str

    @property
    def subject(self) -> str:
        """A decision is known by its id."""
        return self.decision


class AskDecision(DecisionCommand, frozen=True, kw_only=True, tag="ask-decision"):
    """Ask an executive to choose."""

    question: str
    options: tuple[str, ...]
    of: str = "client:sponsor"
    concerns: tuple[str, ...] = ()


class AnswerDecision(DecisionCommand, frozen=True, kw_only=True, tag="answer-decision"):
    """Choose one of the options."""

    option: str
    reason: str = ""


class EscalationCommand(Command, frozen=True, kw_only=True):
    """A command about one escalation."""

    about: ClassVar[str] = "escalation"

    escalation: str

    @property
    def subject(self) -> str:
        """An escalation is known by its id."""
        return self.escalation


class SendEscalation(EscalationCommand, frozen=True, kw_only=True, tag="send-escalation"):
    """Carry a matter a step up."""

    step: str
    to: str
    words: str
    finding: str = ""


class AnswerEscalation(EscalationCommand, frozen=True, kw_only=True, tag="answer-escalation"):
    """Answer what was carried up."""

    words: str


@decides(AskDecision, AnswerDecision, SendEscalation, AnswerEscalation, fold=matter_from)
def decide(state: Matter, command: Command, recorded_at: datetime) -> list[Event]:
    """Leads ask and escalate; executives answer."""
    said = command.said(recorded_at)
    if isinstance(command, AskDecision | SendEscalation):
        if command.by.role not in LEADS:
            raise NotAllowed("Decisions are asked for by a lead.", remedy="Ask the coordinator.")
        return [] if state.asked else [_asked(command, said)]
    if state.asked is None:
        raise Refused("Nobody has asked for this decision.", remedy="Look at the open decisions.")
    if command.by.role not in EXECUTIVES:
        raise NotAllowed("Only an executive answers this.", remedy="Ask the sponsor.")
    if state.is_answered:
        return []
    return _answered(state, command, said)


def _answered(state: Matter, command: Command, said: dict[str, Any]) -> list[Event]:
    match command:
        case AnswerDecision(option=option) if isinstance(state.asked, DecisionAsked):
            if option not in state.asked.options:
                raise Refused(
                    "«{option}» is none of the options.",
                    remedy="Choose one of: {known}.",
                    option=option,
                    known=" | ".join(state.asked.options),
                )
            return [
                DecisionAnswered(
                    **said, decision=command.decision, option=option, reason=command.reason
                )
            ]
        case AnswerEscalation():
            return [EscalationAnswered(**said, escalation=command.escalation, words=command.words)]
    return []


def _asked(command: AskDecision | SendEscalation, said: dict[str, Any]) -> Event:
    if isinstance(command, AskDecision):
        return DecisionAsked(
            **said,
            decision=command.decision,
            question=command.question,
            options=command.options,
            of=command.of,
            concerns=command.concerns,
        )
    return EscalationSent(
        **said,
        escalation=command.escalation,
        step=command.step,
        to=command.to,
        words=command.words,
        finding=command.finding,
    )
