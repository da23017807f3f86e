"""Editions of one series: what they tell, and what they must not."""

from collections import Counter
from datetime import UTC, datetime, timedelta

import pytest
import xlsxwriter

from connectors.workbook import CONNECTOR
from connectors.workbook.settings import WorkbookSettings
from hub.ingest import Past, ingest
from hub.model.facts import EditionHeld, EditionRead, RecordQuarantined, WorkItemFieldChanged
from hub.model.items import Item
from hub.store import Log, Originals, open_log

FIRST = datetime(2026, 3, 6, 9, tzinfo=UTC)
HEAD = ["编号", "模块", "任务名称", "负责人", "计划完成", "状态", "完成率"]
ROWS = [
    ["T-1", "MES", "接口开发", "张三", "2026-03-20", "进行中", "50%"],
    ["T-2", "MES", "数据导入", "李四", "2026-03-25", "未开始", "0%"],
    ["T-3", "WMS", "上线切换", "王五", "2026-03-30", "未开始", "0%"],
    ["T-4", "WMS", "操作培训", "王五", "2026-03-28", "未开始", "0%"],
]


@pytest.fixture
def log(tmp_path):
    opened = open_log(f"sqlite:///{tmp_path}/events.db", create=True)
    yield opened
    opened.close()


class Series:
    """A series of weekly files, read by a real ingest into a real log."""

    def __init__(self, log: Log, home, **settings):
        self.log, self.home, self.week = log, home, 0
        self.originals = Originals(home / "originals")
        self.names: dict[str, str] = {}
        chosen = {"profile": "weekly_report", **settings}
        self.settings = WorkbookSettings(name="reports", project="p", **chosen)

    def file(self, rows, day: datetime, head=HEAD) -> bytes:
        """Write a report of a day."""
        path = self.home / f"周报{self.week}.xlsx"
        with xlsxwriter.Workbook(path) as book:
            sheet = book.add_worksheet("周报")
            sheet.write_string(0, 0, f"报告日期：{day:%Y-%m-%d}")
            for number, row in enumerate([head, *rows], 2):
                for column, value in enumerate(row):
                    sheet.write_string(number, column, value)
        return path.read_bytes()

    def read(self, rows, *, days: int | None = None, head=HEAD):
        """Read the next edition; return the events that it made."""
        day = FIRST + timedelta(days=7 * self.week if days is None else days)
        self.week += 1
        return self.take(self.file(rows, day, head), day)

    def take(self, body: bytes, at: datetime):
        """Read one file at an instant."""
        before = len(self.events())
        connector = CONNECTOR.open(self.settings).with_upload(f"周报-{self.week}.xlsx", body)
        self.outcome = ingest(
            connector,
            self.log,
            self.originals,
            run=f"run{self.week}{at}",
            at=lambda: at,
            people=self.names.update,
        )
        return self.events()[before:]

    def events(self):
        """Give the whole log."""
        return list(self.log.read(after=0, limit=10_000).events)

    def item(self, key: str) -> Item:
        """Give the state of one item."""
        found = Past(self.log, self.originals, "p", "workbook:reports").item(f"reports/{key}")
        assert found is not None
        return found


def kinds(events) -> Counter:
    return Counter(type(event).__name__ for event in events)


def changed(rows, number: int, column: str, value: str):
    """Give the rows with one cell changed."""
    copied = [list(row) for row in rows]
    copied[number][HEAD.index(column)] = value
    return copied


def test_a_first_edition_tells_each_item_once(log, tmp_path):
    events = Series(log, tmp_path).read(ROWS)

    assert kinds(events) == {"WorkItemFirstSeen": 4, "EditionRead": 1, "SourceObserved": 1}


def test_the_same_file_twice_tells_nothing_twice(log, tmp_path):
    series = Series(log, tmp_path)
    body = series.file(ROWS, FIRST)
    series.take(body, FIRST)
    again = series.take(body, FIRST + timedelta(hours=1))

    assert kinds(again) == {"SourceObserved": 1}


def test_a_changed_cell_is_one_fact_with_both_cells(log, tmp_path):
    series = Series(log, tmp_path)
    series.read(ROWS)
    [fact] = [
        e
        for e in series.read(changed(ROWS, 1, "计划完成", "2026-04-02"))
        if isinstance(e, WorkItemFieldChanged)
    ]

    assert (fact.field, fact.old, fact.new) == ("due", "2026-03-25", "2026-04-02")
    assert fact.locator.endswith("/周报!E5")
    assert fact.old_locator.endswith("/周报!E5")
    assert fact.old_locator != fact.locator
    assert fact.occurred.lo is not None


