"""Tables that stand side by side under one row of headers, each with a title of its own."""

from connectors.workbook.cells import Grid
from connectors.workbook.headers_found import Header, header_of, is_empty

NAMED = 3  # meanings that a table beside another one must have


def gap_beside(grid: Grid, header: Header, stop: int) -> int | None:
    """Return the first empty column with a whole table on either side of it; *stop* is excluded."""
    rows = range(header.first, stop)
    labelled = sorted(header.paths)
    for gap in range(labelled[0] + 1, labelled[-1]) if labelled else ():
        if gap in header.paths or not all(is_empty(grid.rows[row][gap]) for row in rows):
            continue
        sides = (range(gap), range(gap + 1, grid.width))
        if all(is_table_like(cut(grid, side, rows), header.last - header.first) for side in sides):
            return gap
    return None


def is_table_like(grid: Grid, last: int) -> bool:
    """Tell a header in the first rows, up to *last*, with a title and two more columns."""
    own = header_of(grid, 0, last)
    names = {guess.name for guess in own.guesses.values()} - {"other"} if own else set()
    return len(names) >= NAMED and bool(names & {"title", "text"})


def cut(grid: Grid, columns: range, rows: range) -> Grid:
    """Return a part of a sheet; cells keep the names that a person knows."""
    top, left = rows.start, columns.start
    inside = [
        (a - top, b - left, c - top, d - left)
        for a, b, c, d in grid.merges
        if a in rows and c in rows and b in columns and d in columns
    ]
    return Grid(
        grid.name,
        [grid.rows[row][left : columns.stop] for row in rows],
        top=grid.top + top,
        left=grid.left + left,
        hidden=grid.hidden,
        merges=inside,
        misfits={row - top: misfit for row, misfit in grid.misfits.items() if row in rows},
    )
