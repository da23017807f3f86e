"""Two sources about one commitment: what both said of a field as of the earlier cut-off."""

from hub.model.facts import State
from hub.rules.cases import ItemCase
from hub.rules.citing import Said

Pair = tuple[Said, Said]
SILENT = (State.UNKNOWN, State.CANCELLED)


def both(one: ItemCase, other: ItemCase, name: str) -> Pair | None:
    """Give what two sources said of a field; None while one of them said nothing.

    What one said after the cut-off of the other is not compared: it came later.
    """
    cut = min(one.spoken_at, other.spoken_at)
    first, second = one.said_by(name, cut), other.said_by(name, cut)
    return None if first is None or second is None else (first, second)


def states(one: ItemCase, other: ItemCase) -> Pair | None:
    """Give the neutral states of two sources; None where one of them is silent about it."""
    said = both(one, other, "status")
    if said is None:
        return None
    first, second = (_state(each) for each in said)
    return None if first.value in SILENT or second.value in SILENT else (first, second)


def _state(said: Said) -> Said:
    return Said(State(getattr(said.event, "state", None) or "unknown"), said.event, said.locator)
