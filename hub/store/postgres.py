"""The log in PostgreSQL: binary COPY under a table lock, finite waits, append-only tables."""

from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import Any
from uuid import UUID

import psycopg
from eventsourcing.persistence import InterfaceError, OperationalError, PersistenceError
from eventsourcing.postgres import (
    ConnectionPool,
    PostgresApplicationRecorder,
    PostgresDatastore,
    PostgresFactory,
)
from psycopg import Connection, Cursor
from psycopg.rows import DictRow, dict_row, tuple_row
from psycopg.sql import SQL, Composed, Identifier

from hub.store import schema
from hub.store.clock import next_instant
from hub.store.lock import WAIT_S
from hub.store.page import Commit, Head, NewHead, Raw
from hub.store.refusals import LeaseLost, LogAway, Unsafe

IDLE_S = 60
# Threads of the pages and runners together; connections are opened when they are needed.
POOL_SIZE, MAX_OVERFLOW = 2, 43
READ_ATTEMPTS = 3

EVENTS = """CREATE TABLE IF NOT EXISTS stored_events (
    originator_id UUID NOT NULL, originator_version BIGINT NOT NULL,
    topic TEXT NOT NULL, state BYTEA NOT NULL, notification_id BIGSERIAL,
    PRIMARY KEY (originator_id, originator_version))"""
EVENTS_INDEX = """CREATE UNIQUE INDEX IF NOT EXISTS stored_events_notification_id_idx
    ON stored_events (notification_id)"""
REFUSE = """CREATE OR REPLACE FUNCTION hub_refuse_change() RETURNS trigger LANGUAGE plpgsql AS
    $$ BEGIN
        RAISE EXCEPTION 'the log is append-only' USING ERRCODE = 'restrict_violation';
    END $$"""
TRIGGER = """CREATE OR REPLACE TRIGGER {table}_append_only BEFORE UPDATE OR DELETE OR TRUNCATE
    ON {table} FOR EACH STATEMENT EXECUTE FUNCTION hub_refuse_change()"""
COPY_EVENTS = """COPY stored_events (originator_id, originator_version, topic, state)
    FROM STDIN (FORMAT BINARY)"""
COPY_ENTRIES = "COPY entry (originator_id, entry) FROM STDIN (FORMAT BINARY)"
COPY_HEADS = "COPY head (originator_id, about, source, seen, version) FROM STDIN (FORMAT BINARY)"
UPDATE_HEADS = """UPDATE head AS h SET seen = COALESCE(decode(u.seen, 'hex'), h.seen),
    version = GREATEST(u.version, h.version)
    FROM unnest(%s::uuid[], %s::text[], %s::bigint[]) AS u (id, seen, version)
    WHERE h.originator_id = u.id"""
ROWS = """SELECT notification_id, originator_id, originator_version, topic, state
    FROM stored_events """


class Datastore(PostgresDatastore):
    """A pool on any address that libpq understands, with finite waits."""

    def __init__(self, url: str) -> None:
        super().__init__(
            "", "", "", "", "",
            idle_in_transaction_session_timeout=IDLE_S,
            lock_timeout=WAIT_S,
            schema=_schema_of(url),
        )  # fmt: skip
        self.pool = ConnectionPool(
            url,
            connection_class=Connection[DictRow],
            kwargs={"row_factory": dict_row},
            min_size=POOL_SIZE,
            max_size=POOL_SIZE + MAX_OVERFLOW,
            open=False,
            configure=self.after_connect_func(),
            check=ConnectionPool.check_connection,
        )


def _schema_of(url: str) -> str:
    """Ask where tables without a schema lie, and whether the server keeps what it confirms."""
    try:
        with psycopg.connect(url, connect_timeout=WAIT_S) as db:
            require_durable(db)
            found = db.execute("SELECT current_schema()").fetchone()
    except psycopg.OperationalError as error:
        raise LogAway(str(error).strip()) from error
    if found is None or found[0] is None:
        raise Unsafe("search_path", "without an existing schema", "the schema of the hub")
    return str(found[0])


def require_durable(db: Connection[Any]) -> None:
    """Refuse a server that could lose an acknowledged event."""
    for setting in ("fsync", "synchronous_commit", "full_page_writes"):
        row = db.execute(SQL("SHOW {}").format(Identifier(setting))).fetchone()
        found = row[0] if row else None
        if found not in ("on", "remote_apply"):
            raise Unsafe(setting, found, "on")


