"""Columns from edition to edition: kept though they mean nothing, remembered though they move."""

from datetime import timedelta

from connectors.workbook import CONNECTOR
from hub.ingest import Past
from hub.model.facts import EditionHeld, EditionRead, WorkItemFieldChanged, WorkItemFirstSeen
from hub.model.runs import ConfirmMapping
from tests.contract.workbook.test_editions import FIRST, HEAD, ROWS, Series
from tests.contract.workbook.test_reading_again import COORDINATOR, act, of, say, say_of

WEEK = timedelta(days=7)


def wider(*columns: str) -> list[list[str]]:
    """Give the usual rows with more columns, each with one text for all rows."""
    return [[*row, *columns] for row in ROWS]


def test_a_column_that_means_nothing_is_kept_with_its_header_and_its_cell(log, tmp_path):
    series = Series(log, tmp_path)
    events = series.read(wider("甲线"), head=[*HEAD, "产线"])

    first = of(events, WorkItemFirstSeen)[0]
    assert first.fields["column:产线"] == "甲线"
    assert first.locators["column:产线"].endswith("周报!H4")


def test_names_and_long_texts_in_such_a_column_stand_in_no_event(log, tmp_path):
    series = Series(log, tmp_path)
    long = "这里写了很长的一段话，" * 8
    events = series.read(wider("张三、李四", long), head=[*HEAD, "产线", "情形"])

    fields = of(events, WorkItemFirstSeen)[0].fields
    assert all("/person/" in name for name in str(fields["column:产线"]).split(","))
    assert str(fields["column:情形"]).startswith("sha256:")
    assert "张三" not in repr(events)


def test_a_running_number_and_a_column_to_be_ignored_are_not_told(log, tmp_path):
    series = Series(log, tmp_path)
    head = [*HEAD, "流水", "产线"]
    rows = [[*row, str(number), "甲线"] for number, row in enumerate(ROWS, 1)]
    say_of(series, rows, head, 产线="ignore")

    events = series.read(rows, head=head)

    told = {name for event in of(events, WorkItemFirstSeen) for name in event.fields}
    assert "column:产线" not in told
    assert "column:流水" not in told


def test_named_columns_keep_their_names_where_they_move_and_one_is_put_in(log, tmp_path):
    series = Series(log, tmp_path)
    odd = ["编号", "子项", "任务名称", "谁", "死线", "灯", "数"]
    say(series, odd, 谁="owner", 死线="planned_finish", 灯="status", 数="percent_actual")
    series.read(ROWS, head=odd)
    moved = ["编号", "任务名称", "数", "灯", "产线", "谁", "死线"]
    rows = [[r[0], r[2], "80%", r[5], "甲线", r[3], r[4]] for r in ROWS]

    events = series.read(rows, head=moved)

    assert not of(events, EditionHeld)
    changes = {(e.field, e.new) for e in of(events, WorkItemFieldChanged)}
    assert changes == {("percent", 80.0), ("column:产线", "甲线")}


def test_what_is_lost_and_what_is_new_is_named_beside_the_file(log, tmp_path):
    series = Series(log, tmp_path)
    series.read(ROWS)
    rows = [[*row[:3], *row[4:], "高"] for row in ROWS]
    body = series.file(rows, FIRST + WEEK, head=[*HEAD[:3], *HEAD[4:], "优先级"])
    known = Past(series.log, series.originals, "p", "workbook:reports")
    look = CONNECTOR.look
    assert look

    found = look(CONNECTOR.open(series.settings), known, "a.xlsx", body, FIRST + WEEK)
    [held] = of(series.take(body, FIRST + WEEK), EditionHeld)

    told = {note.code: note.values["columns"] for note in found.notes}
    assert told == {"columns_lost": "负责人", "columns_new": "优先级"}
    assert (held.values["lost"], held.values["new"]) == ("负责人", "优先级")


def test_columns_that_only_change_places_ask_nobody(log, tmp_path):
    series = Series(log, tmp_path)
    series.read(ROWS)
    order = [0, 2, 1, 4, 3, 6, 5]
    rows = [[row[n] for n in order] for row in ROWS]

    events = series.read(rows, head=[HEAD[n] for n in order])

    assert len(of(events, EditionRead)) == 1
    assert not of(events, WorkItemFieldChanged)


def test_a_name_that_is_given_to_another_header_does_not_go_over(log, tmp_path):
    series = Series(log, tmp_path)
    odd = ["编号", "子项", "任务名称", "谁", "死线", "灯", "数"]
    columns = {"别的": "title", "死线": "raised_on", "天": "status"}
    said = ConfirmMapping(
        by=COORDINATOR, source="workbook:reports", fingerprint="f" * 64, columns=columns
    )
    act(series, said)

    [held] = of(series.read(ROWS, head=odd), EditionHeld)

    assert held.reason in ("mapping", "no_table")


def test_a_date_that_was_planned_stays_planned_when_all_of_them_lie_behind(log, tmp_path):
    series = Series(log, tmp_path)
    head = [*HEAD[:4], "完成时间", *HEAD[5:]]
    series.read(ROWS, head=head)
    events = series.read(ROWS, head=head, days=60)

    assert [e.edition.name for e in of(events, EditionRead)] == ["周报-2.xlsx"]
    assert "actual_finish" not in series.item("T-1").fields
    assert series.item("T-1").value("due") == "2026-03-20"


def test_a_column_whose_values_mean_something_else_than_last_time_waits(log, tmp_path):
    series = Series(log, tmp_path)
    head = [*HEAD[:5], "进度"]
    series.read([[*row[:5], row[6]] for row in ROWS], head=head)

    [held] = of(series.read([row[:6] for row in ROWS], head=head), EditionHeld)

    assert (held.values["why"], held.values["columns"]) == ("meaning", "进度")
