"""Finds the header rows of a sheet: one to four rows whose cells name columns."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from connectors.workbook.cells import EMPTY, Cell, Grid, Odd, text_of
from connectors.workbook.day_grid import day_grid
from connectors.workbook.headers import AMBIGUOUS, Guess, look_up
from connectors.workbook.look import Look, blank, look_at
from connectors.workbook.words.letters import compact

SEARCHED = 60  # rows from where a header is looked for
DEEPEST = 4  # rows of a header
SHORT = 20  # letters of a usual header cell
DATA_LIKE = 0.20  # share of numbers and dates above which a row is no header
CHECKED = frozenset(
    [
        "planned_start",
        "planned_finish",
        "actual_start",
        "actual_finish",
        "start",
        "finish",
        "raised_on",
        "percent_actual",
        "percent_planned",
        "numbering",
    ]
)
WEIGHTS = {"title": 2.0, "other": 0.4, "text": 1.2}
FORM_CELL = re.compile(r"[:：]\s*$")


@dataclass(slots=True)
class Header:
    """A possible header: its first and last row, and what stands over each column."""

    first: int
    last: int
    paths: dict[int, tuple[str, ...]]
    guesses: dict[int, Guess] = field(default_factory=dict)
    grid_from: int = 1 << 30  # first column of a day grid
    score: float = 0.0


def headers_in(grid: Grid, start: int, stop: int) -> Header | None:
    """Return the best header that begins between two rows, the second excluded."""
    best: Header | None = None
    for first in range(start, min(stop, len(grid.rows))):
        for header in candidates(grid, first):
            if best is None or header.score > best.score + 0.01:
                best = header
    return best


def candidates(grid: Grid, first: int) -> Iterator[Header]:
    """Yield the headers that begin in a row, shortest first."""
    if not any(is_label(value) for value in grid.rows[first]):
        return
    for depth in range(1, DEEPEST + 1):
        last = first + depth - 1
        if last >= len(grid.rows):
            return
        if depth > 1 and not is_header_row(grid, last):
            return
        header = header_of(grid, first, last)
        if header is not None:
            yield header


def header_of(grid: Grid, first: int, last: int) -> Header | None:
    """Make a header of some rows; None if they cannot be one."""
    grid_from = day_grid(grid, first, last)
    if depth_one_is_data(grid, first, last, grid_from):
        return None
    paths = label_paths(grid, first, last, grid_from)
    header = Header(first, last, paths, grid_from=grid_from)
    for column, path in paths.items():
        guess = look_up(path)
        if guess is not None:
            header.guesses[column] = guess
    names = {guess.name for guess in header.guesses.values()}
    if len(names - {"other"}) < 2:
        return None
    header.score = score_of(grid, header)
    return header


def is_label(value: Cell) -> bool:
    """Tell a cell that may stand in a header."""
    return isinstance(value, str) and not blank(value)


def is_header_row(grid: Grid, row: int) -> bool:
    """Tell whether a row may be a lower row of a header: labels, and no values."""
    cells = [value for value in grid.rows[row][: day_grid(grid, row, row)] if not is_empty(value)]
    return all(is_label(value) and len(str(value)) <= 2 * SHORT for value in cells)


def is_empty(value: Cell) -> bool:
    """Tell an empty cell."""
    return value == EMPTY or blank(value)


def depth_one_is_data(grid: Grid, first: int, last: int, grid_from: int) -> bool:
    """Tell rows that hold values rather than labels."""
    for row in range(first, last + 1):
        cells = [value for value in grid.rows[row][:grid_from] if not is_empty(value)]
        values = sum(not isinstance(value, str) or is_odd(value) for value in cells)
        if cells and values > DATA_LIKE * len(cells):
            return True
        forms = form_labels(grid.rows[row][:grid_from])
        if forms and forms * 3 >= len(cells):
            return True
    return False


def form_labels(cells: Sequence[Cell]) -> int:
    """Count the labels of a form, `项目名称：` before its value; a header may end so too.

    To the right of a form's label stands a value or nothing, and no other word of a header.
    """
    count = 0
    for value, beside in pairwise(cells):
        if isinstance(value, str) and FORM_CELL.search(value):
            count += not (is_label(beside) and look_up((text_of(beside),)))
    return count


def is_odd(value: Cell) -> bool:
    """Tell a cell without a value of its own."""
    return isinstance(value, Odd)


def label_paths(grid: Grid, first: int, last: int, grid_from: int) -> dict[int, tuple[str, ...]]:
    """Return the path of labels over each column that has one, top down."""
    width = min(grid.width, grid_from)
    paths: dict[int, list[str]] = {}
    for row in range(first, last + 1):
        texts = labels_of(grid, row, first, last, width)
        for column, text in texts.items():
            path = paths.setdefault(column, [])
            if not path or compact(path[-1]) != compact(text):
                path.append(text)
    return {column: tuple(path) for column, path in paths.items()}


def labels_of(grid: Grid, row: int, first: int, last: int, width: int) -> dict[int, str]:
    """Return the labels of one header row; a group's label stands over all its leaves."""
    cells = grid.rows[row]
    texts = {c: text_of(cells[c]).strip() for c in range(width) if is_label(cells[c])}
    if row == last:
        return texts
    spread = dict(texts)
    for column, text in texts.items():
        end = merge_end(grid, row, column)
        if end is None:
            end = blank_end(grid, row, column, last, width)
        for under in range(column + 1, min(end + 1, width)):
            spread.setdefault(under, text)
    return spread


