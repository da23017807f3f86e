"""Turns one table into frames of typed rows, with everything that was not understood."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from hashlib import blake2b
from itertools import compress
from statistics import median
from typing import Any

from connectors.workbook.cells import Cell
from connectors.workbook.columns import USABLE, Column
from connectors.workbook.dates import DateValue, NotUnderstood, Situation, read_date
from connectors.workbook.frames import (
    CONTINUATION,
    ITEM,
    QUARANTINED,
    ROWS_PER_FRAME,
    ColumnHead,
    Group,
    Problem,
    Request,
    Rows,
    TableHead,
)
from connectors.workbook.merges import Spread, leftmost_groups, spread, title_merges
from connectors.workbook.roles import Roles, RowReader
from connectors.workbook.sheet_scan import column_letters
from connectors.workbook.tables import Table
from connectors.workbook.typed import Typed, attempt, reader_of, texts_of, type_column

DATE_NAMES = ("planned_start", "planned_finish", "actual_start", "actual_finish")
PROJECT_YEARS = 5
ENOUGH_DATES = 10
DUPLICATES = 0.10  # more of them, and the column is no identity at all
LONGEST_TEXT = 500


@dataclass(slots=True)
class Filled:
    """One mapped column of a table after spreading and typing."""

    column: Column
    spread: Spread
    typed: Typed


@dataclass(slots=True)
class TypedTable:
    """A table whose rows are typed. Places count from the first data row."""

    table: Table
    number: int
    roles: Roles
    columns: dict[str, Filled]
    extras: dict[str, list[str]]
    modules: list[str]
    problems: list[Problem] = field(default_factory=list)
    is_identity: bool = False

    def row(self, place: int) -> int:
        """Return the sheet row, from 1."""
        return place + self.table.data_from + self.table.grid.top + 1

    def letter(self, column: Column) -> str:
        """Return the letters of a column."""
        return column_letters(column.index + self.table.grid.left)

    def problem(self, place: int, name: str, reason: str, text: str, *, whole: bool = False) -> None:
        """Note what was not understood."""
        filled = self.columns.get(name)
        letter = self.letter(filled.column) if filled else ""
        row = self.row(place)
        self.problems.append(Problem(self.number, row, letter, name, reason, text[:LONGEST_TEXT], whole))


def typed_table(table: Table, number: int, edition: date, request: Request) -> TypedTable:
    """Type a table."""
    start, stop = table.data_from, table.stop
    title = table.columns.named("title")
    under = title_merges(table.grid, title.index, start, stop) if title else [False] * (stop - start)
    roles = RowReader(table).judge(under)
    typed = TypedTable(table, number, roles, {}, {}, [])
    leading = leftmost_groups([c.name for c in table.columns.all])
    situation = Situation(edition, order=request.order)
    people = frozenset(request.people)
    cells_of = list(zip(*table.grid.rows[start:stop], strict=True)) or [()] * table.grid.width
    for column in table.columns.all:
        if column.name and column.confidence >= USABLE:
            rule = request.columns[column.name].merge if column.name in request.columns else ""
            filled = spread(
                table.grid,
                column.index,
                cells_of[column.index],
                column.name,
                start,
                stop,
                rule,
                leftmost=column.index in leading,
            )
            reader = reader_of(column.name, filled.cells, situation, people)
            typed.columns[unique_name(column, typed)] = Filled(
                column, filled, type_column(filled.cells, reader)
            )
        elif column.path or column.look.filled:
            typed.extras[extra_name(typed, column)] = texts_of(cells_of[column.index])
    typed.modules = modules_of(typed)
    settle_years(typed, edition)
    check_project_years(typed)
    check_order(typed)
    settle_unfinished(typed)
    check_identity(typed)
    note_problems(typed)
    return typed


def unique_name(column: Column, typed: TypedTable) -> str:
    """Return the name of a column; a second owner bears its side."""
    return column.name if column.name not in typed.columns else f"{column.name}:{column.side}"


def extra_name(typed: TypedTable, column: Column) -> str:
    """Return the name under which an unmapped column is kept: its path, else its letters."""
    name = " / ".join(column.path) or typed.letter(column)
    count = 2
    while name in typed.extras:
        name = f"{name.removesuffix(f'#{count - 1}')}#{count}"
        count += 1
    return name


def modules_of(typed: TypedTable) -> list[str]:
    """Return for each row the module it stands in: its own, under the section above it."""
    height = len(typed.roles.of)
    own = typed.columns["module"].typed.texts if "module" in typed.columns else [""] * height
    if not typed.roles.section_texts:
        return [text.strip() for text in own]
    section = ""
    found = []
    for place, text in enumerate(own):
        section = typed.roles.section_texts.get(place, section)
        text = text.strip()
        found.append(f"{section} / {text}" if section and text and section != text else text or section)
    return found


def settle_years(typed: TypedTable, edition: date) -> None:
    """Read dates without a year again where another date of their row has one."""
    dated = {name: typed.columns[name] for name in DATE_NAMES if name in typed.columns}
    for name, filled in dated.items():
        values = filled.typed.values
        for place, value in enumerate(values):
            if value is None or value.year_from != "edition":
                continue
            others = [
                other.typed.values[place]
                for other_name, other in dated.items()
                if other_name != name and other.typed.values[place] is not None
            ]
            sure = [other for other in others if other.year_from in ("text", "cell")]
            if sure:
                starts = [o.start for n, o in zip(dated, others, strict=False) if n.endswith("start")]
                again = Situation(
                    edition,
                    is_actual=name.startswith("actual"),
                    is_finish=name.endswith("finish"),
                    row_date=sure[0].start,
                    row_start=starts[0] if starts else None,
                )
                values[place] = reread(value, again)


def reread(value: DateValue, situation: Situation) -> DateValue:
    """Read a date's text again in another situation; keep the first reading if that fails."""
    try:
        return read_date(value.text, situation)
    except NotUnderstood:
        return value


