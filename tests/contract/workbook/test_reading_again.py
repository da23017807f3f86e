"""Files are read again when what they are understood by has changed; nothing is told twice."""

from datetime import timedelta
from hashlib import sha256

import xlsxwriter

from connectors.workbook import CONNECTOR
from hub.ingest import Past, ingest
from hub.model.event import Side
from hub.model.facts import (
    EditionHeld,
    EditionRead,
    QuarantineAnswered,
    RecordQuarantined,
    WorkItemFieldChanged,
    WorkItemFirstSeen,
)
from hub.model.items import item_from
from hub.model.people import Person, Role
from hub.model.runs import ConfirmMapping, IgnoreRecord, RejectEdition, ReleaseEdition
from hub.pointing import Pointed
from tests.contract.workbook.test_editions import FIRST, HEAD, ROWS, Series

COORDINATOR = Person("person:c", Side.CLIENT, Role.COORDINATOR)
PROFILE = """
name = "own"
makes = "claims"
needs = ["title", "status|percent_actual"]
{columns}
"""
ODD = [*HEAD[:4], "日子", *HEAD[5:]]


def sync(series: Series, days: int = 1):
    """Read the series as each night does; return the events that were made."""
    before, at = len(series.events()), FIRST + timedelta(days=days)
    outcome = ingest(
        CONNECTOR.open(series.settings),
        series.log,
        series.originals,
        run=f"night{days}",
        at=lambda: at,
        people=series.names.update,
    )
    assert outcome.outcome != "failed", outcome
    return series.events()[before:]


def act(series: Series, command) -> None:
    at = FIRST + timedelta(days=7 * (series.week - 1), hours=5)
    series.log.act(command, project="p", run="act", recorded_at=at)


def of(events, kind):
    return [event for event in events if isinstance(event, kind)]


def say(series: Series, head: list[str], **names: str) -> None:
    """Confirm what the columns of the usual rows mean."""
    say_of(series, ROWS, head, **names)


def test_nothing_is_read_again_while_nothing_has_changed(log, tmp_path):
    series = Series(log, tmp_path)
    series.read(ROWS)

    assert [event.about for event in sync(series)] == ["source"]


def test_a_mapping_that_is_confirmed_later_gives_the_facts_of_editions_that_count(log, tmp_path):
    series = Series(log, tmp_path)
    [read] = of(series.read(ROWS, head=ODD), EditionRead)
    assert "due" not in series.item("T-1").fields
    say(series, ODD, 日子="planned_finish")

    events = sync(series)

    changed = of(events, WorkItemFieldChanged)
    assert {(event.field, event.new) for event in changed} == {("due", row[4]) for row in ROWS}
    assert {event.occurred for event in events if event.about == "item"} == {read.occurred}
    assert not of(events, WorkItemFirstSeen)
    assert series.item("T-1").fields["due"].value == "2026-03-20"


def test_as_of_the_day_before_a_mapping_was_confirmed_it_is_not_in_force(log, tmp_path):
    series = Series(log, tmp_path)
    series.read(ROWS, head=ODD)
    say(series, ODD, 日子="planned_finish")
    sync(series)
    known = Past(log, series.originals, "p", "workbook:reports")
    [said] = known.mappings()

    told = [e for e in series.events() if e.subject == "reports/T-1"]
    before = item_from("reports/T-1", [e for e in told if e.recorded_at < said.recorded_at])

    assert "due" not in before.fields
    assert series.item("T-1").value("due") == ROWS[0][4]


def test_a_file_that_is_brought_again_gives_what_its_columns_mean_now(log, tmp_path):
    series = Series(log, tmp_path)
    body = series.file(ROWS, FIRST, ODD)
    series.take(body, FIRST)
    series.week = 1
    say(series, ODD, 日子="planned_finish")

    events = series.take(body, FIRST + timedelta(days=1))

    assert len(of(events, WorkItemFieldChanged)) == len(ROWS)
    assert len(of(events, EditionRead)) == 1


def test_an_older_edition_is_corrected_on_its_own_day(log, tmp_path):
    series = Series(log, tmp_path)
    later = [[*ROWS[0][:4], "2026-04-01", *ROWS[0][5:]], *ROWS[1:]]
    first = of(series.read(ROWS, head=ODD), EditionRead)[0]
    second = of(series.read(later, head=ODD), EditionRead)[0]
    say(series, ODD, 日子="planned_finish")

    told = of(sync(series, 10), WorkItemFieldChanged)

    t1 = [e for e in told if e.subject.endswith("T-1")]
    assert [(e.old, e.new) for e in t1] == [(None, "2026-03-20"), ("2026-03-20", "2026-04-01")]
    assert [e.occurred for e in t1] == [first.occurred, second.occurred]
    assert len(told) == len(ROWS) + 1


def test_words_of_a_profile_that_are_mended_empty_the_quarantine(log, tmp_path):
    own = tmp_path / "own"
    own.mkdir()
    (own / "own.toml").write_text(
        PROFILE.format(columns="[columns.actual_finish]\nwords=['计划完成']")
    )
    rows = [[*ROWS[0][:4], "尽快", *ROWS[0][5:]], *ROWS[1:]]
    series = Series(log, tmp_path, profile="own", profiles=own)
    series.read(rows)
    assert "due" not in series.item("T-2").fields

    (own / "own.toml").write_text(PROFILE.format(columns="[columns.remarks]\nwords=['计划完成']"))
    events = sync(series)

    assert len(of(events, QuarantineAnswered)) == 1
    assert {e.field for e in of(events, WorkItemFieldChanged)} == {"remarks"}
    assert len(of(events, EditionRead)) == 1
    assert [event.about for event in sync(series, 2)] == ["source"]


