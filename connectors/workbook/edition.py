"""Finds the date of an edition: in a cell, a legend, the file's name, its properties."""

import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime

from connectors.workbook.cells import Cell, Grid, text_of
from connectors.workbook.dates import NotUnderstood, Situation, read_date
from connectors.workbook.extent import place_of
from connectors.workbook.frames import Request
from connectors.workbook.look import blank
from connectors.workbook.words import usual_words
from connectors.workbook.words.letters import compact

LEGEND_ROWS = 12
LONGEST_SUBJECT = 120
BESIDE = 4  # cells to the right of a legend's word in which its date may stand
NAME_DATES = (
    re.compile(r"(?<!\d)(20\d{2})[-_.年]?(\d{1,2})[-_.月]?(\d{1,2})日?(?!\d)"),
    re.compile(r"(?<!\d)()(\d{1,2})月(\d{1,2})[日号]?"),
)
DAY = ("day", "until", "since", "range", "week")

Dated = tuple[date, str, str]  # date, how it was found, where


def edition_date(grids: Sequence[Grid], request: Request, modified: str) -> Dated:
    """Return the edition's date by the request's ladder, else when modified, else received."""
    situation = Situation(request.received_on, is_actual=True)
    for step in request.edition_date:
        found: Dated | None = None
        if step.startswith("cell:"):
            found = from_cell(grids, step.removeprefix("cell:"), situation)
        elif step == "legend":
            found = from_legends(grids, situation)
        elif step == "file_name":
            found = from_name(request.name, situation)
        if found is not None and found[0] <= request.received_on:
            return found
    day = plain_day(modified)
    if day is not None and day <= request.received_on:
        return day, "modified", ""
    return request.received_on, "receipt", ""


def plain_day(text: str) -> date | None:
    """Read an ISO date."""
    try:
        return date.fromisoformat(text[:10])
    except ValueError:
        return None


def from_cell(grids: Sequence[Grid], where: str, situation: Situation) -> Dated | None:
    """Read a named cell: `B2`, or `周报!B2`."""
    sheet, _, reference = where.rpartition("!")
    place = place_of(reference)
    for grid in grids:
        if place is None or (sheet and grid.name != sheet):
            continue
        row, column = place[0] - grid.top, place[1] - grid.left
        if 0 <= row < len(grid.rows) and 0 <= column < grid.width:
            day = day_in(grid.rows[row][column], situation)
            if day is not None:
                return day, "cell", f"{grid.name}!{reference}"
    return None


def from_legends(grids: Iterable[Grid], situation: Situation) -> Dated | None:
    """Look at the top of the sheets for a word such as 报告日期 or `as of`, and its date."""
    for grid, row, column, text in legend_cells(grids):
        day = beside_word(grid, row, column, text, situation)
        if day is not None:
            return day, "legend", f"{grid.name}!{grid.cell(row, column)}"
    return None


def subject_of(grids: Iterable[Grid]) -> tuple[str, str]:
    """Return what the sheets say that they are about, `培训主题：…`, and the cell that says so.

    Both are empty where none says so.
    """
    for grid, row, column, text in legend_cells(grids):
        lead, colon, rest = text.replace("：", ":").partition(":")
        if compact(lead) not in usual_words().subjects:
            continue
        follower = grid.rows[row][column + 1] if column + 1 < grid.width else ""
        told = rest.strip() or (text_of(follower).strip() if colon or row == 0 else "")
        if told:
            return told[:LONGEST_SUBJECT], f"{grid.name}!{grid.cell(row, column)}"
    return "", ""


def legend_cells(grids: Iterable[Grid]) -> Iterator[tuple[Grid, int, int, str]]:
    """Yield the texts at the top of the sheets with their places."""
    for grid in grids:
        if grid.hidden:
            continue
        for row, cells in enumerate(grid.rows[:LEGEND_ROWS]):
            texts = ((n, v) for n, v in enumerate(cells) if isinstance(v, str) and not blank(v))
            yield from ((grid, row, column, text) for column, text in texts)


def beside_word(grid: Grid, row: int, column: int, value: str, situation: Situation) -> date | None:
    """Return the date that belongs to a legend's word, in the same cell or to its right."""
    lead, _, rest = value.replace("：", ":").partition(":")
    if compact(lead) not in usual_words().legends:
        return None
    if rest.strip():
        return day_in(rest, situation)
    if ":" not in value.replace("：", ":") and len(grid.rows[row]) > column + 1:
        follower = grid.rows[row][column + 1]
        if isinstance(follower, str) and follower and day_in(follower, situation) is None:
            return None  # a header, not a form
    for place in range(column + 1, min(column + 1 + BESIDE, grid.width)):
        day = day_in(grid.rows[row][place], situation)
        if day is not None:
            return day
    return None


def day_in(value: Cell, situation: Situation) -> date | None:
    """Read a date from a cell; of a period its last day counts."""
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    if not isinstance(value, str) or blank(value):
        return None
    try:
        found = read_date(text_of(value).strip(), situation)
    except NotUnderstood:
        return None
    return found.end if found.precision in DAY else None


def from_name(name: str, situation: Situation) -> Dated | None:
    """Read a date from the file's name; of several the last one counts."""
    for pattern in NAME_DATES:
        for year, month, day in reversed(pattern.findall(name)):
            text = f"{year}-{month}-{day}" if year else f"{month}月{day}日"
            try:
                return read_date(text, situation).end, "file_name", name
            except NotUnderstood:
                continue
    return None
