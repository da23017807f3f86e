"""What ties a work item to a commitment: how it was found, how sure it is, who confirmed it."""

from collections.abc import Iterable
from datetime import datetime
from typing import ClassVar

from msgspec import Struct

from hub.errors import NotAllowed, Refused
from hub.model.decider import decides
from hub.model.event import Event
from hub.model.people import Command, Role

SURE = 0.9
"""Below it a link only asks a person; it is what the default policy says."""


def pair(item: str, commitment: str) -> str:
    """Name the stream of a link: one for each pair of ids."""
    return f"{item}+{commitment}"


class LinkProposed(Event, frozen=True, kw_only=True, gc=False):
    """The hub has found that the two may belong together; a sure one counts at once."""

    about: ClassVar[str] = "link"

    item: str
    commitment: str
    found_by: str  # key, title, score
    confidence: float


class LinkConfirmed(Event, frozen=True, kw_only=True, gc=False):
    """A person has said that they belong together."""

    about: ClassVar[str] = "link"

    item: str
    commitment: str


class LinkRejected(Event, frozen=True, kw_only=True, gc=False):
    """A person has said that they do not; the pair is not proposed again."""

    about: ClassVar[str] = "link"

    item: str
    commitment: str
    reason: str = ""


class Link(Struct, frozen=True):
    """The state of one pair."""

    verdict: str = ""  # proposed, confirmed, rejected


def link_from(events: Iterable[Event]) -> Link:
    """Fold the stream of one pair."""
    state = Link()
    for event in events:
        match event:
            case LinkProposed():
                state = Link(state.verdict or "proposed")
            case LinkConfirmed():
                state = Link("confirmed")
            case LinkRejected():
                state = Link("rejected")
            case _:
                pass
    return state


class LinkCommand(Command, frozen=True, kw_only=True):
    """A command about one pair."""

    about: ClassVar[str] = "link"

    item: str
    commitment: str

    @property
    def subject(self) -> str:
        """A link is known by its pair."""
        return pair(self.item, self.commitment)


class ConfirmLink(LinkCommand, frozen=True, kw_only=True, tag="confirm-link"):
    """Say that the two belong together, proposed or not."""


class RejectLink(LinkCommand, frozen=True, kw_only=True, tag="reject-link"):
    """Say that they do not belong together."""

    reason: str = ""


@decides(ConfirmLink, RejectLink, fold=link_from)
def decide(state: Link, command: ConfirmLink | RejectLink, recorded_at: datetime) -> list[Event]:
    """Confirm or reject a link; the last word counts."""
    if command.by.role not in (Role.COORDINATOR, Role.OPERATOR):
        raise NotAllowed(
            "Links are confirmed by the coordinator; you act as {role}.",
            remedy="Ask the coordinator.",
            role=command.by.role,
        )
    said = command.said(recorded_at, "item", "commitment")
    if isinstance(command, ConfirmLink):
        return [] if state.verdict == "confirmed" else [LinkConfirmed(**said)]
    if not state.verdict:
        raise Refused(
            "These two were never linked.",
            remedy="`hub link list` shows the proposals.",
        )
    return [] if state.verdict == "rejected" else [LinkRejected(**said, reason=command.reason)]
