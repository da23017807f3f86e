"""Whole files as they come: what each of them puts on record, and what it must not."""

from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter

from connectors.workbook import CONNECTOR
from hub.child import frames
from hub.ingest import Past, ingest
from hub.model.facts import (
    EditionRead,
    RecordQuarantined,
    WorkItemFieldChanged,
    WorkItemFirstSeen,
    WorkItemVanished,
)
from hub.model.runs import ReleaseEdition
from tests.contract.workbook.hostile import FAR, text, with_sheet
from tests.contract.workbook.hostile import sheet as raw_sheet
from tests.contract.workbook.test_editions import FIRST, HEAD, ROWS, Series, changed, kinds
from tests.contract.workbook.test_reading_again import COORDINATOR, act, of


def written(home: Path, write: Callable[[Any], None]) -> bytes:
    """Give the bytes of a workbook that *write* fills."""
    path = home / "written.xlsx"
    with xlsxwriter.Workbook(path) as book:
        write(book)
    return path.read_bytes()


def table(sheet: Any, rows: list[list[str]], top: int = 0) -> None:
    for number, row in enumerate(rows, top):
        sheet.write_row(number, 0, row)


def dropped(series: Series, folder: Path, run: str):
    """Read the drop folder as the night does."""
    before = len(series.events())
    at = FIRST.replace(year=2100) + timedelta(hours=len(run))
    settings = series.settings.model_copy(update={"folder": folder})
    ingest(
        CONNECTOR.open(settings),
        series.log,
        series.originals,
        run=run,
        at=lambda: at,
        people=series.names.update,
    )
    return series.events()[before:]


def test_a_report_that_is_brought_twice_and_dropped_under_another_name_gives_facts_once(
    log, tmp_path
):
    series, folder = Series(log, tmp_path), tmp_path / "drop"
    folder.mkdir()
    body = series.file(ROWS, FIRST)
    first = series.take(body, FIRST)
    again = series.take(body, FIRST + timedelta(hours=1))
    (folder / "另一个名字.xlsx").write_bytes(body)

    assert kinds(first)["WorkItemFirstSeen"] == len(ROWS)
    assert kinds(again) == kinds(dropped(series, folder, "night")) == {"SourceObserved": 1}


def test_a_far_cell_is_refused_by_its_place_and_the_next_file_is_read(log, tmp_path):
    series, folder = Series(log, tmp_path), tmp_path / "drop"
    folder.mkdir()
    (folder / "a.xlsx").write_bytes(with_sheet(raw_sheet(FAR)))
    (folder / "b.xlsx").write_bytes(series.file(ROWS, FIRST))

    events = dropped(series, folder, "night")

    [refused] = of(events, RecordQuarantined)
    assert (refused.reason, refused.values["cell"]) == ("far_cell", "XFD1048576")
    assert [e.edition.name for e in of(events, EditionRead)] == ["b.xlsx"]


def test_a_plan_with_a_title_a_header_of_two_rows_and_merged_dates_gives_one_item_per_task(
    log, tmp_path
):
    def write(book: Any) -> None:
        sheet = book.add_worksheet("计划")
        sheet.merge_range(0, 0, 0, 6, "项目实施计划")
        table(sheet, [["序号", "任务名称", "", "", "", "", "状态"]], 1)
        sheet.merge_range(1, 2, 1, 3, "计划时间")
        sheet.merge_range(1, 4, 1, 5, "实际时间")
        table(sheet, [["", "", *["开始时间", "完成时间"] * 2, ""]], 2)
        table(sheet, [["1", "安装服务器", "", "", "2026-03-02", "2026-03-04", "已完成"]], 3)
        table(sheet, [["2", "布置网络", "", "", "2026-03-03", "", "进行中"]], 4)
        table(sheet, [["3", "清点备件", "2026-03-09", "2026-03-13", "", "", "未开始"]], 5)
        sheet.merge_range(3, 2, 4, 2, "2026-03-02")
        sheet.merge_range(3, 3, 4, 3, "2026-03-06")

    found = of(Series(log, tmp_path).take(written(tmp_path, write), FIRST), WorkItemFirstSeen)

    shown = ("title", "start", "due", "actual_start", "actual_finish")
    assert [[e.fields.get(name) for name in shown] for e in found] == [
        ["安装服务器", "2026-03-02", "2026-03-06", "2026-03-02", "2026-03-04"],
        ["布置网络", "2026-03-02", "2026-03-06", "2026-03-03", None],
        ["清点备件", "2026-03-09", "2026-03-13", None, None],
    ]
    assert found[1].locators["due"].endswith("/计划!D4")  # the cell that both rows share


