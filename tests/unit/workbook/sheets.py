"""Small grids for tests: rows as lists, empty cells as empty texts."""

from datetime import date

from connectors.workbook.cells import Grid
from connectors.workbook.frames import Request
from connectors.workbook.tables import Table, tables_in
from connectors.workbook.typed_rows import typed_table
from connectors.workbook.typed_table import TypedTable

EDITION = date(2026, 3, 11)
ASKED = Request(name="any.xlsx", received_on=EDITION)


def grid(text: str, merges=(), name: str = "表") -> Grid:
    """Make a grid of lines with `|` between cells; numbers and dates are typed."""
    lines = [line.split("|") for line in text.strip("\n").split("\n")]
    width = max(map(len, lines))
    rows = [[cell(value) for value in line] + [""] * (width - len(line)) for line in lines]
    return Grid(name, rows, merges=list(merges))


def cell(text: str):
    """Type a cell as a spreadsheet does."""
    text = text.strip(" ")
    try:
        return float(text)
    except ValueError:
        pass
    try:
        return date.fromisoformat(text)
    except ValueError:
        return text


def table(text: str, merges=()) -> Table:
    """Find the first table."""
    return tables_in(grid(text, merges))[0]


def typed(text: str, merges=(), request: Request = ASKED) -> TypedTable:
    """Type the first table."""
    return typed_table(table(text, merges), 0, EDITION, request)


def names(found: Table) -> dict[str, str]:
    """Give what each header means."""
    return {"/".join(c.path): c.name for c in found.columns.all if c.name}
