"""Editions of one series: what they tell, and what they must not."""

from collections import Counter
from datetime import UTC, datetime, timedelta

import xlsxwriter

from connectors.workbook import CONNECTOR
from connectors.workbook.settings import WorkbookSettings
from hub.ingest import Past, ingest
from hub.model.commitments import CommitmentProposed
from hub.model.facts import (
    AnnotationRecorded,
    AnnotationRemoved,
    EditionHeld,
    EditionRead,
    RecordQuarantined,
    WorkItemFieldChanged,
    WorkItemFirstSeen,
)
from hub.model.items import Item
from hub.store import Log, Originals

FIRST = datetime(2026, 3, 6, 9, tzinfo=UTC)
HEAD = ["编号", "模块", "任务名称", "负责人", "计划完成", "状态", "完成率"]
ROWS = [
    ["T-1", "MES", "接口开发", "张三", "2026-03-20", "进行中", "50%"],
    ["T-2", "MES", "数据导入", "李四", "2026-03-25", "未开始", "0%"],
    ["T-3", "WMS", "上线切换", "王五", "2026-03-30", "未开始", "0%"],
    ["T-4", "WMS", "操作培训", "王五", "2026-03-28", "未开始", "0%"],
]


class Series:
    """A series of weekly files, read by a real ingest into a real log."""

    def __init__(self, log: Log, home, **settings):
        self.log, self.home, self.week, self.last = log, home, 0, FIRST
        self.originals = Originals(home / "originals")
        self.names: dict[str, str] = {}
        chosen = {"profile": "weekly_report", **settings}
        self.settings = WorkbookSettings(name="reports", project="p", **chosen)

    def file(self, rows, day: datetime, head=HEAD, comment: str = "") -> bytes:
        """Write a report of a day; *comment* stands beside the first title."""
        path = self.home / f"周报{self.week}.xlsx"
        with xlsxwriter.Workbook(path) as book:
            sheet = book.add_worksheet("周报")
            sheet.write_string(0, 0, f"报告日期：{day:%Y-%m-%d}")
            for number, row in enumerate([head, *rows], 2):
                for column, value in enumerate(row):
                    sheet.write_string(number, column, value)
            if comment:
                sheet.write_comment(3, 2, comment, {"author": "王五"})
        return path.read_bytes()

    def read(self, rows, *, days: int | None = None, head=HEAD):
        """Read the next edition; return the events that it made."""
        day = FIRST + timedelta(days=7 * self.week if days is None else days)
        self.week += 1
        return self.take(self.file(rows, day, head), day)

    def come_late(self, rows, *, days: int, head=HEAD):
        """Read an edition of a day that lies before those which were read."""
        body = self.file(rows, FIRST + timedelta(days=days), head)
        self.week += 1
        return self.take(body, self.last + timedelta(hours=1))

    def take(self, body: bytes, at: datetime):
        """Read one file at an instant."""
        before, self.last = len(self.events()), at
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
    late = series.come_late(changed(ROWS, 0, "完成率", "70%"), days=7)

    [change] = [e for e in late if isinstance(e, WorkItemFieldChanged)]
    assert (change.old, change.new) == (50.0, 70.0)
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


def test_a_department_in_the_owner_s_column_is_nobody_who_could_answer(log, tmp_path):
    series = Series(log, tmp_path, profile="baseline_plan", units={"生产部": "production"})
    events = series.read(changed(ROWS, 0, "负责人", "生产部"))

    rows = [event for event in events if isinstance(event, CommitmentProposed)]
    assert [bool(row.terms.accountable) for row in rows] == [False, True, True, True]


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


def test_a_comment_is_on_record_once_and_names_nobody(log, tmp_path):
    series = Series(log, tmp_path)
    first = series.take(series.file(ROWS, FIRST, comment="等图纸"), FIRST)
    later = FIRST + timedelta(days=7)
    second = series.take(
        series.file(changed(ROWS, 1, "完成率", "5%"), later, comment="等图纸"), later
    )

    [told] = [event for event in first if isinstance(event, AnnotationRecorded)]
    assert (told.subject, told.kind, told.locator[-4:]) == ("reports/T-1", "comment", "报!C4")
    assert kinds(second)["AnnotationRecorded"] == 0
    assert "等图纸" not in repr(series.events())
    assert series.names[told.author] == "王五"


def test_a_comment_that_is_gone_is_told_of_rows_that_are_shown(log, tmp_path):
    series = Series(log, tmp_path)
    [told] = [
        e
        for e in series.take(series.file(ROWS, FIRST, comment="等图纸"), FIRST)
        if isinstance(e, AnnotationRecorded)
    ]
    week = timedelta(days=7)
    other = series.take(series.file(ROWS[1:], FIRST + week, comment="已改"), FIRST + week)
    again = series.take(series.file(ROWS, FIRST + 2 * week), FIRST + 2 * week)

    assert kinds(other)["AnnotationRemoved"] == 0  # its row is not shown
    removed = {(e.subject, e.id) for e in again if isinstance(e, AnnotationRemoved)}
    assert ("reports/T-1", told.id) in removed
    assert {subject for subject, _ in removed} == {"reports/T-1", "reports/T-2"}
    assert not series.item("T-1").annotations


