"""Finds the tables of a sheet and says of each region what it is."""

import hashlib
from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass, field, replace
from datetime import date

from connectors.workbook.cells import Cell, Grid, text_of
from connectors.workbook.column import USABLE, Column, Columns, agreed, base_of
from connectors.workbook.columns import decide
from connectors.workbook.day_grid import day_grid
from connectors.workbook.further_headers import FURTHER, next_header
from connectors.workbook.headers_found import (
    SEARCHED,
    Header,
    header_of,
    headers_in,
    is_empty,
    is_label,
)
from connectors.workbook.help_rows import is_help
from connectors.workbook.look import blank, look_at
from connectors.workbook.side_tables import cut, gap_beside
from connectors.workbook.steps import columns_of_steps, settle_steps
from connectors.workbook.words.letters import compact

TABLE, TEMPLATE, HEADERLESS, NOT_A_TABLE = "table", "template", "headerless", "not_a_table"
USED = 0.85  # surer tables need no person
OTHER_KINDS = frozenset(
    [
        "planned_start",
        "planned_finish",
        "actual_start",
        "actual_finish",
        "status",
        "percent_actual",
        "percent_planned",
        "owner",
        "module",
        "phase",
        "numbering",
        "id",
        "wbs",
        "department",
        "requester",
        "priority",
        "severity",
        "quantity",
        "weight",
        "remarks",
        "predecessor",
        "raised_on",
        "kind",
        "side",
        "evidence",
    ]
)
LIST_ROWS = 3


@dataclass(frozen=True, slots=True)
class Told:
    """What is known of a file before its tables are found.

    *reported_on* is the edition's date where it is a report; *words* are those of the profile, in
    the form in which words are compared; so are the names of departments and companies. *steps*
    are those that a row may have, each with columns of its own. *planned* are the headers of dates
    that were read as planned before.
    """

    reported_on: date | None = None
    words: Mapping[str, str] = field(default_factory=dict)
    units: Set[str] = frozenset()
    parties: Set[str] = frozenset()
    steps: Sequence[str] = ()
    planned: Set[str] = frozenset()


NOTHING_TOLD = Told()


@dataclass(slots=True)
class Table:
    """A region of a sheet. Rows are counted within the grid; *stop* is excluded."""

    grid: Grid
    verdict: str
    why: str = ""  # the condition that failed, as a code
    header: Header | None = None
    columns: Columns = field(default_factory=lambda: Columns([]))
    data_from: int = 0
    stop: int = 0
    above: int = 0  # first row of the legend above the header

    @property
    def header_rows(self) -> tuple[int, int]:
        """Give first and last sheet row (from 1) with a label of a mapped column."""
        if self.header is None:
            return 0, 0
        rows = label_rows(self.grid, self.header, self.columns)
        return rows[0] + self.grid.top + 1, rows[-1] + self.grid.top + 1

    @property
    def fingerprint(self) -> str:
        """Give the SHA-256 over the normalised header paths in order."""
        return fingerprint_of([column.path for column in self.columns.all])


def fingerprint_of(paths: Sequence[Sequence[str]]) -> str:
    """Give the SHA-256 over header paths, of every column in its order."""
    texts = ["/".join(map(compact, path)) for path in paths]
    return hashlib.sha256("\n".join(texts).encode()).hexdigest()


def label_rows(grid: Grid, header: Header, columns: Columns) -> list[int]:
    """Return the header rows in which a mapped column has a label."""
    places = [column.index for column in columns.mapped if column.path] or list(header.paths)
    rows = range(header.first, header.last + 1)
    found = [row for row in rows if any(is_label(grid.rows[row][place]) for place in places)]
    return found or [header.first]


def tables_in(grid: Grid, told: Told = NOTHING_TOLD) -> list[Table]:
    """Return the regions of a sheet, top down; at least one for a sheet that is not empty."""
    if not any(not is_empty(value) for row in grid.rows[:SEARCHED] for value in row):
        return []
    found: list[Table] = []
    start = 0
    refused: Table | None = None
    while start < len(grid.rows):
        header = headers_in(grid, start, start + SEARCHED)
        if header is None:
            break
        header = earlier(grid, start, header)
        stop = next_header(grid, header)
        table, beside = tables_beside(grid, header, stop, told)
        table.above = start
        if table.verdict in (TABLE, TEMPLATE):
            found += [table, *beside]
        elif refused is None:
            refused = table
        start = stop
    if found:
        return found
    listed = headerless(grid)
    return [listed if listed.verdict == HEADERLESS or refused is None else refused]


def tables_beside(grid: Grid, header: Header, stop: int, told: Told) -> tuple[Table, list[Table]]:
    """Return the table under a header, and those that stand beside it with titles of their own."""
    gap = gap_beside(grid, header, stop)
    whole = table_of(grid, header, stop, told)
    if gap is None:
        return whole, []
    first = cut(grid, range(gap), range(len(grid.rows)))
    own = header_of(first, header.first, header.last)
    rest = cut(grid, range(gap + 1, grid.width), range(header.first, stop))
    beside = [table for table in tables_in(rest, told) if table.verdict in (TABLE, TEMPLATE)]
    if own is None or not beside:
        return whole, []
    return table_of(first, own, stop, told), beside


