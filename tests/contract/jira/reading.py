"""A hub with nothing but a log, that reads a local Jira as the nightly job does."""

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from connectors.jira.client import Clocks
from connectors.jira.reader import JiraConnector
from connectors.jira.settings import JiraSettings
from hub.ingest import Past, ingest
from hub.model.event import Event
from hub.model.items import Item
from hub.model.runs import SourceOutcome
from hub.store import Log, Originals, open_log
from tests.contract.jira.stores import store_of_test
from tests.jira_server import LocalJira, running


@dataclass
class Hub:
    """One source, its log, and the clock of the local Jira for every wait."""

    jira: LocalJira
    url: str
    log: Log
    originals: Originals
    settings: JiraSettings
    people: dict[str, str] = field(default_factory=dict)
    runs: int = 0
    skew_s: float = 0
    waits: list[float] = field(default_factory=list)

    def at(self) -> datetime:
        millis = int(self.jira.clock.now)
        return datetime.fromtimestamp(millis / 1000 - self.skew_s, UTC)

    def wait(self, seconds: float) -> None:
        self.waits.append(seconds)
        self.jira.clock.advance(seconds=seconds)

    def connector(self) -> JiraConnector:
        clocks = Clocks(
            sleep=self.wait,
            monotonic=lambda: int(self.jira.clock.now) / 1000,
            chance=lambda: 0.5,
        )
        return JiraConnector(self.settings, clocks)

    def sync(self) -> SourceOutcome:
        """Read once; the outcome is good or failed, as the job would report it."""
        self.runs += 1
        return ingest(
            self.connector(),
            self.log,
            self.originals,
            run=f"run-{self.runs}",
            at=self.at,
            people=self.people.update,
        )

    def good(self) -> SourceOutcome:
        outcome = self.sync()
        assert outcome.outcome == "good", (outcome.code, outcome.message, outcome.values)
        return outcome

    def night(self) -> SourceOutcome:
        """Read a day later, with census and re-reading."""
        self.jira.clock.advance(hours=24)
        return self.good()

    def failed(self) -> SourceOutcome:
        outcome = self.sync()
        assert outcome.outcome == "failed", outcome
        return outcome

    @property
    def past(self) -> Past:
        return Past(self.log, self.originals, "rollout", self.settings.source)

    def item(self, issue: str) -> Item:
        found = self.past.item(issue)
        assert found is not None, f"{issue} is not known"
        return found

    def events(self) -> list[Event]:
        return list(self.log.read(limit=100_000).events)

    def facts(self) -> list[Event]:
        """Everything but what each run says of itself."""
        return [event for event in self.events() if event.about != "source"]

    def of(self, kind: type[Event]) -> list[Any]:
        return [event for event in self.events() if isinstance(event, kind)]

    def kinds(self) -> Counter[str]:
        return Counter(type(event).__name__ for event in self.facts())


@contextmanager
def hub(
    jira: LocalJira,
    folder: Path,
    *,
    strict: bool = True,
    store: str = "",
    **settings: Any,
) -> Iterator[Hub]:
    """Serve *jira* and give a hub that reads it; violations fail the test if *strict*."""
    secret = folder / "token"
    secret.write_text(jira.access.token)
    with running(jira, strict=strict) as url:
        table = {
            "name": "SRC",
            "project": "rollout",
            "base_url": url,
            "account": jira.access.account,
            "token": f"file:{secret}",
            "projects": sorted(jira.catalogue.projects) or ["ALPHA"],
            "allow": ["127.0.0.1"],
            "connections": 1,
        }
        log = open_log(store or store_of_test(), create=True)
        try:
            yield Hub(
                jira, url, log, Originals(folder / "originals"), JiraSettings(**table | settings)
            )
        finally:
            log.close()
