"""Reads the item rows of frames: what each says, and what each of its steps says."""

from collections.abc import Iterator, Sequence
from typing import Any

import msgspec

from connectors.workbook.column import STEP, base_of
from connectors.workbook.frames import ITEM, ColumnHead, Rows, TableHead, Week
from connectors.workbook.identity import Row
from connectors.workbook.owners import read_owners
from connectors.workbook.past import step_of
from connectors.workbook.people import Owners, People
from connectors.workbook.values import (
    DATES,
    FIELD_OF,
    MARKER,
    OWNER_OF,
    PEOPLE,
    SECTION,
    UNTOLD,
    Field,
    Line,
    column_key,
    date_field,
    hashed,
    is_of,
    is_owner,
    leaf_of,
    name_of_kept,
    named,
    status_field,
)
from connectors.workbook.words.letters import compact

INHERITED = ("module", "phase", "department", "side")  # what a step has of its row
LONGEST_KEPT = 60  # letters; a longer text that means nothing to us stays in the original
TYPED = ("percent_actual", "percent_planned", "weight", "quantity", "side", "goal", "before")


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
        steps = (column.name.partition(STEP)[2] for column in table.columns)
        self.steps = [step for step in dict.fromkeys(steps) if step]
        owners = [(column_key(c.name, c.side, n), c.side) for n, c in named(table) if is_owner(c)]
        self.owners = owners if len(owners) > 1 else []
        self.parents: dict[int, Field] = {}  # by row, what names it for those that are set in

    def lines(self, frame: Rows, skipped: frozenset[tuple[int, str]]) -> Iterator[Line]:
        """Yield the items of a frame, each before its steps.

        *skipped* are values (row, column) in quarantine.
        """
        for place, role in enumerate(frame.roles):
            if role == ITEM:
                line = self.line(frame, place, skipped)
                if self.table.is_outlined:
                    self.parents[line.row] = self._parent(line, frame)
                yield line
                yield from (self.step(frame, place, skipped, line, step) for step in self.steps)

    def line(self, frame: Rows, place: int, skipped: frozenset[tuple[int, str]]) -> Line:
        """Read one row."""
        row = frame.rows[place]
        into = Line(Row(), self.table.table, self.table.sheet, row, {}, {})
        self._take_all(into, frame, place, skipped)
        self._sided_owners(into, frame, place, skipped)
        if place in frame.parents:
            into.fields["parent"] = self.parents[frame.parents[place]]
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

    def step(
        self,
        frame: Rows,
        place: int,
        skipped: frozenset[tuple[int, str]],
        line: Line,
        step: str,
    ) -> Line:
        """Read what a row says of one of its steps: a child, `<title> / <step>`."""
        row, title = line.identity, f"{line.identity.title} / {step}"
        at = line.fields["title"].cell if "title" in line.fields else f"A{line.row}"
        named = {"title": Field(title, at), "parent": self._parent(line, frame)}
        into = Line(row, line.table, line.sheet, line.row, named, {}, step)
        self._take_all(into, frame, place, skipped, step)
        for name in INHERITED:
            if name in line.fields and (name not in into.fields or not into.fields[name].value):
                into.fields[name] = line.fields[name]
        texts = (frame.texts[name][place] for name in frame.texts if is_of(name, step))
        return msgspec.structs.replace(
            into,
            identity=Row(
                key=step_of(row.key, step) if row.key else "", module=row.module, title=title
            ),
            is_blank=not any(text.strip() for text in texts),
        )

    def _parent(self, line: Line, frame: Rows) -> Field:
        """Name a row for what stands below it: by its number, else by its title."""
        name = "id" if line.identity.key else "title" if "title" in frame.texts else "id"
        cell = f"{self.letters.get(name, 'A')}{line.row}"
        return Field(line.identity.key or line.identity.title, cell, label=line.identity.title)

    def _take_all(
        self,
        into: Line,
        frame: Rows,
        place: int,
        skipped: frozenset[tuple[int, str]],
        step: str = "",
    ) -> None:
        """Turn the cells of a row, or those of one of its steps, into values of our fields."""
        for name, texts in frame.texts.items():
            if name in UNTOLD or (into.row, name) in skipped or not is_of(name, step):
                continue
            anchor = frame.anchors.get(name, {}).get(place, into.row)
            cell = f"{self.letters.get(name, '')}{anchor}"
            typed = frame.typed[name][place] if name in frame.typed else None
            self._take(into, base_of(name), texts[place].strip(), typed, cell)

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

    def _sided_owners(
        self, into: Line, frame: Rows, place: int, skipped: frozenset[tuple[int, str]]
    ) -> None:
        """Keep the owners of each side; one of the row's own side is held to it, else the first.

        The others take part.
        """
        told: list[tuple[str, Field]] = []  # side, and who
        for key, whose in self.owners:
            if (into.row, key) in skipped or key not in frame.typed:
                continue
            names = frame.typed[key][place] or []
            references = self._references(into, self.people.owners(names).persons)
            cell = f"{self.letters[key]}{frame.anchors.get(key, {}).get(place, into.row)}"
            into.fields[OWNER_OF.format(side=whose)] = Field(",".join(references) or None, cell)
            told += [(whose, Field(each, cell)) for each in references]
        if not told:
            return
        side = into.fields["side"].value if "side" in into.fields else None
        _, held = next((each for each in told if each[0] == side), told[0])
        into.fields["assignee"] = held
        before = into.fields.get("participants")
        named = [*str(before.value or "").split(",")] if before else []
        others = dict.fromkeys([*named, *(str(who.value) for _, who in told)])
        rest = [who for who in others if who not in ("", held.value)]
        into.fields["participants"] = Field(",".join(rest) or None, told[-1][1].cell)

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
