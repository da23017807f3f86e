"""Reads a table where a person says that it begins, and none where a person says there is none."""

from collections.abc import Iterator

from connectors.workbook.cells import Cell, Grid, text_of
from connectors.workbook.day_grid import day_grid
from connectors.workbook.frames import Request, SheetTop
from connectors.workbook.further_headers import next_header
from connectors.workbook.headers import look_up
from connectors.workbook.headers_found import (
    SEARCHED,
    Header,
    candidates,
    header_of,
    label_paths,
)
from connectors.workbook.tables import Table, Told, fingerprint_of, has_data, table_of, tables_in
from hub.pointing import Pointed

WIDEST = 8  # columns of a sheet that are shown
LONGEST = 20  # letters of a cell


def is_pointed_at(grid: Grid, request: Request) -> bool:
    """Tell a sheet that a person has named; it may be a hidden one."""
    return any(said.sheet == grid.name for said in request.pointed)


def tables_of(grid: Grid, request: Request, told: Told) -> list[Table]:
    """Return the tables of a sheet, top down: those pointed at, and what is found around them."""
    usual = tables_in(grid, told)
    found: dict[int, Table] = {}
    for said in request.pointed:
        header = header_at(grid, said)
        if header is not None and said.fingerprint not in request.refused:
            stop = next_header(grid, header)
            found[header.first] = table_of(grid, header, stop, told)
    if not found:
        return usual
    rest = [table for table in usual if table.header and is_beside(table, found)]
    return sorted([*found.values(), *rest], key=lambda table: table.data_from)


def is_beside(table: Table, pointed: dict[int, Table]) -> bool:
    """Tell a table that a pointed one leaves whole, or shorter; it ends where that begins."""
    first = table.header.first if table.header else 0
    if any(start <= first < other.stop for start, other in pointed.items()):
        return False
    table.stop = min([table.stop, *(start for start in pointed if start > first)])
    return has_data(table)


def header_at(grid: Grid, said: Pointed) -> Header | None:
    """Return the header at the place, or where one with the same fingerprint has moved to."""
    first = said.row - 1 - grid.top
    if not said.fingerprint:
        return header_from(grid, first, said.rows) if grid.name == said.sheet else None
    places = [first, *range(min(SEARCHED, len(grid.rows)))]
    moved = (header_from(grid, place, said.rows) for place in places)
    return next((h for h in moved if h and print_of(grid, h) == said.fingerprint), None)


def header_from(grid: Grid, first: int, rows: int) -> Header | None:
    """Return the header that begins in a row, whatever it names; None for a row without labels."""
    if not 0 <= first < len(grid.rows):
        return None
    likely = [] if rows else list(candidates(grid, first))
    if likely:
        return max(likely, key=lambda header: header.score)
    last = min(first + max(rows, 1), len(grid.rows)) - 1
    return header_of(grid, first, last) or unsure_header(grid, first, last)


def unsure_header(grid: Grid, first: int, last: int) -> Header | None:
    """Make a header of rows that would not be taken for one."""
    grid_from = day_grid(grid, first, last)
    paths = label_paths(grid, first, last, grid_from)
    guesses = {column: guess for column, path in paths.items() if (guess := look_up(path))}
    return Header(first, last, paths, guesses, grid_from) if paths else None


def print_of(grid: Grid, header: Header) -> str:
    """Name a header as its table will."""
    width = min(grid.width, header.grid_from)
    return fingerprint_of([header.paths.get(place, ()) for place in range(width)])


def top_of(grid: Grid, most: int) -> SheetTop:
    """Give the first rows of a sheet as they stand there."""
    rows = [list(texts_in(row)) for row in grid.rows[:most]]
    return SheetTop(grid.name, grid.hidden, grid.top + 1, grid.left + 1, rows)


def texts_in(row: list[Cell]) -> Iterator[str]:
    """Yield the beginnings of the first cells of a row."""
    for value in row[:WIDEST]:
        yield " ".join(text_of(value).split())[:LONGEST]
