"""Who read what, when, and whether it was shared with them: append-only, in a store of its own."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Engine, insert, select

from hub.accounts.passwords import new_id
from hub.accounts.tables import reading, readings
from hub.tables import writing


@dataclass(frozen=True)
class Reading:
    """One look at one subject."""

    at: datetime
    account: str
    person: str
    role: str
    party: str
    route: str
    subject: str
    address: str
    as_of: datetime | None = None
    shared: bool = True


class Readings:
    """The access log."""

    def __init__(self, engine: Engine) -> None:
        with writing(engine) as db:
            readings.create_all(db)
        self._engine = engine.execution_options(writes=True)
        self._reads = engine

    def record(self, seen: Reading) -> None:
        """Write it down before the answer leaves; who cannot be recorded may not read."""
        with self._engine.begin() as db:
            db.execute(insert(reading), {"id": new_id(), **vars(seen)})

    def of(self, subject: str, *, party: str = "", limit: int = 100) -> list[Reading]:
        """Give who has read *subject*, the newest first; of one *party* alone where it is named."""
        wanted = select(reading).where(reading.c.subject == subject)
        if party:
            wanted = wanted.where(reading.c.party == party)
        names = [column.name for column in reading.columns if column.name != "id"]
        with self._reads.connect() as db:
            rows = db.execute(wanted.order_by(reading.c.at.desc()).limit(limit)).mappings().all()
        return [Reading(**{name: row[name] for name in names}) for row in rows]

    def close(self) -> None:
        """Let go of the database."""
        self._reads.dispose()
