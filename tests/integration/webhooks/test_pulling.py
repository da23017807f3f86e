"""A hint moves the time of the next reading, and nothing else."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from connectors.jira.settings import JiraSettings
from hub.ingest import Hint, Past
from hub.installation import Installation
from hub.pulling import pull
from hub.settings import Settings
from hub.sync import SyncResult
from tests.jira_server import LocalJira, faults, running


@contextmanager
def place(jira: LocalJira, folder: Path) -> Iterator[Installation]:
    secret = folder / "token"
    secret.write_text(jira.access.token)

    def now() -> datetime:
        return datetime.fromtimestamp(int(jira.clock.now) / 1000, UTC)

    with running(jira) as url:
        table = {"base_url": url, "token": f"file:{secret}", "allow": ["127.0.0.1"]}
        names = {"name": "SRC", "project": "rollout", "account": jira.access.account}
        source = JiraSettings(**table, **names, projects=("ALPHA",), patience="PT0S")
        hub = Installation(Settings(home=folder / "var"), now, create=True, sources=[source])
        try:
            yield hub
        finally:
            hub.close()


def pulled(hub: Installation) -> SyncResult | None:
    return pull(hub, at=hub.now())


def test_without_a_hint_nothing_is_read(tmp_path: Path):
    jira = LocalJira("dc", at="2026-03-02T08:00:00Z")
    jira.script.create("ALPHA")

    with place(jira, tmp_path) as hub:
        assert pulled(hub) is None
        assert jira.counted() == {}


def test_a_hint_brings_what_it_is_about_and_is_dropped_then(tmp_path: Path):
    jira = LocalJira("dc", at="2026-03-02T08:00:00Z")
    issue = jira.script.create("ALPHA")

    with place(jira, tmp_path) as hub:
        hub.hints.take("jira:SRC", Hint("d", "jira:issue_created", (issue,)), at=hub.now())
        result = pulled(hub)

        assert result is not None
        assert [outcome.outcome for outcome in result.outcomes] == ["good"]
        assert Past(hub.log, hub.originals, "rollout", "jira:SRC").item(issue) is not None
        assert hub.hints.waiting() == {}


def test_a_hint_stays_while_its_source_cannot_be_read(tmp_path: Path):
    jira = LocalJira("dc", at="2026-03-02T08:00:00Z")
    jira.script.create("ALPHA")
    jira.faults.on("myself", faults.status(403), times=None)

    with place(jira, tmp_path) as hub:
        hub.hints.take("jira:SRC", Hint("d"), at=hub.now())
        result = pulled(hub)

        assert result is not None
        assert [outcome.outcome for outcome in result.outcomes] == ["failed"]
        assert list(hub.hints.waiting()) == ["jira:SRC"]


def test_a_hint_of_a_source_that_is_configured_no_more_is_dropped(tmp_path: Path):
    jira = LocalJira("dc", at="2026-03-02T08:00:00Z")

    with place(jira, tmp_path) as hub:
        hub.hints.take("jira:OLD", Hint("d"), at=hub.now())

        assert (pulled(hub), hub.hints.waiting()) == (None, {})
