"""Puts flags on the vendor's own workbook and leaves everything else as it was (openpyxl)."""

import re
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import Any

from openpyxl import load_workbook
from openpyxl.comments import Comment
from openpyxl.styles import Alignment, Font, PatternFill, Protection
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.hyperlink import Hyperlink

from connectors.workbook.archive import Archive
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
from connectors.workbook.guard import Guarded
from connectors.workbook.limits import Limits
from hub.export.harmless import harmless
from hub.flag_book import COLUMNS, IDENTITY, PLACE, Asked, FlagBook, FlaggedFile

DAY = "yyyy-mm-dd"
LAST_COLUMN = 16_384
# Everything else is lost when openpyxl saves: pictures, charts, pivots, slicers, form controls.
KEPT = re.compile(
    r"\[Content_Types\]\.xml|_rels/.*|docProps/.*|xl/_rels/.*|xl/(workbook|styles|sharedStrings"
    r"|calcChain|metadata)\.xml|xl/theme/.*|xl/worksheets/(_rels/.*|[^/]+\.xml)|xl/comments.*\.xml"
    r"|xl/drawings/[^/]+\.vml|xl/tables/.*|xl/printerSettings/.*|xl/externalLinks/.*"
)
# What leads out of the workbook: other files, the net, other programs.
OUTSIDE = re.compile(
    r"\[\d+\]|\[[^\]]*\.xl\w+\]|://|\\\\|\||\b(WEBSERVICE|HYPERLINK|RTD|DDE|CALL|REGISTER\.ID"
    r"|FILTERXML|IMPORT\w+|SQL\.REQUEST|STOCKHISTORY|IMAGE)\s*\(",
    re.IGNORECASE,
)


def can_be_kept(path: Path, guarded: Guarded, limits: Limits) -> bool:
    """Tell whether openpyxl would give the workbook back whole, and cheaply."""
    rows = max((extent.last_row + 1 for extent in guarded.extents.values()), default=0)
    if guarded.kind != "xlsx" or path.stat().st_size > limits.styled_file:
        return False
    if rows > limits.styled_rows:
        return False
    with Archive(path, limits) as archive:
        return all(name.endswith("/") or KEPT.fullmatch(name) for name in archive.parts)


def annotated(path: Path | None, flags: FlagBook) -> FlaggedFile:
    """Give the workbook with its flags; without one, a workbook of flags alone."""
    if path is None:
        book = load_empty()
    else:
        book = load_workbook(path, rich_text=True, keep_links=False)
        still(book, path)
    found = places_in(texts_of(book), flags.asked, book.sheetnames)
    beside = {s.title: min(s.max_column + 1, LAST_COLUMN) for s in book.worksheets}
    for asked in flags.asked:
        for place in found[asked.flag]:
            mark(book, place, asked, beside[place[0]])
    add_sheet(book, flags, {flag: places[0] for flag, places in found.items() if places})
    out = BytesIO()
    book.save(out)
    return FlaggedFile(
        out.getvalue(), False, tuple(flag for flag, places in found.items() if places)
    )


def load_empty() -> Any:
    """Make a workbook without a sheet."""
    from openpyxl import Workbook  # noqa: PLC0415 - its name is ours elsewhere

    book = Workbook()
    del book[book.sheetnames[0]]
    return book


def still(book: Any, path: Path) -> None:
    """Turn formulas that reach outside the workbook into the text that they showed last."""
    reaching = [
        (sheet, cell)
        for sheet, cell in cells_of(book)
        if cell.data_type == "f" and OUTSIDE.search(formula_of(cell.value))
    ]
    if reaching:
        cached: Any = load_workbook(path, data_only=True, keep_links=False)
        for sheet, cell in reaching:
            value = cached[sheet.title][cell.coordinate].value
            put_text(cell, "" if value is None else str(value))
    for names in (book.defined_names, *(sheet.defined_names for sheet in book.worksheets)):
        for name in [n for n, told in names.items() if OUTSIDE.search(told.attr_text or "")]:
            del names[name]


