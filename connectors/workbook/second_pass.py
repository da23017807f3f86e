"""What a sheet shows beside its values: colours, strike-through, number formats, comments.

The fast reader has none of these. Small workbooks are read a second time for them, and only where
the profile asks for it and the file has any, or where a number cannot be understood without its
format.
"""

import warnings
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

from connectors.workbook.cells import Grid
from connectors.workbook.guard import Guarded
from connectors.workbook.limits import USUAL, Limits

Place = tuple[int, int]  # row and column of the sheet, from 0
PIECE = 1 << 20
STYLES = "xl/styles.xml"
SHEETS = "xl/worksheets/"
SOLID = b'patternType="solid"'
STRUCK = b"<strike"
INDENTED = b' indent="'
HIDDEN, GROUPED = b'hidden="1"', b'outlineLevel="'
TOO_LARGE = "looks_not_read"


@dataclass(slots=True)
class Looks:
    """What one sheet shows beside its values."""

    fills: dict[Place, str] = field(default_factory=dict)  # solid colours
    struck: set[Place] = field(default_factory=set)
    formats: dict[Place, str] = field(default_factory=dict)  # of numbers
    comments: dict[Place, tuple[str, str]] = field(default_factory=dict)  # author, text
    levels: dict[int, int] = field(default_factory=dict)  # of rows that are grouped
    indents: dict[Place, int] = field(default_factory=dict)  # of texts that are set in
    hidden_rows: int = 0
    hidden_columns: int = 0


class SecondPass:
    """Reads a workbook a second time, once, when somebody asks."""

    def __init__(self, path: Path, guarded: Guarded, limits: Limits = USUAL) -> None:
        self.path = path
        self.limits = limits
        reach = sum(max(0, extent.last_row + 1) for extent in guarded.extents.values())
        self.is_xlsx = guarded.kind == "xlsx"
        self.is_small = reach <= limits.styled_rows and path.stat().st_size <= limits.styled_file

    @cached_property
    def has_looks(self) -> bool:
        """Tell a workbook with a colour, a comment, a struck-out or a hidden thing in it."""
        return self.is_xlsx and any(True for _ in self._traces())

    def _traces(self) -> Iterator[str]:
        with zipfile.ZipFile(self.path) as archive:
            for name in archive.namelist():
                if name.startswith("xl/comments") or "/comments" in name:
                    yield name
                elif name == STYLES:
                    styles = archive.read(name)
                    yield from [name] * any(m in styles for m in (STRUCK, SOLID, INDENTED))
                elif self.is_small and name.startswith(SHEETS):
                    # Of a large file even this look would cost as much as reading it.
                    yield from [name] * any(holds(archive, name, m) for m in (HIDDEN, GROUPED))

    @cached_property
    def sheets(self) -> dict[str, Looks]:
        """Read every sheet; nothing for a file that is too large or of another form."""
        if not (self.is_xlsx and self.is_small):
            return {}
        import openpyxl  # noqa: PLC0415 - it is slow to load, and few files need it

        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            book = openpyxl.load_workbook(self.path, data_only=True)
        return {sheet.title: looks_of(sheet) for sheet in book.worksheets}

    def of(self, grid: Grid) -> Looks:
        """Give what one sheet shows."""
        return self.sheets.get(grid.name) or Looks()

    def notes(self, names: list[str]) -> tuple[str, ...]:
        """Give the codes of what a person should know of some sheets, where looks are asked for."""
        if not self.has_looks:
            return ()
        if not self.is_small:
            return (TOO_LARGE,)
        found = [self.sheets[name] for name in names if name in self.sheets]
        told = {
            "hidden_rows": any(looks.hidden_rows for looks in found),
            "hidden_columns": any(looks.hidden_columns for looks in found),
        }
        return tuple(code for code, is_so in told.items() if is_so)


def holds(archive: zipfile.ZipFile, name: str, mark: bytes) -> bool:
    """Tell whether a part holds a mark, in constant memory."""
    tail = b""
    with archive.open(name) as part:
        while piece := part.read(PIECE):
            if mark in tail + piece:
                return True
            tail = piece[-len(mark) :]
    return False


def looks_of(sheet: Any) -> Looks:
    """Take what one sheet shows."""
    looks = Looks()
    for row in sheet.iter_rows():
        for cell in row:
            if cell.has_style or cell.comment:
                take(looks, cell)
    looks.levels = {
        number - 1: int(found.outlineLevel)
        for number, found in sheet.row_dimensions.items()
        if found.outlineLevel
    }
    looks.hidden_rows = sum(bool(found.hidden) for found in sheet.row_dimensions.values())
    looks.hidden_columns = sum(bool(found.hidden) for found in sheet.column_dimensions.values())
    return looks


def take(looks: Looks, cell: Any) -> None:
    """Take what one cell shows."""
    place = (cell.row - 1, cell.column - 1)
    if cell.comment:
        looks.comments[place] = (cell.comment.author or "", cell.comment.text or "")
    if not cell.has_style:
        return
    if cell.fill.fill_type == "solid":
        looks.fills[place] = colour_of(cell.fill.fgColor)
    if isinstance(cell.value, str) and cell.alignment.indent:
        looks.indents[place] = int(cell.alignment.indent)
    if cell.font.strike and cell.value is not None:
        looks.struck.add(place)
    if isinstance(cell.value, int | float) and cell.number_format != "General":
        looks.formats[place] = cell.number_format


def colour_of(colour: Any) -> str:
    """Name a colour: six digits of its red, green and blue, or its place in the theme."""
    if colour.type == "rgb":
        return str(colour.rgb)[-6:].upper()
    return f"{colour.type}:{colour.value}:{round(colour.tint, 2)}"
