"""How well each source is known: runs, readings, editions, quarantine."""

from collections.abc import Sequence
from typing import Any

from msgspec import to_builtins
from sqlalchemy import (
    JSON,
    Boolean,
    Column,
    Connection,
    Date,
    Index,
    Integer,
    String,
    Table,
    delete,
    update,
)

from hub.model.event import Event
from hub.model.facts import (
    EditionHeld,
    EditionRead,
    QuarantineAnswered,
    RecordQuarantined,
    SourceObserved,
)
from hub.model.runs import (
    EditionRejected,
    EditionReleased,
    IdentityAnswered,
    SourceConfigured,
    SyncRunCompleted,
    SyncRunStarted,
)
from hub.projection import Projection, instant_column, metadata, upsert

source = Table(
    "source",
    metadata,
    Column("name", String, primary_key=True),
    Column("project", String, nullable=False),
    Column("kind", String(40), nullable=False),
    Column("side", String(10), nullable=False),
    Column("party", String, nullable=False),
    Column("outcome", String(20), nullable=False),  # good, failed, held, running; empty: never read
    Column("result", JSON, nullable=False),  # the last outcome with its message and counts
    instant_column("last_good_at", nullable=True),
    instant_column("last_run_at", nullable=True),
    Column("configuration", JSON, nullable=False),
)

observation = Table(
    "observation",
    metadata,
    Column("id", String(60), primary_key=True),
    Column("source", String, nullable=False),
    Column("scope", String, nullable=False),
    Column("kind", String(20), nullable=False),
    Column("complete", Boolean, nullable=False),
    Column("count", Integer, nullable=False),
    Column("counts", JSON, nullable=False),
    Column("notes", JSON, nullable=False),
    instant_column("recorded_at"),
    Index("observation_source", "source", "recorded_at"),
)

run = Table(
    "sync_run",
    metadata,
    Column("id", String(80), primary_key=True),
    Column("project", String, nullable=False),
    Column("trigger", String(20), nullable=False),
    instant_column("started_at"),
    instant_column("completed_at", nullable=True),
    Column("outcomes", JSON, nullable=False),
)

edition = Table(
    "edition",
    metadata,
    Column("id", String(60), primary_key=True),  # of its event
    Column("source", String, nullable=False),
    Column("series", String, nullable=False),
    Column("name", String, nullable=False),
    Column("original", String(64), nullable=False),
    Column("edition_on", Date, nullable=False),
    Column("dated_by", String(20), nullable=False),
    Column("state", String(20), nullable=False),  # read, held, released, rejected
    Column("rows_in", Integer, nullable=False),
    Column("mapped", Integer, nullable=False),
    Column("quarantined", Integer, nullable=False),
    Column("differences", JSON, nullable=False),
    Column("reason", String, nullable=False),
    Column("values", JSON, nullable=False),  # for the sentence of the reason
    Column("answer", String, nullable=False),  # why a person has released or rejected it
    Column("edition", JSON, nullable=False),
    instant_column("recorded_at"),
    Index("edition_series", "source", "series", "edition_on"),
)

quarantine = Table(
    "quarantine",
    metadata,
    Column("id", String(36), primary_key=True),
    Column("project", String, nullable=False),
    Column("source", String, nullable=False),
    Column("reason", String(40), nullable=False),
    Column("text", String, nullable=False),
    Column("remedy", String, nullable=False),
    Column("values", JSON, nullable=False),
    Column("field", String(60), nullable=False),
    Column("locator", String, nullable=False),
    Column("edition", String, nullable=False),
    Column("subject", String, nullable=False),
    instant_column("recorded_at"),
    Index("quarantine_source", "source", "recorded_at"),
)

sources = Projection("sources", version=4, tables=[source, observation, run, edition, quarantine])


@sources.on(SourceConfigured)
def configured(db: Connection, events: Sequence[Event]) -> None:
    """A source exists from its configuration on, read or not."""
    for event in events:
        if not isinstance(event, SourceConfigured):
            continue
        row: dict[str, Any] = {
            "name": event.subject,
            "project": event.project,
            "kind": event.kind,
            "side": str(event.content.get("side") or ""),
            "party": str(event.content.get("party") or ""),
            "configuration": event.content,
        }
        blank: dict[str, Any] = {
            "outcome": "",
            "result": {},
            "last_good_at": None,
            "last_run_at": None,
        }
        upsert(db, source, [{**row, **blank}], keep=tuple(blank))


