"""Steps of a row that have columns of their own: each is a child item, `<title> / <step>`."""

from pathlib import Path

import pytest
import xlsxwriter

from hub.model.commitments import CommitmentProposed
from hub.model.facts import (
    AnnotationRecorded,
    EditionRead,
    RecordQuarantined,
    WorkItemFieldChanged,
    WorkItemFirstSeen,
    WorkItemReappeared,
    WorkItemVanished,
)
from hub.model.runs import AnswerIdentity
from hub.store import Log
from tests.contract.workbook.test_editions import FIRST, Series, kinds
from tests.contract.workbook.test_reading_again import COORDINATOR, act, of, say, sync

HEAD = ["编号", "模块", "任务名称", "状态"]
HEAD += ["设计负责人", "设计完成时间", "编码负责人", "编码完成时间"]
ROWS = [
    ["T-1", "MES", "接口开发", "进行中", "张三", "2026-03-10", "李四", "2026-03-20"],
    ["T-2", "MES", "数据导入", "未开始", "张三", "2026-03-12", "", ""],
    ["T-3", "WMS", "上线切换", "未开始", "王五", "2026-03-14", "李四", "2026-03-30"],
]
STEPS = 'unpivot = ["设计", "编码"]\n'


def series(log: Log, home: Path, said: str = STEPS, base: str = "weekly_report") -> Series:
    """Begin a series by a profile of its own."""
    (home / "ours.toml").write_text(f'name = "ours"\nextends = "{base}"\n{said}')
    return Series(log, home, profile="ours", profiles=home)


def cell(rows, number: int, column: str, value: str):
    """Give the rows with one cell changed."""
    copied = [list(row) for row in rows]
    copied[number][HEAD.index(column)] = value
    return copied


def test_a_step_is_an_item_of_its_own_with_its_own_cells(log, tmp_path):
    events = series(log, tmp_path).read(ROWS, head=HEAD)

    found = {e.key: e for e in of(events, WorkItemFirstSeen)}
    coding = found["T-1:编码"]
    assert set(found) == {"T-1", "T-1:设计", "T-1:编码", "T-2", "T-2:设计"} | {
        "T-3",
        "T-3:设计",
        "T-3:编码",
    }
    assert coding.fields["title"] == "接口开发 / 编码"
    assert (coding.fields["due"], coding.fields["parent"]) == ("2026-03-20", "T-1")
    assert coding.fields["module"] == "MES"
    assert coding.locators["due"].endswith("/周报!H4")
    assert coding.locators["assignee"].endswith("/周报!G4")
    assert {"due", "assignee"} & found["T-1"].fields.keys() == set()


def test_rows_are_counted_and_steps_are_not(log, tmp_path):
    events = series(log, tmp_path).read(ROWS, head=HEAD)

    [read] = of(events, EditionRead)
    assert (read.rows_in, read.mapped, read.quarantined) == (3, 3, 0)
    assert len(read.shown) == 8


def test_without_a_word_of_the_profile_the_columns_make_no_items(log, tmp_path):
    events = series(log, tmp_path, said="").read(ROWS, head=HEAD)

    assert len(of(events, WorkItemFirstSeen)) == 3


def test_a_step_that_moves_is_one_change_with_both_cells(log, tmp_path):
    reports = series(log, tmp_path)
    reports.read(ROWS, head=HEAD)
    row = ["T-9", "MES", "临时支持", "进行中", "张三", "2026-03-12", "", ""]
    events = reports.read([row, *cell(ROWS, 0, "设计完成时间", "2026-03-15")], head=HEAD)

    [change] = of(events, WorkItemFieldChanged)
    assert (change.subject, change.field) == ("reports/T-1:设计", "due")
    assert (change.old, change.new) == ("2026-03-10", "2026-03-15")
    assert change.locator.endswith("/周报!F5")
    assert change.old_locator.endswith("/周报!F4")


