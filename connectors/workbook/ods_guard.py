"""Looks into an OpenDocument workbook before any spreadsheet library does."""

from pathlib import Path

from connectors.workbook.archive import Archive
from connectors.workbook.extent import Extent, Lost, check_area, column_letters
from connectors.workbook.guard import Guarded
from connectors.workbook.limits import USUAL, Limits
from connectors.workbook.walk import Attributes, Walk, walk
from hub.refused_files import FileRefused

CONTENT = "content.xml"
META = "meta.xml"
MANIFEST = "META-INF/manifest.xml"
CELLS = ("table-cell", "covered-table-cell")
ERRORS = ("#", "Err:")


def guard_ods(path: Path, limits: Limits = USUAL) -> Guarded:
    """Check an .ods file; raise `FileRefused` with the reason."""
    with Archive(path, limits) as archive:
        return guarded_content(archive, limits)


def guarded_content(archive: Archive, limits: Limits) -> Guarded:
    """Check every part of an opened .ods file."""
    if CONTENT not in archive.parts or MANIFEST not in archive.parts:
        raise FileRefused("damaged")
    refuse_encryption(archive)
    if any(
        name.startswith(("Basic/", "Scripts/")) for name in archive.parts if name.count("/") > 1
    ):
        raise FileRefused("macro")
    guarded = Guarded("ods")
    tables = Tables(limits, guarded)
    walk(archive.stream(CONTENT), Walk(limits, tables.started, tables.ended, tables.text))
    for name in archive.parts.keys() - {CONTENT, MANIFEST}:
        if name.endswith(".xml"):
            reader = Dated()
            walk(archive.stream(name), Walk(limits, reader.started, texts=reader.text))
            guarded.modified = reader.found[:10] if name == META else guarded.modified
        elif not name.endswith("/"):
            for _ in archive.stream(name):
                pass
    return guarded


def refuse_encryption(archive: Archive) -> None:
    """Refuse a package with encrypted parts."""

    def started(name: str, _: Attributes) -> None:
        if name == "encryption-data":
            raise FileRefused("password")

    walk(archive.stream(MANIFEST), Walk(archive.limits, started))


class Dated:
    """Finds the date of the last change in the document's description."""

    def __init__(self) -> None:
        self.inside = False
        self.found = ""

    def started(self, name: str, _: Attributes) -> None:
        """Take the start of an element."""
        self.inside = name == "date"

    def text(self, text: str) -> None:
        """Take text."""
        if self.inside and len(self.found) < 10:
            self.found += text.strip()


class Tables:
    """Follows rows, cells and their repeats through the content."""

    def __init__(self, limits: Limits, guarded: Guarded) -> None:
        self.limits = limits
        self.guarded = guarded
        self.sheet = ""
        self.extent = Extent()
        self.row = 0
        self.row_repeat = 1
        self.column = 0
        self.cell_repeat = 1
        self.widest = -1
        self.full = False
        self.formula = ""
        self.value = ""

    def started(self, name: str, attributes: Attributes) -> None:
        """Take the start of an element."""
        if name == "table":
            self._table(attributes.get("table:name", ""))
        elif name == "table-row":
            self.row_repeat = repeats(attributes, "table:number-rows-repeated")
            self.column, self.widest = 0, -1
        elif name in CELLS:
            self.cell_repeat = repeats(attributes, "table:number-columns-repeated")
            self.full = "office:value-type" in attributes or "table:formula" in attributes
            self.formula, self.value = attributes.get("table:formula", ""), ""

    def _table(self, name: str) -> None:
        self.sheet, self.extent, self.row = name, Extent(), 0
        self.guarded.extents[name] = self.extent
        if len(self.guarded.extents) > self.limits.sheets:
            limit = f"{self.limits.sheets} sheets"
            raise FileRefused("too_much_inside", part="The workbook", limit=limit)

    def text(self, text: str) -> None:
        """Take text inside a cell."""
        if len(self.value) <= self.limits.text:
            self.value += text

    def ended(self, name: str) -> None:
        """Take the end of an element."""
        if name in CELLS:
            self._cell()
        elif name == "table-row":
            self._row()
        elif name == "table":
            check_area(self.extent, self.sheet, self.limits)

    def _cell(self) -> None:
        if self.full or self.value.strip():
            last = self.column + self.cell_repeat - 1
            if last >= self.limits.columns:
                self._refuse(self.row, last)
            self.extent.first_column = min(self.extent.first_column, self.column)
            self.extent.last_column = max(self.extent.last_column, last)
            self.widest = max(self.widest, last)
            if self.formula and self.value.startswith(ERRORS):
                self.extent.lost[self.row, self.column] = Lost("error", self.value.strip())
            elif self.formula and not self.value.strip():
                self.extent.lost[self.row, self.column] = Lost("uncached", self.formula)
        self.column += self.cell_repeat

    def _row(self) -> None:
        if self.widest >= 0:
            last = self.row + self.row_repeat - 1
            if last >= self.limits.rows:
                self._refuse(last, self.widest)
            self.extent.first_row = min(self.extent.first_row, self.row)
            self.extent.last_row = max(self.extent.last_row, last)
        self.row += self.row_repeat

    def _refuse(self, row: int, column: int) -> None:
        cell = f"{column_letters(min(column, 1 << 20))}{row + 1}"
        raise FileRefused("far_cell", sheet=self.sheet, cell=cell)


def repeats(attributes: Attributes, name: str) -> int:
    """Read a number of repeats; nonsense is refused."""
    text = attributes.get(name, "1")
    if not text.isdecimal() or len(text) > 9:
        raise FileRefused("damaged")
    return max(1, int(text))
