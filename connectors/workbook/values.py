"""What a row says: values of our fields, each with its cell."""

from collections.abc import Iterator
from hashlib import blake2b, sha256
from typing import Any

from msgspec import Struct

from connectors.workbook.column import STEP, USABLE
from connectors.workbook.frames import ColumnHead, TableHead
from connectors.workbook.identity import Row
from connectors.workbook.words.letters import compact
from hub.model.event import Value
from hub.model.facts import State

FIELD_OF = {
    "title": "title",
    "module": "module",
    "phase": "phase",
    "department": "department",
    "kind": "type",
    "side": "side",
    "owner": "assignee",
    "requester": "reporter",
    "participants": "participants",
    "planned_start": "start",
    "planned_finish": "due",
    "actual_start": "actual_start",
    "actual_finish": "actual_finish",
    "status": "status",
    "percent_actual": "percent",
    "percent_planned": "percent_planned",
    "predecessor": "predecessor",
    "remarks": "remarks",
    "weight": "weight",
    "evidence": "evidence",
    "priority": "priority",
    "severity": "severity",
    "quantity": "quantity",
    "raised_on": "raised_on",
    "wbs": "extra:wbs",
    "goal": "extra:goal",
    "before": "extra:before",
    "measured_in": "extra:measured_in",
    "critical": "extra:critical",
    "refers_to": "refers_to",
}
LONGEST_FIELD = 60  # letters of a field's name
PEOPLE = ("owner", "requester", "participants")
DATES = frozenset(["planned_start", "planned_finish", "actual_start", "actual_finish", "raised_on"])
UNTOLD = ("id", "numbering")
SECTION = "extra:section"  # the heading above a row whose module stands in a column
OWNER_OF = "extra:{side}_owner"  # where each side has a column of its own
MARKER = "extra:said"  # what a status says beside its state: hedged, late_said, put_off_said


class Field(Struct, frozen=True, gc=False):
    """One value of a row."""

    value: Value
    cell: str  # `D14`
    label: str = ""
    precision: str = ""
    state: State | None = None


class Line(Struct, frozen=True):
    """One item row: what tells it apart, where it stands, its values by our field names."""

    identity: Row
    table: int
    sheet: str
    row: int
    fields: dict[str, Field]
    names: dict[str, str]  # person reference → name, for the table of people
    step: str = ""  # of the row above it, whose child it is
    is_blank: bool = False  # a step of which nothing is written


def is_owner(column: ColumnHead) -> bool:
    """Tell the column of the owner on one side: 甲方负责人."""
    return column.name == "owner" and bool(column.side)


def is_of(name: str, step: str) -> bool:
    """Tell a column of one step, or, without one, of the row itself; a second owner is of none."""
    return ":" not in name and name.partition(STEP)[2] == step


def leaf_of(path: str) -> str:
    """Return the lowest label of a header path, as words are compared."""
    return compact(path.rpartition(" / ")[2])


def name_of_kept(header: str, is_kept: bool) -> str:
    """Return the field of a column that means nothing to us; *is_kept*: the profile names it."""
    name = f"extra:{header}" if is_kept else f"column:{header}"
    if len(name) <= LONGEST_FIELD:
        return name
    digest = blake2b(name.encode(), digest_size=4).hexdigest()
    return f"{name[: LONGEST_FIELD - 9]}~{digest}"


def named(table: TableHead) -> Iterator[tuple[int, Any]]:
    """Yield the columns that are read, with a number that tells the second owner from the first."""
    seen: set[str] = set()
    for column in table.columns:
        if column.name and column.confidence >= USABLE:
            yield int(column.name in seen), column
            seen.add(column.name)


def column_key(name: str, side: str, number: int) -> str:
    """Return the name of a column in frames."""
    return f"{name}:{side}" if number else name


def hashed(text: str) -> str:
    """Name a text that stays in the original."""
    return f"sha256:{sha256(text.encode()).hexdigest()}"


def status_field(text: str, state: str, cell: str) -> Field:
    """Keep a status as written, with the state it means; an unknown word means unknown."""
    return Field(text or None, cell, state=State(state) if state else State.UNKNOWN)


def date_field(name: str, typed: Any, cell: str) -> Field:
    """Turn a typed date (start, end, precision, text, year_from) into a value.

    A start begins with the period, a finish ends with it; what was written stays as the label.
    """
    if typed is None:
        return Field(None, cell)
    start, end, precision, text, _ = typed
    day = end if name.endswith("finish") else start
    exact = precision == "day"
    return Field(str(day), cell, label="" if exact else text, precision="" if exact else precision)
