"""Engines and column types for the read models, the same on SQLite and PostgreSQL."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from operator import itemgetter
from pathlib import Path
from typing import Any

from sqlalchemy import (
    TIMESTAMP,
    Column,
    Connection,
    Dialect,
    Engine,
    String,
    Table,
    TypeDecorator,
    create_engine,
    event,
    make_url,
)
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.types import TypeEngine

from hub.store.lock import WAIT_S, WriteLock

CHECKPOINT_PAGES = 4000


def open_views(url: str) -> Engine:
    """Open the database of the read models; make its folder where it is missing.

    `engine.connect()` reads: on SQLite a statement that writes is refused there. To write, use
    `with writing(engine) as db`; on SQLite that is alone under the file lock from its first
    moment, on PostgreSQL it is a usual transaction.
    """
    address = make_url(url)
    if address.get_backend_name() == "sqlite":
        return _sqlite(address.database or "")
    driver = url.replace("postgresql://", "postgresql+psycopg://", 1)
    settings = {
        "lock_timeout": f"{WAIT_S}s",
        "idle_in_transaction_session_timeout": "60s",
        "timezone": "UTC",
    }
    engine = create_engine(driver, pool_pre_ping=True, pool_size=10, max_overflow=10)

    @event.listens_for(engine, "connect")
    def prepare(connection: Any, _: object) -> None:
        for name, value in settings.items():
            connection.execute(f"SET {name} = '{value}'")
        connection.commit()

    return engine


@contextmanager
def writing(engine: Engine) -> Iterator[Connection]:
    """Begin a transaction that writes; commit it in the end, or undo it on an error."""
    with engine.execution_options(writes=True).begin() as db:
        yield db


def upsert(
    db: Connection,
    table: Table,
    rows: Sequence[Mapping[str, Any]],
    *,
    keep: Sequence[str] = (),
) -> None:
    """Insert *rows*, all with the same columns, or replace those with the same primary key.

    Of several rows with one key the last counts. Columns named in *keep* stay as they are in rows
    that are there already.
    """
    keys = [column.name for column in table.primary_key]
    key_of = itemgetter(*keys)
    latest = list({key_of(row): row for row in rows}.values())
    if not latest:
        return
    dialect = postgresql if db.dialect.name == "postgresql" else sqlite
    statement = dialect.insert(table)
    rest = {name: statement.excluded[name] for name in latest[0] if name not in (*keys, *keep)}
    if rest:
        statement = statement.on_conflict_do_update(index_elements=keys, set_=rest)
    else:
        statement = statement.on_conflict_do_nothing(index_elements=keys)
    db.execute(statement, latest)


class Instant(TypeDecorator[datetime]):
    """A UTC instant: a timestamp on PostgreSQL, text of fixed width that sorts on SQLite."""

    impl = String(27)
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        """Choose the column type."""
        if dialect.name == "postgresql":
            return dialect.type_descriptor(TIMESTAMP(timezone=True))
        return dialect.type_descriptor(String(27))

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> Any:
        """Store it; one without zone is refused."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("an instant needs a time zone")
        if dialect.name == "postgresql":
            return value
        return value.astimezone(UTC).replace(tzinfo=None).isoformat(timespec="microseconds") + "Z"

    def process_result_value(self, value: Any, dialect: Dialect) -> datetime | None:
        """Give it back in UTC."""
        if value is None:
            return None
        found = value if isinstance(value, datetime) else datetime.fromisoformat(value)
        return found.astimezone(UTC)


def instant_column(name: str, *, nullable: bool = False) -> Column[datetime]:
    """Make a column that holds a UTC instant."""
    return Column(name, Instant, nullable=nullable)


def _sqlite(path: str) -> Engine:
    Path(path).parent.mkdir(parents=True, exist_ok=True)
    engine = create_engine(f"sqlite:///{path}", connect_args={"timeout": WAIT_S})
    lock = WriteLock(Path(path))

    @event.listens_for(engine, "connect")
    def prepare(connection: Any, _: object) -> None:
        connection.isolation_level = None  # transactions are begun below, by their kind
        for pragma in ("journal_mode=WAL", "synchronous=FULL", "wal_autocheckpoint=0"):
            connection.execute(f"PRAGMA {pragma}").fetchall()

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        writes = bool(connection.get_execution_options().get("writes"))
        if writes:
            lock.acquire()
            connection.info["lock"] = lock
            connection.exec_driver_sql(f"PRAGMA wal_autocheckpoint={CHECKPOINT_PAGES}")
        connection.exec_driver_sql(f"PRAGMA query_only={not writes:d}")
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")

    # Only when a connection comes back is its transaction surely over.
    @event.listens_for(engine, "checkin")
    def release(connection: Any, record: Any) -> None:
        held = record.info.pop("lock", None)
        if held is None:
            return
        try:
            if connection:
                connection.execute("PRAGMA wal_autocheckpoint=0")
        finally:
            held.release()

    return engine