def test_a_step_that_is_emptied_is_cleared_and_not_gone(log, tmp_path):
    reports = series(log, tmp_path)
    reports.read(ROWS, head=HEAD)
    emptied = cell(cell(ROWS, 2, "编码负责人", ""), 2, "编码完成时间", "")
    events = reports.read(emptied, head=HEAD)

    assert {(e.field, e.new) for e in of(events, WorkItemFieldChanged)} == {
        ("assignee", None),
        ("due", None),
    }
    assert {e.subject for e in of(events, WorkItemFieldChanged)} == {"reports/T-3:编码"}


def test_steps_go_and_come_back_with_their_row(log, tmp_path):
    reports = series(log, tmp_path, base="issue_list")
    reports.read(ROWS, head=HEAD)
    gone = reports.read(ROWS[:2], head=HEAD)
    back = reports.read(ROWS, head=HEAD)

    names = {"reports/T-3", "reports/T-3:设计", "reports/T-3:编码"}
    assert {e.subject for e in of(gone, WorkItemVanished)} == names
    assert {e.subject for e in of(back, WorkItemReappeared)} == names


def test_what_is_not_understood_of_a_step_is_set_aside_for_the_step(log, tmp_path):
    events = series(log, tmp_path).read(cell(ROWS, 0, "编码完成时间", "尽快"), head=HEAD)

    [aside] = of(events, RecordQuarantined)
    assert (aside.item, aside.field, aside.rows) == ("reports/T-1:编码", "planned_finish", 0)
    assert aside.locator.endswith("/周报!H4")


@pytest.mark.parametrize(
    ("head", "steps"),
    [
        (["id", "task", "status", "Design owner", "Design due", "Code owner", "Code due date"],
         '["Design", "Code"]'),
        (["编号", "任务", "状态", "负责人1", "完成时间1", "负责人2", "完成时间2"],
         '["1", "2"]'),
        (["编号", "任务", "状态", "负责人（设计）", "截止日期（设计）", "编码 担当",
          "编码-计划完成"],
         '["设计", "编码"]'),
    ],
)  # fmt: skip
def test_a_step_may_be_named_before_or_behind(log, tmp_path, head, steps):
    rows = [[row[0], *row[2:]] for row in ROWS]
    events = series(log, tmp_path, f"unpivot = {steps}\n").read(rows, head=head)

    dues = [e.fields.get("due") for e in of(events, WorkItemFirstSeen) if ":" in e.key]
    assert dues == ["2026-03-10", "2026-03-20", "2026-03-12", "2026-03-14", "2026-03-30"]


def test_what_a_profile_adds_later_is_read_out_of_the_files_that_are_there(log, tmp_path):
    reports = series(log, tmp_path, said="")
    [read] = of(reports.read(ROWS, head=HEAD), EditionRead)
    series(log, tmp_path)

    events = sync(reports)

    found = of(events, WorkItemFirstSeen)
    assert {e.key for e in found} == {f"{row[0]}:设计" for row in ROWS} | {"T-1:编码", "T-3:编码"}
    assert {e.occurred for e in found} == {read.occurred}
    assert [e.about for e in sync(reports, 2)] == ["source"]


def test_a_row_under_another_title_takes_its_steps_along(log, tmp_path):
    nameless = [["MES", "接口开发与联调测试", *ROWS[0][3:]], *[row[1:] for row in ROWS[1:]]]
    renamed = [["MES", "接口开发及联调测试", *ROWS[0][3:]], *nameless[1:]]
    reports = series(log, tmp_path)
    reports.read(nameless, head=HEAD[1:])
    told = reports.read(renamed, head=HEAD[1:])
    [asked] = [e for e in of(told, RecordQuarantined) if e.reason == "maybe_same_item"]
    old, new = asked.values["old"], asked.values["new"]
    command = AnswerIdentity(by=COORDINATOR, source="workbook:reports", old=old, new=new, same=True)
    act(reports, command)

    renamed[0][-1] = "2026-03-27"
    events = reports.read(renamed, head=HEAD[1:])
    again = reports.read(renamed, head=HEAD[1:])

    moved = {(e.subject, e.reason) for e in of(events, WorkItemVanished)}
    assert moved == {(f"{new}{step}", "moved") for step in ("", ":设计", ":编码")}
    due = [e for e in of(events, WorkItemFieldChanged) if e.field == "due"]
    assert [(e.subject, e.old, e.new) for e in due] == [(f"{old}:编码", "2026-03-20", "2026-03-27")]
    assert kinds(again) == {"EditionRead": 1, "SourceObserved": 1}


