"""The log in a SQLite file: durable settings, append-only tables, one writer at a time."""

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager, nullcontext
from pathlib import Path
from typing import Any

from eventsourcing.persistence import PersistenceError
from eventsourcing.sqlite import (
    SQLiteApplicationRecorder,
    SQLiteConnection,
    SQLiteConnectionPool,
    SQLiteCursor,
    SQLiteDatastore,
    SQLiteFactory,
    SQLiteTransaction,
)

from hub.store import schema
from hub.store.clock import next_instant
from hub.store.lock import WAIT_S, WriteLock
from hub.store.page import Commit, Head, Raw
from hub.store.refusals import LeaseLost, LogAway, Unsafe

CHECKPOINT_PAGES = 4000
_EVENTS = """CREATE TABLE IF NOT EXISTS stored_events (
    rowid INTEGER PRIMARY KEY AUTOINCREMENT,
    originator_id TEXT NOT NULL, originator_version INTEGER NOT NULL,
    topic TEXT NOT NULL, state BLOB NOT NULL,
    UNIQUE (originator_id, originator_version))"""
_TRIGGER = """CREATE TRIGGER IF NOT EXISTS {table}_{what} BEFORE {what} ON {table}
    BEGIN SELECT RAISE(ABORT, 'the log is append-only'); END"""
_UPDATE_HEAD = """UPDATE head SET seen = COALESCE(?, seen), version = MAX(?, version)
    WHERE originator_id = ?"""
_ROWS = "SELECT rowid, originator_id, originator_version, topic, state FROM stored_events "


def make_durable(connection: sqlite3.Connection) -> None:
    """Set what keeps acknowledged events through a power cut, and rows from being replaced."""
    connection.execute("PRAGMA synchronous=FULL")
    # Without it, INSERT OR REPLACE deletes rows and no trigger notices.
    connection.execute("PRAGMA recursive_triggers=ON")
    connection.execute("PRAGMA wal_autocheckpoint=0")
    require_durable(connection)


def require_durable(connection: sqlite3.Connection) -> None:
    """Refuse a connection that could lose an acknowledged event."""
    for setting, needed in (("synchronous", 2), ("recursive_triggers", 1)):
        [found] = connection.execute(f"PRAGMA {setting}").fetchone()
        if found != needed:
            raise Unsafe(setting, found, str(needed))
    [mode] = connection.execute("PRAGMA journal_mode").fetchone()
    if mode not in ("wal", "memory"):
        raise Unsafe("journal_mode", mode, "wal")


class Pool(SQLiteConnectionPool):
    """Connections with our settings on each of them."""

    def _create_connection(self) -> SQLiteConnection:
        try:
            connection = super()._create_connection()
            make_durable(connection._sqlite_conn)
        except (sqlite3.Error, PersistenceError) as error:
            raise LogAway(str(error)) from error
        return connection


class _Immediate(SQLiteTransaction):
    def __enter__(self) -> SQLiteCursor:
        # A deferred BEGIN that reads before it writes fails at once with "database is locked",
        # whatever the busy timeout.
        cursor = self.connection.cursor()
        cursor.execute("BEGIN IMMEDIATE")
        return cursor


class Datastore(SQLiteDatastore):
    """Write transactions under the file lock; the log of SQLite is emptied under it as well."""

    def __init__(self, db_name: str) -> None:
        super().__init__(db_name, lock_timeout=WAIT_S)
        self.pool = Pool(db_name=db_name, lock_timeout=WAIT_S, pool_timeout=2 * WAIT_S)
        in_memory = self.pool.is_sqlite_memory_mode
        self._lock = nullcontext() if in_memory else WriteLock(Path(db_name))

    @contextmanager
    def transaction(self, *, commit: bool) -> Iterator[SQLiteCursor]:
        """Read, or write alone."""
        if not commit:
            with super().transaction(commit=False) as cursor:
                yield cursor
            return
        with self.get_connection(commit=True) as connection, self._lock:
            # SQLite empties its own log within a commit that makes it long; nowhere else.
            connection.cursor().execute(f"PRAGMA wal_autocheckpoint={CHECKPOINT_PAGES}")
            try:
                with _Immediate(connection, commit=True) as cursor, closing(cursor.sqlite_cursor):
                    yield cursor
            finally:
                connection.cursor().execute("PRAGMA wal_autocheckpoint=0")

    def close(self) -> None:
        """Close under the lock: the last connection to close empties the log of SQLite."""
        if self.pool.closed:
            return
        with self._lock:
            self.pool.close()