def test_a_row_inserted_on_top_changes_no_item(log, tmp_path):
    series = Series(log, tmp_path)
    series.read(ROWS)
    events = series.read([["T-9", "MES", "临时支持", "张三", "2026-03-12", "进行中", "10%"], *ROWS])

    assert kinds(events)["WorkItemFirstSeen"] == 1
    assert kinds(events)["WorkItemFieldChanged"] == 0


def test_other_columns_wait_for_a_person(log, tmp_path):
    series = Series(log, tmp_path)
    series.read(ROWS)
    [held] = [
        e
        for e in series.read([row[:3] + row[4:] for row in ROWS], head=HEAD[:3] + HEAD[4:])
        if isinstance(e, EditionHeld)
    ]

    assert held.values["why"] == "columns"


def test_names_stand_in_no_event(log, tmp_path):
    series = Series(log, tmp_path)
    series.read(ROWS)

    assert "张三" not in repr(series.events())
    assert "张三" in series.names.values()


def test_a_missing_row_of_a_report_is_not_removed(log, tmp_path):
    series = Series(log, tmp_path)
    series.read(ROWS)
    events = series.read(ROWS[:3])

    assert kinds(events)["WorkItemVanished"] == 0


def test_a_missing_row_of_a_complete_list_is_removed_and_may_come_back(log, tmp_path):
    series = Series(log, tmp_path, profile="issue_list")
    series.read(ROWS)
    gone = series.read(ROWS[:3])
    back = series.read(ROWS)

    assert kinds(gone)["WorkItemVanished"] == 1
    assert kinds(back)["WorkItemReappeared"] == 1


def test_another_file_is_held_and_removes_nothing(log, tmp_path):
    series = Series(log, tmp_path, profile="issue_list")
    many = [
        [f"T-{n}", "MES", f"第{n}项工作", "张三", "2026-03-20", "进行中", "50%"] for n in range(90)
    ]
    series.read(many)
    events = series.read(many[:5])

    assert [e.reason for e in events if isinstance(e, EditionHeld)] == ["held_empty"]
    assert kinds(events)["WorkItemVanished"] == 0
    assert series.outcome.outcome == "held"


def test_a_value_that_is_not_understood_clears_nothing(log, tmp_path):
    series = Series(log, tmp_path)
    series.read(ROWS)
    events = series.read(changed(ROWS, 0, "计划完成", "年后尽快"))

    assert [e.reason for e in events if isinstance(e, RecordQuarantined)] == ["date_not_understood"]
    assert series.item("T-1").value("due") == "2026-03-20"


def test_an_edition_that_comes_late_does_not_move_the_present(log, tmp_path):
    series = Series(log, tmp_path)
    series.read(ROWS, days=0)
    series.read(changed(ROWS, 0, "完成率", "90%"), days=14)
    series.read(changed(ROWS, 0, "完成率", "70%"), days=7)

    assert series.item("T-1").value("percent") == 90.0


def test_a_refused_file_is_kept_and_told(log, tmp_path):
    series = Series(log, tmp_path)
    events = series.take(b"<html><table></table></html>", FIRST)

    assert [e.reason for e in events if isinstance(e, RecordQuarantined)] == ["html_as_xls"]


def test_a_plan_is_proposed_and_binds_nobody(log, tmp_path):
    series = Series(log, tmp_path, profile="baseline_plan")
    events = series.read(ROWS)

    assert kinds(events) == {
        "CommitmentProposed": 4,
        "BaselineProposed": 1,
        "EditionRead": 1,
        "SourceObserved": 1,
    }


def test_the_sums_of_an_edition_balance(log, tmp_path):
    events = Series(log, tmp_path).read([*ROWS, ["", "", "", "", "2026-03-30", "进行中", ""]])
    [edition] = [e for e in events if isinstance(e, EditionRead)]

    assert (edition.rows_in, edition.mapped, edition.quarantined) == (5, 4, 1)


def test_the_drop_folder_follows_no_link_and_waits_for_a_growing_file(log, tmp_path):
    drop = tmp_path / "drop"
    drop.mkdir()
    series = Series(log, tmp_path, folder=drop)
    (drop / "good.xlsx").write_bytes(series.file(ROWS, FIRST))
    (drop / "link.xlsx").symlink_to(drop / "good.xlsx")
    (drop / "~$good.xlsx").write_bytes(b"x")
    modified = (drop / "good.xlsx").stat().st_mtime
    connector = CONNECTOR.open(series.settings)

    soon, later = (datetime.fromtimestamp(modified + s, UTC) for s in (2, 60))
    assert [a.name for a in connector.arrivals(soon)] == []
    assert [a.name for a in connector.arrivals(later)] == ["good.xlsx"]
