"""Decides commands one after the other on one subject, as the log does."""

from datetime import UTC, date, datetime
from typing import Any

from hub.model.decider import DECIDERS
from hub.model.event import Event, Side
from hub.model.people import Command, Person, Role

NOW = datetime(2026, 3, 2, 4, tzinfo=UTC)
DAY = date(2026, 3, 2)

COORDINATOR = Person("p:coordinator", Side.CLIENT, Role.COORDINATOR)
SPONSOR = Person("p:sponsor", Side.CLIENT, Role.SPONSOR)
HEAD = Person("p:head", Side.CLIENT, Role.HEAD, "quality")
VENDOR_PM = Person("p:pm", Side.VENDOR, Role.VENDOR_PM, party="acme")
OTHER_PM = Person("p:pm2", Side.VENDOR, Role.VENDOR_PM, party="other")


class Subject:
    """The stream of one subject; `do` gives what a command adds to it."""

    def __init__(self) -> None:
        self.stream: list[Any] = []

    def do(self, command: Command, *, at: datetime = NOW) -> list[Any]:
        """Decide on what was recorded so far, and record what follows."""
        decider = DECIDERS[type(command)]
        events: list[Event] = decider.decide(decider.fold(self.stream), command, at)
        self.stream += events
        return events


def names(events: list[Any]) -> list[str]:
    """Give the kinds of events."""
    return [type(event).__name__ for event in events]


def after(*commands: Any) -> Subject:
    """Give a subject on which these commands were decided."""
    subject = Subject()
    for command in commands:
        subject.do(command)
    return subject