def earlier(grid: Grid, start: int, best: Header) -> Header:
    """Return a table's header above the best one, if there is data between the two."""
    while best.first - start >= 2:
        above = headers_in(grid, start, best.first - 1)
        if above is None or above.last + 1 >= best.first or above.score < FURTHER:
            return best
        table = table_of(grid, above, best.first)
        if table.verdict != TABLE:
            return best
        best = above
    return best


def table_of(grid: Grid, header: Header, stop: int, told: Told = NOTHING_TOLD) -> Table:
    """Look at the columns under a header and decide what the region is."""
    data_from = first_data_row(grid, header, stop)
    under = columns_under(grid, header, (data_from, stop), told)
    steps = columns_of_steps(under, told.steps, told.words)
    taken = {column.index for of_step in steps.values() for column in of_step}
    usual = [column for column in under if column.index not in taken]
    decided = decide(usual, reported_on=told.reported_on, planned=told.planned)
    columns = settle_steps(decided, steps)
    for column in columns.all:
        if column.path and (name := told.words.get(compact(column.path[-1]))):
            columns.assign(column, name)
    table = Table(grid, TABLE, header=header, columns=columns, data_from=data_from, stop=stop)
    table.why = why_not(table)
    if table.why:
        table.verdict = NOT_A_TABLE
    elif not has_data(table):
        table.verdict = TEMPLATE
    return table


def columns_under(grid: Grid, header: Header, rows: tuple[int, int], told: Told) -> list[Column]:
    """Make the columns of a table, those without a header text included; *stop* is excluded."""
    data_from, stop = rows
    merged = vertical_merges(grid, data_from, stop)
    columns = []
    for index in range(min(grid.width, header.grid_from)):
        cells = [row[index] for row in grid.rows[data_from : min(stop, data_from + 200)]]
        look = look_at(trimmed(grid, cells, data_from), merged.get(index, 0))
        look = replace(look, units=told.units, parties=told.parties)
        path = header.paths.get(index, ())
        columns.append(Column(index, path, header.guesses.get(index), look))
    return columns


def trimmed(grid: Grid, cells: list[Cell], data_from: int) -> list[Cell]:
    """Leave out rows that are empty all over: they say nothing about coverage."""
    rows = grid.rows[data_from : data_from + len(cells)]
    return [cell for cell, row in zip(cells, rows, strict=True) if filled_cells(row) > 1]


def filled_cells(row: Sequence[Cell]) -> int:
    """Count the filled cells of a row."""
    return sum(not is_empty(value) for value in row)


def vertical_merges(grid: Grid, data_from: int, stop: int) -> dict[int, int]:
    """Count, by column, the merges that reach over several rows."""
    found: dict[int, int] = {}
    for top, left, bottom, _ in grid.merges:
        if bottom > top >= data_from and top < stop:
            found[left] = found.get(left, 0) + 1
    return found


def first_data_row(grid: Grid, header: Header, stop: int) -> int:
    """Return the first row after header, its merges, grid labels and help rows."""
    row = header.last + 1
    for top, left, bottom, _ in grid.merges:
        if header.first <= top <= header.last and left in header.paths:
            row = max(row, bottom + 1)
    while row < min(stop, header.last + 8) and is_help(grid, header, row):
        row += 1
    return row


def has_data(table: Table) -> bool:
    """Tell whether any row has more than a running number."""
    places = [c.index for c in table.columns.mapped if c.name not in ("numbering", "id", "wbs")]
    rows = table.grid.rows[table.data_from : table.stop]
    return any(not is_empty(row[place]) for row in rows for place in places)


def why_not(table: Table) -> str:
    """Return the condition of a table that does not hold, or nothing."""
    columns = table.columns
    title = columns.named("title")
    if title is None and not (columns.named("id") and columns.named("status")):
        return "no_title_column"
    others = [column for column in columns.mapped if base_of(column.name) in OTHER_KINDS]
    if not any(agreed(column.name, column.look) is not False for column in others):
        return "no_other_column"
    if not any(agreed(c.name, c.look) or not title or c.look.filled < 3 for c in others):
        return "no_other_column"
    if columns.confidence < USABLE:
        return "not_sure"
    return ""


def headerless(grid: Grid) -> Table:
    """Say of a sheet without header whether it is a list all the same."""
    rows = [row for row in grid.rows if filled_cells(row) >= 2]
    table = Table(grid, NOT_A_TABLE, "no_header", stop=len(grid.rows))
    if any(day_grid(grid, row, row) < grid.width for row in range(min(SEARCHED, len(grid.rows)))):
        table.why = "calendar"
        return table
    if len(rows) >= LIST_ROWS:
        first = [row[0] for row in rows if not blank(row[0])]
        texts = sum(isinstance(value, str) and bool(value) for value in first)
        if texts >= 0.6 * len(rows) and len({text_of(v) for v in first}) >= 0.5 * len(first):
            table.verdict = HEADERLESS
    return table
