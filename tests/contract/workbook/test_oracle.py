"""Two readers see the same cells: the fast one beside openpyxl, and xlrd for the old form."""

from datetime import date, datetime, time, timedelta
from pathlib import Path

import openpyxl
import pytest
import xlrd

from connectors.workbook.cells import Odd, grids, text_of
from connectors.workbook.sniff import guard

Cells = dict[tuple[int, int], str]
CLOSE = 1e-9


def ours(path: Path) -> dict[str, Cells]:
    """Read with the connector."""
    return {
        grid.name: {
            (grid.top + r, grid.left + c): text_of(value)
            for r, row in enumerate(grid.rows)
            for c, value in enumerate(row)
            if value != "" and not (isinstance(value, Odd) and value.kind == "uncached")
        }
        for grid in grids(path, guard(path, path.name))
    }


def by_openpyxl(path: Path) -> dict[str, Cells]:
    """Read with openpyxl; without the reset a wrong dimension tag loses rows."""
    found: dict[str, Cells] = {}
    book = openpyxl.load_workbook(path, read_only=True, data_only=True)
    for sheet in book.worksheets:
        sheet.reset_dimensions()
        found[sheet.title] = {
            (r, c): text_of(value)  # type: ignore[arg-type]  # only values, no formulas
            for r, row in enumerate(sheet.iter_rows(values_only=True))
            for c, value in enumerate(row)
            if value is not None and value != ""
        }
    book.close()
    return found


def by_xlrd(path: Path) -> dict[str, Cells]:
    """Read the old form."""
    book = xlrd.open_workbook(path)
    return {
        sheet.name: {
            (r, c): xls_text(sheet.cell(r, c), book.datemode)
            for r in range(sheet.nrows)
            for c in range(sheet.ncols)
            if sheet.cell_type(r, c) not in (xlrd.XL_CELL_EMPTY, xlrd.XL_CELL_BLANK)
        }
        for sheet in book.sheets()
    }


def xls_text(cell, datemode: int) -> str:
    """Write a cell of the old form as the connector does."""
    if cell.ctype == xlrd.XL_CELL_DATE:
        return text_of(xlrd.xldate_as_datetime(cell.value, datemode))
    if cell.ctype == xlrd.XL_CELL_ERROR:
        return xlrd.error_text_from_code[cell.value]
    return text_of(bool(cell.value) if cell.ctype == xlrd.XL_CELL_BOOLEAN else cell.value)


def equal(a: str, b: str) -> bool:
    """Allow what is declared: white space at the ends, `_x000D_`, the last digit, midnight.

    A date in a Chinese date format is a plain serial number to openpyxl.
    """
    a, b = (text.replace("_x000D_", "").replace("\r", "").strip() for text in (a, b))
    if a == b or seconds(a) == seconds(b) is not None:
        return True
    if b.isdigit() and a[4:5] == "-":
        return a == str(date(1899, 12, 30) + timedelta(days=int(b)))
    try:
        return abs(float(a) - float(b)) <= CLOSE * max(1.0, abs(float(a)))
    except ValueError:
        return a.partition("T")[0] == b.partition("T")[0] and len(a) > 9 and a[4] == "-"


def seconds(text: str) -> float | None:
    """Read a duration, which one reader shows as a time of day."""
    try:
        parts = [float(part) for part in text.split(", ")[-1].split(":")]
    except ValueError:
        return None
    return sum(part * 60**n for n, part in enumerate(reversed(parts))) if len(parts) == 3 else None


def differences(path: Path) -> list[str]:
    """List the cells that the two readers see differently."""
    other = by_xlrd(path) if path.suffix == ".xls" else by_openpyxl(path)
    found: list[str] = []
    mine = ours(path)
    for sheet in mine.keys() | other.keys():
        a, b = mine.get(sheet, {}), other.get(sheet, {})
        found += [
            f"{sheet} {place}: {a.get(place)!r} / {b.get(place)!r}"
            for place in a.keys() | b.keys()
            if not equal(a.get(place, ""), b.get(place, ""))
        ]
    return found


def made(folder: Path) -> Path:
    """Make a workbook with one cell of each kind."""
    path = folder / "kinds.xlsx"
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for value in (
        "文字",
        " 空 ",
        1,
        1.5,
        0.1,
        True,
        date(2026, 3, 20),
        datetime(2026, 3, 20, 18, 0),  # noqa: DTZ001 - a sheet knows no zone
    ):
        sheet.append([value, None, value])
    sheet.append([time(9, 30), timedelta(hours=30)])
    book.create_sheet("第二")["C3"] = "x"
    book.save(path)
    return path


def test_both_readers_agree_on_every_kind_of_cell(tmp_path):
    assert differences(made(tmp_path)) == []


@pytest.mark.real_data
@pytest.mark.filterwarnings("ignore::UserWarning:openpyxl")  # what it would lose on saving
def test_both_readers_agree_on_every_cell_of_real_workbooks(real_data):
    files = [*real_data.glob("workbooks/*/*.xlsx"), *real_data.glob("workbooks/*/*.xls")]

    assert {path.name: differences(path)[:3] for path in files if differences(path)} == {}
