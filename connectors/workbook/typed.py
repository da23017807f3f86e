"""Types a column at once, with a memory of distinct values."""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from connectors.workbook.cells import Cell, Odd, text_of
from connectors.workbook.dates import (
    DateValue,
    NotUnderstood,
    Situation,
    read_date,
    read_day,
    read_number,
)
from connectors.workbook.limits import USUAL
from connectors.workbook.owners import read_owners
from connectors.workbook.percent import NoPercent, factor_of, read_percent
from connectors.workbook.status import is_unfinished, read_status
from connectors.workbook.words import usual_words
from connectors.workbook.words.letters import compact
from hub.refused_files import FileRefused

Reason = str
DATES = ("planned_start", "planned_finish", "actual_start", "actual_finish", "raised_on")
PEOPLE = ("owner", "requester", "participants")
MEASURED = re.compile(r"[≤≥<>约≈]?\s*(-?\d+(?:\.\d+)?)\s*[^\d\s.]{0,8}")
NO_VALUE = frozenset({"", "-", "—", "–", "/", "n/a", "na", "无", "——"})
ODD_REASONS = {"error": "error_cell", "uncached": "uncached_formula"}


class Unknown(Exception):
    """A value that was not understood: *reason* is a code of quarantine."""

    def __init__(self, reason: Reason) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(slots=True)
class Typed:
    """A column after typing, in its cells' order: texts, values, and what was not understood."""

    texts: list[str]
    values: list[Any]
    problems: dict[int, Reason] = field(default_factory=dict)


Reader = Callable[[Cell, str], Any]


def texts_of(cells: Sequence[Cell]) -> list[str]:
    """Return the lexical texts of a column; equal values are written once."""
    if bool in set(map(type, cells)):  # True equals 1, so the two may not share a memory
        return [text_of(cell) for cell in cells]
    memory = {cell: text_of(cell) for cell in set(cells)}
    if max(map(len, memory.values()), default=0) > USUAL.text:
        limit = f"{USUAL.text} characters"
        raise FileRefused("too_much_inside", part="A cell", limit=limit)
    return list(map(memory.__getitem__, cells))


def type_column(cells: Sequence[Cell], reader: Reader | None) -> Typed:
    """Type one column. Without a reader the texts are the values."""
    kinds = set(map(type, cells))
    typed = Typed(texts_of(cells), [])
    if reader is None:
        if Odd in kinds:
            odd = ((place, cell) for place, cell in enumerate(cells) if isinstance(cell, Odd))
            typed.problems = {place: ODD_REASONS[cell.kind] for place, cell in odd}
        return typed
    if bool in kinds:  # True equals 1, so the two may not share a memory
        typed.values = [attempt(reader, cell) for cell in cells]
    else:
        memory = {cell: attempt(reader, cell) for cell in set(cells)}
        typed.values = list(map(memory.__getitem__, cells))
        if not any(type(value) is Unknown for value in memory.values()):
            return typed
    for place, value in enumerate(typed.values):
        if type(value) is Unknown:
            typed.problems[place] = value.reason
            typed.values[place] = None
    return typed


def attempt(reader: Reader, cell: Cell) -> Any:
    """Read one distinct value; return the problem instead of raising it."""
    if isinstance(cell, Odd):
        return Unknown(ODD_REASONS[cell.kind])
    text = text_of(cell).strip()
    if not text:
        return None
    try:
        return reader(cell, text)
    except (NotUnderstood, NoPercent, Unknown) as problem:
        return Unknown(problem.reason)


def date_reader(situation: Situation) -> Reader:
    """Return a reader of dates."""

    def read(cell: Cell, text: str) -> DateValue | None:
        if isinstance(cell, datetime):
            return read_day(cell.date(), text)
        if isinstance(cell, date):
            return read_day(cell, text)
        if isinstance(cell, (bool, timedelta)):
            raise NotUnderstood
        if isinstance(cell, (int, float)):
            return read_number(float(cell), text, situation)
        if compact(text) in NO_VALUE:
            return None
        return read_date(text, situation)

    return read


def order_of(texts: Iterable[str]) -> str:
    """Tell how a column writes day and month, from values that can only be one way."""
    votes: Counter[str] = Counter()
    for text in set(texts):
        pieces = text.replace("-", "/").replace(".", "/").split(" ")[0].split("/")
        if len(pieces) in (2, 3) and all(piece.isdecimal() and len(piece) <= 4 for piece in pieces):
            a, b = int(pieces[0]), int(pieces[1])
            if len(pieces[0]) <= 2 and (len(pieces) == 2 or len(pieces[2]) in (2, 4)):
                votes["dmy"] += 12 < a <= 31 and 1 <= b <= 12
                votes["mdy"] += 12 < b <= 31 and 1 <= a <= 12
    dmy, mdy = votes["dmy"], votes["mdy"]
    if dmy and not mdy:
        return "dmy"
    return "mdy" if mdy and not dmy else ""


