"""How far each projection has read the log; it commits with the rows."""

import json
from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import NamedTuple

from sqlalchemy import (
    BigInteger,
    Column,
    Connection,
    Engine,
    Integer,
    MetaData,
    String,
    Table,
    Text,
    and_,
    insert,
    inspect,
    select,
    text,
    update,
)
from sqlalchemy.sql import ColumnElement

from hub.errors import Broken, TryLater
from hub.projection.definition import Projection
from hub.store import Log
from hub.tables import Instant, upsert, writing

own = MetaData()

positions = Table(
    "projection_position",
    own,
    Column("name", String(80), primary_key=True),
    Column("version", Integer, primary_key=True),
    Column("position", BigInteger, nullable=False),
    Column("instant", Instant),  # at which the last applied event was recorded
    Column("state", String(20), nullable=False),  # running, stopped
    Column("tables", Text, nullable=False),  # their names, for dropping what no code knows any more
)

active = Table(
    "projection_active",
    own,
    Column("name", String(80), primary_key=True),
    Column("version", Integer, nullable=False),
)

dead_letters = Table(
    "dead_letter",
    own,
    Column("projection", String(80), primary_key=True),
    Column("version", Integer, primary_key=True),
    Column("position", BigInteger, primary_key=True),
    Column("originator_id", String(36), nullable=False, index=True),
    Column("source", Text, nullable=False),
    Column("subject", Text, nullable=False),
    Column("error", Text, nullable=False),
)


class Overtaken(TryLater):
    """Another runner has already applied this part of the log."""

    code = "overtaken"

    def __init__(self, projection: Projection) -> None:
        super().__init__(
            "Another runner is bringing {projection} up to date.",
            remedy="Nothing was written twice; let it finish.",
            projection=repr(projection),
        )


class Stopped(Broken):
    """A projection failed on too many subjects; that is a mistake in it, not in the events."""

    code = "projection_stopped"

    def __init__(self, projection: Projection) -> None:
        super().__init__(
            "The projection {projection} has stopped: too many subjects could not be read.",
            remedy="Mend it, then run `hub projection retry {name}` or rebuild it.",
            projection=repr(projection),
            name=projection.name,
        )


class Lag(NamedTuple):
    """How far a projection is behind; *positions* is an upper bound, for positions have gaps."""

    positions: int
    age: timedelta


def mine(projection: Projection) -> ColumnElement[bool]:
    """Give the condition that selects the projection's own position."""
    return and_(positions.c.name == projection.name, positions.c.version == projection.version)


def create_tables(engine: Engine, projections: Iterable[Projection]) -> None:
    """Make the tables of *projections* and their positions where they are missing."""
    with writing(engine) as db:
        if db.dialect.name == "postgresql":  # two that create at once would both fail
            db.execute(text("SELECT pg_advisory_xact_lock(hashtext('hub views'))"))
        own.create_all(db)
        for projection in projections:
            _create_missing(db, projection)
            if db.scalar(select(positions.c.position).where(mine(projection))) is None:
                _begin(db, projection)


def position_of(db: Connection, projection: Projection) -> int:
    """Give the position up to which the rows in this transaction are complete."""
    return db.scalar(select(positions.c.position).where(mine(projection))) or 0


def at_of(engine: Engine, projection: Projection) -> int:
    """Give the position to go on from; make the tables at first. Refuse a stopped projection."""
    query = select(positions.c.position, positions.c.state).where(mine(projection))
    with engine.connect() as db:
        found = db.execute(query).first() if inspect(db).has_table(positions.name) else None
    if found is None:
        create_tables(engine, [projection])
        return 0
    if found.state == "stopped":
        raise Stopped(projection)
    return int(found.position)


def claim(
    db: Connection, projection: Projection, at: int, position: int, instant: datetime
) -> None:
    """Move from *at* to *position*, first in the transaction: a second runner stops here."""
    moved = (
        update(positions)
        .where(mine(projection), positions.c.position == at)
        .values(position=position, instant=instant)
    )
    if db.execute(moved).rowcount != 1:
        raise Overtaken(projection)


def lag(log: Log, engine: Engine, projection: Projection, at: datetime) -> Lag:
    """Tell how many positions, and how old, what is not yet applied is at the instant *at*."""
    with engine.connect() as db:
        position = position_of(db, projection)
    oldest = log.instant_after(position)
    age = timedelta(0) if oldest is None else max(timedelta(0), at - oldest)
    return Lag(max(0, log.last_position() - position), age)


def active_version(engine: Engine, name: str) -> int | None:
    """Tell which version of a projection serves; None before any does."""
    with engine.connect() as db:
        return db.scalar(select(active.c.version).where(active.c.name == name))


def activate(db: Connection, projection: Projection) -> None:
    """Let this version serve from the end of the transaction on."""
    upsert(db, active, [{"name": projection.name, "version": projection.version}])


def _create_missing(db: Connection, projection: Projection) -> None:
    for table in projection.tables:
        if not inspect(db).has_table(table.name):
            table.create(db)


def _begin(db: Connection, projection: Projection) -> None:
    row = {
        "name": projection.name,
        "version": projection.version,
        "position": 0,
        "state": "running",
        "tables": json.dumps([table.name for table in projection.tables]),
    }
    db.execute(insert(positions), row)
    if db.scalar(select(active.c.version).where(active.c.name == projection.name)) is None:
        activate(db, projection)
