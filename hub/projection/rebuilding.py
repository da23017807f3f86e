"""Read models are disposable: rebuild them from the log, switch versions, drop what is old."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial

from sqlalchemy import Connection, Engine, delete, select, text, update

from hub.projection.batches import Batches
from hub.projection.definition import Projection
from hub.projection.parking import letters
from hub.projection.positions import (
    activate,
    active,
    active_version,
    create_tables,
    dead_letters,
    mine,
    positions,
)
from hub.projection.running import catch_up
from hub.store import Log
from hub.tables import writing

BATCH = 5000


def rebuild(log: Log, engine: Engine, projection: Projection) -> int:
    """Fold the whole log again and let the result serve; give the position reached.

    A new version grows beside the old one, which serves meanwhile, and takes over when it has
    caught up. The version that serves is replayed in one transaction: readers see the old rows
    until it commits, and keep them when it fails.
    """
    create_tables(engine, [projection])
    if active_version(engine, projection.name) == projection.version:
        return _replay(log, engine, projection)
    reached = catch_up(log, engine, projection, batch=BATCH)
    with writing(engine) as db:
        activate(db, projection)
    return reached


def drop(engine: Engine, name: str, version: int) -> None:
    """Remove the tables, position and dead letters of a version, also of one no code knows."""
    create_tables(engine, [])
    chosen = (positions.c.name == name) & (positions.c.version == version)
    theirs = (dead_letters.c.projection == name) & (dead_letters.c.version == version)
    with writing(engine) as db:
        names = db.scalar(select(positions.c.tables).where(chosen))
        quote = db.dialect.identifier_preparer.quote
        for table in json.loads(names or "[]"):
            db.execute(text(f"DROP TABLE IF EXISTS {quote(table)}"))
        db.execute(delete(positions).where(chosen))
        db.execute(delete(dead_letters).where(theirs))
        db.execute(delete(active).where(active.c.name == name, active.c.version == version))


def _replay(log: Log, engine: Engine, projection: Projection) -> int:
    at = 0
    with writing(engine) as db:
        for table in reversed(projection.tables):
            db.execute(delete(table))
        db.execute(delete(dead_letters).where(letters(projection)))
        fresh = update(positions).where(mine(projection))
        db.execute(fresh.values(position=0, instant=None, state="running"))
        batches = Batches(projection, partial(_inside, db))
        while page := log.read(after=at, limit=BATCH):
            batches.apply(page, at)
            at = page.last
    return at


@contextmanager
def _inside(db: Connection) -> Iterator[Connection]:
    with db.begin_nested():
        yield db
