"""Finds headings by how rows are set in: grouped, indented, or begun with spaces."""

from collections.abc import Callable, Mapping
from itertools import pairwise

from connectors.workbook.cells import Cell, text_of
from connectors.workbook.frames import ITEM, SECTION, Request
from connectors.workbook.roles import Roles, RowReader, empty
from connectors.workbook.second_pass import SecondPass

FEW = 2  # fewer rows that are set in may be slips
WIDE_SPACE = "\u3000"  # as wide as two others


def read_outline(
    reader: RowReader, roles: Roles, request: Request, second: SecondPass | None
) -> None:
    """Make a section of each row that has a title alone and stands above rows set in below it.

    Rows below get the path of all headings above them, the outermost first. One that has values of
    its own stays an item, and is the parent of those.
    """
    levels = levels_of(reader, roles, request, second)
    if sum(level > 0 for level in levels.values()) < FEW:
        return
    rows = list(levels)
    headings = {
        row
        for row, below in pairwise(rows)
        if levels[below] > levels[row] and is_title_alone(reader, row)
    }
    for row in headings:
        roles.of[row] = SECTION
    note_paths(reader, roles, levels, headings)
    note_parents(roles, levels, headings)


def note_parents(roles: Roles, levels: Mapping[int, int], headings: set[int]) -> None:
    """Note of each row that is set in below an item which one."""
    above: list[tuple[int, int]] = []
    for row, level in levels.items():
        above = [each for each in above if each[0] < level]
        if above and row not in headings:
            roles.parents[row] = above[-1][1]
        if row not in headings:
            above.append((level, row))


def note_paths(
    reader: RowReader, roles: Roles, levels: Mapping[int, int], headings: set[int]
) -> None:
    """Note of each row that stands below headings by which path."""
    above: list[tuple[int, str]] = []
    for row, level in levels.items():
        above = [each for each in above if each[0] < level]
        if row in headings:
            above.append((level, title_of(reader, row).strip()))
            roles.section_texts[row] = above[-1][1]
        elif headings:
            roles.paths[row] = " / ".join(text for _, text in above)


def levels_of(
    reader: RowReader, roles: Roles, request: Request, second: SecondPass | None
) -> dict[int, int]:
    """Return how far each item is set in, by whichever of the ways the sheet uses."""
    grid, start = reader.table.grid, reader.table.data_from
    ways: list[Callable[[int], int]] = []
    if request.looks and second is not None and second.has_looks:
        looks = second.of(grid)
        top, column = start + grid.top, reader.title + grid.left
        ways = [
            lambda row: looks.levels.get(row + top, 0),
            lambda row: looks.indents.get((row + top, column), 0),
        ]
    titles = (row[reader.title] for row in grid.rows[start : reader.table.stop])
    if reader.title >= 0 and any(type(text) is str and text[:1].isspace() for text in titles):
        ways.append(lambda row: spaces(title_of(reader, row)))
    if not ways or reader.title < 0:
        return {}
    items = [row for row, role in enumerate(roles.of) if role == ITEM]
    found = ({row: way(row) for row in items} for way in ways)
    return next((levels for levels in found if any(levels.values())), {})


def title_of(reader: RowReader, row: int) -> str:
    """Return the title of a row as it stands there."""
    return text_of(cells_of(reader, row)[reader.title])


def cells_of(reader: RowReader, row: int) -> list[Cell]:
    """Return the cells of a row."""
    return reader.table.grid.rows[row + reader.table.data_from]


def is_title_alone(reader: RowReader, row: int) -> bool:
    """Tell a row that has nothing but a title and, maybe, a number."""
    cells = cells_of(reader, row)
    full = {place for place, value in enumerate(cells) if not empty(value)}
    return full - set(reader.numbers) == {reader.title} and bool(reader.details)


def spaces(text: str) -> int:
    """Count the spaces with which a text begins."""
    lead = text[: len(text) - len(text.lstrip())]
    return len(lead) + lead.count(WIDE_SPACE)
