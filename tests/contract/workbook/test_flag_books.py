"""The vendor's own file with flags, and what comes back in it."""

import zipfile
from datetime import date, datetime, time
from io import BytesIO
from typing import Any

import openpyxl
import pytest
import xlsxwriter
from openpyxl.comments import Comment

from connectors.workbook.annotated import annotate
from connectors.workbook.returned import returned
from hub.flag_book import COLUMNS, IDENTITY, PLACE, Asked, FlagBook
from hub.refused_files import FileRefused

DUE = date(2026, 3, 20)
EVIL = ["=cmd|' /C calc'!A0", '=HYPERLINK("http://x.example")', "+1+1", "@SUM(1)", "\t=1+1"]


def asked(flag: str = "flag-1", **more) -> Asked:
    usual = {"item": "MES-1 联调", "title": "联调", "sentence": "为何推迟？", "reply_by": DUE}
    return Asked(**{"flag": flag, **usual, "severity": "S2", "comment": "SCHEDULE-SLIP", **more})


def flags(*rows: Asked, **more) -> FlagBook:
    usual = {
        "identity": "hub:demo:1",
        "sheet": "Flags",
        "titles": {name: name for name in COLUMNS},
        "answers": ("new date", "evidence", "blocked", "disagree"),
        "departments": ("仓储部", "质量部"),
        "author": "hub",
        "rebuilt": "Formatting was not kept.",
    }
    return FlagBook(**{**usual, "asked": rows, **more})


def report(**cells: object) -> bytes:
    """Write a small report; *cells* are more cells by name."""
    book = openpyxl.Workbook()
    sheet: Any = book.active
    sheet.title = "周报"
    for row in [("任务", "完成日期", "状态"), ("联调", "2026-03-13", "进行中"), ("培训", "", "")]:
        sheet.append(row)
    sheet["A1"].font = openpyxl.styles.Font(bold=True, color="FF112233")
    sheet["A3"].comment = Comment("ours", "vendor")
    for name, value in cells.items():
        sheet[name] = value
    return saved(book)


def saved(book) -> bytes:
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def opened(body: bytes):
    return openpyxl.load_workbook(BytesIO(body))


def formulas(body: bytes) -> list[str]:
    book = opened(body)
    return [
        c.value for sheet in book for row in sheet.iter_rows() for c in row if c.data_type == "f"
    ]


def filled(body: bytes, **rows: dict) -> bytes:
    """Fill in the sheet of flags: by flag, column by column."""
    book = opened(body)
    sheet = book[book.sheetnames[-1]]
    places = {sheet.cell(row, 1).value: row for row in range(2, sheet.max_row + 1)}
    for flag, values in rows.items():
        for name, value in values.items():
            sheet.cell(places[flag.replace("_", "-")], COLUMNS.index(name) + 1).value = value
    return saved(book)


def test_a_flag_is_a_fill_a_letter_and_a_comment_on_the_vendor_s_own_cell():
    made = annotate(report(), "周报.xlsx", flags(asked(cells=("周报!B2",))))

    book = opened(made.body)
    cell = book["周报"]["B2"]
    assert (made.is_rebuilt, made.placed) == (False, ("flag-1",))
    assert cell.value == "2026-03-13"
    assert cell.fill.fgColor.rgb == "00FFD8A8"
    assert cell.comment.text == "[S2] SCHEDULE-SLIP"
    assert book["周报"]["D2"].value == "S2 flag-1"
    assert book["周报"]["A1"].font.color.rgb == "FF112233"
    assert book["周报"]["A3"].comment.text == "ours"


def test_an_item_whose_row_has_moved_is_found_by_its_title_if_that_stands_once():
    twice = asked("flag-2", title="培训")

    made = annotate(report(A5="培训"), "r.xlsx", flags(asked(cells=("Old!B9",)), twice))

    assert made.placed == ("flag-1",)
    assert opened(made.body)["周报"]["A2"].comment.text == "[S2] SCHEDULE-SLIP"


def test_a_comment_is_cut_and_one_that_was_there_stays():
    made = annotate(report(), "r.xlsx", flags(asked(cells=("周报!A3",), comment="x" * 900)))

    text = opened(made.body)["周报"]["A3"].comment.text
    assert text.startswith("ours\n[S2] xxx")
    assert len(text) == len("ours\n") + 500


def test_the_sheet_of_flags_has_locked_cells_open_cells_and_lists():
    made = annotate(report(), "r.xlsx", flags(asked(cells=("周报!B2",))))

    book = opened(made.body)
    sheet = book["Flags"]
    row = {name: sheet.cell(2, number) for number, name in enumerate(COLUMNS, 1)}
    assert sheet.protection.sheet
    assert [name for name, cell in row.items() if not cell.protection.locked] == list(COLUMNS[5:])
    assert row["place"].hyperlink.location == "'周报'!B2"
    assert (row["flag"].value, row["reply_by"].value) == ("flag-1", datetime.combine(DUE, time()))
    assert [v.formula1 for v in sheet.data_validations.dataValidation] == [
        "=$Z$2:$Z$5",
        "=$AA$2:$AA$3",
    ]
    assert [sheet.cell(n, 27).value for n in (2, 3)] == ["仓储部", "质量部"]
    assert (book.defined_names[IDENTITY].hidden, book.defined_names[PLACE].hidden) == (True, True)


