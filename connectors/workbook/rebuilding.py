"""Rebuilds a workbook that is too large or too rich to be edited: values, merges and the flags."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import date, datetime, time, timedelta
from io import BytesIO
from pathlib import Path
from typing import Any

import xlsxwriter

from connectors.workbook.cells import EMPTY, Cell, Grid, Merge, text_of
from connectors.workbook.flag_places import places_in
from connectors.workbook.flag_sheet import (
    CHOICES,
    FILLS,
    HIDDEN_COLUMNS,
    USUAL_WIDTH,
    WIDTHS,
    Place,
    Spot,
    area,
    comment_of,
    free_name,
    letters,
    list_of,
    mark_of,
    quoted,
    spots,
)
from hub.export.harmless import fitting, harmless
from hub.export.writing import EXACT, SAFE, sheet_name
from hub.flag_book import COLUMNS, IDENTITY, PLACE, Asked, FlagBook, FlaggedFile

SHIFT = 1  # the first line says that formatting was not kept
HIDDEN = 3  # where XlsxWriter notes that a defined name is hidden
LAST_COLUMN = 16_383


def rebuilt(grids: Sequence[Grid], flags: FlagBook, folder: Path) -> FlaggedFile:
    """Give a new workbook with the values of *grids*, all sheets shown, and the flags.

    What is written lies in *folder* meanwhile, which goes with the child that writes it.
    """
    out = BytesIO()
    names = sheet_names([grid.name for grid in grids])
    found = places_in(texts_in(grids), flags.asked, [grid.name for grid in grids])
    with xlsxwriter.Workbook(out, {**SAFE, "tmpdir": str(folder)}) as book:
        styles = Styles(book)
        for grid in grids:
            marks = marks_of(grid.name, found, flags.asked)
            write_grid(book.add_worksheet(names[grid.name]), grid, flags.rebuilt, marks, styles)
        first = {flag: cells[0] for flag, cells in found.items() if cells}
        places = {
            flag: (names[sheet], row + SHIFT, column)
            for flag, (sheet, row, column) in first.items()
        }
        add_sheet(book, flags, places, styles, list(names.values()))
    return FlaggedFile(out.getvalue(), True, tuple(first))


def texts_in(grids: Sequence[Grid]) -> Iterator[tuple[str, int, int, str]]:
    """Yield the texts of all sheets with their places in the file, from 1."""
    for grid in grids:
        for row, values in enumerate(grid.rows, start=grid.top + 1):
            texts = enumerate(values, start=grid.left + 1)
            yield from ((grid.name, row, n, v) for n, v in texts if isinstance(v, str) and v)


def sheet_names(wanted: list[str]) -> dict[str, str]:
    """Give each sheet a name that Excel takes, no two alike."""
    found: dict[str, str] = {}
    for name in wanted:
        found[name] = free_name(sheet_name(name), list(found.values()))
    return found


def marks_of(
    sheet: str, found: dict[str, list[Place]], asked: Sequence[Asked]
) -> dict[tuple[int, int], list[Asked]]:
    """Give the flags of one sheet by row and column, from 0 in the file."""
    marks: dict[tuple[int, int], list[Asked]] = defaultdict(list)
    for each in asked:
        for name, row, column in found[each.flag]:
            if name == sheet:
                marks[row - 1, column - 1].append(each)
    return marks


class Styles:
    """The formats of a workbook, made once."""

    def __init__(self, book: Any) -> None:
        self.book = book
        self.made: dict[tuple[Any, ...], Any] = {}

    def __call__(self, **wanted: Any) -> Any:
        """Give a format; none where nothing is wanted."""
        key = tuple(sorted(wanted.items()))
        if not key:
            return None
        if key not in self.made:
            self.made[key] = self.book.add_format(wanted)
        return self.made[key]


def write_grid(
    sheet: Any,
    grid: Grid,
    first_line: str,
    marks: dict[tuple[int, int], list[Asked]],
    styles: Styles,
) -> None:
    """Write one sheet from top to bottom, since a line that is written is gone."""
    sheet.write_string(0, 0, fitting(first_line), styles(bold=True))
    beside = min(grid.left + grid.width, LAST_COLUMN)
    for row, values in enumerate(grid.rows, start=grid.top):
        told: list[str] = []
        for column, value in enumerate(values, start=grid.left):
            asked = marks.get((row, column), [])
            style = {"bg_color": f"#{FILLS.get(asked[0].severity, FILLS[''])}"} if asked else {}
            write_value(sheet, (row + SHIFT, column), value, style, styles)
            if asked:
                text = "\n".join(comment_of(each) for each in asked)
                sheet.write_comment(row + SHIFT, column, text, {"author": "hub"})
                told += [mark_of(each) for each in asked]
        if told:
            sheet.write_string(row + SHIFT, beside, fitting("; ".join(told)))
    for first_row, first_column, last_row, last_column in apart(grid.merges):
        # The library's own call would write the merged lines again, which are gone by now.
        lines = (first_row + grid.top + SHIFT, last_row + grid.top + SHIFT)
        columns = (first_column + grid.left, last_column + grid.left)
        sheet.merge.append([lines[0], columns[0], lines[1], columns[1]])


def apart(merges: Sequence[Merge]) -> Iterator[Merge]:
    """Yield merges that do not overlap and join more than one cell; Excel refuses the others."""
    taken: list[Merge] = []
    for one in merges:
        is_clear = all(
            one[2] < other[0] or other[2] < one[0] or one[3] < other[1] or other[3] < one[1]
            for other in taken
        )
        if is_clear and (one[0], one[1]) != (one[2], one[3]):
            taken.append(one)
            yield one


def write_value(
    sheet: Any, place: tuple[int, int], value: Cell, style: dict[str, Any], styles: Styles
) -> None:
    """Write one cell by its type; texts stay texts, formulas have become what they showed."""
    if value == EMPTY and not style:
        return
    if isinstance(value, bool):
        sheet.write_boolean(*place, value, styles(**style))
    elif isinstance(value, int | float) and abs(value) < EXACT:
        sheet.write_number(*place, value, styles(**style))
    elif isinstance(value, datetime):
        shown = {"num_format": "yyyy-mm-dd hh:mm" if value.time() != time() else "yyyy-mm-dd"}
        sheet.write_datetime(*place, value.replace(tzinfo=None), styles(**style, **shown))
    elif isinstance(value, date | time | timedelta):
        shown = {"num_format": "yyyy-mm-dd" if isinstance(value, date) else "[hh]:mm:ss"}
        sheet.write_datetime(*place, value, styles(**style, **shown))
    else:
        text = fitting(text_of(value))
        if harmless(text) != text:
            style = {**style, "quote_prefix": True}
        sheet.write_string(*place, text, styles(**style))


def add_sheet(
    book: Any, flags: FlagBook, places: dict[str, Place], styles: Styles, taken: list[str]
) -> None:
    """Add the sheet of flags with its lists, its locks and its hidden names."""
    sheet = book.add_worksheet(free_name(sheet_name(flags.sheet), taken))
    for number, name in enumerate(COLUMNS):
        sheet.set_column(number, number, WIDTHS.get(name, USUAL_WIDTH))
    sheet.set_column(HIDDEN_COLUMNS[0], HIDDEN_COLUMNS[-1], None, None, {"hidden": True})
    for spot in spots(flags, places):
        write_spot(sheet, spot, styles)
    for name, words in (("reply", flags.answers), ("blocked_by", flags.departments)):
        if words and flags.asked:
            column, choice = COLUMNS.index(name), list_of(CHOICES[name], words)
            rule = {"validate": "list", "source": choice}
            sheet.data_validation(1, column, len(flags.asked), column, rule)
    sheet.freeze_panes(1, 0)
    sheet.protect("", {"format_columns": True})
    identity = '"' + flags.identity.replace('"', "") + '"'
    for name, text in ((IDENTITY, identity), (PLACE, area(sheet.get_name(), flags))):
        book.define_name(name, f"={text}")
        book.defined_names[-1][HIDDEN] = True


def write_spot(sheet: Any, spot: Spot, styles: Styles) -> None:
    """Write one cell of the sheet of flags."""
    wanted: dict[str, Any] = {"text_wrap": True, "valign": "top", "locked": spot.kind != "open"}
    if spot.kind == "title":
        wanted["bold"] = True
    if spot.kind == "open":
        wanted["bg_color"] = "#FFFFE0"
    if spot.is_day:
        wanted["num_format"] = "yyyy-mm-dd"
    if isinstance(spot.value, str) and harmless(spot.value) != spot.value:
        wanted["quote_prefix"] = True
    place, style = (spot.row, spot.column), styles(**wanted)
    if isinstance(spot.value, date):
        sheet.write_datetime(*place, spot.value, style)
    elif spot.target is not None:
        name, row, column = spot.target
        link = f"internal:{quoted(name)}!{letters(column)}{row}"
        sheet.write_url(*place, link, style, str(spot.value or ""))
    elif spot.value:
        sheet.write_string(*place, spot.value, style)
    else:
        sheet.write_blank(*place, None, style)
