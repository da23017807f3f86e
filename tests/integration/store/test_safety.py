"""The log refuses to start where it could lose or skip events."""

import sqlite3
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path

import psycopg
import pytest

from hub.errors import Refused
from hub.store import Log, open_log
from hub.store.postgres import require_durable as require_durable_server
from hub.store.refusals import LogAway, NotSetUp, RowDisagrees, UnknownTopic, Unsafe
from hub.store.sqlite import make_durable, require_durable
from tests.conftest import fresh_schema
from tests.integration.store.building import (
    SOURCE,
    datastore_of,
    deliver,
    facts,
    leased,
    record,
)


def test_a_log_that_was_never_set_up_is_refused(database_url: str):
    with pytest.raises(NotSetUp, match="hub migrate"):
        open_log(database_url)


def test_looking_for_a_log_leaves_no_file_behind(tmp_path: Path):
    with pytest.raises(NotSetUp):
        open_log(f"sqlite:///{tmp_path}/deeper/events.db")

    assert list(tmp_path.iterdir()) == []


def test_a_server_that_does_not_answer_is_told():
    with pytest.raises(LogAway):
        open_log("postgresql://nobody@127.0.0.1:1/nothing")


def test_a_file_that_is_no_database_is_told(tmp_path: Path):
    (tmp_path / "events.db").write_bytes(b"not a database" * 1000)

    with pytest.raises(LogAway, match="not a database"):
        open_log(f"sqlite:///{tmp_path}/events.db")


def test_after_a_full_disk_the_same_process_goes_on(tmp_path: Path):
    with open_log(f"sqlite:///{tmp_path}/events.db", create=True) as log:
        deliver(log, facts(3), cursor="c1")
        pool = datastore_of(log).pool
        connection = pool.get_connection()
        [pages] = connection._sqlite_conn.execute("PRAGMA page_count").fetchone()
        connection._sqlite_conn.execute(f"PRAGMA max_page_count={pages + 20}").fetchone()
        pool.put_connection(connection)

        lease = leased(log)
        with pytest.raises(LogAway, match="full"):
            deliver(log, facts(900, first=50), lease=lease, cursor="c2")
        assert (len(log.read()), log.cursor(SOURCE)) == (3, "c1")
        connection._sqlite_conn.execute("PRAGMA max_page_count=1000000").fetchone()

        assert deliver(log, facts(900, first=50), lease=lease, cursor="c2").new == 900


def test_terminated_connections_are_replaced(postgresql_server: str):
    for url in fresh_schema(postgresql_server):
        with open_log(url, create=True) as log, psycopg.connect(url, autocommit=True) as db:
            deliver(log, facts(3))
            db.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
                "WHERE backend_type = 'client backend' AND pid <> pg_backend_pid()"
            )

            assert deliver(log, facts(5)).new == 2
            assert len(log.read()) == 5


def test_setting_up_twice_changes_nothing(database_url: str):
    with open_log(database_url, create=True) as log:
        deliver(log, facts(3))
    with open_log(database_url, create=True) as log:
        assert len(log.read()) == 3


def test_several_may_set_it_up_at_once(database_url: str):
    def set_up(_: int) -> None:
        with open_log(database_url, create=True) as log:
            record(log, facts(3))

    with ThreadPoolExecutor(6) as threads:
        list(threads.map(set_up, range(6)))

    with open_log(database_url) as log:
        assert len(log.read()) == 3


def test_another_kind_of_database_is_refused():
    with pytest.raises(Refused, match="mysql"):
        open_log("mysql://somewhere/hub")


def test_functions_in_the_database_are_refused(
    postgresql_server: str, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setenv("POSTGRES_ENABLE_DB_FUNCTIONS", "y")

    with pytest.raises(Unsafe, match="POSTGRES_ENABLE_DB_FUNCTIONS"):
        open_log(postgresql_server)


def test_a_server_that_does_not_wait_for_its_disk_is_refused(postgresql_server: str):
    with psycopg.connect(postgresql_server) as db:
        db.execute("SET synchronous_commit = off")

        with pytest.raises(Unsafe, match="synchronous_commit"):
            require_durable_server(db)


@pytest.mark.parametrize(
    ("pragma", "setting"),
    [("synchronous=NORMAL", "synchronous"), ("recursive_triggers=OFF", "recursive_triggers")],
)
def test_a_file_that_could_lose_events_is_refused(tmp_path: Path, pragma: str, setting: str):
    with closing(sqlite3.connect(tmp_path / "events.db")) as db:
        db.execute("PRAGMA journal_mode=WAL")
        make_durable(db)
        db.execute(f"PRAGMA {pragma}")

        with pytest.raises(Unsafe, match=setting):
            require_durable(db)


def test_a_file_without_write_ahead_log_is_refused(tmp_path: Path):
    with (
        closing(sqlite3.connect(tmp_path / "events.db")) as db,
        pytest.raises(Unsafe, match="journal_mode"),
    ):
        make_durable(db)


def test_every_connection_of_a_log_is_durable(tmp_path: Path):
    with open_log(f"sqlite:///{tmp_path}/events.db", create=True) as log:
        pool = datastore_of(log).pool
        connections = [pool.get_connection() for _ in range(4)]
        for connection in connections:
            require_durable(connection._sqlite_conn)
            pool.put_connection(connection)


def forge(url: str, topic: str, state: bytes) -> None:
    """Put a row into the log behind its back."""
    sql = "INSERT INTO stored_events (originator_id, originator_version, topic, state) VALUES "
    name = "0f0e0d0c0b0a09080706050403020100"
    if url.startswith("sqlite"):
        with closing(sqlite3.connect(url.removeprefix("sqlite:///"))) as file:
            file.execute(sql + "(?, 1, ?, ?)", (name, topic, state))
            file.commit()
        return
    with psycopg.connect(url) as server:
        server.execute(sql + "(%s, 1, %s, %s)", (name, topic, state))


def test_a_topic_that_is_not_in_the_language_is_refused(log: Log, database_url: str):
    forge(database_url, "os:system", b'{"event":"os:system"}')

    with pytest.raises(UnknownTopic, match="os:system"):
        log.read()


def test_a_row_whose_columns_are_not_what_its_body_says_is_refused(log: Log, database_url: str):
    deliver(log, facts(1))
    [row] = log._recorder.page(0, None, 1)
    forge(database_url, row[3], row[4])

    with pytest.raises(RowDisagrees):
        log.read()