@pytest.mark.parametrize("rows", [3, 10_001])
def test_no_text_from_outside_is_a_formula(rows: int):
    book = xlsxwriter.Workbook(out := BytesIO(), {"strings_to_formulas": False})
    sheet = book.add_worksheet("周报")
    for number in range(rows):
        sheet.write_string(number, 0, EVIL[number % len(EVIL)])
    book.close()
    evil = [
        asked(f"={n}", sentence=text, item=text, comment=text, cells=(f"周报!A{n + 1}",))
        for n, text in enumerate(EVIL[:3])
    ]

    made = annotate(
        out.getvalue(), "r.xlsx", flags(*evil, departments=("=1+1", "@x"), sheet="=Flags")
    )

    assert made.is_rebuilt is (rows > 10_000)
    assert formulas(made.body) == []
    assert {c.value for c in opened(made.body).worksheets[-1]["D"]} >= set(EVIL[:3])


def test_formulas_that_reach_outside_become_what_they_showed():
    body = report(C5="=1+1", C6="='[other.xlsx]Sheet1'!A1", C7='=WEBSERVICE("http://x.example")')

    made = annotate(body, "r.xlsx", flags(asked()))

    assert formulas(made.body) == ["=1+1"]


def test_a_large_file_is_rebuilt_with_values_merges_and_a_first_line():
    book = openpyxl.Workbook()
    sheet: Any = book.active
    sheet.append(["任务", "完成"])
    sheet.append(["联调", date(2026, 3, 13)])
    sheet.merge_cells("A5:A7")
    sheet["A5"] = "阶段"
    sheet["A10500"] = 12.5

    made = annotate(saved(book), "r.xlsx", flags(asked(cells=("Sheet!B2",))))

    found = opened(made.body)["Sheet"]
    assert made.is_rebuilt
    assert found["A1"].value == "Formatting was not kept."
    assert (found["A3"].value, found["B3"].value) == (
        "联调",
        datetime.combine(date(2026, 3, 13), time()),
    )
    assert found["B3"].comment.text == "[S2] SCHEDULE-SLIP"
    assert found["C3"].value == "S2 flag-1"
    assert [str(each) for each in found.merged_cells.ranges] == ["A6:A8"]
    assert found["A10501"].value == 12.5
    assert opened(made.body)["Flags"]["C2"].hyperlink.location == "'Sheet'!B3"


def test_a_file_with_a_picture_is_rebuilt_since_the_picture_would_be_lost():
    out = BytesIO(report())
    with zipfile.ZipFile(out, "a") as archive:
        archive.writestr("xl/media/image1.png", b"\x89PNG")

    assert annotate(out.getvalue(), "r.xlsx", flags(asked())).is_rebuilt


def test_delimited_text_is_rebuilt_as_a_workbook():
    made = annotate("任务,状态\n联调,进行中\n".encode(), "r.csv", flags(asked()))

    assert made.is_rebuilt
    assert opened(made.body)["csv"]["A3"].value == "联调"


def test_without_a_file_the_flags_stand_alone():
    made = annotate(b"", "", flags(asked()))

    assert opened(made.body).sheetnames == ["Flags"]


def test_a_file_that_is_none_is_refused():
    with pytest.raises(FileRefused) as refused:
        annotate(b"PK\x03\x04 nothing", "r.xlsx", flags(asked()))

    assert refused.value.code == "damaged"


@pytest.mark.parametrize("body", [b"", report()], ids=["alone", "on a report"])
def test_replies_come_back_whatever_the_sheet_is_called_now(body: bytes):
    sent = annotate(body, "r.xlsx" if body else "", flags(asked(), asked("flag-2")))
    book = opened(filled(sent.body, flag_1={"reply": "new date", "new_on": date(2026, 4, 2)}))
    book["Flags"].title = "=回复'1"
    book.move_sheet(book.worksheets[-1], -1)
    # Excel renames the reference too; openpyxl leaves it to who writes.
    book.defined_names[PLACE].attr_text = "'=回复''1'!$A$1:$K$3"

    found = returned(saved(book), "other name.xlsx", DUE)

    assert found.identity == "hub:demo:1"
    first, second = found.rows
    assert (first.texts["flag"], first.days["new_on"]) == ("flag-1", date(2026, 4, 2))
    assert first.texts["reply"] == "new date"
    assert set(second.texts) & set(COLUMNS[5:]) == set()


@pytest.mark.parametrize(
    ("written", "day"),
    [("2026-04-02", date(2026, 4, 2)), ("4月2日", date(2026, 4, 2)), ("soon", None), (4.2, None)],
)
def test_a_day_is_read_as_people_write_it_and_never_guessed(written, day):
    sent = annotate(b"", "", flags(asked()))

    [row] = returned(filled(sent.body, flag_1={"new_on": written}), "r.xlsx", DUE).rows

    assert row.days.get("new_on") == day
    assert row.texts["new_on"]


@pytest.mark.parametrize("rows", [3, 10_001])
def test_a_locked_cell_that_says_something_else_is_named(rows: int):
    sent = annotate(report(**{f"A{rows}": "x"}), "r.xlsx", flags(asked(), asked("flag-2")))
    changed = {"sentence": "Nothing is asked.", "words": "fine"}

    first, second = returned(filled(sent.body, flag_1=changed), "r.xlsx", DUE).rows

    assert (first.changed, second.changed) == (("sentence",), ())


def test_a_workbook_that_the_hub_has_not_sent_has_no_identity():
    assert returned(report(), "r.xlsx", DUE).identity == ""


def test_a_hostile_file_is_refused_when_it_comes_back():
    with pytest.raises(FileRefused) as refused:
        returned(b"<html></html>", "r.xlsx", DUE)

    assert refused.value.code == "html_as_xls"
