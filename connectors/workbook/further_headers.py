"""Finds the headers of further tables below the first one of a sheet."""

from collections import Counter
from collections.abc import Sequence

from connectors.workbook.cells import EMPTY, Cell, Grid, text_of
from connectors.workbook.headers_found import SHORT, Header, header_of
from connectors.workbook.words import Words, usual_words
from connectors.workbook.words.letters import compact

CHECKED = frozenset(
    {
        "planned_start",
        "planned_finish",
        "actual_start",
        "actual_finish",
        "start",
        "finish",
        "percent_actual",
        "status",
        "owner",
    }
)  # in these columns a word of headers is no value
FURTHER = 4.0  # score from which a row below a table is another table's header
REPEATED = 0.8  # share of a header's labels that a repeated header has in the same columns


def next_header(grid: Grid, header: Header) -> int:
    """Return the row where another table begins, or the end of the sheet.

    A header that repeats the table's own belongs to the table: it only starts a new block.
    """
    for row in possible_headers(grid, header):
        cells = grid.rows[row]
        if repeats(cells, header):
            continue
        other = header_of(grid, row, row)
        if other is not None and other.score >= FURTHER and title_like(other):
            return row
    return len(grid.rows)


def possible_headers(grid: Grid, header: Header) -> list[int]:
    """Return the rows below a header that follow a gap, or that hold a header's word as a value."""
    found: set[int] = set()
    start, width = header.last + 1, grid.width
    before = False
    for row in range(start, len(grid.rows)):
        line = grid.rows[row]
        is_gap = line.count(EMPTY) == width
        if before and not is_gap:
            found.add(row)
        before = is_gap
    words = usual_words()
    checked = [place for place, guess in header.guesses.items() if guess.name in CHECKED]
    counts: Counter[int] = Counter()
    for place in checked:
        values = [line[place] for line in grid.rows[start:]]
        hits = {
            value
            for value in set(values)
            if isinstance(value, str) and 0 < len(value) <= SHORT and is_word(value, words)
        }
        if hits:
            counts.update(start + n for n, value in enumerate(values) if value in hits)
    found.update(row for row, count in counts.items() if count >= min(2, len(checked)))
    return sorted(found)


def is_word(value: str, words: Words) -> bool:
    """Tell a word of headers."""
    text = compact(value)
    return text in words.columns or text in words.ambiguous


def title_like(header: Header) -> bool:
    """Tell a header with a title and two more columns."""
    names = {guess.name for guess in header.guesses.values()} - {"other"}
    return len(names) >= 3 and bool(names & {"title", "text", "project"})


def repeats(cells: Sequence[Cell], header: Header) -> bool:
    """Tell a row that repeats the header."""
    same = [
        compact(text_of(cells[place])) in {compact(label) for label in path}
        for place, path in header.paths.items()
        if place < len(cells)
    ]
    return bool(same) and sum(same) >= REPEATED * len(same)
