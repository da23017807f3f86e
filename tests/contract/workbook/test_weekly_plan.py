"""Weekly plans: their rows are due with the week that the sheet names; each week has its own."""

from datetime import date, timedelta
from pathlib import Path

import pytest
import xlsxwriter

from hub.model.commitments import CommitmentDropProposed, CommitmentProposed
from hub.model.event import Event, Side
from hub.model.facts import EditionHeld
from hub.model.people import Person, Role
from hub.model.plans import ApprovePlan, BaselineProposed, RevisionProposed
from tests.contract.workbook.test_editions import FIRST, Series
from tests.contract.workbook.test_reading_again import act, of

HEAD = ["任务名称", "负责人"]
ROWS = [["安装服务器", "张三"], ["布置网络", "李四"], ["清点备件", "王五"], ["培训班组", "张三"]]


def plan(home: Path, legend: str, rows=ROWS, head=HEAD, sheet: str = "计划") -> bytes:
    """Write a weekly plan without dates beside its rows."""
    path = home / "plan.xlsx"
    with xlsxwriter.Workbook(path) as book:
        page = book.add_worksheet(sheet)
        page.write_string(0, 0, legend)
        for number, row in enumerate([head, *rows], 2):
            page.write_row(number, 0, row)
    return path.read_bytes()


def take(series: Series, body: bytes, week: int = 0) -> list[Event]:
    series.week = week + 1
    return list(series.take(body, FIRST + timedelta(days=7 * week)))


@pytest.mark.parametrize(
    ("legend", "sheet", "end"),
    [
        ("计划周期：2026-03-09～2026-03-13", "计划", date(2026, 3, 13)),
        ("某项目周计划（3.9-3.13）", "计划", date(2026, 3, 13)),
        ("某项目周计划", "第11周", date(2026, 3, 15)),
    ],
)
def test_rows_without_a_date_are_due_with_the_week_of_the_sheet(log, tmp_path, legend, sheet, end):
    series = Series(log, tmp_path, profile="weekly_plan")
    events = take(series, plan(tmp_path, legend, sheet=sheet))

    rows = of(events, CommitmentProposed)
    assert len(rows) == len(ROWS)
    days = {(row.terms.start_on, row.terms.finish_on) for row in rows}
    assert days == {(date(2026, 3, 9), end)}
    assert {row.locators["finish_on"].rpartition("!")[2] for row in rows} == {"A1"}


def test_a_row_s_own_date_goes_before_the_week(log, tmp_path):
    series = Series(log, tmp_path, profile="weekly_plan")
    rows = [[*ROWS[0], "2026-03-11"], [*ROWS[1], ""], [*ROWS[2], "年后尽快"], [*ROWS[3], "3月12日"]]
    legend = "周期：2026-03-09至2026-03-13"
    events = take(series, plan(tmp_path, legend, rows, [*HEAD, "计划完成"]))

    found = [row.terms.finish_on for row in of(events, CommitmentProposed)]
    assert [day and day.day for day in found] == [11, 13, None, 12]


def test_a_plan_without_dates_and_without_a_week_waits(log, tmp_path):
    series = Series(log, tmp_path, profile="weekly_plan")
    [held] = of(take(series, plan(tmp_path, "某项目周计划")), EditionHeld)

    assert held.values["why"] == "planned_finish|week"


def test_the_next_week_s_plan_adds_rows_and_drops_none(log, tmp_path):
    series = Series(log, tmp_path, profile="weekly_plan")
    [first] = of(take(series, plan(tmp_path, "周期：3.9-3.13")), BaselineProposed)
    lead = Person("person:s", Side.CLIENT, Role.SPONSOR)
    act(series, ApprovePlan(by=lead, proposal=first.proposal, set_hash=first.set_hash))
    others = [[f"另一件事{n}", "张三"] for n in "甲乙丙丁"]

    events = take(series, plan(tmp_path, "周期：3.16-3.20", others), week=1)

    assert not of(events, EditionHeld)
    assert not of(events, CommitmentDropProposed)
    [revision] = of(events, RevisionProposed)
    assert (revision.added, revision.dropped, revision.rows) == (4, 0, 4)
