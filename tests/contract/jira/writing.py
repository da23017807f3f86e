"""A flag about an issue of a local Jira, and the outbox that brings it there."""

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

from connectors.jira.settings import JiraSettings
from connectors.jira.writeback import JiraSender
from hub.model.event import Event, Interval, Severity, stream_id
from hub.model.facts import WorkItemFirstSeen
from hub.model.findings import Citation, Conclusion, FindingOpened
from hub.model.flags import FlagAnswered, FlagWithdrawn, ItemFlagged
from hub.outbox import Outbox, deliver
from hub.outbox.flag_notes import flags_for
from hub.store import Log, open_log
from hub.tables import open_views
from tests.contract.jira.stores import store_of_test
from tests.jira_server import LocalJira, running

START = datetime(2026, 3, 2, 8, tzinfo=UTC)
SOURCE = "jira:SRC"


@dataclass
class Desk:
    """Where flags are raised and the outbox is worked off; its clock is the local Jira's."""

    jira: LocalJira
    log: Log
    outbox: Outbox
    settings: JiraSettings
    issue: str
    sender: type[JiraSender] = JiraSender

    def now(self) -> datetime:
        return datetime.fromtimestamp(int(self.jira.clock.now) / 1000, UTC)

    def later(self, **by: float) -> None:
        self.jira.clock.advance(**by)

    def record(self, *events: Event, source: str = "hub") -> None:
        self.log.append(
            events, project="rollout", run="test", recorded_at=self.now(), source=source
        )

    def flag(self, name: str = "flag-1", sentence: str = "When will the gateway run?") -> None:
        asked = ItemFlagged(
            **said(name, "asked"),
            flag=name,
            party="vendor",
            sentence=sentence,
            reply_by=date(2026, 3, 6),
            item=str(stream_id("item", SOURCE, self.issue)),
        )
        self.record(asked)

    def flag_finding(self, *issues: str) -> None:
        """Raise a flag about a finding over a commitment that cites these issues."""
        cited = []
        for issue in issues:
            [first] = self.log.stream(stream_id("item", SOURCE, issue))[:1]
            cited.append(Citation(first.event_id, "", "", Interval.at(START), first.recorded_at))
        conclusion = Conclusion(
            rule="SCHEDULE-SLIP", shown_as="SCHEDULE-SLIP", over="commitment", about_id="c-1",
            severity=Severity.S2, court="vendor:pm", operands={"due": tuple(cited)},
        )  # fmt: skip
        at = said("finding-1", "opened")
        opened = FindingOpened(
            **at, finding="finding-1", conclusion=conclusion, episode=1,
            status_date=date(2026, 3, 1), rule_version=1, policy_version="p",
        )  # fmt: skip
        self.record(opened)
        self.record(
            ItemFlagged(
                **said("flag-1", "asked"), flag="flag-1", party="vendor", sentence="When?",
                reply_by=date(2026, 3, 6), finding="finding-1", commitment="c-1",
            )
        )  # fmt: skip

    def withdraw(self, name: str = "flag-1") -> None:
        self.record(FlagWithdrawn(**said(name, "withdrawn"), flag=name, reason="it has come"))

    def close(self, name: str = "flag-1") -> None:
        self.record(FlagAnswered(**said(name, "closed"), flag=name, accepted=True))

    def work(self) -> Counter[str]:
        """Fill the outbox from the log and send what may be sent, as the timed job does."""
        compose = flags_for(self.log, SOURCE, "rollout")
        self.outbox.fill(self.log, SOURCE, compose, at=self.now())
        sender = self.sender(self.settings, "en")
        return deliver(self.outbox, SOURCE, sender, now=self.now)

    def until_done(self, tries: int = 6) -> Counter[str]:
        """Work with pauses, until nothing waits any more."""
        counted: Counter[str] = Counter()
        for _ in range(tries):
            counted += self.work()
            if not self.outbox.rows("waiting"):
                break
            self.later(hours=1)
        return counted

    @property
    def comments(self) -> list[str]:
        return [str(row["body"]) for row in self.jira.documents[self.issue].comments]

    @property
    def labels(self) -> list[str]:
        return list(self.jira.documents[self.issue].fields["labels"])

    @property
    def properties(self) -> dict[str, Any]:
        return dict(self.jira.documents[self.issue].properties)


def said(flag: str, what: str) -> dict[str, Any]:
    at = Interval.at(START)
    return {"subject": flag, "entry": f"{flag}:{what}", "occurred": at, "actor": "hub:coordinator"}


@contextmanager
def desk(folder: Path, mode: str = "dc", **settings: Any) -> Iterator[Desk]:
    """Serve a Jira with one issue that the hub knows."""
    jira = LocalJira(mode, at=f"{START:%Y-%m-%dT%H:%M:%S}Z")
    issue = jira.script.create("ALPHA", "Connect the gateway")
    secret = folder / "token"
    secret.write_text(jira.access.token)
    with running(jira) as url, open_log(store_of_test(), create=True) as log:
        table = {
            "name": "SRC",
            "base_url": url,
            "account": jira.access.account,
            "token": f"file:{secret}",
            "projects": ["ALPHA"],
            "allow": ["127.0.0.1"],
            "write_back": "on",
        }
        engine = open_views(f"sqlite:///{folder}/people.db")
        it = Desk(jira, log, Outbox(engine), JiraSettings(**table | settings), issue)
        seen = [
            WorkItemFirstSeen(
                subject=one, entry="first", occurred=Interval.at(START), key=key, fields={}
            )
            for one, key in ((issue, "ALPHA-1"), ("4711", "ALPHA-2"))
        ]
        token = log.lease(SOURCE, holder="test", at=START)
        log.append_page(
            seen, project="rollout", source=SOURCE, run="test", lease=token or "",
            cursor=None, recorded_at=START - timedelta(days=1),
        )  # fmt: skip
        try:
            yield it
        finally:
            engine.dispose()