class PostgresRecorder(PostgresApplicationRecorder):
    """Events, entries, heads, cursor and clock in one transaction."""

    def __init__(self, datastore: PostgresDatastore, *, events_table_name: str) -> None:
        super().__init__(datastore, events_table_name=events_table_name)
        datastore.db_type_names.clear()  # the library's composite type and function are not used
        words = {"key": "UUID", "bytes": "BYTEA", "compact": ""}
        tables = (table.format(**words) for table in schema.TABLES)
        triggers = (TRIGGER.format(table=table) for table in schema.APPEND_ONLY)
        statements = (EVENTS, EVENTS_INDEX, *tables, REFUSE, *triggers)
        self.sql_create_statements = [Composed([SQL(text)]) for text in statements]

    def _create_table(self, curs: Cursor[DictRow]) -> None:
        # IF NOT EXISTS alone lets two that start together both try, and one fail.
        curs.execute("SELECT pg_advisory_xact_lock(hashtext('hub log'))")
        super()._create_table(curs)

    def has_tables(self) -> bool:
        """Tell whether the log has been set up."""
        [(found,)] = self.query("SELECT to_regclass('clock_instant')")
        return found is not None

    def insert_events(  # type: ignore[override]  # one keyword is mandatory here
        self, stored_events: Sequence[Any], *, commit: Commit, **_: Any
    ) -> None:
        """Write all of it or nothing. The caller repeats it, by reading again and comparing."""
        with (
            self.datastore.get_connection() as connection,
            connection.transaction(),
            connection.cursor() as rows,
            connection.cursor(row_factory=tuple_row) as cursor,
        ):
            _move_cursor(cursor, commit)
            if stored_events or commit.heads or commit.begun:
                self._lock_table(rows)
            if stored_events:
                self._notify_channel(rows)
                _insert(cursor, stored_events, commit)
            _write_heads(cursor, commit)

    def heads(self, keys: Sequence[str]) -> dict[str, Head]:
        """Give the ends of those streams that exist."""
        found = self.query(
            "SELECT originator_id, version, seen FROM head WHERE originator_id = ANY(?::uuid[])",
            _array(keys),
        )
        return {key.hex: (version, seen) for key, version, seen in found}

    def entries(self, keys: Sequence[str]) -> dict[str, set[str]]:
        """Give the entries already recorded in these streams."""
        found: dict[str, set[str]] = {}
        sql = "SELECT originator_id, entry FROM entry WHERE originator_id = ANY(?::uuid[])"
        for key, entry in self.query(sql, _array(keys)) if keys else ():
            found.setdefault(key.hex, set()).add(entry)
        return found

    def page(self, after: int, stop: int | None, limit: int) -> list[Raw]:
        """Give at most *limit* rows behind the position *after*, up to *stop*, in order."""
        where = "WHERE notification_id > ? AND notification_id <= ? ORDER BY 1 LIMIT ?"
        return self.query(ROWS + where, after, 2**62 if stop is None else stop, limit)

    def streams(self, keys: Sequence[str]) -> list[Raw]:
        """Give the rows of these streams, each oldest first."""
        return self.query(ROWS + "WHERE originator_id = ANY(?::uuid[]) ORDER BY 2, 3", _array(keys))

    def query(self, sql: str, *values: object) -> list[Any]:
        """Read; places are `?`."""
        for attempt in range(READ_ATTEMPTS):
            try:
                return self._rows(sql, values)
            except (OperationalError, InterfaceError) as error:
                if attempt == READ_ATTEMPTS - 1:
                    raise LogAway(str(error)) from error
            except PersistenceError as error:
                raise LogAway(str(error)) from error
        return []

    def write(self, sql: str, *values: object) -> list[Any]:
        """Write in a transaction of its own."""
        try:
            return self._rows(sql, values)
        except PersistenceError as error:
            raise LogAway(str(error)) from error

    def _rows(self, sql: str, values: tuple[object, ...]) -> list[Any]:
        with (
            self.datastore.get_connection() as connection,
            connection.cursor(binary=True, row_factory=tuple_row) as cursor,
        ):
            return cursor.execute(_places(sql), values, prepare=True).fetchall()


def _move_cursor(cursor: Cursor[Any], commit: Commit) -> None:
    if commit.cursor is None:
        return
    source, lease, reached = commit.cursor  # first: a lost lease ends the page before any work
    if not cursor.execute(_places(schema.MOVE_CURSOR), (reached, source, lease)).fetchall():
        raise LeaseLost(source)


