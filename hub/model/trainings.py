"""Who has to be trained for a module, and who has been trained and has passed."""

from datetime import datetime
from enum import StrEnum
from typing import ClassVar

from hub.errors import NotAllowed, Refused
from hub.model.decider import decides
from hub.model.event import Event, Side
from hub.model.people import LEADS, Command, Role, court_of


class Audience(StrEnum):
    """Who is trained: those who test and accept, or those who work with it."""

    KEY_USER = "key_user"
    END_USER = "end_user"


class TrainingRequired(Event, frozen=True, kw_only=True, gc=False):
    """So many people of a unit have to be trained for a module, in each shift where it has some."""

    about: ClassVar[str] = "training"

    module: str
    audience: Audience
    side: Side
    unit: str = ""
    shift: str = ""
    people: int


class PeopleTrained(Event, frozen=True, kw_only=True, gc=False):
    """These people of a unit came to a training and passed its test."""

    about: ClassVar[str] = "training"

    meeting: str  # the training, as it was called
    module: str
    audience: Audience
    side: Side
    unit: str = ""
    shift: str = ""
    passed: tuple[str, ...]  # persons; whoever was registered twice counts once


class TrainingCommand(Command, frozen=True, kw_only=True):
    """A command about the people of one unit, in one shift."""

    about: ClassVar[str] = "training"

    module: str
    audience: Audience
    side: Side = Side.CLIENT
    unit: str = ""
    shift: str = ""

    @property
    def subject(self) -> str:
        """What a unit's shift needs for a module is one history."""
        return f"{self.module}:{self.audience}:{self.side}:{self.unit}:{self.shift}"


class RequireTraining(TrainingCommand, frozen=True, kw_only=True, tag="require-training"):
    """Say how many people of a unit have to be trained for a module."""

    people: int


class RecordTraining(TrainingCommand, frozen=True, kw_only=True, tag="record-training"):
    """Say who came to a training and passed; a later word about the same one replaces it."""

    meeting: str
    passed: tuple[str, ...]

    @property
    def subject(self) -> str:
        """Who of a shift came to one training is one history."""
        return f"{self.meeting}:{self.audience}:{self.side}:{self.unit}:{self.shift}"


_EVENTS: dict[type[Command], type[Event]] = {
    RequireTraining: TrainingRequired,
    RecordTraining: PeopleTrained,
}


@decides(RequireTraining, RecordTraining, fold=list)
def decide(state: list[Event], command: TrainingCommand, recorded_at: datetime) -> list[Event]:
    """Record what is needed and who has passed: the side that is trained says both."""
    by, court = command.by, court_of(command.side, command.unit)
    is_own = by.role in LEADS | {Role.SPONSOR, Role.VENDOR_MANAGEMENT} or by.court == court
    if by.side is not command.side or not is_own:
        raise NotAllowed(
            "Who is trained is said by {court}; you act for {own}.",
            remedy="Ask {court} to record it.",
            court=court,
            own=by.court,
        )
    if isinstance(command, RequireTraining) and command.people < 0:
        raise Refused("Fewer than nobody cannot be trained.", remedy="Give 0 or more people.")
    names = [n for n in command.__struct_fields__ if n not in ("by", "at")]
    if state and all(getattr(state[-1], name) == getattr(command, name) for name in names):
        return []
    return [_EVENTS[type(command)](**command.said(recorded_at, *names))]
