"""Public issues through a local Jira into the log, on both stores, undisturbed and killed."""

import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest

from hub.model.event import Event
from hub.model.facts import HistoryGapFound, SourceObserved, WorkItemFact
from hub.store import open_log
from tests.contract.jira.reading import Hub, hub
from tests.jira_server import LocalJira, load

pytestmark = pytest.mark.real_data


def public_jira(real_data: Path) -> LocalJira:
    jira = LocalJira("dc")
    load(jira, real_data / "jira/server-with-changelog/issues.jsonl.gz")
    jira.clock.reach("2026-03-02T08:00:00Z")
    return jira


def told(events: Sequence[Event]) -> set[tuple[str, str, str]]:
    return {(e.source, e.subject, e.entry) for e in events if isinstance(e, WorkItemFact)}


def test_every_public_issue_arrives_with_its_history(
    real_data: Path, tmp_path: Path, database_url: str
) -> None:
    jira = public_jira(real_data)

    with hub(jira, tmp_path, store=database_url) as it:
        outcome = it.good()
        [observed] = it.of(SourceObserved)
        items = list(it.past.all_items())

    assert (outcome.first_seen, len(items)) == (496, 496)
    assert (observed.count, observed.counts["histories"]) == (496, 2306)
    assert observed.counts["received"] == 3398
    assert observed.counts["quarantined"] == 0
    dropped = sum(n for name, n in observed.counts.items() if name.startswith("dropped:"))
    assert observed.counts["mapped"] + dropped == 3398


def test_what_is_held_is_what_jira_shows(
    real_data: Path, tmp_path: Path, database_url: str
) -> None:
    jira = public_jira(real_data)

    with hub(jira, tmp_path, store=database_url) as it:
        it.good()
        held = {i.subject: i for i in it.past.all_items()}
        gaps = [gap for gap in it.of(HistoryGapFound) if gap.field != "links"]

    for issue in jira.documents:
        assert held[issue.id].value("status") == issue.fields["status"]["id"]
        assert held[issue.id].value("due") == issue.fields.get("duedate")
        assert held[issue.id].key == issue.key
    assert [(gap.field, gap.expected, gap.found) for gap in gaps] == [("resolution", "6", "8")]


def test_a_second_night_appends_no_fact(real_data: Path, tmp_path: Path, database_url: str) -> None:
    jira = public_jira(real_data)

    with hub(jira, tmp_path, store=database_url) as it:
        it.good()
        before = it.log.last_position()
        it.night()
        after = it.log.read(after=before).events

    assert {type(event) for event in after} == {SourceObserved}
    assert {event.kind for event in after} == {"delta", "census", "reread"}  # type: ignore[attr-defined]


KILLED = """
import sys
from datetime import UTC, datetime
from pathlib import Path
from hub.ingest import ingest
from hub.store import Originals, open_log
from connectors.jira.reader import JiraConnector
from connectors.jira.settings import JiraSettings

settings = JiraSettings.model_validate_json(sys.argv[1])
log = open_log(sys.argv[2])
at = datetime.fromisoformat(sys.argv[4])
outcome = ingest(JiraConnector(settings), log, Originals(Path(sys.argv[3])), run=sys.argv[5],
                 at=lambda: at, people=lambda names: None,
                 progress=lambda so_far: print(so_far.pages, flush=True))
print(outcome.outcome, outcome.code, flush=True)
"""


def killed_after(it: Hub, database_url: str, folder: Path, pages: int) -> None:
    """Sync in a process of its own and kill it when it has recorded so many pages."""
    it.runs += 1
    it.jira.clock.advance(minutes=6)  # the lease of the one before has run out
    arguments = [it.settings.model_dump_json(), database_url, str(folder / "originals")]
    arguments += [it.at().isoformat(), f"killed-{it.runs}"]
    command = [sys.executable, "-c", KILLED, *arguments]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        for line in process.stdout or ():
            if line.strip() == str(pages) or not line.strip().isdigit():
                break
        process.kill()


def test_twenty_kills_leave_the_same_facts(
    real_data: Path, tmp_path: Path, database_url: str
) -> None:
    jira = public_jira(real_data)
    with hub(jira, tmp_path) as undisturbed:
        undisturbed.good()
        expected = told(undisturbed.events())

    with hub(jira, tmp_path, store=database_url, name="SRC") as it:
        for number in range(20):
            killed_after(it, database_url, tmp_path, pages=1 + number % 2)
        jira.clock.advance(minutes=6)
        it.good()
        found = told(it.events())

    assert found == expected
    with open_log(database_url) as log:
        assert log.last_position() >= len(expected)
