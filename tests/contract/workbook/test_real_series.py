"""Editions of a real plan in their order: exactly the differences that a person saw in them."""

from datetime import UTC, datetime, timedelta

import pytest

from connectors.workbook import CONNECTOR
from connectors.workbook.settings import WorkbookSettings
from hub.ingest import Past, ingest
from hub.model.event import Side
from hub.model.facts import (
    EditionHeld,
    EditionRead,
    WorkItemFieldChanged,
    WorkItemFirstSeen,
    WorkItemVanished,
)
from hub.model.people import Person, Role
from hub.model.runs import ConfirmMapping
from hub.store import Originals, open_log

pytestmark = pytest.mark.real_data

FIRST = datetime(2018, 7, 14, tzinfo=UTC)
COORDINATOR = Person("person:c", Side.CLIENT, Role.COORDINATOR)
PROFILE = 'name = "plan_told"\nmakes = "claims"\nneeds = ["title", "planned_start"]\n'
# Read cell by cell in the five files, beside an independent comparison by openpyxl: the edition,
# field, old value, new value and the cell it stands in.
REVIEWED = [
    (2, "actual_finish", None, "2018-07-13", "H4"),
    (2, "actual_finish", None, "2018-07-12", "H6"),
    (3, "actual_finish", None, "2018-07-16", "H23"),
    (3, "start", "2018-07-25", "2018-07-16", "D24"),
    (4, "actual_start", None, "2018-07-17", "E17"),
    (4, "actual_start", None, "2018-07-16", "E18"),
    (4, "actual_finish", None, "2018-07-17", "H24"),
    (5, "actual_finish", None, "2018-07-17", "H17"),
    (5, "actual_finish", None, "2018-07-17", "H18"),
    (5, "actual_start", None, "2018-07-18", "E19"),
    (5, "actual_finish", None, "2018-07-18", "H19"),
    (5, "actual_start", None, "2018-07-20", "E20"),
    (5, "actual_finish", None, "2018-07-20", "H20"),
    (5, "actual_start", None, "2018-07-20", "E22"),
    (5, "actual_finish", None, "2018-07-20", "H22"),
    (5, "actual_start", None, "2018-07-16", "E23"),
    (5, "actual_start", None, "2018-07-16", "E24"),
]
# The same of the columns that mean nothing to the hub.
KEPT = [
    (2, "column:实际用时（天）", None, "1.5", "G4"),
    (2, "column:实际用时（天）", None, "2", "G6"),
    (3, "column:实际用时（天）", None, "0.5", "G23"),
    (4, "column:实际用时（天）", None, "1.5", "G18"),
    (4, "column:实际用时（天）", None, "1", "G24"),
    (5, "column:实际用时（天）", None, "1", "G17"),
    (5, "column:实际用时（天）", None, "2", "G19"),
    (5, "column:实际用时（天）", None, "2", "G20"),
    (5, "column:预计用时(天)", "1", "2", "F21"),
    (5, "column:实际用时（天）", None, "1", "G22"),
]


@pytest.fixture(scope="module")
def told(real_data, tmp_path_factory):
    """Read the editions one after the other; the columns are confirmed once, after the first."""
    home = tmp_path_factory.mktemp("series")
    (home / "plan_told.toml").write_text(PROFILE)
    log = open_log(f"sqlite:///{home}/events.db", create=True)
    originals = Originals(home / "originals")
    settings = WorkbookSettings(name="plan", project="p", profile="plan_told", profiles=home)
    made = []
    files = sorted((real_data / "workbooks" / "series-crm-plan").glob("*.xlsx"))
    for number, path in enumerate(files):
        at = FIRST + timedelta(days=number)
        made.append(read(log, originals, settings, path, at))
        if number == 0:
            confirm(log, originals, settings, path, at)
            made[0] += read(log, originals, settings, path, at + timedelta(hours=1))
    log.close()
    return made


def read(log, originals, settings, path, at):
    """Read one file; give its events."""
    before = log.read(after=0, limit=10_000).events
    connector = CONNECTOR.open(settings).with_upload(path.name, path.read_bytes())
    ingest(connector, log, originals, run=f"run{at}", at=lambda: at, people=lambda _: None)
    return list(log.read(after=0, limit=10_000).events)[len(list(before)) :]


def confirm(log, originals, settings, path, at) -> None:
    """Say that the columns mean what they are taken for."""
    known = Past(log, originals, "p", settings.source)
    look = CONNECTOR.look(CONNECTOR.open(settings), known, path.name, path.read_bytes(), at)
    [table] = [table for table in look.tables if table.columns]
    columns = {column.path: column.name or "extra" for column in table.columns if column.path}
    command = ConfirmMapping(
        by=COORDINATOR, source=settings.source, fingerprint=table.fingerprint, columns=columns
    )
    log.act(command, project="p", run="act", recorded_at=at)


def of(events, kind):
    return [event for event in events if isinstance(event, kind)]


def cell(locator: str) -> str:
    return locator.rpartition("!")[2]


def test_a_title_without_a_header_waits_for_a_person_once(told):
    assert [len(of(events, EditionHeld)) for events in told] == [1, 0, 0, 0, 0]
    assert [len(of(events, EditionRead)) for events in told] == [1, 1, 1, 1, 1]


def test_the_differences_are_those_that_a_person_saw(told):
    found = [
        (number, fact.field, fact.old, fact.new, cell(fact.locator))
        for number, events in enumerate(told, 1)
        for fact in of(events, WorkItemFieldChanged)
    ]

    assert sorted(found, key=repr) == sorted([*REVIEWED, *KEPT], key=repr)


def test_a_moved_date_shows_the_cell_in_both_editions(told):
    [moved] = [fact for fact in of(told[2], WorkItemFieldChanged) if fact.old is not None]

    assert (cell(moved.old_locator), cell(moved.locator)) == ("D23", "D24")
    assert moved.old_locator.partition("/")[0] != moved.locator.partition("/")[0]


def test_one_row_was_added_and_none_was_taken_away(told):
    added = [
        [fact.fields["title"] for fact in of(events, WorkItemFirstSeen)] for events in told[1:]
    ]

    assert added == [["所有任务列表"], [], [], []]
    assert not [fact for events in told for fact in of(events, WorkItemVanished)]


def test_a_row_that_slid_down_has_not_moved(told):
    counts = [of(events, EditionRead)[0].differences for events in told[1:]]

    assert [count.get("moved", 0) for count in counts] == [0, 0, 0, 0]