def formula_of(value: Any) -> str:
    """Give the text of a formula, also of one that fills several cells."""
    return str(getattr(value, "text", value) or "")


def cells_of(book: Any) -> Iterator[tuple[Any, Any]]:
    """Yield every cell with its sheet."""
    for sheet in book.worksheets:
        for row in sheet.iter_rows():
            yield from ((sheet, cell) for cell in row)


def texts_of(book: Any) -> Iterator[tuple[str, int, int, str]]:
    """Yield the texts of all sheets."""
    for sheet, cell in cells_of(book):
        if cell.data_type == "s" and cell.value:
            yield sheet.title, cell.row, cell.column, str(cell.value)


def mark(book: Any, place: Place, asked: Asked, beside: int) -> None:
    """Fill a cell, comment it, and write a letter into the column *beside* the table."""
    name, row, column = place
    sheet = book[name]
    cell = anchor(sheet, row, column)
    cell.fill = PatternFill("solid", fgColor=FILLS.get(asked.severity, FILLS[""]))
    before = f"{cell.comment.text}\n" if cell.comment else ""
    cell.comment = Comment(before + comment_of(asked), "hub", height=160, width=320)
    letter = sheet.cell(row, beside)
    told = str(letter.value or "").split("; ")
    put_text(letter, "; ".join(dict.fromkeys([*filter(None, told), mark_of(asked)])))


def anchor(sheet: Any, row: int, column: int) -> Any:
    """Give the cell at a place; inside a merge the one that holds its value."""
    for merged in sheet.merged_cells.ranges:
        if merged.min_row <= row <= merged.max_row and merged.min_col <= column <= merged.max_col:
            return sheet.cell(merged.min_row, merged.min_col)
    return sheet.cell(row, column)


def put_text(cell: Any, text: str) -> None:
    """Write text that stays text, whatever it begins with, also when somebody edits the cell."""
    cell.value = text
    cell.data_type = "s"
    cell.quotePrefix = harmless(text) != text


def add_sheet(book: Any, flags: FlagBook, places: dict[str, Place]) -> None:
    """Add the sheet of flags with its lists, its locks and its hidden names."""
    sheet = book.create_sheet(free_name(flags.sheet, book.sheetnames))
    for spot in spots(flags, places):
        write(sheet.cell(spot.row + 1, spot.column + 1), spot)
    for number, name in enumerate(COLUMNS, start=1):
        sheet.column_dimensions[letters(number)].width = WIDTHS.get(name, USUAL_WIDTH)
    for number in HIDDEN_COLUMNS:
        sheet.column_dimensions[letters(number + 1)].hidden = True
    rows = len(flags.asked) + 1
    for name, words in (("reply", flags.answers), ("blocked_by", flags.departments)):
        if words and flags.asked:
            column = letters(COLUMNS.index(name) + 1)
            choice = DataValidation("list", list_of(CHOICES[name], words), allow_blank=True)
            choice.add(f"{column}2:{column}{rows}")
            sheet.add_data_validation(choice)
    sheet.freeze_panes = "A2"
    sheet.protection.sheet = True
    sheet.protection.formatColumns = False
    identity = '"' + flags.identity.replace('"', "") + '"'
    for name, text in ((IDENTITY, identity), (PLACE, area(sheet.title, flags))):
        book.defined_names[name] = DefinedName(name, attr_text=text, hidden=True)


def write(cell: Any, spot: Spot) -> None:
    """Write one cell of the sheet of flags."""
    if isinstance(spot.value, str):
        put_text(cell, spot.value)
    else:
        cell.value = spot.value
    if spot.is_day:
        cell.number_format = DAY
    if spot.target is not None:
        name, row, column = spot.target
        inside = f"{quoted(name)}!{letters(column)}{row}"
        cell.hyperlink = Hyperlink(ref=cell.coordinate, location=inside)
    cell.alignment = Alignment(wrap_text=True, vertical="top")
    cell.protection = Protection(locked=spot.kind != "open")
    if spot.kind == "title":
        cell.font = Font(bold=True)
    if spot.kind == "open":
        cell.fill = PatternFill("solid", fgColor="FFFFE0")
