"""Shows one cell of an original with its neighbours; the file is read in a limited process."""

import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import msgspec

from hub.child import answer, frames, limit_this_process
from hub.refused_files import FileRefused

AROUND = 3  # rows and columns on each side


@dataclass(frozen=True)
class CellView:
    """A piece of a sheet. *row* and *column* count from 1 and name the cell that was asked for."""

    sheet: str
    row: int
    column: int
    first_row: int
    first_column: int
    rows: list[list[str]]


def place_of(fragment: str) -> tuple[str, int, int]:
    """Read `周报!D14` as sheet, row and column, from 1. Raise ValueError for anything else."""
    sheet, _mark, cell = fragment.rpartition("!")
    cell = cell.partition(":")[0].replace("$", "")
    letters = cell.rstrip("0123456789")
    if not letters.isalpha() or not letters.isascii() or not cell[len(letters) :]:
        raise ValueError(fragment)
    column = 0
    for letter in letters.upper():
        column = column * 26 + ord(letter) - 64
    return sheet, int(cell[len(letters) :]), column


def cell_view(body: bytes, name: str, fragment: str) -> CellView:
    """Give the cell at *fragment* of the file *body*, called *name*, with what stands around it.

    Raise `FileRefused` when the file or the sheet cannot be read.
    """
    sheet, row, column = place_of(fragment)
    suffix = Path(name).suffix.lower() or ".xlsx"
    with tempfile.TemporaryDirectory(prefix="hub-cell-") as folder:
        path = Path(folder) / "kept"
        path.write_bytes(body)
        request = msgspec.json.encode([sheet, row, column])
        [frame] = list(frames("hub.cell_view", path, f"original{suffix}", request))
    found = msgspec.json.decode(frame, type=CellView | None)
    if found is None:
        raise FileRefused("damaged")
    return found


def produce(folder: Path, request: bytes) -> Iterator[bytes]:
    """Be the child: read the file in *folder* and yield one frame, null where it cannot be read."""
    sheet, row, column = msgspec.json.decode(request)
    [path] = [found for found in folder.iterdir() if found.name.startswith("original")]
    try:
        name, grid = _grid(path, sheet)
    except Exception:  # noqa: BLE001 – whatever a parser says of a hostile file, it shows nothing
        yield b"null"
        return
    top, left = max(1, row - AROUND), max(1, column - AROUND)
    rows = [
        [_text(grid, line, across) for across in range(left, column + AROUND + 1)]
        for line in range(top, min(row + AROUND, len(grid)) + 1)
    ]
    yield msgspec.json.encode(CellView(name, row, column, top, left, rows))


def _grid(path: Path, sheet: str) -> tuple[str, list[list[Any]]]:
    if path.suffix in {".csv", ".txt", ".tsv"}:
        # Imported here, since the limits have to be older than any parser.
        from hub.text_table import read_table  # noqa: PLC0415

        return sheet, [list(record) for record in read_table(path.read_bytes()).records]
    from python_calamine import CalamineWorkbook  # noqa: PLC0415

    book = CalamineWorkbook.from_path(str(path))
    name = sheet if sheet in book.sheet_names else book.sheet_names[0]
    return name, book.get_sheet_by_name(name).to_python(skip_empty_area=False)


def _text(grid: list[list[Any]], row: int, column: int) -> str:
    line = grid[row - 1] if row <= len(grid) else []
    value = line[column - 1] if column <= len(line) else ""
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return str(value)[:200]


if __name__ == "__main__":
    limit_this_process()
    sys.exit(answer(produce))