@sources.on(SourceObserved)
def observed(db: Connection, events: Sequence[Event]) -> None:
    """Keep what was looked at, and how completely."""
    names = ("source", "scope", "kind", "complete", "count", "counts", "notes", "recorded_at")
    rows: list[dict[str, Any]] = [
        {"id": e.event_id, **{name: getattr(e, name) for name in names}} for e in events
    ]
    upsert(db, observation, rows)


@sources.on(SyncRunStarted)
def started(db: Connection, events: Sequence[Event]) -> None:
    """A run has begun."""
    rows: list[dict[str, Any]] = [
        {
            "id": event.subject,
            "project": event.project,
            "trigger": event.trigger,
            "started_at": event.recorded_at,
            "completed_at": None,
            "outcomes": [],
        }
        for event in events
        if isinstance(event, SyncRunStarted)
    ]
    upsert(db, run, rows)


@sources.on(SyncRunCompleted)
def completed(db: Connection, events: Sequence[Event]) -> None:
    """Keep how each source ended; a failed one keeps the hour of its last good reading."""
    for event in events:
        if not isinstance(event, SyncRunCompleted):
            continue
        outcomes = to_builtins(event.outcomes)
        ended = {"completed_at": event.recorded_at, "outcomes": outcomes}
        db.execute(update(run).where(run.c.id == event.subject).values(ended))
        for outcome in event.outcomes:
            said: dict[str, Any] = {"outcome": outcome.outcome, "result": to_builtins(outcome)}
            said["last_run_at"] = event.occurred_hi
            if outcome.outcome in ("good", "held"):
                said["last_good_at"] = event.occurred_hi
            db.execute(update(source).where(source.c.name == outcome.source).values(said))


@sources.on(EditionRead, EditionHeld)
def arrived(db: Connection, events: Sequence[Event]) -> None:
    """Keep each edition, read or held; a file that was held and then read is one edition."""
    rows: list[dict[str, Any]] = []
    for event in events:
        file = event.edition  # type: ignore[attr-defined]
        same = (edition.c.source == event.source) & (edition.c.original == file.original)
        db.execute(delete(edition).where(same, edition.c.series == file.series))
        rows.append(
            {
                "id": event.event_id,
                "source": event.source,
                "series": file.series,
                "name": file.name,
                "original": file.original,
                "edition_on": file.edition_on,
                "dated_by": file.dated_by,
                "state": "read" if isinstance(event, EditionRead) else "held",
                "rows_in": getattr(event, "rows_in", 0),
                "mapped": getattr(event, "mapped", 0),
                "quarantined": getattr(event, "quarantined", 0),
                "differences": getattr(event, "differences", {}),
                "reason": getattr(event, "reason", ""),
                "values": getattr(event, "values", {}),
                "answer": "",
                "edition": to_builtins(file),
                "recorded_at": event.recorded_at,
            }
        )
    upsert(db, edition, rows)


@sources.on(EditionReleased, EditionRejected)
def answered(db: Connection, events: Sequence[Event]) -> None:
    """A person has decided on a held edition."""
    for event in events:
        file = event.edition  # type: ignore[attr-defined]
        state = "released" if isinstance(event, EditionReleased) else "rejected"
        same = (edition.c.source == event.source) & (edition.c.original == file.original)
        held = edition.c.state == "held"
        said = {"state": state, "answer": getattr(event, "reason", "")}
        db.execute(update(edition).where(same, held).values(said))


@sources.on(RecordQuarantined)
def quarantined(db: Connection, events: Sequence[Event]) -> None:
    """Keep what could not be read, with its reason and its place."""
    names = (
        "project",
        "source",
        "reason",
        "text",
        "remedy",
        "values",
        "field",
        "locator",
        "edition",
    )
    more = ("subject", "recorded_at")
    rows = {
        str(e.originator_id): {
            "id": str(e.originator_id),
            **{name: getattr(e, name) for name in (*names, *more)},
        }
        for e in events
    }
    upsert(db, quarantine, list(rows.values()))


@sources.on(QuarantineAnswered)
def settled(db: Connection, events: Sequence[Event]) -> None:
    """What was read later, or set aside by a person, waits no longer."""
    for event in events:
        db.execute(delete(quarantine).where(quarantine.c.id == str(event.originator_id)))


@sources.on(IdentityAnswered)
def identified(db: Connection, events: Sequence[Event]) -> None:
    """The question whether two rows are the same item is answered."""
    for event in events:
        if isinstance(event, IdentityAnswered):
            same = (quarantine.c.source == event.source) & (
                quarantine.c.subject == f"{event.old}={event.new}"
            )
            db.execute(delete(quarantine).where(same))
