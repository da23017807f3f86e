"""Finds the week that a sheet is for: above its header, else in the sheet's name."""

import re
from collections.abc import Iterator

from msgspec.structs import replace

from connectors.workbook.cells import Grid
from connectors.workbook.dates import NotUnderstood, Situation, read_date
from connectors.workbook.frames import Week
from connectors.workbook.look import blank
from connectors.workbook.typed import order_of

LONGEST_DAYS = 13  # from the first day to the last; a longer period is no week
BRACKETED = re.compile(r"[(（【\[]([^)）】\]]+)[)）】\]]")
ENDS = re.compile(r"\s*[-–—~～至到]\s*")
CHINESE = re.compile(r"[\u4e00-\u9fff]")
POINTED = re.compile(r"(?<=\d)\.(?=\d)")  # 3.9 beside a row could be a number; here it is a day
PERIODS = ("range", "week")


def week_of(grid: Grid, above: int, situation: Situation) -> Week | None:
    """Return the week that stands in the rows before row *above*; of several the first counts."""
    texts = (
        (value, grid.cell(row, column))
        for row, cells in enumerate(grid.rows[:above])
        for column, value in enumerate(cells)
        if isinstance(value, str) and not blank(value)
    )
    told = (week_in(text, cell, situation) for text, cell in texts)
    return next((week for week in told if week), None) or week_in(grid.name, "A1", situation)


def week_in(text: str, cell: str, situation: Situation) -> Week | None:
    """Read the week that a text names: `周期：3.16-3.20`, `周计划（第12周）`."""
    for piece in pieces_of(text):
        told = replace(situation, order=situation.order or order_in(text, piece))
        try:
            found = read_date(POINTED.sub("/", piece.strip()), told)
        except NotUnderstood:
            continue
        if found.precision in PERIODS and (found.end - found.start).days <= LONGEST_DAYS:
            return Week(found.start, found.end, piece.strip(), cell, found.precision)
    return None


def order_in(text: str, piece: str) -> str:
    """Tell how a period writes day and month: by its ends; in Chinese the month goes first."""
    return order_of(ENDS.split(piece)) or ("mdy" if CHINESE.search(text) else "")


def pieces_of(text: str) -> Iterator[str]:
    """Yield the parts of a text that may name a period."""
    yield text
    _, colon, rest = text.replace("：", ":").partition(":")
    if colon and rest.strip():
        yield rest
    yield from BRACKETED.findall(text)
