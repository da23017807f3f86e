"""Two readers see the same cells, and no row is lost between a file and its rows.

The other reader is openpyxl for .xlsx, xlrd for .xls, a plain walk over the XML for .ods, and the
standard library for .csv.
"""

import csv
import zipfile
from collections.abc import Callable, Iterator
from datetime import date, datetime, time, timedelta
from pathlib import Path
from xml.etree import ElementTree

import openpyxl
import pytest
import xlrd

from connectors.workbook.book import read_book
from connectors.workbook.cells import Odd, grids, text_of
from connectors.workbook.frames import MAPPED_ROLES, QUARANTINED, Request
from connectors.workbook.sniff import guard
from tests.contract.workbook.hostile import calc

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


OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"


def by_elements(path: Path) -> dict[str, Cells]:
    """Read an OpenDocument file element by element."""
    with zipfile.ZipFile(path) as archive:
        tree = ElementTree.fromstring(archive.read("content.xml"))
    found: dict[str, Cells] = {}
    for sheet in tree.iter(f"{TABLE}table"):
        cells = found.setdefault(sheet.get(f"{TABLE}name", ""), {})
        row = 0
        for element in sheet.iter(f"{TABLE}table-row"):
            repeat = int(element.get(f"{TABLE}number-rows-repeated", "1"))
            told = list(ods_cells(element))
            for down in range(repeat if told else 0):
                cells |= {(row + down, column): text for column, text in told}
            row += repeat
    return found


def ods_cells(row: ElementTree.Element) -> Iterator[tuple[int, str]]:
    """Yield the filled cells of a row with their columns."""
    column = 0
    for cell in row:
        repeat = int(cell.get(f"{TABLE}number-columns-repeated", "1"))
        text = ods_text(cell)
        if text:
            yield from ((column + right, text) for right in range(repeat))
        column += repeat


def ods_text(cell: ElementTree.Element) -> str:
    """Write a cell of an OpenDocument file as the connector does."""
    kind = cell.get(f"{OFFICE}value-type", "")
    if kind in ("float", "percentage", "currency"):
        return text_of(float(cell.get(f"{OFFICE}value", "nan")))
    if kind == "date":
        return text_of(datetime.fromisoformat(cell.get(f"{OFFICE}date-value", "")))
    if kind == "boolean":
        return cell.get(f"{OFFICE}boolean-value", "").upper()
    return "\n".join("".join(part.itertext()) for part in cell.iter(f"{TEXT}p"))


def by_csv(path: Path) -> dict[str, Cells]:
    """Read delimited text of a known form: UTF-8 or GB18030, with commas."""
    body = path.read_bytes()
    try:
        text = body.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = body.decode("gb18030")
    records = csv.reader(text.splitlines(keepends=True))
    return {
        "csv": {(r, c): v for r, row in enumerate(records) for c, v in enumerate(row) if v != ""}
    }


OTHERS: dict[str, Callable[[Path], dict[str, Cells]]] = {
    ".xlsx": by_openpyxl,
    ".xls": by_xlrd,
    ".ods": by_elements,
    ".csv": by_csv,
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
    other = OTHERS[path.suffix](path)
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


def test_both_readers_agree_on_an_open_document(tmp_path):
    path = tmp_path / "kinds.ods"
    path.write_bytes(calc(KINDS))

    assert by_elements(path)["表"].keys() == {(0, 0), (0, 1), (0, 3), (0, 4), (3, 1)}
    assert differences(path) == []


KINDS = (
    "<table:table-row>"
    '<table:table-cell office:value-type="string"><text:p>任务</text:p></table:table-cell>'
    '<table:table-cell office:value-type="float" office:value="1.5"/>'
    "<table:table-cell/>"
    '<table:table-cell office:value-type="date" office:date-value="2026-03-20"'
    ' table:number-columns-repeated="2"/>'
    '</table:table-row><table:table-row table:number-rows-repeated="2"><table:table-cell/>'
    "</table:table-row><table:table-row><table:covered-table-cell/>"
    '<table:table-cell office:value-type="boolean" office:boolean-value="true"/>'
    "</table:table-row>"
)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_both_readers_agree_on_delimited_text(encoding, tmp_path):
    path = tmp_path / "任务.csv"
    text = (
        '任务名称,状态,备注\n"接口, 开发",进行中,"两行\n第二行"\n数据导入,未开始,"说 ""好"" 了"\n'
    )
    path.write_bytes(text.encode(encoding))

    assert differences(path) == []


def real_files(real_data: Path) -> list[Path]:
    """Give all real files that a workbook may be, of every form."""
    found = real_data.glob("workbooks/*/*")
    return sorted(path for path in found if path.suffix in OTHERS)


@pytest.mark.real_data
@pytest.mark.filterwarnings("ignore::UserWarning:openpyxl")  # what it would lose on saving
def test_both_readers_agree_on_every_cell_of_real_workbooks(real_data):
    files = real_files(real_data)

    assert {path.suffix for path in files} == set(OTHERS)
    assert {path.name: differences(path)[:3] for path in files if differences(path)} == {}


@pytest.mark.real_data
@pytest.mark.filterwarnings("ignore::UserWarning:openpyxl")
def test_every_row_of_real_workbooks_is_mapped_or_set_aside(real_data):
    lost = {path.name: found for path in real_files(real_data) if (found := rows_lost(path))}

    assert lost == {}


def rows_lost(path: Path) -> list[str]:
    """List rows that the other reader sees in a table and the connector does not tell, or twice."""
    other = OTHERS[path.suffix](path)
    book = read_book(path.read_bytes(), Request(name=path.name, received_on=date(2026, 3, 11)))
    told: dict[int, list[int]] = {number: [] for number in book.tables}
    roles = []
    for frame in book.rows():
        told[frame.table] += frame.rows
        roles += frame.roles
    book.close()
    found = []
    for number, table in book.tables.items():
        if table.verdict not in ("table", "template"):
            continue
        wanted = {r + 1 for (r, _), text in other[table.sheet].items() if text.strip()}
        inside = sorted(row for row in wanted if table.first_row <= row <= table.last_row)
        if inside != told[number]:
            found.append(f"{table.sheet}: {inside} / {told[number]}")
    aside = roles.count(QUARANTINED)
    if set(roles) - MAPPED_ROLES - {QUARANTINED} or book.end.rows_in != len(roles):
        found.append("roles")
    if book.end.mapped + aside != len(roles) or book.end.quarantined != aside:
        found.append(f"{book.end}")
    return found
