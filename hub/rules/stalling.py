"""Since when a percent has not moved while work is said to be in progress."""

from datetime import date

from hub.model.facts import State
from hub.rules.cases import ItemCase
from hub.rules.citing import Said


def unmoved_since(case: ItemCase, percent: Said, points: float) -> Said:
    """Give the first claim from which on the percent moved by less than *points*.

    It counts from the day on which work is said to be in progress, where that came later.
    """
    unmoved, begun = _unmoved(case, percent, points), None
    for said in reversed(case.states()):
        if said.value is not State.IN_PROGRESS:
            break
        begun = said
    if begun is None or begun.occurred_hi <= unmoved.occurred_hi:
        return unmoved
    return Said(begun.value, begun.event, begun.locator)


def _unmoved(case: ItemCase, percent: Said, points: float) -> Said:
    found = percent
    for said in reversed(case.history("percent")):
        if not isinstance(said.value, int | float):
            break
        if abs(float(said.value) - float(percent.value)) >= points:
            break
        found = said
    return found


def said_until(case: ItemCase) -> date:
    """Give the last day of which its source has spoken: what no edition said is unknown."""
    return case.shown_in[-1].edition.edition_on if case.reading.editions else case.status_date


def moved_elsewhere(case: ItemCase, percent: Said, points: float) -> bool:
    """Tell whether another source says of a later instant that it has moved, or is done."""
    others = [item for owed in case.commitments for item in owed.items if item.id != case.id]
    later = [
        said
        for item in others
        for said in (item.field("percent"), item.state)
        if said is not None and said.occurred_hi > case.spoken_at
    ]
    return any(
        State(said.value).is_done
        if isinstance(said.value, State)
        else isinstance(said.value, int | float)
        and abs(float(said.value) - float(percent.value)) >= points
        for said in later
    )
