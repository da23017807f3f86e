"""Plans in MS Project XML, written by hand, and a hub with nothing but a log that reads them."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

from connectors.ms_project.connector import MsProjectConnector
from connectors.ms_project.settings import MsProjectSettings
from hub.ingest import Past, ingest
from hub.model.event import Event
from hub.model.items import Item
from hub.model.runs import SourceOutcome
from hub.store import Log, Originals, open_log

AT = datetime(2026, 3, 12, 1, 30, tzinfo=UTC)
NAMESPACE = "http://schemas.microsoft.com/project"


def element(name: str, value: object) -> str:
    """Write one element; a list of pairs becomes its children."""
    if isinstance(value, list):
        return f"<{name}>{''.join(element(*each) for each in value)}</{name}>"
    return f"<{name}>{escape(str(value))}</{name}>"


def task(uid: int, title: str = "", *, level: int = 1, more: list[Any] | None = None, **texts: Any):
    """Give a task: a week of work unless *texts* say otherwise; None leaves an element out."""
    usual: dict[str, Any] = {
        "UID": uid,
        "ID": uid,
        "Name": title or f"Task {uid}",
        "OutlineLevel": level,
        "Start": "2026-03-09T08:00:00",
        "Finish": "2026-03-13T17:00:00",
        "Duration": "PT40H0M0S",
        "PercentComplete": 0,
    }
    told = {name: value for name, value in (usual | texts).items() if value is not None}
    return ("Task", [*told.items(), *(more or [])])


def baseline(number: int, finish: str, start: str = "2026-03-02"):
    """Give one baseline of a task."""
    days = [("Start", f"{start}T08:00:00"), ("Finish", f"{finish}T17:00:00")]
    return ("Baseline", [("Number", number), *days, ("Work", "PT40H0M0S")])


def after(uid: int, kind: int = 1, lag: int = 0):
    """Give a link to a predecessor."""
    return ("PredecessorLink", [("PredecessorUID", uid), ("Type", kind), ("LinkLag", lag)])


def plan(*tasks: Any, saved: str = "2026-03-11", lists: list[Any] | None = None, **texts: Any):
    """Write a plan as Project would save it."""
    head = {"Name": "plan.xml", "Title": "Rollout", "MinutesPerDay": 480}
    head |= {"LastSaved": f"{saved}T09:20:00"} | texts
    summary = task(0, "Rollout", level=0, Summary=1)
    body = "".join(element(*each) for each in head.items())
    body += element("Tasks", [summary, *tasks]) + "".join(element(*each) for each in lists or [])
    return f'<?xml version="1.0"?><Project xmlns="{NAMESPACE}">{body}</Project>'.encode()


@dataclass
class Desk:
    """One source, its log, and the people whose names were learned."""

    log: Log
    originals: Originals
    settings: MsProjectSettings
    people: dict[str, str] = field(default_factory=dict)
    runs: int = 0

    def read(self, body: bytes, name: str = "plan.xml", **later: float) -> SourceOutcome:
        """Read one file, as an upload would be."""
        self.runs += 1
        connector = MsProjectConnector(self.settings).with_upload(name, body)
        at = AT + timedelta(minutes=self.runs, **later)
        return ingest(
            connector,
            self.log,
            self.originals,
            run=f"run-{self.runs}",
            at=lambda: at,
            people=self.people.update,
        )

    @property
    def past(self) -> Past:
        """Give what is recorded."""
        return Past(self.log, self.originals, "rollout", self.settings.source)

    def item(self, uid: int) -> Item:
        """Give the last state of a task."""
        found = self.past.item(f"plan/{uid}")
        assert found is not None
        return found

    def of(self, *kinds: type[Event]) -> list[Any]:
        """Give the events of some kinds, oldest first."""
        found: list[Any] = []
        at = 0
        while page := self.log.read(at):
            found += [event for event in page.events if isinstance(event, kinds)]
            at = page.last
        return found


@contextmanager
def desk(url: str, folder: Path, **settings: Any) -> Iterator[Desk]:
    """Open a desk on a database."""
    table = {"name": "plan", "project": "rollout", **settings}
    with open_log(url, create=True) as log:
        yield Desk(log, Originals(folder / "originals"), MsProjectSettings.model_validate(table))
