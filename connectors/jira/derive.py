"""Our fields that the settings feed from Jira's: dates, percent, weight, module and the like."""

from connectors.jira.changes import Members
from connectors.jira.meaning import Meaning
from connectors.jira.rewind import Cell, State
from connectors.jira.times import date_from
from connectors.jira.tracks import Origin
from hub.model.event import Value

Held = tuple[Value, str]  # value, label
EMPTY: Held = (None, "")
SCALES = {"0-1": 100.0, "0-100": 1.0, "text": 1.0}


class Unfit(ValueError):
    """A value that is no date, no number, or out of its scale; it is quarantined alone."""

    def __init__(self, reason: str, text: str) -> None:
        super().__init__(reason)
        self.reason = reason
        self.text = text


def derived(name: str, state: State, meaning: Meaning) -> Held | None:
    """Give the value of our field *name*: that of the first filled origin.

    None where Jira showed none of the origins. Raise `Unfit`.
    """
    shown = False
    cells = state.cells
    for origin in meaning.origins[name]:
        written = cells.get(origin.raw)
        if written is None:
            if (members := state.sets.get(origin.raw)) is None:
                continue
            written = _joined(origin, members)
        shown = True
        if written[0] is not None:
            return _read(origin, written, meaning.scale)
    return EMPTY if shown else None


def _joined(origin: Origin, members: Members) -> Cell:
    words = [label or member for member, label in members.items()]
    if origin.prefix:
        words = [w.removeprefix(origin.prefix) for w in words if w.startswith(origin.prefix)]
    text = ", ".join(sorted(words))
    return text or None, text


def _read(origin: Origin, written: Cell, scale: str) -> Held:
    value, label = written
    if value is None or origin.reading == "raw":
        return value, label
    if origin.reading == "person":
        return value, ""
    if origin.reading == "text":
        return label or value, ""
    if origin.reading == "project":
        return value.rpartition("-")[0], ""
    if origin.reading == "date":
        return _date(value), ""
    return (_percent(value, scale) if origin.reading == "percent" else _number(value)), ""


def _date(text: str) -> str:
    try:
        return date_from(text)
    except ValueError as error:
        raise Unfit("date_not_understood", text) from error


def _number(text: str) -> float:
    try:
        found = float(text)
    except ValueError as error:
        raise Unfit("number_not_understood", text) from error
    if not abs(found) < 1e15:
        raise Unfit("number_out_of_range", text)
    return found


def _percent(text: str, scale: str) -> float:
    if scale == "text" and not text.rstrip().endswith("%"):
        raise Unfit("percent_without_sign", text)
    found = round(_number(text.rstrip().removesuffix("%").rstrip()) * SCALES[scale], 6)
    if not 0 <= found <= 100:
        raise Unfit("percent_out_of_scale", text)
    return found
