"""How a command becomes events: fold the subject's stream, decide, append."""

from collections.abc import Callable, Iterable
from datetime import datetime
from typing import Any

from msgspec import Struct

from hub.model.event import Event
from hub.model.people import Command

Fold = Callable[[Iterable[Event]], Any]
"""Give the state of a subject after the events of its stream, oldest first."""

Decide = Callable[[Any, Any, datetime], list[Event]]
"""Give the events that a command causes in a state; refuse with a remedy. Takes the instant too."""


class Decider(Struct, frozen=True):
    """How the commands about one kind of subject are decided."""

    fold: Fold
    decide: Decide


DECIDERS: dict[type[Command], Decider] = {}


def decides(*commands: type[Command], fold: Fold) -> Callable[[Decide], Decide]:
    """Let the decorated function decide *commands*, on the state that *fold* gives."""

    def register(decide: Decide) -> Decide:
        for command in commands:
            DECIDERS[command] = Decider(fold, decide)
        return decide

    return register