def check_project_years(typed: TypedTable) -> None:
    """Quarantine years that lie far from all others of the table: they are typing errors."""
    dated = [typed.columns[name] for name in DATE_NAMES if name in typed.columns]
    distinct = {value.start for filled in dated for value in set(filled.typed.values) if value}
    if len(distinct) < ENOUGH_DATES:
        return
    middle = median(day.year for day in distinct)
    if all(abs(day.year - middle) <= PROJECT_YEARS for day in distinct):
        return
    for filled in dated:
        for place, value in enumerate(filled.typed.values):
            if value is not None and abs(value.start.year - middle) > PROJECT_YEARS:
                filled.typed.problems[place] = "date_out_of_range"
                filled.typed.values[place] = None


def check_order(typed: TypedTable) -> None:
    """Mark a finish before its start; the row keeps both values."""
    for side in ("planned", "actual"):
        start, finish = typed.columns.get(f"{side}_start"), typed.columns.get(f"{side}_finish")
        if start is None or finish is None:
            continue
        pairs = zip(start.typed.values, finish.typed.values, strict=True)
        for place, (begins, ends) in enumerate(pairs):
            if begins is not None and ends is not None and ends.end < begins.start:
                if typed.roles.of[place] == ITEM:
                    text = f"{begins.text} – {ends.text}"
                    typed.problem(place, f"{side}_finish", "finish_before_start", text)


def settle_unfinished(typed: TypedTable) -> None:
    """Read 未完成 as not started where nothing of it is done."""
    status, percent = typed.columns.get("status"), typed.columns.get("percent_actual")
    if status is None:
        return
    if not any(value and value[1] == "unfinished" for value in set(status.typed.values)):
        return
    for place, value in enumerate(status.typed.values):
        if value and value[1] == "unfinished":
            done = percent.typed.values[place] if percent else None
            status.typed.values[place] = ("not_started" if done == 0 else value[0], "")


def check_identity(typed: TypedTable) -> None:
    """Tell whether the id column names its rows; quarantine two titles under one id.

    A column of running numbers is no identity, whatever its header: inserting one row on top
    would change them all.
    """
    filled = typed.columns.get("id")
    if filled is None:
        return
    told = [
        (place, text.strip())
        for place, (role, text) in enumerate(zip(typed.roles.of, filled.typed.texts, strict=True))
        if role == ITEM and text
    ]
    sample: list[Cell] = [filled.spread.cells[place] for place, _ in told[:200]]
    if not told or is_numbering(sample):
        return
    if len({text for _, text in told}) == len(told):
        typed.is_identity = True
        return
    counts = Counter(text for _, text in told)
    doubled = [(place, text) for place, text in told if counts[text] > 1]
    if len(doubled) > max(2, DUPLICATES * len(told)):
        return
    typed.is_identity = True
    for place, text in doubled:
        typed.roles.of[place] = QUARANTINED
        typed.roles.reasons[place] = "duplicate_id"


def is_numbering(cells: Sequence[Cell]) -> bool:
    """Tell running numbers, also those that start again for each block."""
    numbers = [int(str(c).removesuffix(".0")) for c in cells if str(c).removesuffix(".0").isdigit()]
    if len(numbers) < len(cells):
        return False
    steps = sum(b - a == 1 or b == 1 for a, b in zip(numbers, numbers[1:], strict=False))
    return steps >= 0.8 * (len(numbers) - 1)


