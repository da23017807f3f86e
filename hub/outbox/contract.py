"""What a sender gets and what it may say: the contract between the hub and a destination."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from hub.errors import TryLater
from hub.model.event import Event


class Doubtful(TryLater):
    """Nobody can know whether it was applied: look again after a minute, only then send again."""

    code = "outcome_unknown"


@dataclass(frozen=True, slots=True)
class Message:
    """One thing to be sent. *about* names what it tells of, such as a flag."""

    id: str
    destination: str
    thing: str
    about: str
    kind: str
    content: dict[str, str]


class Turn(Protocol):
    """What a sender has while it works on one message."""

    @property
    def progress(self) -> Mapping[str, str]:
        """Give how far an earlier try came."""
        ...

    @property
    def others(self) -> Sequence[Message]:
        """Give the messages on the same thing, in the log's order, this one left out."""
        ...

    def keep(self, **progress: str) -> None:
        """Remember how far it came and prolong the claim, or raise `Outdated` if it was lost."""
        ...


class Sender(Protocol):
    """Brings messages to one destination."""

    @property
    def mode(self) -> str:
        """Give `on`, or `dry_run` where it is only shown what would be sent."""
        ...

    def preview(self, message: Message, others: Sequence[Message]) -> str:
        """Give the text that would be sent; empty where there is nothing to say."""
        ...

    def send(self, message: Message, turn: Turn) -> bool:
        """Bring it there unless it is there; False: there was nothing to say any more.

        Raise `Doubtful` where the outcome is unknown, `TryLater` where nothing was applied, and
        any other `HubError` where a person has to do something first.
        """
        ...


Composer = Callable[[Event], Iterable[Message]]