def test_a_held_edition_is_read_once_its_columns_are_confirmed(log, tmp_path):
    series = Series(log, tmp_path)
    head = [*HEAD[:5], "灯", "数"]
    held = of(series.read(ROWS, head=head), EditionHeld)
    assert [event.reason for event in held] == ["no_table"]
    say(series, head, 灯="status", 数="percent_actual")

    events = sync(series)

    assert len(of(events, EditionRead)) == 1
    assert series.item("T-1").fields["percent"].value == 50
    assert [event.about for event in sync(series, 2)] == ["source"]


def test_a_held_edition_that_is_released_counts_and_one_that_is_rejected_never_does(log, tmp_path):
    series = Series(log, tmp_path)
    series.read(ROWS)
    strangers = [
        [f"X-{n}", "ERP", f"全新工作{n}", "张三", "2026-05-01", "未开始", "0%"] for n in range(6)
    ]
    [held] = of(series.read(strangers), EditionHeld)
    others = [
        [f"Y-{n}", "CRM", f"别的事情{n}", "张三", "2026-05-01", "未开始", "0%"] for n in range(6)
    ]
    [wrong] = of(series.read(others), EditionHeld)
    source = "workbook:reports"
    act(series, ReleaseEdition(by=COORDINATOR, source=source, edition=held.edition))
    said = {"source": source, "edition": wrong.edition, "reason": "another file"}
    act(series, RejectEdition(by=COORDINATOR, **said))

    read = of(sync(series, 30), EditionRead)

    assert [event.edition.original for event in read] == [held.edition.original]
    assert sha256(series.originals.read(held.original)).hexdigest() == held.original


def test_a_header_that_is_pointed_at_later_gives_the_rows_of_editions_that_count(log, tmp_path):
    series = Series(log, tmp_path)
    [read] = of(series.take(two_tables(tmp_path), FIRST), EditionRead)
    series.week = 1
    pointed = Pointed("附表", 1)
    known = Past(log, series.originals, "p", "workbook:reports")
    opened = CONNECTOR.point(CONNECTOR.open(series.settings), pointed)
    tables = CONNECTOR.look(opened, known, "a.xlsx", two_tables(tmp_path), FIRST).tables
    [table] = [each for each in tables if each.sheet == "附表"]
    columns = {"甲": "title", "乙": "status", "丙": "planned_finish"}
    said = {"fingerprint": table.fingerprint, "columns": columns, "options": pointed.options}
    act(series, ConfirmMapping(by=COORDINATOR, source="workbook:reports", **said))

    events = sync(series)

    first = of(events, WorkItemFirstSeen)
    assert {event.fields["title"] for event in first} == {"打印标签", "培训叉车工", "盘点"}
    assert {event.occurred for event in first} == {read.occurred}
    assert not [event for event in sync(series, 2) if event.about != "source"]


def two_tables(home) -> bytes:
    """Make a report with a second sheet whose header names nothing that we know."""
    path = home / "two.xlsx"
    with xlsxwriter.Workbook(path) as book:
        for name, head, rows in (
            ("周报", HEAD, ROWS),
            (
                "附表",
                ["甲", "乙", "丙"],
                [[t, "进行中", "2026-03-20"] for t in ("打印标签", "培训叉车工", "盘点")],
            ),
        ):
            sheet = book.add_worksheet(name)
            for number, row in enumerate([head, *rows]):
                sheet.write_row(number, 0, row)
    return path.read_bytes()


def test_rows_that_were_misread_are_taken_back_and_stay_on_record(log, tmp_path):
    series = Series(log, tmp_path)
    wrong = ["", *HEAD[1:2], "说明", *HEAD[3:6], "任务名称"]
    rows = [["", row[1], row[2], *row[3:6], f"字段{n}"] for n, row in enumerate(ROWS)]
    series.read(rows, head=wrong)
    before = {item.title for item in items_of(series)}
    say_of(series, rows, wrong, 说明="title", 任务名称="extra")

    sync(series)

    assert before == {"字段0", "字段1", "字段2", "字段3"}
    live = {item.title for item in items_of(series) if not item.vanished}
    assert live == {row[2] for row in ROWS}
    gone = {item.vanished for item in items_of(series) if item.title in before}
    assert gone == {"misread"}


def test_a_saying_that_changes_nothing_reads_an_edition_again_once(log, tmp_path):
    series = Series(log, tmp_path)
    series.read(ROWS)
    say(series, HEAD)

    assert len(of(sync(series), EditionRead)) == 1
    assert [event.about for event in sync(series, 2)] == ["source"]


def items_of(series: Series):
    known = Past(series.log, series.originals, "p", "workbook:reports")
    return list(known.all_items())


def say_of(series: Series, rows, head, **names: str) -> None:
    """Confirm what the columns of such rows mean."""
    body = series.file(rows, FIRST, head)
    known = Past(series.log, series.originals, "p", "workbook:reports")
    [table] = CONNECTOR.look(CONNECTOR.open(series.settings), known, "a.xlsx", body, FIRST).tables
    columns = {c.path: names.get(c.path, c.name or "extra") for c in table.columns}
    said = {"fingerprint": table.fingerprint, "columns": columns}
    act(series, ConfirmMapping(by=COORDINATOR, source="workbook:reports", **said))


def test_what_a_person_ignores_is_not_set_aside_again(log, tmp_path):
    series = Series(log, tmp_path)
    rows = [[*ROWS[0][:4], "年后尽快", *ROWS[0][5:]], *ROWS[1:]]
    [aside] = of(series.read(rows), RecordQuarantined)
    record = {"source": "workbook:reports", "record": aside.subject, "reason": "agreed"}
    act(series, IgnoreRecord(by=COORDINATOR, **record))
    say_of(series, rows, HEAD, 完成率="percent_planned")

    assert not of(sync(series), RecordQuarantined)
