"""Logs, facts and read models with defaults, so that a test names only what it is about."""

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import Column as Col
from sqlalchemy import Connection, Engine, Integer, MetaData, String, Table, select

from hub.model.event import Event, Interval
from hub.model.facts import WorkItemFieldChanged
from hub.projection import Projection, open_views, upsert
from hub.store import Appended, Log

NOW = datetime(2025, 3, 3, 1, 30, tzinfo=UTC)
SOURCE = "jira:SRC"
PROJECT = "rollout"


def fact(subject: str = "10001", entry: str = "history:1/0", *, new: str = "2") -> Event:
    """Make a fact about one work item."""
    return WorkItemFieldChanged(
        subject=subject, entry=entry, field="status", old="1", new=new, occurred=Interval.at(NOW)
    )


def facts(subjects: int, each: int = 1, *, first: int = 0) -> list[Event]:
    """Make *each* facts about *subjects* items, item by item."""
    return [
        fact(str(10_000 + first + n), f"history:{first + n}/{k}", new=str(k))
        for n in range(subjects)
        for k in range(each)
    ]


def leased(log: Log, source: str = SOURCE, holder: str = "run-1") -> str:
    """Take the lease of a source."""
    token = log.lease(source, holder=holder, at=NOW)
    assert token
    return token


def deliver(
    log: Log,
    events: Sequence[Event],
    *,
    lease: str | None = None,
    cursor: str | None = "c1",
    at: datetime = NOW,
    source: str = SOURCE,
) -> Appended:
    """Append one page of a source, by default under a lease of its own."""
    taken = lease or leased(log, source)
    try:
        return log.append_page(
            events, project=PROJECT, source=source, run="run-1", lease=taken, cursor=cursor,
            recorded_at=at,
        )  # fmt: skip
    finally:
        if lease is None:
            log.release(source, taken)


def record(log: Log, events: Sequence[Event], at: datetime = NOW) -> list[Event]:
    """Append events of the hub itself."""
    return log.append(events, project=PROJECT, run="run-1", recorded_at=at)


def everything(log: Log) -> list[Event]:
    """Read the whole log."""
    found: list[Event] = []
    at = 0
    while page := log.read(at):
        found += page.events
        at = page.last
    return found


def datastore_of(log: Log) -> Any:
    """Give what holds the connections of a log."""
    return log._application.recorder.datastore  # type: ignore[attr-defined]


def later(**span: float) -> datetime:
    """Give an instant after NOW."""
    return NOW + timedelta(**span)


def views_beside(url: str, name: str = "views") -> Engine:
    """Open the read models that go with the log at *url*."""
    if url.startswith("sqlite:///"):
        path = Path(url.removeprefix("sqlite:///"))
        return open_views(f"sqlite:///{path.with_name(name)}.db")
    return open_views(url)


def counting(name: str = "counted", version: int = 1, poison: Iterable[str] = ()) -> Projection:
    """Make a projection that counts the facts of each subject and keeps the last value.

    It fails on a fact whose value is in *poison*.
    """
    table = Table(
        name,
        MetaData(),
        Col("subject", String, primary_key=True),
        Col("facts", Integer, nullable=False),
        Col("last", String),
    )
    projection = Projection(name, version=version, tables=[table])
    refused = set(poison)

    @projection.on(WorkItemFieldChanged)
    def changed(db: Connection, run: Sequence[WorkItemFieldChanged]) -> None:
        before = {row.subject: row.facts for row in db.execute(select(table))}
        rows = {}
        for event in run:
            if event.new in refused:
                raise ValueError(f"cannot read {event.new}")
            before[event.subject] = before.get(event.subject, 0) + 1
            count = before[event.subject]
            rows[event.subject] = {"subject": event.subject, "facts": count, "last": event.new}
        upsert(db, table, list(rows.values()))

    return projection


def rows_of(engine: Engine, projection: Projection) -> list[tuple[object, ...]]:
    """Give the rows of a projection with one table, in order."""
    [table] = projection.tables
    with engine.connect() as db:
        return [tuple(row) for row in db.execute(select(table).order_by(*table.primary_key))]