def _write_heads(cursor: Cursor[Any], commit: Commit) -> None:
    if commit.begun:
        with cursor.copy(COPY_HEADS) as copy:
            copy.set_types(["uuid", "text", "text", "bytea", "int8"])
            for key, *rest in commit.begun:
                copy.write_row((UUID(key), *rest))
    if commit.heads:
        cursor.execute(UPDATE_HEADS, _columns(commit.heads))


def _insert(cursor: Cursor[Any], stored_events: Sequence[Any], commit: Commit) -> None:
    last = cursor.execute(schema.LAST_INSTANT).fetchone()
    instant = next_instant(last and last[0], commit.instant)
    with cursor.copy(COPY_EVENTS) as copy:
        copy.set_types(["uuid", "int8", "text", "bytea"])
        for row in stored_events:
            copy.write_row((row.originator_id, row.originator_version, row.topic, row.state))
    with cursor.copy(COPY_ENTRIES) as copy:
        copy.set_types(["uuid", "text"])
        for row, entry in zip(stored_events, commit.entries, strict=True):
            copy.write_row((row.originator_id, entry))
    found = cursor.execute("SELECT max(notification_id) FROM stored_events").fetchone()
    commit.position = found[0] if found else 0
    cursor.execute(_places(schema.INSERT_CLOCK), (commit.position, instant))


def _columns(heads: Iterable[NewHead]) -> tuple[str, str, str]:
    keys, _, _, marks, versions = zip(*heads, strict=True)
    seen = ("NULL" if mark is None else mark.hex() for mark in marks)
    return _array(keys), _array(seen), _array(map(str, versions))


def _array(words: Iterable[str]) -> str:
    """Write an array of plain words; psycopg would look at each of them with a pattern."""
    return "{" + ",".join(words) + "}"


@lru_cache
def _places(sql: str) -> str:
    return sql.replace("?", "%s")


class Factory(PostgresFactory):
    """Make the recorder on our own datastore."""

    application_recorder_class: type[PostgresApplicationRecorder] = PostgresRecorder

    def __init__(self, env: Any) -> None:
        super().__init__(env)
        if self.datastore.enable_db_functions:
            # It inserts without the table lock: positions become visible out of order, and a
            # follower skips events for ever.
            raise Unsafe("POSTGRES_ENABLE_DB_FUNCTIONS", "set", "unset")
        self.datastore = Datastore(self.env["HUB_LOG_URL"])


def grant_statements(schema_name: str = "public") -> list[str]:
    """Give the SQL that separates who owns the log from who may only add to it.

    To be run once by a superuser after `hub migrate`. `hub_app` may insert and read; it has UPDATE
    on the events only because the table lock demands it, and the triggers refuse any use of it.
    """
    s = Identifier(schema_name).as_string()
    log_tables = ("stored_events", "entry", "clock", "head", "source")
    return [
        *(
            f"DO $$ BEGIN CREATE ROLE {role} NOLOGIN; "
            "EXCEPTION WHEN duplicate_object THEN NULL; END $$"
            for role in ("hub_owner", "hub_app")
        ),
        f"GRANT USAGE, CREATE ON SCHEMA {s} TO hub_owner",
        f"GRANT USAGE ON SCHEMA {s} TO hub_app",
        f"GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA {s} TO hub_app",
        f"GRANT USAGE ON ALL SEQUENCES IN SCHEMA {s} TO hub_app",
        *(f"REVOKE ALL ON {s}.{table} FROM hub_app" for table in log_tables),
        f"GRANT SELECT, INSERT, UPDATE ON {s}.stored_events, {s}.head, {s}.source TO hub_app",
        f"GRANT SELECT, INSERT ON {s}.entry, {s}.clock TO hub_app",
        f"ALTER DEFAULT PRIVILEGES FOR ROLE hub_owner IN SCHEMA {s} "
        "GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO hub_app",
        f"ALTER DEFAULT PRIVILEGES FOR ROLE hub_owner IN SCHEMA {s} "
        "GRANT USAGE ON SEQUENCES TO hub_app",
        *(f"ALTER TABLE {s}.{table} OWNER TO hub_owner" for table in log_tables),
        f"ALTER FUNCTION {s}.hub_refuse_change() OWNER TO hub_owner",
    ]
