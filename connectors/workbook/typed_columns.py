"""Types the columns of a table: spread over merges, shown as the sheet shows them, then read."""

from collections.abc import Sequence
from datetime import date

from connectors.workbook.cells import CSV_SHEET, Cell, text_of
from connectors.workbook.column import IGNORED, USABLE, Column, base_of
from connectors.workbook.dates import Situation
from connectors.workbook.frames import Request
from connectors.workbook.look import FEW
from connectors.workbook.marks import as_shown, is_percentage
from connectors.workbook.merges import Spread, leftmost_groups, spread
from connectors.workbook.second_pass import SecondPass
from connectors.workbook.tables import Table
from connectors.workbook.typed import is_undecided, reader_of, side_reader, texts_of, type_column
from connectors.workbook.typed_table import Filled, TypedTable
from connectors.workbook.words.letters import compact

LIST = "list"
NOT_TOLD = ("numbering", IGNORED)


def type_columns(
    typed: TypedTable, edition: date, request: Request, second: SecondPass | None
) -> None:
    """Type what is mapped; keep the texts of all other columns."""
    table = typed.table
    start, stop = table.data_from, table.stop
    leading = leftmost_groups([c.name for c in table.columns.all])
    situation = Situation(edition, order=request.order)
    people = frozenset([*request.people, *request.units, *request.parties])
    cells_of, repeats = columns_in(table, request)
    for column in table.columns.all:
        cells = cells_of[column.index]
        if column.index in repeats:
            continue
        if column.name and column.confidence >= USABLE:
            name = base_of(column.name)
            rule = request.columns[name].merge if name in request.columns else ""
            leftmost = column.index in leading
            region = (table.grid, start, stop)
            filled = spread(region, column.index, cells, name, rule=rule, leftmost=leftmost)
            formatted = look_again(typed, column, filled, second)
            reader = reader_of(name, filled.cells, situation, people, formatted=formatted)
            if name == "side" and request.parties:
                reader = side_reader(request.parties)
            typed.columns[unique_name(column, typed)] = Filled(
                column, filled, type_column(filled.cells, reader)
            )
        elif column.path or column.look.filled:
            typed.extras[kept := extra_name(typed, column)] = texts_of(cells)
            if is_told(column):
                typed.kept[column.index] = kept


def columns_in(table: Table, request: Request) -> tuple[list[tuple[Cell, ...]], set[int]]:
    """Return the cells of each column; and the columns that another one holds with its own."""
    rows = table.grid.rows[table.data_from : table.stop]
    cells_of = list(zip(*rows, strict=True)) or [()] * table.grid.width
    listed = repeated(table) if request.repeat == LIST else {}
    for first, others in listed.items():
        cells_of[first] = in_one(cells_of, first, others)
    return cells_of, {place for others in listed.values() for place in others}


def repeated(table: Table) -> dict[int, list[int]]:
    """Return, of a text file, the columns whose header stands again, and those that repeat it."""
    found: dict[str, list[int]] = {}
    if table.grid.name == CSV_SHEET:
        for column in table.columns.all:
            if column.path:
                found.setdefault(compact(column.path[-1]), []).append(column.index)
    return {places[0]: places[1:] for places in found.values() if len(places) > 1}


def in_one(
    cells_of: Sequence[tuple[Cell, ...]], first: int, others: Sequence[int]
) -> tuple[Cell, ...]:
    """Join the values of columns with one header into a list, in their order."""
    lines = zip(*(cells_of[place] for place in (first, *others)), strict=True)
    return tuple("\n".join(text for value in line if (text := text_of(value))) for line in lines)


def look_again(
    typed: TypedTable, column: Column, filled: Spread, second: SecondPass | None
) -> bool | None:
    """Show ids as the sheet shows them; tell whether numbers are formatted as percentages."""
    if second is None:
        return None
    if column.name in ("id", "wbs"):
        filled.cells = as_shown(typed, column, filled.cells, second)
    elif column.name.startswith("percent") and is_undecided(filled.cells):
        return is_percentage(typed, column, second)
    return None


def unique_name(column: Column, typed: TypedTable) -> str:
    """Return the name of a column; a second owner bears its side."""
    return column.name if column.name not in typed.columns else f"{column.name}:{column.side}"


def is_told(column: Column) -> bool:
    """Tell a column whose texts are told though they mean nothing to us; a mere numbering is not.

    Numbers that count the rows change with every row that is put in between.
    """
    counts = column.look.running and column.look.filled >= FEW
    return bool(column.path) and column.extra not in NOT_TOLD and not counts


def extra_name(typed: TypedTable, column: Column) -> str:
    """Return the name under which an unmapped column is kept: its path, else its letters."""
    name = " / ".join(column.path) or typed.letter(column)
    count = 2
    while name in typed.extras:
        name = f"{name.removesuffix(f'#{count - 1}')}#{count}"
        count += 1
    return name
