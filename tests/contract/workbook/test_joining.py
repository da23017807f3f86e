"""Which file of a shared folder joins which series: by the names that each source gives."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from connectors.workbook import CONNECTOR
from connectors.workbook.settings import WorkbookSettings
from hub.ingest import ingest
from hub.model.facts import EditionRead, QuarantineAnswered, RecordQuarantined
from hub.settings import load_sources
from hub.store import Log, open_log
from tests.contract.workbook.test_editions import FIRST, ROWS, Series
from tests.contract.workbook.test_reading_again import of

SOURCES = """
[[source]]
name = "reports"
kind = "workbook"
folder = "{folder}"
file = {reports}

[[source]]
name = "issues"
kind = "workbook"
folder = "{folder}"
profile = "issue_list"
file = {issues}
"""


@pytest.fixture
def log(tmp_path: Path) -> Iterator[Log]:
    opened = open_log(f"sqlite:///{tmp_path}/events.db", create=True)
    yield opened
    opened.close()


@pytest.fixture
def drop(log: Log, tmp_path: Path) -> Path:
    folder = tmp_path / "drop"
    folder.mkdir()
    body = Series(log, tmp_path).file(ROWS, FIRST)
    for number, name in enumerate(("项目周报0306.xlsx", "问题清单.xlsx", "问题周报.xlsx")):
        (folder / name).write_bytes(body + b"\0" * number)  # another file each, of equal rows
    return folder


def sources(home: Path, folder: Path, reports: str, issues: str) -> list[WorkbookSettings]:
    path = home / "sources.toml"
    path.write_text(SOURCES.format(folder=folder, reports=reports, issues=issues))
    return load_sources(path, {"workbook": WorkbookSettings}, "p")  # type: ignore[return-value]


def read(log: Log, home: Path, settings: WorkbookSettings, hours: int = 0):
    """Read one source as the night does; give its events."""
    before = log.read(after=0, limit=10_000).events
    series = Series(log, home)
    at = datetime.fromtimestamp((home / "sources.toml").stat().st_mtime + 60, FIRST.tzinfo)
    at += timedelta(hours=hours)
    outcome = ingest(
        CONNECTOR.open(settings),
        log,
        series.originals,
        run=f"run{settings.name}{hours}",
        at=lambda: at,
        people=lambda _: None,
    )
    assert outcome.outcome != "failed", outcome
    return list(log.read(after=0, limit=10_000).events)[len(list(before)) :]


def names(events) -> list[str]:
    return [event.edition.name for event in of(events, EditionRead)]


def test_each_source_takes_the_files_of_its_names(log, tmp_path, drop):
    reports, issues = sources(tmp_path, drop, '["*周报0*"]', '["问题*"]')

    assert names(read(log, tmp_path, reports)) == ["项目周报0306.xlsx"]
    assert names(read(log, tmp_path, issues)) == ["问题周报.xlsx", "问题清单.xlsx"]


def test_a_source_without_names_takes_what_no_other_names(log, tmp_path, drop):
    reports, _issues = sources(tmp_path, drop, "[]", '["问题*"]')

    assert names(read(log, tmp_path, reports)) == ["项目周报0306.xlsx"]


def test_a_file_that_fits_two_sources_waits_and_says_so_once(log, tmp_path, drop):
    reports, _issues = sources(tmp_path, drop, '["*周报*"]', '["问题*"]')

    events = read(log, tmp_path, reports)
    again = read(log, tmp_path, reports, 1)

    assert names(events) == ["项目周报0306.xlsx"]
    assert [(e.reason, e.text) for e in of(events, RecordQuarantined)] == [
        ("file_tie", "问题周报.xlsx")
    ]
    assert not of(again, RecordQuarantined)


def test_a_file_waits_no_longer_once_its_name_fits_one_source_alone(log, tmp_path, drop):
    reports, _issues = sources(tmp_path, drop, '["*周报*"]', '["问题*"]')
    read(log, tmp_path, reports)
    reports, _issues = sources(tmp_path, drop, '["*周报*"]', '["问题清单*"]')

    events = read(log, tmp_path, reports, 1)

    assert names(events) == ["问题周报.xlsx"]
    assert [event.answer for event in of(events, QuarantineAnswered)] == ["read"]
