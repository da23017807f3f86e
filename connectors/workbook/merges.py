"""Spreads merged and left-out values down a column, by what the column means."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from connectors.workbook.cells import EMPTY, Cell, Grid
from connectors.workbook.look import blank

FILLED = frozenset(["module", "phase", "side", "department", "requester", "owner"])
SHARED = frozenset(["planned_start", "planned_finish"])
GROUPED = frozenset(
    ["actual_start", "actual_finish", "status", "percent_actual", "percent_planned", "weight"]
)
BY_EYE = frozenset(["module", "phase", "side", "department", "requester"])
BLANK_SHARE = 0.30


@dataclass(slots=True)
class Spread:
    """A column after spreading: its cells, the row each filled cell comes from, group values."""

    cells: list[Cell]
    anchors: dict[int, int] = field(default_factory=dict)
    groups: list[tuple[int, int, Cell]] = field(default_factory=list)  # first and last row, value
    shared: bool = False
    by_eye: bool = False


def vertical(grid: Grid, column: int, start: int, stop: int) -> list[tuple[int, int]]:
    """Return the vertical merges of a column, counted from the first data row."""
    found = []
    for top, left, bottom, right in grid.merges:
        if left <= column <= right and left == column and bottom > top >= start and top < stop:
            found.append((top - start, min(bottom, stop - 1) - start))
    return found


def spread(
    table: tuple[Grid, int, int],
    column: int,
    cells: Sequence[Cell],
    name: str,
    *,
    rule: str = "",
    leftmost: bool = False,
) -> Spread:
    """Spread the *cells* of one column of a *table* (grid, first data row, row after the last).

    *rule* is what the profile says: `fill`, `group` or nothing; *leftmost* tells a leading column.
    """
    grid, start, stop = table
    cells = list(cells)
    result = Spread(cells)
    fills = rule == "fill" or (not rule and name in FILLED | SHARED)
    groups = rule == "group" or (not rule and name in GROUPED)
    merged = vertical(grid, column, start, stop)
    for first, last in merged:
        value = cells[first]
        if is_empty(value):
            continue
        if fills:
            result.shared = result.shared or name in SHARED
            for row in range(first + 1, last + 1):
                cells[row] = value
                result.anchors[row] = first
        elif groups:
            result.groups.append((first, last, value))
            cells[first] = EMPTY
    if leftmost and name in BY_EYE and not rule and not merged:
        fill_by_eye(result)
    return result


def fill_by_eye(result: Spread) -> None:
    """Fill blanks below a value, as people read them, where the column is plainly meant so."""
    cells = result.cells
    blanks = cells.count(EMPTY)
    if not cells or is_empty(cells[0]) or blanks < BLANK_SHARE * len(cells):
        return
    last: Cell = EMPTY
    source = 0
    for row, cell in enumerate(cells):
        if is_empty(cell):
            cells[row] = last
            result.anchors.setdefault(row, source)
        else:
            last, source = cell, result.anchors.get(row, row)
    result.by_eye = True


def title_merges(grid: Grid, column: int, start: int, stop: int) -> list[bool]:
    """Tell the rows that lie under a merged title but are not its first."""
    under = [False] * (stop - start)
    for first, last in vertical(grid, column, start, stop):
        under[first + 1 : last + 1] = [True] * (last - first)
    return under


def is_empty(value: Cell) -> bool:
    """Tell an empty cell."""
    return value == EMPTY or blank(value)


def leftmost_groups(names: Sequence[str]) -> set[int]:
    """Return the places of the leading columns that only number or group."""
    found: set[int] = set()
    for place, name in enumerate(names):
        if name in BY_EYE:
            found.add(place)
        elif name == "title" or name not in ("numbering", "id", "wbs", ""):
            break
    return found