def test_a_file_without_a_second_look_tells_nothing_of_comments(log, tmp_path):
    series = Series(log, tmp_path)
    series.take(series.file(ROWS, FIRST, comment="等图纸"), FIRST)
    text = "\n".join(",".join(row) for row in [HEAD, *ROWS])
    later = FIRST + timedelta(days=7)
    events = series.take(f"报告日期,2026-03-13\n\n{text}".encode(), later)

    assert kinds(events)["EditionRead"] == 1
    assert kinds(events)["AnnotationRemoved"] == 0


def test_a_row_that_is_split_is_one_row_gone_and_two_new_ones(log, tmp_path):
    series = Series(log, tmp_path, profile="issue_list")
    many = [
        [f"T-{n}", "MES", f"工作{n}", "张三", "2026-03-20", "进行中", "50%"] for n in range(1, 13)
    ]
    series.read(many)
    halves = [["T-9a", *many[8][1:]], ["T-9b", *many[8][1:]]]
    halves[0][2], halves[1][2] = "设计接口", "核对数据"
    events = series.read([*many[:8], *halves, *many[9:]])

    assert kinds(events)["WorkItemVanished"] == 1
    assert sorted(e.key for e in events if isinstance(e, WorkItemFirstSeen)) == ["T-9a", "T-9b"]


def test_rows_that_are_numbered_anew_stay_the_same_items(log, tmp_path):
    series = Series(log, tmp_path)
    head = ["序号", *HEAD[1:]]
    series.read([[str(n), *row[1:]] for n, row in enumerate(ROWS, 1)], head=head)
    events = series.read([[str(n), *row[1:]] for n, row in enumerate(ROWS[::-1], 1)], head=head)

    assert kinds(events)["WorkItemFirstSeen"] == kinds(events)["WorkItemFieldChanged"] == 0


def test_ids_that_are_given_to_other_rows_are_no_identity(log, tmp_path):
    series = Series(log, tmp_path)
    rows = [
        [f"T-{n}", "MES", title, "张三", "2026-03-20", "进行中", "50%"]
        for n, title in enumerate(("接口开发", "数据导入", "上线切换", "操作培训", "库存盘点"), 1)
    ]
    series.read(rows)
    shifted = [[f"T-{n}", *row[1:]] for n, row in enumerate(rows[1:], 1)]
    events = series.read(shifted)

    assert kinds(events)["WorkItemFirstSeen"] == 0
    assert kinds(events)["WorkItemFieldChanged"] == 0


def test_a_column_that_is_put_in_between_changes_no_value(log, tmp_path):
    series = Series(log, tmp_path)
    series.read(ROWS)
    wider = [[*row[:3], "备件", *row[3:]] for row in ROWS]
    events = series.read(wider, head=[*HEAD[:3], "版次", *HEAD[3:]])

    changes = [event for event in events if isinstance(event, WorkItemFieldChanged)]
    assert {(e.field, e.old, e.new) for e in changes} == {("column:版次", None, "备件")}
    assert len(changes) == len(ROWS)


def test_a_row_under_a_heading_has_not_moved_when_it_comes_again(log, tmp_path):
    series = Series(log, tmp_path)
    headed = [
        ["", "", "一、准备阶段", "", "", "", ""],
        *ROWS[:2],
        ["", "", "二、上线阶段", "", "", "", ""],
        *ROWS[2:],
    ]
    series.read(headed)
    events = series.read(changed(headed, 1, "完成率", "60%"))
    [edition] = [e for e in events if isinstance(e, EditionRead)]

    assert edition.differences == {"changed": 1}
    assert series.item("T-1").value("phase") == "一、准备阶段"


def test_a_struck_out_row_is_asked_about_and_keeps_its_title(log, tmp_path):
    series = Series(log, tmp_path)
    path = tmp_path / "struck.xlsx"
    with xlsxwriter.Workbook(path) as book:
        struck = book.add_format({"font_strikeout": True})
        sheet = book.add_worksheet("周报")
        for number, row in enumerate([HEAD, *ROWS]):
            sheet.write_row(number, 0, row)
        sheet.write_string(2, 2, ROWS[1][2], struck)
    events = series.take(path.read_bytes(), FIRST)

    [asked] = [event for event in events if isinstance(event, RecordQuarantined)]
    assert (asked.reason, asked.item, asked.field) == ("struck_out", "reports/T-2", "title")
    assert series.item("T-2").value("title") == "数据导入"


def test_what_is_set_aside_in_one_of_two_tables_of_a_sheet_names_its_item(log, tmp_path):
    series = Series(log, tmp_path)
    head = ["", "", "", "", "", "", ""]
    other = [["T-8", "WMS", "盘点演练", "王五", "2026-03-29", "未开始", "0%"]]
    rows = [*changed(ROWS, 0, "计划完成", "年后尽快"), head, head, HEAD, *other]

    events = series.read(rows)

    [aside] = [e for e in events if isinstance(e, RecordQuarantined)]
    assert aside.item == "reports/T-1"