def note_problems(typed: TypedTable) -> None:
    """Note quarantined rows, and values of items that were not understood."""
    title = typed.columns.get("title")
    for place, reason in sorted(typed.roles.reasons.items()):
        misfit = typed.table.grid.misfits.get(place + typed.table.data_from)
        text = misfit.text if misfit else row_text(typed, place)
        name = "id" if reason == "duplicate_id" else "title" if title else ""
        typed.problem(place, name, reason, text, whole=True)
    for name, filled in typed.columns.items():
        for place, reason in filled.typed.problems.items():
            if typed.roles.of[place] == ITEM:
                typed.problem(place, name, reason, filled.typed.texts[place])
    for column in typed.table.columns.mapped:
        if column.confidence < USABLE:
            row = typed.table.header_rows[0]
            path = " / ".join(column.path)
            typed.problems.append(
                Problem(typed.number, row, typed.letter(column), column.name, "weak_column", path, False)
            )


def row_text(typed: TypedTable, place: int) -> str:
    """Show a row in one line."""
    row = typed.table.grid.rows[place + typed.table.data_from]
    return " | ".join(text for text in texts_of(row) if text.strip())


def table_head(typed: TypedTable) -> TableHead:
    """Describe a table."""
    table = typed.table
    columns = tuple(
        ColumnHead(
            typed.letter(column),
            " / ".join(column.path),
            column.name,
            column.confidence,
            column.side,
            column.extra,
            column.name == "id" and typed.is_identity,
        )
        for column in table.columns.all
        if column.path or column.name
    )
    return TableHead(
        typed.number,
        table.grid.name,
        table.verdict,
        table.why,
        table.columns.confidence,
        table.header_rows,
        typed.row(0),
        typed.row(len(typed.roles.of)) - 1,
        table.fingerprint,
        columns,
    )


def rejected_head(table: Table, number: int) -> TableHead:
    """Describe a region that is no table."""
    last = len(table.grid.rows) + table.grid.top
    empty: tuple[ColumnHead, ...] = ()
    return TableHead(
        number, table.grid.name, table.verdict, table.why, 0.0, (0, 0), 1, last, "", empty
    )


def row_frames(typed: TypedTable) -> Iterator[Rows]:
    """Yield the non-empty rows, a thousand at a time."""
    keep = [bool(role) for role in typed.roles.of]
    everything = all(keep)

    def kept(values: Sequence[Any]) -> list[Any]:
        return list(values) if everything else list(compress(values, keep))

    places = kept(range(len(keep)))
    texts = {name: kept(filled.typed.texts) for name, filled in typed.columns.items()}
    values = {name: kept(f.typed.values) for name, f in typed.columns.items() if f.typed.values}
    extras = {name: kept(column) for name, column in typed.extras.items()}
    roles, modules = kept(typed.roles.of), kept(typed.modules)
    digests = digests_of([column for name, column in texts.items() if name != "numbering"], len(places))
    anchors = {name: filled.spread.anchors for name, filled in typed.columns.items() if filled.spread.anchors}
    first = typed.row(0)
    for begin in range(0, len(places), ROWS_PER_FRAME):
        part = slice(begin, begin + ROWS_PER_FRAME)
        within = places[part]
        yield Rows(
            typed.number,
            [place + first for place in within],
            roles[part],
            {name: column[part] for name, column in texts.items()},
            {name: column[part] for name, column in values.items()},
            {name: column[part] for name, column in extras.items()},
            modules[part],
            {name: anchored(found, within, first) for name, found in anchors.items()},
            digests[part],
        )


def anchored(found: dict[int, int], within: Sequence[int], first: int) -> dict[int, int]:
    """Return, by place in the frame, the sheet row that a filled cell comes from."""
    return {n: found[place] + first for n, place in enumerate(within) if place in found}


def digests_of(columns: Sequence[Sequence[str]], height: int) -> list[bytes]:
    """Return 16 bytes for each row, equal where all its mapped texts are."""
    if not columns:
        return [b""] * height
    joined = map("\x1f".join, zip(*columns, strict=True))
    return [blake2b(text.encode("utf-8", "replace"), digest_size=16).digest() for text in joined]


def groups_of(typed: TypedTable) -> Iterator[Group]:
    """Yield the values that are one claim on several rows."""
    for name, filled in typed.columns.items():
        reader = reader_of(name, [value for _, _, value in filled.spread.groups], Situation(date.min), frozenset())
        for first, last, value in filled.spread.groups:
            [text] = texts_of([value])
            found = attempt(reader, value) if reader else text
            yield Group(
                typed.number,
                typed.row(first),
                typed.row(last),
                typed.letter(filled.column),
                name,
                typed.modules[first],
                text,
                None if isinstance(found, Exception) else found,
            )


def continuations(roles: Sequence[str]) -> dict[int, int]:
    """Return for each continuation row the item row that it belongs to."""
    found: dict[int, int] = {}
    last = -1
    for place, role in enumerate(roles):
        if role == ITEM:
            last = place
        elif role == CONTINUATION and last >= 0:
            found[place] = last
    return found