def merge_end(grid: Grid, row: int, column: int) -> int | None:
    """Return the last column of the merge that begins here."""
    for top, left, _, right in grid.merges:
        if (top, left) == (row, column):
            return right
    return None


def blank_end(grid: Grid, row: int, column: int, last: int, width: int) -> int:
    """Return how far a label reaches over blank cells to its right, all with labels below."""

    def has_leaf(place: int) -> bool:
        return any(is_label(grid.rows[below][place]) for below in range(row + 1, last + 1))

    if not has_leaf(column):
        return column
    end = column
    while end + 1 < width and is_empty(grid.rows[row][end + 1]) and has_leaf(end + 1):
        end += 1
    return end


def column_below(grid: Grid, header: Header, column: int, rows: int = 60) -> list[Cell]:
    """Return the cells under a header."""
    return [line[column] for line in grid.rows[header.last + 1 : header.last + 1 + rows]]


def score_of(grid: Grid, header: Header) -> float:
    """Score a header: what it names, how short its texts are, whether the values below agree."""
    names: dict[str, float] = {}
    for guess in header.guesses.values():
        weight = WEIGHTS.get(guess.name, 1.0)
        names[guess.name] = max(
            names.get(guess.name, 0.0), weight * (0.8 if guess.how == AMBIGUOUS else 1.0)
        )
    score = sum(names.values())
    texts = [path[-1] for path in header.paths.values()]
    score += sum(len(text) <= SHORT for text in texts) / max(1, len(texts))
    known = len(header.guesses) / max(1, len(header.paths))
    score += known
    for column, guess in header.guesses.items():
        if guess.name in CHECKED:
            score += agreement(guess.name, look_at(column_below(grid, header, column)))
    # A longer header must name more; else the shorter one is right and the rest is no header.
    return score - 0.3 * (header.last - header.first)


def agreement(name: str, look: Look) -> float:
    """Reward values that are what the header says, and punish values that are not."""
    if look.filled < 2:
        return 0.0
    if name == "numbering":
        return 0.3 if look.numbers >= 0.5 else -0.5
    if name.startswith("percent"):
        return 0.3 if look.percents >= 0.5 else -0.5
    return 0.3 if look.dates >= 0.5 else -0.5
