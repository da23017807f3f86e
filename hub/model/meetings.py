"""Meetings, trainings and demonstrations: called, refused, held, and what was written down."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any, ClassVar

from msgspec import Struct, field

from hub.errors import Refused
from hub.model.decider import decides
from hub.model.event import Event
from hub.model.people import Command


class MeetingCalled(Event, frozen=True, kw_only=True, gc=False):
    """A meeting, training or demonstration is called for a day, and these courts are invited."""

    about: ClassVar[str] = "meeting"

    meeting: str
    topic: (
        str  # kick_off, blueprint_review, uat, milestone_review, weekly, training, demonstration …
    )
    title: str
    on: date
    invited: tuple[str, ...]  # courts
    required: tuple[str, ...] = ()  # courts without which it has no quorum
    module: str = ""
    milestone: str = ""  # key of the milestone in the plan that it is


class MeetingRefused(Event, frozen=True, kw_only=True, gc=False):
    """An invited court will not come, with the stated reason."""

    about: ClassVar[str] = "meeting"

    meeting: str
    court: str
    reason: str
    reason_code: str = ""
    new_on: date | None = None  # None: no other date was given


class MeetingHeld(Event, frozen=True, kw_only=True, gc=False):
    """It took place; who came is on record."""

    about: ClassVar[str] = "meeting"

    meeting: str
    on: date
    attended: tuple[str, ...]
    deputies: tuple[str, ...] = ()  # courts that sent a valid delegate
    original: str = ""  # of the attendance list


class MeetingCancelled(Event, frozen=True, kw_only=True, gc=False):
    """It will not take place; nobody refused."""

    about: ClassVar[str] = "meeting"

    meeting: str
    reason: str


class MinutesPublished(Event, frozen=True, kw_only=True, gc=False):
    """What was written down and sent round. What it announces is told from then on."""

    about: ClassVar[str] = "meeting"

    meeting: str
    lines: tuple[str, ...]
    announces: tuple[str, ...] = ()  # keys of commitments and work items whose dates it mentions
    original: str = ""


class Meeting(Struct, frozen=True):
    """The state that decisions about one meeting need."""

    called: MeetingCalled | None = None
    refused_by: frozenset[str] = frozenset()
    is_over: bool = False


def meeting_from(events: Iterable[Event]) -> Meeting:
    """Fold the stream of one meeting."""
    state = Meeting()
    for event in events:
        match event:
            case MeetingCalled():
                state = Meeting(event)
            case MeetingRefused(court=court):
                state = Meeting(state.called, state.refused_by | {court}, state.is_over)
            case MeetingHeld() | MeetingCancelled():
                state = Meeting(state.called, state.refused_by, is_over=True)
            case _:
                pass
    return state


class MeetingCommand(Command, frozen=True, kw_only=True):
    """A command about one meeting."""

    about: ClassVar[str] = "meeting"

    meeting: str

    @property
    def subject(self) -> str:
        """A meeting is known by its id."""
        return self.meeting


class CallMeeting(MeetingCommand, frozen=True, kw_only=True, tag="call-meeting"):
    """Call a meeting, a training or a demonstration."""

    topic: str
    title: str
    on: date
    invited: tuple[str, ...]
    required: tuple[str, ...] = ()
    module: str = ""
    milestone: str = ""


class RefuseMeeting(MeetingCommand, frozen=True, kw_only=True, tag="refuse-meeting"):
    """Say that one's court will not come; the lead may write it down for a court that said so."""

    reason: str
    reason_code: str = ""
    court: str = ""  # empty: one's own
    new_on: date | None = None


class HoldMeeting(MeetingCommand, frozen=True, kw_only=True, tag="hold-meeting"):
    """Record that it took place and who came."""

    on: date
    attended: tuple[str, ...]
    deputies: tuple[str, ...] = ()
    original: str = ""


class CancelMeeting(MeetingCommand, frozen=True, kw_only=True, tag="cancel-meeting"):
    """Record that it will not take place."""

    reason: str


class PublishMinutes(MeetingCommand, frozen=True, kw_only=True, tag="publish-minutes"):
    """Send the minutes round."""

    lines: tuple[str, ...]
    announces: tuple[str, ...] = field(default=())
    original: str = ""


@decides(CallMeeting, RefuseMeeting, HoldMeeting, CancelMeeting, PublishMinutes, fold=meeting_from)
def decide(state: Meeting, command: MeetingCommand, recorded_at: datetime) -> list[Event]:
    """Record what happened to a meeting. What is already so yields no event."""
    said = command.said(recorded_at, "meeting")
    if isinstance(command, CallMeeting):
        if state.called and not state.is_over and state.called.on == command.on:
            return []
        terms = {name: getattr(command, name) for name in _CALL}
        return [MeetingCalled(**said, **terms)]
    if state.called is None:
        raise Refused(
            "The meeting {meeting} was never called.",
            remedy="Record the call first, with its date and who was invited.",
            meeting=command.meeting,
        )
    if _is_so(state, command):
        return []
    return [_event(command, said)]


def _is_so(state: Meeting, command: MeetingCommand) -> bool:
    match command:
        case RefuseMeeting():
            return (command.court or command.by.court) in state.refused_by
        case HoldMeeting() | CancelMeeting():
            return state.is_over
        case _:
            return False


def _event(command: MeetingCommand, said: dict[str, Any]) -> Event:
    match command:
        case RefuseMeeting(reason=reason, reason_code=code, new_on=new_on):
            court = command.court or command.by.court
            return MeetingRefused(
                **said, court=court, reason=reason, reason_code=code, new_on=new_on
            )
        case HoldMeeting(on=on, attended=attended, deputies=deputies, original=original):
            return MeetingHeld(
                **said, on=on, attended=attended, deputies=deputies, original=original
            )
        case CancelMeeting(reason=reason):
            return MeetingCancelled(**said, reason=reason)
        case PublishMinutes(lines=lines, announces=announces, original=original):
            return MinutesPublished(**said, lines=lines, announces=announces, original=original)
        case _:
            raise Refused("The command {name} is not known.", name=type(command).__name__)


_CALL = ("topic", "title", "on", "invited", "required", "module", "milestone")
