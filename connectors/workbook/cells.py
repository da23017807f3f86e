"""Reads the sheets of a guarded file into grids of cell values."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

from python_calamine import CalamineError, CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum

from connectors.workbook.extent import Extent, column_letters
from connectors.workbook.guard import Guarded
from hub.refused_files import FileRefused
from hub.text_table import Misfit, read_table

EMPTY = ""
CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
CSV_SHEET = "csv"


@dataclass(frozen=True, slots=True)
class Odd:
    """A cell that holds no value of its own: *kind* is `error` or `uncached`."""

    kind: str
    text: str


Cell = str | float | int | bool | date | datetime | time | timedelta | Odd
Merge = tuple[int, int, int, int]  # first row, first column, last row, last column; inclusive


@dataclass(slots=True)
class Grid:
    """One sheet. *rows* start at sheet row *top* and column *left*; all have the same width.

    Places inside a grid are counted from its own corner; `cell` gives the name a person knows.
    """

    name: str
    rows: list[list[Cell]]
    top: int = 0
    left: int = 0
    hidden: bool = False
    merges: list[Merge] = field(default_factory=list)
    misfits: dict[int, Misfit] = field(default_factory=dict)  # by row

    @property
    def width(self) -> int:
        """Count the columns."""
        return len(self.rows[0]) if self.rows else 0

    def cell(self, row: int, column: int) -> str:
        """Name a cell: `D14`."""
        return f"{column_letters(column + self.left)}{row + self.top + 1}"


def grids(path: Path, guarded: Guarded, encoding: str | None = None) -> Iterator[Grid]:
    """Yield the sheets of a file one after the other."""
    if guarded.kind == "csv":
        yield csv_grid(path, encoding)
        return
    try:
        book = CalamineWorkbook.from_path(str(path))
        for sheet in book.sheets_metadata:
            if sheet.typ == SheetTypeEnum.WorkSheet:
                hidden = sheet.visible != SheetVisibleEnum.Visible
                yield sheet_grid(book, sheet.name, hidden, guarded.extents.get(sheet.name))
    except CalamineError as error:
        raise FileRefused("damaged") from error


def sheet_grid(book: CalamineWorkbook, name: str, hidden: bool, extent: Extent | None) -> Grid:
    """Read one sheet and put back what the reader loses."""
    sheet = book.get_sheet_by_name(name)
    top, left = sheet.start or (0, 0)
    rows: list[list[Cell]] = sheet.to_python(skip_empty_area=True)  # type: ignore[assignment]
    grid = Grid(name, rows, top, left, hidden)
    for (first_row, first_column), (last_row, last_column) in sheet.merged_cell_ranges or ():
        grid.merges.append(
            (first_row - top, first_column - left, last_row - top, last_column - left)
        )
    for (row, column), lost in (extent.lost if extent else {}).items():
        value: Cell = lost.text if lost.kind == "digits" else Odd(lost.kind, lost.text)
        put(grid, row, column, value)
    return grid


def put(grid: Grid, row: int, column: int, value: Cell) -> None:
    """Set a cell named by its place in the sheet; widen the grid where the reader saw nothing."""
    if not grid.rows:
        grid.top, grid.left, grid.rows = row, column, [[EMPTY]]
    if row < grid.top or column < grid.left:
        shift_down, shift_right = max(0, grid.top - row), max(0, grid.left - column)
        grid.rows = [[EMPTY] * shift_right + line for line in grid.rows]
        grid.rows[:0] = [[EMPTY] * grid.width for _ in range(shift_down)]
        grid.top -= shift_down
        grid.left -= shift_right
        grid.merges = [
            (a + shift_down, b + shift_right, c + shift_down, d + shift_right)
            for a, b, c, d in grid.merges
        ]
    row, column = row - grid.top, column - grid.left
    if column >= grid.width:
        more = column + 1 - grid.width
        for line in grid.rows:
            line.extend([EMPTY] * more)
    while row >= len(grid.rows):
        grid.rows.append([EMPTY] * grid.width)
    grid.rows[row][column] = value


def csv_grid(path: Path, encoding: str | None) -> Grid:
    """Read delimited text; its records count as rows."""
    table = read_table(path.read_bytes(), encoding)
    grid = Grid(CSV_SHEET, table.records)  # type: ignore[arg-type]
    grid.misfits = {misfit.record - 1: misfit for misfit in table.misfits}
    return grid


def text_of(value: Cell) -> str:
    """Return the lexical text of a cell; an empty cell has the empty text."""
    return TEXTS[type(value)](value)


def odd_text(value: Odd) -> str:
    """Return what stands in a cell without a value."""
    return clean(value.text)


def moment_text(value: datetime) -> str:
    """Return a date, with its time of day unless that is midnight."""
    at_midnight = value.time() == time()
    return value.date().isoformat() if at_midnight else value.isoformat(sep="T")


def number_text(value: float) -> str:
    """Return the shortest decimal that reads back to the same number, without `.0`."""
    text = repr(value)
    return text.removesuffix(".0") if "e" not in text else text


def clean(text: str) -> str:
    """Bring line ends to one form and replace characters that no database takes."""
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    return CONTROL.sub("\ufffd", text) if not text.isprintable() else text


TEXTS: dict[type, Callable[[Any], str]] = {
    str: clean,
    bool: lambda value: "TRUE" if value else "FALSE",
    int: str,
    float: number_text,
    Odd: odd_text,
    datetime: moment_text,
    date: date.isoformat,
    time: time.isoformat,
    timedelta: str,
}