def test_a_header_far_below_the_top_is_found_and_the_key_below_the_table_makes_no_items(
    log, tmp_path
):
    def write(book: Any) -> None:
        sheet = book.add_worksheet("周报")
        table(sheet, [["项目周报"], [], ["图：进度一览"]])
        table(sheet, [HEAD, *ROWS], 31)
        table(sheet, [[], ["KEY:"], ["G = on track"], ["R = late"]], 36)

    events = Series(log, tmp_path).take(written(tmp_path, write), FIRST)

    assert [e.key for e in of(events, WorkItemFirstSeen)] == [row[0] for row in ROWS]
    assert of(events, WorkItemFirstSeen)[0].locators["title"].endswith("/周报!C33")
    assert not of(events, RecordQuarantined)


def test_a_table_behind_a_hidden_and_a_very_hidden_sheet_is_read_and_those_are_not(log, tmp_path):
    def write(book: Any) -> None:
        for name, how in (("旧", "hide"), ("更旧", "very_hidden")):
            sheet = book.add_worksheet(name)
            table(sheet, [HEAD, [f"{name}-1", *ROWS[0][1:]], [f"{name}-2", *ROWS[1][1:]]])
            getattr(sheet, how)()
        shown = book.add_worksheet("周报")
        shown.activate()
        table(shown, [HEAD, *ROWS])

    events = Series(log, tmp_path).take(written(tmp_path, write), FIRST)

    assert [e.key for e in of(events, WorkItemFirstSeen)] == [row[0] for row in ROWS]


def test_a_column_that_is_dropped_clears_nothing_once_its_file_is_released(log, tmp_path):
    series = Series(log, tmp_path)
    series.read(ROWS)
    body = series.file(
        [["甲线", *row[:3], *row[4:]] for row in ROWS],
        FIRST + timedelta(days=7),
        ["产线", *HEAD[:3], *HEAD[4:]],
    )
    at = FIRST + timedelta(days=7)
    [held] = [e for e in series.take(body, at) if e.about == "series"]
    release = ReleaseEdition(by=COORDINATOR, source="workbook:reports", edition=held.edition)
    series.week = 2
    act(series, release)
    before = series.item("T-1").value("assignee")

    events = series.take(body, at + timedelta(days=1))

    assert {e.field for e in of(events, WorkItemFieldChanged)} == {"column:产线"}
    assert before
    assert series.item("T-1").value("assignee") == before
    assert of(events, EditionRead)[0].differences["columns_lost"] == 1


def test_a_row_that_goes_to_the_sheet_of_what_is_done_is_the_same_item(log, tmp_path):
    def write(done: int) -> Callable[[Any], None]:
        def fill(book: Any) -> None:
            rows = [[*row[1:5], "进行中", row[6]] for row in ROWS]
            live = [[*row[:4], "已上线", "100%"] for row in rows[:done]]
            for name, part in (("进行中", rows[done:]), ("已上线", live)):
                table(book.add_worksheet(name), [HEAD[1:], *part])

        return fill

    said = 'name = "ours"\nextends = "issue_list"\nneeds = ["title", "status"]\n'
    (tmp_path / "ours.toml").write_text(said)
    series = Series(log, tmp_path, profile="ours", profiles=tmp_path)
    series.take(written(tmp_path, write(1)), FIRST)

    events = series.take(written(tmp_path, write(2)), FIRST + timedelta(days=7))

    assert {(e.field, e.new) for e in of(events, WorkItemFieldChanged)} == {
        ("status", "已上线"),
        ("percent", 100.0),
    }
    assert not of(events, WorkItemVanished)
    assert of(events, EditionRead)[0].differences["moved"] == 1


