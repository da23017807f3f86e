"""Files are read again when what they are understood by has changed; nothing is told twice."""

from datetime import timedelta
from hashlib import sha256

import pytest

from connectors.workbook import CONNECTOR
from hub.ingest import Past, ingest
from hub.model.event import Side
from hub.model.facts import (
    EditionHeld,
    EditionRead,
    QuarantineAnswered,
    WorkItemFieldChanged,
    WorkItemFirstSeen,
)
from hub.model.people import Person, Role
from hub.model.runs import ConfirmMapping, RejectEdition, ReleaseEdition
from hub.store import open_log
from tests.contract.workbook.test_editions import FIRST, HEAD, ROWS, Series

COORDINATOR = Person("person:c", Side.CLIENT, Role.COORDINATOR)
PROFILE = """
name = "own"
makes = "claims"
needs = ["title", "status|percent_actual"]
{columns}
"""
ODD = [*HEAD[:4], "日子", *HEAD[5:]]


@pytest.fixture
def log(tmp_path):
    opened = open_log(f"sqlite:///{tmp_path}/events.db", create=True)
    yield opened
    opened.close()


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
    """Confirm what the columns of the last file mean."""
    body = series.file(ROWS, FIRST, head)
    known = Past(series.log, series.originals, "p", "workbook:reports")
    [table] = CONNECTOR.look(CONNECTOR.open(series.settings), known, "a.xlsx", body, FIRST).tables
    act(
        series,
        ConfirmMapping(
            by=COORDINATOR,
            source="workbook:reports",
            fingerprint=table.fingerprint,
            columns={c.path: names.get(c.path, c.name or "extra") for c in table.columns},
        ),
    )


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
