"""How far the cells of a sheet reach, how cells are named, and which cells a reader would lose."""

import re
from dataclasses import dataclass, field

from connectors.workbook.limits import Limits
from hub.refused_files import FileRefused

REFERENCE = re.compile(r"([A-Z]{1,3})([0-9]{1,7})")


@dataclass(slots=True)
class Lost:
    """A cell that the reader would show as empty or rounded: `error`, `uncached`, `digits`."""

    kind: str
    text: str


@dataclass(slots=True)
class Extent:
    """The reach of a sheet's cells, zero-based and inclusive, and the cells a reader would lose."""

    first_row: int = 1 << 30
    last_row: int = -1
    first_column: int = 1 << 30
    last_column: int = -1
    lost: dict[tuple[int, int], Lost] = field(default_factory=dict)

    def take(self, row: int, column: int) -> None:
        """Widen by one cell."""
        self.first_row, self.last_row = min(self.first_row, row), max(self.last_row, row)
        self.first_column = min(self.first_column, column)
        self.last_column = max(self.last_column, column)


def column_number(letters: str) -> int:
    """Return the zero-based number of a column: A is 0."""
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number - 1


def column_letters(number: int) -> str:
    """Return the letters of a zero-based column."""
    letters = ""
    number += 1
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def place_of(reference: str) -> tuple[int, int] | None:
    """Return the zero-based row and column of `D14`."""
    match = REFERENCE.fullmatch(reference)
    return (int(match[2]) - 1, column_number(match[1])) if match else None


def check_area(extent: Extent, sheet: str, limits: Limits) -> None:
    """Refuse a sheet whose rectangle of cells is too large for any reader."""
    if extent.last_row < 0:
        return
    height = extent.last_row - extent.first_row + 1
    width = extent.last_column - extent.first_column + 1
    if height * width > limits.area:
        corner = f"{column_letters(extent.last_column)}{extent.last_row + 1}"
        raise FileRefused("far_cell", sheet=sheet, cell=corner)