class SQLiteRecorder(SQLiteApplicationRecorder):
    """Events, entries, heads, cursor and clock in one transaction."""

    def construct_create_table_statements(self) -> list[str]:
        """Give the tables, and the triggers that keep them append-only."""
        words = {"key": "TEXT", "bytes": "BLOB", "compact": " WITHOUT ROWID"}
        return [
            _EVENTS,
            *(table.format(**words) for table in schema.TABLES),
            *(
                _TRIGGER.format(table=table, what=what)
                for table in schema.APPEND_ONLY
                for what in ("UPDATE", "DELETE")
            ),
        ]

    def has_tables(self) -> bool:
        """Tell whether the log has been set up."""
        return bool(self.query("SELECT 1 FROM sqlite_master WHERE name = 'clock_instant'"))

    def _insert_events(  # type: ignore[override]  # one keyword is mandatory here
        self, c: SQLiteCursor, stored_events: Sequence[Any], *, commit: Commit, **_: Any
    ) -> None:
        cursor = c.sqlite_cursor
        if commit.cursor is not None:  # first: a lost lease ends the page before any work
            source, lease, reached = commit.cursor
            if not cursor.execute(schema.MOVE_CURSOR, (reached, source, lease)).fetchall():
                raise LeaseLost(source)
        if stored_events:
            last = cursor.execute(schema.LAST_INSTANT).fetchone()
            instant = next_instant(last and last[0], commit.instant)
            rows = [
                (s.originator_id.hex, s.originator_version, s.topic, s.state) for s in stored_events
            ]
            entries = [(row[0], entry) for row, entry in zip(rows, commit.entries, strict=True)]
            cursor.executemany(
                "INSERT INTO stored_events (originator_id, originator_version, topic, state) "
                "VALUES (?, ?, ?, ?)",
                rows,
            )
            [commit.position] = cursor.execute("SELECT MAX(rowid) FROM stored_events").fetchone()
            cursor.executemany("INSERT INTO entry VALUES (?, ?)", entries)
            cursor.execute(schema.INSERT_CLOCK, (commit.position, instant))
        cursor.executemany("INSERT INTO head VALUES (?, ?, ?, ?, ?)", commit.begun)
        cursor.executemany(_UPDATE_HEAD, [(seen, v, key) for key, _, _, seen, v in commit.heads])

    def heads(self, keys: Sequence[str]) -> dict[str, Head]:
        """Give the ends of those streams that exist."""
        found = self.query(
            "SELECT h.originator_id, h.version, h.seen FROM json_each(?) AS j "
            "JOIN head AS h ON h.originator_id = j.value",
            _array(keys),
        )
        return {key: (version, seen) for key, version, seen in found}

    def entries(self, keys: Sequence[str]) -> dict[str, set[str]]:
        """Give the entries already recorded in these streams."""
        found: dict[str, set[str]] = {}
        for key, entry in self.query(
            "SELECT e.originator_id, e.entry FROM json_each(?) AS j "
            "JOIN entry AS e ON e.originator_id = j.value",
            _array(keys),
        ):
            found.setdefault(key, set()).add(entry)
        return found

    def page(self, after: int, stop: int | None, limit: int) -> list[Raw]:
        """Give at most *limit* rows behind the position *after*, up to *stop*, in order."""
        end = 2**62 if stop is None else stop
        where = "WHERE rowid > ? AND rowid <= ? ORDER BY rowid LIMIT ?"
        return self.query(_ROWS + where, after, end, limit)

    def streams(self, keys: Sequence[str]) -> list[Raw]:
        """Give the rows of these streams, each oldest first."""
        where = "WHERE originator_id IN (SELECT value FROM json_each(?)) ORDER BY 2, 3"
        return self.query(_ROWS + where, _array(keys))

    def query(self, sql: str, *values: object) -> list[Any]:
        """Read; places are `?`."""
        with self.datastore.get_connection(commit=False) as connection:
            cursor = connection._sqlite_conn.cursor()
            cursor.row_factory = None  # plain tuples
            try:
                return cursor.execute(sql, values).fetchall()
            except sqlite3.Error as error:
                raise LogAway(str(error)) from error

    def write(self, sql: str, *values: object) -> list[Any]:
        """Write in a transaction of its own."""
        try:
            with self.datastore.transaction(commit=True) as c:
                return [tuple(row) for row in c.sqlite_cursor.execute(sql, values).fetchall()]
        except PersistenceError as error:
            raise LogAway(str(error)) from error


def _array(keys: Sequence[str]) -> str:
    return '["' + '","'.join(keys) + '"]' if keys else "[]"


class Factory(SQLiteFactory):
    """Make the recorder on our own datastore."""

    application_recorder_class = SQLiteRecorder

    def __init__(self, env: Any) -> None:
        super().__init__(env)
        self.datastore = Datastore(self.env["SQLITE_DBNAME"])