def numbers_in(cells: Sequence[Cell]) -> list[float]:
    """Return the numbers of a column."""
    return [
        float(cell) for cell in cells if isinstance(cell, (int, float)) and type(cell) is not bool
    ]


def is_undecided(cells: Sequence[Cell]) -> bool:
    """Tell percents of which nobody knows whether 1 is all or one hundredth."""
    return factor_of(numbers_in(cells)) is None


def percent_reader(cells: Sequence[Cell], formatted: bool | None = None) -> Reader:
    """Return a reader of percents; what plain numbers mean is decided for the column."""
    factor = factor_of(numbers_in(cells), formatted=formatted)

    def read(cell: Cell, text: str) -> float | None:
        if compact(text) in NO_VALUE:
            return None
        if isinstance(cell, (int, float)) and not isinstance(cell, bool):
            if factor is None and cell == 1:
                raise Unknown("percent_or_fraction")
            text = repr(float(cell)) if abs(cell) < 1e4 else text
            return read_percent(text, factor or 1.0)
        if isinstance(cell, str):
            return read_percent(text)
        raise NoPercent("percent_not_understood")

    return read


def read_state(cell: Cell, text: str) -> tuple[str, str]:
    """Read a status: state and marker. 未完成 keeps its own until the percent is known."""
    if compact(text) in NO_VALUE:
        return "", ""
    if not isinstance(cell, str):
        raise Unknown("status_unknown")
    state, marker = read_status(text)
    if is_unfinished(text):
        return state, "unfinished"
    if not state and not marker:
        raise Unknown("status_unknown")
    return state, marker


def owner_reader(people: frozenset[str]) -> Reader:
    """Return a reader of owners."""

    def read(cell: Cell, text: str) -> list[str] | None:
        if not isinstance(cell, str):
            raise Unknown("owner_not_understood")
        names = read_owners(text, people.__contains__)
        if names is None:
            raise Unknown("owner_not_understood")
        return names

    return read


def read_word(words: dict[str, str], reason: Reason) -> Reader:
    """Return a reader of a closed vocabulary: sides, kinds."""

    def read(_: Cell, text: str) -> str | None:
        if compact(text) in NO_VALUE:
            return None
        found = words.get(compact(text))
        if found is None:
            raise Unknown(reason)
        return found

    return read


def side_reader(parties: dict[str, str]) -> Reader:
    """Return a reader of sides that also knows the companies of a project."""
    return read_word({**usual_words().sides, **parties}, "side_unknown")


def read_amount(cell: Cell, text: str) -> float | None:
    """Read a quantity or a weight."""
    if compact(text) in NO_VALUE:
        return None
    if isinstance(cell, (int, float)) and not isinstance(cell, bool):
        return float(cell)
    try:
        return float(text.replace(",", "").rstrip("%"))
    except ValueError as error:
        raise Unknown("number_not_understood") from error


def read_measured(cell: Cell, text: str) -> float | None:
    """Read a value of a goal, with or without its unit: `7`, `7天`, `-40%`."""
    if isinstance(cell, str) and (found := MEASURED.fullmatch(text.replace(",", ""))):
        return float(found[1])
    return read_amount(cell, text)


def reader_of(
    name: str,
    cells: Sequence[Cell],
    situation: Situation,
    people: frozenset[str],
    *,
    formatted: bool | None = None,
) -> Reader | None:
    """Return the reader of a canonical column; None where the text is the value.

    *formatted* tells whether numbers are formatted as percentages, if that is known.
    """
    if name in DATES:
        return date_reader(situation_of(name, cells, situation))
    if name in PEOPLE:
        return owner_reader(people)
    if name.startswith("percent"):
        return percent_reader(cells, formatted)
    return PLAIN_READERS.get(name)


def situation_of(name: str, cells: Sequence[Cell], situation: Situation) -> Situation:
    """Return what the dates of one column are read against."""
    order = situation.order or order_of(cell for cell in cells if isinstance(cell, str))
    return Situation(
        situation.edition,
        is_actual=name.startswith(("actual", "raised")),
        is_finish=name.endswith("finish"),
        order=order,
    )


PLAIN_READERS: dict[str, Reader] = {
    "status": read_state,
    "side": read_word(usual_words().sides, "side_unknown"),
    "weight": read_amount,
    "quantity": read_amount,
    "goal": read_measured,
    "before": read_measured,
}