def test_a_finish_that_moves_in_four_editions_is_cited_in_four_cells_that_say_so(log, tmp_path):
    series = Series(log, tmp_path)
    series.read(ROWS)
    days = ["2026-03-27", "2026-04-03", "2026-04-10", "2026-04-17"]
    moves = [
        change
        for day in days
        for change in of(series.read(changed(ROWS, 0, "计划完成", day)), WorkItemFieldChanged)
    ]

    known = Past(log, series.originals, "p", "workbook:reports")
    assert [str(move.new) for move in moves] == days
    for move in moves:
        said = CONNECTOR.said_at(series.settings, known, move.original)
        assert move.new in said[move.locator]


@pytest.mark.parametrize(
    ("formula", "reason"), [("=1/0", "error_cell"), ("=B1", "uncached_formula")]
)
def test_an_error_and_a_formula_without_a_value_clear_nothing(log, tmp_path, formula, reason):
    series = Series(log, tmp_path)
    series.read(ROWS)

    def write(book: Any) -> None:
        sheet = book.add_worksheet("周报")
        table(sheet, [[f"报告日期：{date(2026, 3, 13)}"], [], HEAD, *ROWS])
        sheet.write_formula(3, 4, formula, None, "#DIV/0!" if reason == "error_cell" else "")

    events = series.take(written(tmp_path, write), FIRST + timedelta(days=7))

    assert [e.reason for e in of(events, RecordQuarantined)] == [reason]
    assert not of(events, WorkItemFieldChanged)
    assert series.item("T-1").value("due") == ROWS[0][4]


def test_an_id_of_nineteen_digits_keeps_them_all(log, tmp_path):
    numbers = [1234567890123456789 + n for n in range(3)]
    head = [("A1", "编号"), ("B1", "任务名称"), ("C1", "状态")]
    rows = [f'<row r="1">{"".join(text(*each) for each in head)}</row>']
    for place, number in enumerate(numbers, 2):
        told = text(f"B{place}", f"第{place}项") + text(f"C{place}", "进行中")
        rows.append(f'<row r="{place}"><c r="A{place}"><v>{number}</v></c>{told}</row>')

    events = Series(log, tmp_path).take(with_sheet(raw_sheet("".join(rows))), FIRST)

    assert [e.key for e in of(events, WorkItemFirstSeen)] == [str(number) for number in numbers]


def test_how_much_a_sheet_may_hold_is_a_setting(log, tmp_path, monkeypatch):
    series = Series(log, tmp_path)
    rows = "".join(f'<row r="{n}">{text(f"A{n}", "x")}</row>' for n in (1, 1500))
    body = with_sheet(raw_sheet(rows))
    usual = series.take(body, FIRST)
    monkeypatch.setenv("HUB_FILE_ROWS", "1000")

    [refused] = of(series.take(body + b"\0", FIRST + timedelta(hours=1)), RecordQuarantined)

    assert not of(usual, RecordQuarantined)
    assert (refused.reason, refused.values["cell"]) == ("far_cell", "A1500")


def test_the_process_that_reads_a_file_gets_the_memory_that_is_set(tmp_path, monkeypatch):
    monkeypatch.setenv("HUB_FILE_CELLS", "1000000")
    monkeypatch.setenv("HUB_FILE_MEMORY_MB", "300")
    path = tmp_path / "any"
    path.write_bytes(b"x")

    [told] = frames("tests.contract.workbook.misbehaving", path, "original", b"memory set")

    assert int(told) == 300 << 20
