"""Reads colours, symbols, strike-through and comments of a table: by its legend, or not at all."""

import re
from collections.abc import Iterator

from connectors.workbook.cells import Cell, Grid, text_of
from connectors.workbook.column import SETTLED, Column
from connectors.workbook.extent import column_letters
from connectors.workbook.frames import ITEM, Comment, Request
from connectors.workbook.look import SYMBOLS, Look
from connectors.workbook.merges import Spread
from connectors.workbook.second_pass import Looks, SecondPass
from connectors.workbook.status import read_status
from connectors.workbook.typed import Typed
from connectors.workbook.typed_table import Filled, TypedTable

TICKS = "".join(sorted(SYMBOLS))
EXPLAINED = re.compile(rf"([{TICKS}])\s*[:：=—-]*\s*([^\s{TICKS},，;；、。:：=]+)")
LONGEST_LEGEND = 12  # letters of a text beside its colour
FORMATTED = re.compile(r"(0+)(?:\.(0+))?")
WHITE = "FFFFFF"


def read_marks(typed: TypedTable, second: SecondPass, request: Request) -> Iterator[Comment]:
    """Take what a table shows beside its values; yield the comments on its items."""
    read_symbols(typed, request)
    if not (request.looks and second.has_looks):
        return
    looks = second.of(typed.table.grid)
    note_struck(typed, looks)
    read_colours(typed, looks, request)
    yield from comments_of(typed, looks)


def place_in_sheet(typed: TypedTable, place: int, column: int) -> tuple[int, int]:
    """Return row and column of the sheet, from 0."""
    grid = typed.table.grid
    return typed.row(place) - 1, column + grid.left


def note_struck(typed: TypedTable, looks: Looks) -> None:
    """Ask about each item whose title is struck out: done or cancelled, nobody knows which."""
    title = typed.columns.get("title")
    if title is None:
        return
    for place, role in enumerate(typed.roles.of):
        if role == ITEM and place_in_sheet(typed, place, title.column.index) in looks.struck:
            typed.problem(place, "title", "struck_out", title.typed.texts[place])


def outside(typed: TypedTable) -> Iterator[tuple[int, int, Cell]]:
    """Yield row, column (of the grid) and value of the cells that may be a legend."""
    table = typed.table
    grid, header = table.grid, table.header
    known = {column.index for column in table.columns.all if column.path or column.name}
    for row, cells in enumerate(grid.rows):
        if header is not None and header.first <= row <= header.last:
            continue
        place = row - table.data_from
        is_item = 0 <= place < len(typed.roles.of) and typed.roles.of[place] == ITEM
        for column, value in enumerate(cells):
            if not (is_item and column in known):
                yield row, column, value


def read_symbols(typed: TypedTable, request: Request) -> None:
    """Read a state that is written as a symbol, where the sheet or the profile explains it."""
    status = typed.columns.get("status")
    if status is None:
        return
    asked = {
        place
        for place, reason in status.typed.problems.items()
        if reason == "status_unknown" and status.typed.texts[place].strip() in SYMBOLS
    }
    if not asked:
        return
    told = explained(typed) | {s: w for s, w in request.symbols.items() if any(read_status(w))}
    for place in asked:
        word = told.get(status.typed.texts[place].strip())
        if word is not None:
            status.typed.values[place] = read_status(word)
            del status.typed.problems[place]


def explained(typed: TypedTable) -> dict[str, str]:
    """Return the symbols that a legend explains by a word of the status."""
    texts = (text_of(value) for _, _, value in outside(typed) if isinstance(value, str) and value)
    pairs = (pair for text in texts for pair in EXPLAINED.findall(text))
    return {symbol: word for symbol, word in pairs if any(read_status(word))}


def read_colours(typed: TypedTable, looks: Looks, request: Request) -> None:
    """Read a state out of a colour, where the sheet's legend or the profile says what it means.

    A state that is written goes before its colour. Without a column for it, the colour of the
    title counts.
    """
    told = legend_of(typed, looks) | request.colours
    title = typed.columns.get("title")
    if not told or title is None:
        return
    status = typed.columns.get("status")
    if status is None:
        status = typed.columns["status"] = no_states(typed, title.column)
    for place, role in enumerate(typed.roles.of):
        colour = looks.fills.get(place_in_sheet(typed, place, status.column.index), "")
        if role == ITEM and colour in told and not status.typed.texts[place].strip():
            status.typed.texts[place] = told[colour]
            status.typed.values[place] = read_status(told[colour])


def no_states(typed: TypedTable, title: Column) -> Filled:
    """Make a column of states that stands where the titles stand."""
    height = len(typed.roles.of)
    column = Column(title.index, (), None, Look([], 0), "status", SETTLED)
    return Filled(column, Spread([""] * height), Typed([""] * height, [("", "")] * height))


def legend_of(typed: TypedTable, looks: Looks) -> dict[str, str]:
    """Return the colours that stand beside a word of the status, or under it."""
    grid = typed.table.grid
    found: dict[str, str] = {}
    for row, column, value in outside(typed):
        colour = looks.fills.get((row + grid.top, column + grid.left), WHITE)
        if colour == WHITE:
            continue
        word = word_of(value) or (word_of(beside(grid, row, column)) if value == "" else "")
        if word:
            found.setdefault(colour, word)
    return found


def beside(grid: Grid, row: int, column: int) -> Cell:
    """Return the value to the right of a cell."""
    return grid.rows[row][column + 1] if column + 1 < grid.width else ""


def word_of(value: Cell) -> str:
    """Return a short text that means a state."""
    text = text_of(value).strip() if isinstance(value, str) else ""
    return text if 0 < len(text) <= LONGEST_LEGEND and any(read_status(text)) else ""


def comments_of(typed: TypedTable, looks: Looks) -> Iterator[Comment]:
    """Yield the comments on the items of a table, with the column that they are about."""
    grid = typed.table.grid
    rows = {typed.row(place) - 1 for place, role in enumerate(typed.roles.of) if role == ITEM}
    names = {c.index + grid.left: c.name for c in typed.table.columns.all if c.name}
    for (row, column), (author, text) in sorted(looks.comments.items()):
        if row in rows and text.strip():
            letter = column_letters(column)
            yield Comment(typed.number, row + 1, letter, names.get(column, ""), author, text)


def as_shown(
    typed: TypedTable, column: Column, cells: list[Cell], second: SecondPass
) -> list[Cell]:
    """Return the numbers of an id as they are shown: 3.10 and 3.1 are one number, and two ids."""
    if not any(isinstance(value, float) and value != int(value) for value in cells):
        return cells
    looks = second.of(typed.table.grid)

    def shown(place: int, value: Cell) -> Cell:
        form = FORMATTED.fullmatch(
            looks.formats.get(place_in_sheet(typed, place, column.index), "")
        )
        if not isinstance(value, float) or form is None:
            return value
        decimals = len(form[2] or "")
        width = len(form[1]) + decimals + bool(decimals)
        return f"{value:0{width}.{decimals}f}"

    return [shown(place, value) for place, value in enumerate(cells)]


def is_percentage(typed: TypedTable, column: Column, second: SecondPass) -> bool | None:
    """Tell a column whose numbers are all shown as percentages; None where that is not known."""
    formats = second.of(typed.table.grid).formats
    places = (place_in_sheet(typed, n, column.index) for n in range(len(typed.roles.of)))
    shown = [formats[place] for place in places if place in formats]
    return True if shown and all("%" in form for form in shown) else None
