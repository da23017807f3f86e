"""Which file of a shared folder joins which series: by the names that each source gives."""

from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from connectors.workbook.settings import WorkbookSettings
from hub import plugins
from hub.ingest import ingest
from hub.model.facts import EditionRead, QuarantineAnswered, RecordQuarantined
from hub.settings import load_sources
from hub.shared_folder import FolderSettings, introduce
from hub.store import Log
from tests.contract.jira_export.files import csv_of
from tests.contract.jira_export.files import row as issue
from tests.contract.ms_project.plans import plan, task
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
    return loaded(path)


def loaded(path: Path) -> list[Any]:
    """Load sources as an installation does."""
    kinds = plugins.connectors()
    found = load_sources(path, {name: kind.settings for name, kind in kinds.items()}, "p")
    introduce(found, kinds)
    return found


def read(log: Log, home: Path, settings: FolderSettings, hours: int = 0):
    """Read one source as the night does; give its events."""
    before = log.read(after=0, limit=10_000).events
    series = Series(log, home)
    at = datetime.fromtimestamp((home / "sources.toml").stat().st_mtime + 60, FIRST.tzinfo)
    at += timedelta(hours=hours)
    outcome = ingest(
        plugins.connectors()[settings.kind].open(settings),
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


KINDS = """
[[source]]
name = "reports"
kind = "workbook"
folder = "{folder}"

[[source]]
name = "plan"
kind = "ms_project"
folder = "{folder}"
{plan}

[[source]]
name = "tracker"
kind = "jira_export"
folder = "{folder}"
"""


@pytest.fixture
def mixed(log: Log, tmp_path: Path) -> Path:
    """Give a folder with a workbook, a plan in XML and an export of a Jira."""
    folder = tmp_path / "mixed"
    folder.mkdir()
    (folder / "周报.xlsx").write_bytes(Series(log, tmp_path).file(ROWS, FIRST))
    (folder / "plan.xml").write_bytes(plan(task(1), task(2)))
    (folder / "jira 2026-03-06.csv").write_bytes(csv_of(issue(1), issue(2), issue(3)))
    (folder / "a.mpp").write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600)
    return folder


def of_kinds(home: Path, folder: Path, said: str = "") -> dict[str, Any]:
    """Give three sources of one folder, by name; *said* is what the plan's adds."""
    path = home / "sources.toml"
    path.write_text(KINDS.format(folder=folder, plan=said))
    return {source.name: source for source in loaded(path)}


def refused(events) -> list[str]:
    return [event.text for event in of(events, RecordQuarantined) if not event.rows]


def test_sources_of_several_kinds_share_a_folder_without_a_word(log, tmp_path, mixed):
    sources = of_kinds(tmp_path, mixed)

    told = {name: read(log, tmp_path, source) for name, source in sources.items()}

    found = {name: names(events) for name, events in told.items()}
    assert found == {
        "reports": ["周报.xlsx"],
        "plan": ["plan.xml"],
        "tracker": ["jira 2026-03-06.csv"],
    }
    # What nobody can read is told of, once, and not lost.
    assert [name for events in told.values() for name in refused(events)] == ["a.mpp"]


@pytest.mark.parametrize(("name", "file"), [("plan", "plan.xml")])
def test_a_plan_in_xml_joins_by_its_names_too(log, tmp_path, mixed, name, file):
    body = (mixed / file).read_bytes()
    (mixed / "other.xml").write_bytes(body + b"\n")
    sources = of_kinds(tmp_path, mixed, 'file = ["plan*"]')

    assert names(read(log, tmp_path, sources[name])) == [file]


def test_a_file_that_fits_the_names_of_two_plans_waits(log, tmp_path, mixed):
    path = tmp_path / "sources.toml"
    one = '[[source]]\nkind = "ms_project"\nfolder = "{folder}"\n'
    both = [f'{one}name = "a"\nfile = ["plan*"]\n', f'{one}name = "b"\nfile = ["*.xml"]\n']
    path.write_text("".join(both).format(folder=mixed))
    first, second = loaded(path)

    waits = read(log, tmp_path, first)
    path.write_text(both[0].format(folder=mixed))
    [alone] = loaded(path)
    events = read(log, tmp_path, alone, 1)

    assert [event.reason for event in of(waits, RecordQuarantined)] == ["file_tie"]
    assert names(events) == ["plan.xml"]
    assert [event.answer for event in of(events, QuarantineAnswered)] == ["read"]
    assert second.file == ("*.xml",)
