"""Turns the typed cells of a row into values of our fields, each with its cell."""

from collections.abc import Iterator, Sequence
from hashlib import blake2b, sha256
from typing import Any

import msgspec
from msgspec import Struct

from connectors.workbook.frames import ITEM, ColumnHead, Rows, TableHead, Week
from connectors.workbook.identity import Row
from connectors.workbook.owners import read_owners
from connectors.workbook.people import Owners, People
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
LONGEST_KEPT = 60  # letters; a longer text that means nothing to us stays in the original
LONGEST_FIELD = 60  # letters of a field's name
PEOPLE = ("owner", "requester", "participants")
DATES = frozenset(["planned_start", "planned_finish", "actual_start", "actual_finish", "raised_on"])
TYPED = ("percent_actual", "percent_planned", "weight", "quantity", "side", "goal", "before")
UNTOLD = ("id", "numbering")
SECTION = "extra:section"  # the heading above a row whose module stands in a column
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
    sheet: str
    row: int
    fields: dict[str, Field]
    names: dict[str, str]  # person reference → name, for the table of people


class LineReader:
    """Reads the item rows of frames."""

    def __init__(self, table: TableHead, people: People, keep: Sequence[str] = ()) -> None:
        self.table = table
        self.people = people
        self.letters = {column_key(c.name, c.side, n): c.letter for n, c in named(table)}
        kept = {compact(header) for header in keep}
        self.told = [column for column in table.columns if column.kept_as]
        self.named = {
            column.kept_as: name_of_kept(column.kept_as, leaf_of(column.path) in kept)
            for column in self.told
        }
        self.identity = any(column.is_identity for column in table.columns)

    def lines(self, frame: Rows, skipped: frozenset[tuple[int, str]]) -> Iterator[Line]:
        """Yield the items of a frame; *skipped* are values (row, column) in quarantine."""
        for place, role in enumerate(frame.roles):
            if role == ITEM:
                yield self.line(frame, place, skipped)

    def line(self, frame: Rows, place: int, skipped: frozenset[tuple[int, str]]) -> Line:
        """Read one row."""
        row = frame.rows[place]
        into = Line(Row(), self.table.sheet, row, {}, {})
        for name, texts in frame.texts.items():
            if name in UNTOLD or (row, name) in skipped or ":" in name:
                continue
            anchor = frame.anchors.get(name, {}).get(place, row)
            cell = f"{self.letters.get(name, '')}{anchor}"
            typed = frame.typed[name][place] if name in frame.typed else None
            self._take(into, name, texts[place].strip(), typed, cell)
        for column in self.told:
            text = frame.extras[column.kept_as][place].strip()
            name, cell = self.named[column.kept_as], f"{column.letter}{row}"
            into.fields[name] = self._as_it_is(into, column, text, cell)
        if self.table.week is not None:
            self._week(into, self.table.week, skipped)
        identity = self._identity(frame, place, into.fields)
        if identity.module and "module" not in into.fields:
            into.fields["module"] = Field(identity.module, f"{self.letters.get('title', 'A')}{row}")
        elif frame.sections and frame.sections[place]:
            self._section(into, frame.sections[place])
        return msgspec.structs.replace(into, identity=identity)

    def _take(self, into: Line, name: str, text: str, typed: Any, cell: str) -> None:
        """Turn one typed cell into a value of our field."""
        ours = FIELD_OF.get(name)
        if ours is None:
            return
        if name in PEOPLE:
            self._people(into, name, typed or [], cell)
        elif name in DATES:
            into.fields[ours] = date_field(name, typed, cell)
        elif name == "status":
            state, marker = typed or ("", "")
            into.fields[ours] = status_field(text, state, cell)
            if marker:
                into.fields[MARKER] = Field(marker, cell)
        else:
            value = hashed(text) if name == "remarks" and text else text or None
            value = typed if name in TYPED else value
            if value is not None or ours not in into.fields:  # the owner may have told it
                into.fields[ours] = Field(value, cell)

    def _week(self, into: Line, week: Week, skipped: frozenset[tuple[int, str]]) -> None:
        """Let a row without a finish be due with the week that its sheet is for."""
        told = {"due": week.end, "start": week.start}
        due = into.fields.get("due")
        if (into.row, "planned_finish") in skipped or (due is not None and due.value is not None):
            return
        for name, day in told.items():
            field = into.fields.get(name)
            if field is None or field.value is None:
                into.fields[name] = Field(
                    str(day), week.cell, label=week.text, precision=week.precision
                )

    def _as_it_is(self, into: Line, column: ColumnHead, text: str, cell: str) -> Field:
        """Keep a text that means nothing to us; names become references, long texts digests."""
        names = read_owners(text) or []
        if names and (column.extra in PEOPLE or self.people.named >= set(names)):
            return Field(",".join(self._references(into, names)), cell)
        return Field(hashed(text) if len(text) > LONGEST_KEPT else text or None, cell)

    def _section(self, into: Line, section: str) -> None:
        """Keep the section above a row with a module of its own; without a phase it is that."""
        told = Field(section, f"{self.letters.get('title', 'A')}{into.row}")
        into.fields[SECTION] = told
        into.fields.setdefault("phase", told)

    def _people(self, into: Line, name: str, names: list[str], cell: str) -> None:
        """Put references in the place of names; departments and companies are no persons."""
        owners = self.people.owners(names) if name != "participants" else Owners(names)
        references = self._references(into, owners.persons)
        if name == "participants":
            into.fields["participants"] = Field(",".join(references) or None, cell)
            return
        into.fields[FIELD_OF[name]] = Field(references[0] if references else None, cell)
        if name != "owner":
            return
        if len(references) > 1:
            into.fields["participants"] = Field(",".join(references[1:]), cell)
        for field, value in (("department", owners.unit), ("side", owners.side)):
            if value and (field not in into.fields or into.fields[field].value is None):
                into.fields[field] = Field(str(value), cell)

    def _references(self, into: Line, names: Sequence[str]) -> list[str]:
        references = [self.people.reference(each) for each in names]
        into.names.update(zip(references, names, strict=True))
        return references

    def _identity(self, frame: Rows, place: int, fields: dict[str, Field]) -> Row:
        """Return what tells the row apart."""

        def text(name: str) -> str:
            return frame.texts[name][place].strip() if name in frame.texts else ""

        def value(name: str) -> str:
            return str(fields[name].value or "") if name in fields else ""

        return Row(
            key=text("id") if self.identity else "",
            wbs=text("wbs"),
            module=frame.modules[place],
            title=text("title") or text("id"),
            owner=value("assignee"),
            due=value("due"),
        )


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
    """Yield the mapped columns with a number that tells the second owner from the first."""
    seen: set[str] = set()
    for column in table.columns:
        if column.name:
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
