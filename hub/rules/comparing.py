"""Two sources about one commitment: what both said of a field as of the earlier cut-off."""

from hub.model.facts import State
from hub.rules.cases import ItemCase
from hub.rules.citing import Said

Pair = tuple[Said, Said]
SILENT = (State.UNKNOWN, State.CANCELLED)


def both(one: ItemCase, other: ItemCase, name: str, within_wd: int) -> list[Pair]:
    """Give what two sources said of a field, at both ends of what the earlier cut-off may be.

    Nothing while one of them said nothing. What one said after the cut-off of the other is not
    compared: it came later; nor is what it said more than *within_wd* before, for its next file
    may have said otherwise. A contradiction that holds at one end alone is none.
    """
    first, later = sorted((one, other), key=lambda item: item.spoken_at)
    if not later.spoke_near(first.spoken_at, within_wd):
        return []
    said = first.said_by(name, first.heard_at)
    theirs = [later.said_by(name, cut) for cut in (first.spoken_from, first.spoken_at)]
    pairs = [(said, each) for each in theirs if said is not None and each is not None]
    return pairs if first is one else [(b, a) for a, b in pairs]


def states(one: ItemCase, other: ItemCase, within_wd: int) -> list[Pair]:
    """Give the neutral states of two sources; nothing where one of them is silent about it."""
    found = [(_state(a), _state(b)) for a, b in both(one, other, "status", within_wd)]
    return [pair for pair in found if not {pair[0].value, pair[1].value} & {*SILENT}]


def _state(said: Said) -> Said:
    return Said(State(getattr(said.event, "state", None) or "unknown"), said.event, said.locator)
