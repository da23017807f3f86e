"""Walks a worksheet part element by element, under the same limits as the fast pass."""

from collections.abc import Iterable

from connectors.workbook.extent import Extent, Lost, column_letters, place_of
from connectors.workbook.limits import Limits
from connectors.workbook.walk import Attributes, Walk
from hub.refused_files import FileRefused


class SheetWalk:
    """The slow pass: every element, with the same limits and the same lost cells."""

    def __init__(self, sheet: str, limits: Limits) -> None:
        self.sheet = sheet
        self.limits = limits
        self.extent = Extent()
        self.row = -1
        self.column = -1
        self.kind = ""
        self.has_formula = False
        self.formula = ""
        self.value = ""
        self.inside = ""

    def run(self, pieces: Iterable[bytes]) -> Extent:
        """Walk the part."""
        parser = Walk(self.limits, self.started, self.ended, self.text)
        for piece in pieces:
            parser.feed(piece)
        parser.close()
        return self.extent

    def started(self, name: str, attributes: Attributes) -> None:
        """Take the start of an element."""
        if name == "row":
            self._row(attributes.get("r", ""))
        elif name == "c":
            self._cell(attributes.get("r", ""))
            self.kind = attributes.get("t", "n")
            self.has_formula, self.formula, self.value = False, "", ""
        elif name in ("f", "v"):
            self.inside = name
            self.has_formula = self.has_formula or name == "f"

    def _row(self, number: str) -> None:
        row = int(number) - 1 if number.isdecimal() else self.row + 1
        if row <= self.row:
            raise FileRefused("misplaced_cell", sheet=self.sheet, cell=f"A{row + 1}")
        self.row, self.column = row, -1

    def _cell(self, reference: str) -> None:
        place = place_of(reference) if reference else (self.row, self.column + 1)
        if place is None:
            raise FileRefused("misplaced_cell", sheet=self.sheet, cell=reference[:12])
        if place[0] >= self.limits.rows or place[1] >= self.limits.columns:
            cell = f"{column_letters(place[1])}{place[0] + 1}"
            raise FileRefused("far_cell", sheet=self.sheet, cell=cell)
        if place[0] != self.row or place[1] <= self.column:
            raise FileRefused("misplaced_cell", sheet=self.sheet, cell=reference or "A1")
        self.column = place[1]
        self.extent.take(*place)

    def text(self, text: str) -> None:
        """Take text inside an element."""
        if self.inside == "f":
            self.formula += text
        elif self.inside == "v":
            self.value += text

    def ended(self, name: str) -> None:
        """Take the end of an element."""
        if name in ("f", "v"):
            self.inside = ""
        elif name == "c":
            self._note_lost()

    def _note_lost(self) -> None:
        place = (self.row, self.column)
        digits = self.value.removeprefix("-")
        if self.kind == "e":
            self.extent.lost[place] = Lost("error", self.value)
        elif self.has_formula and not self.value:
            self.extent.lost[place] = Lost("uncached", "=" + self.formula)
        elif self.kind == "n" and len(digits) >= 16 and digits.isdigit():
            self.extent.lost[place] = Lost("digits", self.value)