def test_a_file_that_comes_late_tells_of_steps_what_it_said_on_its_day(log, tmp_path):
    reports = series(log, tmp_path)
    reports.read(ROWS, head=HEAD, days=0)
    reports.read(cell(ROWS, 0, "设计完成时间", "2026-03-19"), head=HEAD, days=14)
    late = reports.come_late(cell(ROWS, 0, "设计完成时间", "2026-03-15"), head=HEAD, days=7)

    [change] = of(late, WorkItemFieldChanged)
    assert (change.old, change.new) == ("2026-03-10", "2026-03-15")
    assert reports.item("T-1:设计").value("due") == "2026-03-19"


def test_steps_may_stand_in_a_header_of_two_rows(log, tmp_path):
    path = tmp_path / "two.xlsx"
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet("周报")
        sheet.write_row(0, 0, ["编号", "任务名称", "状态"])
        sheet.merge_range(0, 3, 0, 5, "设计")
        sheet.merge_range(0, 6, 0, 7, "编码")
        sheet.write_row(1, 3, ["负责人", "计划完成", "状态", "负责人", "计划完成"])
        for number, row in enumerate(ROWS, 2):
            mine = [row[0], *row[2:6], "已完成", *row[6:]]
            sheet.write_row(number, 0, mine)

    events = series(log, tmp_path).take(path.read_bytes(), FIRST)

    design = next(e for e in of(events, WorkItemFirstSeen) if e.key == "T-1:设计")
    assert (design.state, design.fields["due"]) == ("done", "2026-03-10")
    assert design.locators["status"].endswith("/周报!F3")


def test_a_comment_beside_a_step_is_about_the_step(log, tmp_path):
    path = tmp_path / "noted.xlsx"
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet("周报")
        for number, row in enumerate([HEAD, *ROWS]):
            sheet.write_row(number, 0, row)
        sheet.write_comment(1, 7, "等设计评审", {"author": "李四"})
        sheet.write_comment(2, 7, "暂不编码", {"author": "李四"})

    events = series(log, tmp_path, STEPS + "looks = true\n").take(path.read_bytes(), FIRST)

    said = {e.subject for e in of(events, AnnotationRecorded)}
    assert said == {"reports/T-1:编码", "reports/T-2"}


def test_a_person_may_say_of_which_step_a_column_is(log, tmp_path):
    odd = [*HEAD[:-1], "编码日子"]
    reports = series(log, tmp_path)
    reports.read(ROWS, head=odd)
    assert "due" not in reports.item("T-1:编码").fields
    say(reports, odd, 编码日子="planned_finish@编码")

    events = sync(reports)

    assert {(e.subject, e.field) for e in of(events, WorkItemFieldChanged)} == {
        ("reports/T-1:编码", "due"),
        ("reports/T-3:编码", "due"),
    }


def test_a_step_of_a_plan_is_proposed_with_its_own_cells(log, tmp_path):
    plan = series(log, tmp_path, base="baseline_plan", said=STEPS + 'needs = ["title"]\n')
    first = of(plan.read(ROWS, head=HEAD), CommitmentProposed)

    terms = {e.terms.key: e.terms for e in first}
    assert str(terms["T-3:编码"].finish_on) == "2026-03-30"
    assert terms["T-3:编码"].title == "上线切换 / 编码"
    assert "T-2:编码" not in terms
    assert first[1].locators["finish_on"].endswith("/周报!F4")
