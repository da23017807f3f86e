"""Hints of sources that something has moved: kept until the source has been read, then dropped."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import (
    Column,
    Connection,
    Engine,
    Integer,
    MetaData,
    PrimaryKeyConstraint,
    String,
    Table,
    delete,
    select,
)
from sqlalchemy.dialects import postgresql, sqlite

from hub.accounts.passwords import new_id
from hub.accounts.tables import Instant
from hub.ingest.contract import Hint
from hub.tables import writing

KEPT = timedelta(days=14)  # a sender repeats within hours
metadata = MetaData()

seen = Table(
    "webhook_seen",
    metadata,
    Column("source", String(120), nullable=False),
    Column("delivery", String(64), nullable=False),
    Column("at", Instant, nullable=False, index=True),
    PrimaryKeyConstraint("source", "delivery"),
)
hint = Table(
    "webhook_hint",
    metadata,
    Column("source", String(120), nullable=False),
    Column("subject", String(64), nullable=False),  # empty: the whole source
    Column("event", String(80), nullable=False),
    Column("mark", String(22), nullable=False),  # another one each time it is given
    Column("first_at", Instant, nullable=False),
    PrimaryKeyConstraint("source", "subject"),
)
counted = Table(
    "webhook_count",
    metadata,
    Column("source", String(120), nullable=False),
    Column("outcome", String(30), nullable=False),
    Column("count", Integer, nullable=False),
    Column("last_at", Instant, nullable=False),
    PrimaryKeyConstraint("source", "outcome"),
)


@dataclass(frozen=True, slots=True)
class Waiting:
    """One hint that waits for its source to be read."""

    subject: str
    event: str
    mark: str
    first_at: datetime


class Hints:
    """The memory of what sources sent unasked, in the store of people and accounts."""

    def __init__(self, engine: Engine) -> None:
        with writing(engine) as db:
            metadata.create_all(db)
        self._engine = engine
        self._writes = engine.execution_options(writes=True)
        self._insert: Any = (
            postgresql.insert if engine.dialect.name == "postgresql" else sqlite.insert
        )

    def take(self, source: str, given: Hint, *, at: datetime) -> bool:
        """Keep a hint, one for each subject; False for a delivery that came before."""
        with self._writes.begin() as db:
            db.execute(delete(seen).where(seen.c.at < at - KEPT))
            row = {"source": source, "delivery": given.delivery, "at": at}
            wanted = self._insert(seen).values(row).on_conflict_do_nothing()
            is_new = bool(db.execute(wanted.returning(seen.c.delivery)).all())
            if is_new:
                for subject in given.subjects or ("",):
                    self._keep(db, source, subject, given.event, at)
            self._count(db, source, "taken" if is_new else "repeated", at)
        return is_new

    def _keep(self, db: Connection, source: str, subject: str, event: str, at: datetime) -> None:
        row = {"source": source, "subject": subject, "event": event, "mark": new_id()}
        wanted = self._insert(hint).values(row | {"first_at": at})
        again = {"event": wanted.excluded.event, "mark": wanted.excluded.mark}
        db.execute(wanted.on_conflict_do_update(index_elements=["source", "subject"], set_=again))

    def count(self, source: str, outcome: str, *, at: datetime) -> None:
        """Count a delivery that was not taken."""
        with self._writes.begin() as db:
            self._count(db, source, outcome, at)

    def _count(self, db: Connection, source: str, outcome: str, at: datetime) -> None:
        row = {"source": source, "outcome": outcome, "count": 1, "last_at": at}
        wanted = self._insert(counted).values(row)
        again = {"count": counted.c.count + 1, "last_at": at}
        db.execute(wanted.on_conflict_do_update(index_elements=["source", "outcome"], set_=again))

    def counts(self, source: str) -> dict[str, int]:
        """Give how many deliveries of a source came to what."""
        mine = select(counted.c.outcome, counted.c.count).where(counted.c.source == source)
        with self._engine.connect() as db:
            return {row[0]: row[1] for row in db.execute(mine)}

    def waiting(self) -> dict[str, list[Waiting]]:
        """Give the hints that wait, by source."""
        found: dict[str, list[Waiting]] = defaultdict(list)
        with self._engine.connect() as db:
            for row in db.execute(select(hint).order_by(hint.c.source, hint.c.subject)):
                found[row.source].append(Waiting(row.subject, row.event, row.mark, row.first_at))
        return dict(found)

    def drop(self, source: str, pulled: list[Waiting]) -> None:
        """Forget hints whose source was read after they came; one that came meanwhile stays."""
        with self._writes.begin() as db:
            for one in pulled:
                mine = (hint.c.source == source) & (hint.c.subject == one.subject)
                db.execute(delete(hint).where(mine, hint.c.mark == one.mark))
