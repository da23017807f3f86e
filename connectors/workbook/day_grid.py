"""Tells calendars and day grids: a run of day numbers, dates or days of the week."""

from datetime import date, time, timedelta

from connectors.workbook.cells import Cell, Grid
from connectors.workbook.words.letters import compact

GRID_RUN = 5  # so many day numbers, dates or single marks in a row are a day grid
WEEKDAYS = frozenset(
    [
        "一",
        "二",
        "三",
        "四",
        "五",
        "六",
        "日",
        "m",
        "t",
        "w",
        "th",
        "f",
        "s",
        "su",
        "sa",
        "mo",
        "tu",
        "we",
        "fr",
        "mon",
        "tue",
        "wed",
        "thu",
        "thur",
        "thurs",
        "fri",
        "sat",
        "sun",
        "周一",
        "周二",
        "周三",
        "周四",
        "周五",
        "周六",
        "周日",
        "星期一",
        "星期二",
        "星期三",
        "星期四",
        "星期五",
        "星期六",
        "星期日",
        "monday",
        "tuesday",
        "wednesday",
        "thursday",
        "friday",
        "saturday",
        "sunday",
        "lun",
        "mar",
        "mié",
        "jue",
        "vie",
        "sáb",
        "dom",
    ]
)


def day_grid(grid: Grid, first: int, last: int) -> int:
    """Return the first column of a day grid in these rows, or a column beyond all others."""
    best = 1 << 30
    for row in range(first, last + 1):
        run = 0
        for column, value in enumerate(grid.rows[row]):
            run = run + 1 if is_grid_mark(value) else 0
            if run == GRID_RUN:
                best = min(best, column - GRID_RUN + 1)
                break
    return best


def is_grid_mark(value: Cell) -> bool:
    """Tell a day number, a date or a single mark."""
    if isinstance(value, bool):
        return False
    if isinstance(value, (float, int)):
        return True
    if isinstance(value, (date, time, timedelta)):
        return True
    return isinstance(value, str) and compact(value) in WEEKDAYS
