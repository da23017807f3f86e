"""How well each source is known: its last reading, what was held, what could not be read."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Annotated, Any

from fastapi import Query
from sqlalchemy import func, select

from api.deps import Read
from api.paging import PageOf, Slice, question, take
from api.reads.filters import known
from api.reads.held import held_why
from hub.errors import NotFound
from projections.sources import edition, quarantine, run, source

STALE_H = 36  # of a source that is read each night

EDITION_STATES = ("read", "held", "released", "rejected")


@dataclass(frozen=True)
class SourceHealth:
    """One source as the hub knows it. *state*: good, failed, held, stale, or unknown."""

    name: str
    kind: str
    side: str
    party: str
    state: str
    outcome: str
    last_good_at: datetime | None
    last_run_at: datetime | None
    age_h: float | None
    seen: int
    new: int
    changed: int
    vanished: int
    quarantined: int
    message: str
    remedy: str


@dataclass(frozen=True)
class RunRow:
    """One reading of the sources."""

    id: str
    trigger: str
    started_at: datetime
    completed_at: datetime | None
    good: int
    failed: int
    held: int
    new: int


@dataclass(frozen=True)
class QuarantineRow:
    """One record that could not be read, with its place and what would help."""

    id: str
    source: str
    reason: str
    text: str
    remedy: str
    field: str
    locator: str
    subject: str
    recorded_at: datetime


@dataclass(frozen=True)
class EditionRow:
    """One file of a series."""

    id: str
    source: str
    series: str
    name: str
    original: str
    edition_on: date
    dated_by: str
    state: str
    rows_in: int
    mapped: int
    quarantined: int
    reason: str
    recorded_at: datetime
    why: str  # the reason as a sentence, in the reader's language
    answer: str  # why a person has released or rejected it


@dataclass(frozen=True)
class QuarantineFilters:
    """Which quarantined records are asked for."""

    source: Annotated[str, Query(max_length=120)] = ""


def health(read: Read) -> list[SourceHealth]:
    """Give the state of every source that the reader may see."""
    with read.engine.connect() as db:
        rows = db.execute(
            select(source).where(read.visible.sources()).order_by(source.c.name)
        ).all()
        stuck = select(quarantine.c.source, func.count()).where(read.visible.quarantine())
        waiting = {row[0]: row[1] for row in db.execute(stuck.group_by(quarantine.c.source))}
    return [_health(read, row, waiting.get(row.name, 0)) for row in rows]


def _health(read: Read, row: Any, waiting: int) -> SourceHealth:
    told = row.result or {}
    age = read.instant - row.last_good_at if row.last_good_at else None
    limit_h = row.configuration.get("stale_h") or STALE_H
    return SourceHealth(
        name=row.name,
        kind=row.kind,
        side=row.side,
        party=row.party,
        state=state_of(row.outcome, age, limit_h),
        outcome=row.outcome,
        last_good_at=row.last_good_at,
        last_run_at=row.last_run_at,
        age_h=round(age.total_seconds() / 3600, 1) if age else None,
        seen=told.get("seen", 0),
        new=told.get("new", 0),
        changed=told.get("changed", 0),
        vanished=told.get("vanished", 0),
        quarantined=waiting,
        message=read.say(told["message"], **told.get("values", {})) if told.get("message") else "",
        remedy=read.say(told["remedy"], **told.get("values", {})) if told.get("remedy") else "",
    )


def state_of(outcome: str, age: timedelta | None, limit_h: float) -> str:
    """Name a source's state. One that failed or is old is never good: its items are unknown."""
    if age is None:
        return "unknown"
    if outcome == "failed":
        return "failed"
    if age > timedelta(hours=limit_h):
        return "stale"
    return "held" if outcome == "held" else "good"


def runs(read: Read, limit: int = 10) -> list[RunRow]:
    """Give the last readings, the newest first."""
    mine = select(run).where(run.c.project == read.hub.project)
    with read.engine.connect() as db:
        rows = db.execute(mine.order_by(run.c.started_at.desc()).limit(limit)).all()
    return [_run(row) for row in rows]


def _run(row: Any) -> RunRow:
    ended = [outcome["outcome"] for outcome in row.outcomes]
    return RunRow(
        row.id,
        row.trigger,
        row.started_at,
        row.completed_at,
        ended.count("good"),
        ended.count("failed"),
        ended.count("held"),
        sum(outcome.get("new", 0) for outcome in row.outcomes),
    )


def one_run(read: Read, run_id: str) -> RunRow:
    """Give one reading, or say that there is none."""
    mine = select(run).where(run.c.project == read.hub.project, run.c.id == run_id)
    with read.engine.connect() as db:
        row = db.execute(mine).one_or_none()
    if row is None:
        raise NotFound("There is no such run.", remedy="Open the list of runs.")
    return _run(row)


def list_quarantine(read: Read, filters: QuarantineFilters, page: PageOf) -> Slice[QuarantineRow]:
    """List what could not be read, the oldest first."""
    wanted = [read.visible.quarantine()]
    if filters.source:
        wanted.append(quarantine.c.source == filters.source)
    with read.engine.connect() as db:
        named = db.scalars(select(source.c.name).where(read.visible.sources())).all()
        known("source", filters.source, named)
        return take(
            db,
            select(quarantine).where(*wanted),
            [quarantine.c.recorded_at, quarantine.c.id],
            page,
            asked=question("quarantine", filters, read.principal.person, read.as_of),
            as_of=read.instant,
            build=lambda row: _quarantined(read, row),
        )


def one_quarantined(read: Read, record: str) -> Any:
    """Give one record that could not be read, or say that there is none."""
    wanted = select(quarantine).where(quarantine.c.id == record, read.visible.quarantine())
    with read.engine.connect() as db:
        row = db.execute(wanted).one_or_none()
    if row is None:
        raise NotFound("Nothing of this name is in quarantine.", remedy="Open the list of sources.")
    return row


def _quarantined(read: Read, row: Any) -> QuarantineRow:
    names = ("id", "source", "text", "field", "locator", "subject", "recorded_at")
    return QuarantineRow(
        **{name: getattr(row, name) for name in names},
        reason=read.say(row.reason, **row.values),
        remedy=read.say(row.remedy, **row.values) if row.remedy else "",
    )


def editions(read: Read, state: str = "", limit: int = 50) -> list[EditionRow]:
    """Give the files that have come, the newest first; those in one *state* alone if named."""
    wanted = select(edition).where(read.visible.editions())
    if known("state", state, EDITION_STATES):
        wanted = wanted.where(edition.c.state == state)
    with read.engine.connect() as db:
        rows = db.execute(wanted.order_by(edition.c.recorded_at.desc()).limit(limit)).all()
    return [edition_row(read, row) for row in rows]


def edition_row(read: Read, row: Any) -> EditionRow:
    """Give one file as it is listed."""
    names = set(EditionRow.__dataclass_fields__) - {"why"}
    told = {name: getattr(row, name) for name in names}
    return EditionRow(**told, why=held_why(read, row.reason, row.values))


def one_edition(read: Read, edition_id: str) -> Any:
    """Give the row of one edition, with the file it names, or say that there is none."""
    with read.engine.connect() as db:
        row = db.execute(
            select(edition).where(edition.c.id == edition_id, read.visible.editions())
        ).one_or_none()
    if row is None:
        raise NotFound("There is no such edition.", remedy="Open the list of sources.")
    return row
