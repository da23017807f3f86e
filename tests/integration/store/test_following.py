"""Followers see every position, in order, whoever writes meanwhile."""

import sqlite3
from contextlib import closing
from pathlib import Path
from threading import Thread

import pytest

from hub.store import Log, open_log
from hub.store.lock import WriteLock
from hub.store.refusals import LogAway
from tests.integration.store.building import datastore_of, deliver, everything, facts, record

WRITERS = 4
PAGES = 15


def test_positions_can_be_read_in_pieces(log: Log):
    record(log, facts(25))

    whole, some = log.read(), log.read(after=log.read(limit=10).last, limit=5)

    assert whole.positions == sorted(set(whole.positions))
    assert (some.events, some.positions) == (whole.events[10:15], whole.positions[10:15])


def test_reading_stops_where_it_is_told(log: Log):
    record(log, facts(25))
    stop = log.read(limit=7).last

    assert len(log.read(stop=stop)) == 7
    assert not log.read(after=stop, stop=stop)


def test_a_slow_reader_sees_everything_that_four_writers_append(log: Log, database_url: str):
    def write(number: int) -> None:
        with open_log(database_url) as writer:
            for page in range(PAGES):
                record(writer, facts(20, first=10_000 * number + 100 * page))

    writers = [Thread(target=write, args=(number,)) for number in range(WRITERS)]
    for writer in writers:
        writer.start()
    seen: list[int] = []
    while any(writer.is_alive() for writer in writers) or log.last_position() > max(
        seen, default=0
    ):
        seen += log.read(after=max(seen, default=0), limit=7).positions
    for writer in writers:
        writer.join()

    assert len(seen) == WRITERS * PAGES * 20
    assert seen == log.read(limit=10_000).positions


def test_a_dumped_and_restored_log_has_the_same_order(tmp_path: Path):
    url, copy = f"sqlite:///{tmp_path}/events.db", tmp_path / "copy.db"
    with open_log(url, create=True) as log:
        deliver(log, facts(30, each=2))
        before = log.read()
    with (
        closing(sqlite3.connect(tmp_path / "events.db")) as old,
        closing(sqlite3.connect(copy)) as new,
    ):
        new.executescript("\n".join(old.iterdump()))
    with closing(sqlite3.connect(copy)) as new:
        new.execute("VACUUM")

    with open_log(f"sqlite:///{copy}") as restored:
        assert restored.read() == before
        record(restored, facts(1, first=999))
        assert restored.last_position() == before.last + 1


def test_positions_are_never_given_twice_although_rows_are_gone(tmp_path: Path):
    path = tmp_path / "events.db"
    with open_log(f"sqlite:///{path}", create=True) as log:
        record(log, facts(3))
        with closing(sqlite3.connect(path)) as vandal:
            vandal.executescript("DROP TRIGGER stored_events_DELETE; DELETE FROM stored_events")
        record(log, facts(1, first=50))

        assert log.read().positions == [4]


def test_only_one_writes_to_a_file_at_a_time_and_readers_never_wait(tmp_path: Path):
    path = tmp_path / "events.db"
    with open_log(f"sqlite:///{path}", create=True) as log:
        record(log, facts(3))
        datastore_of(log)._lock._wait_s = 0.05
        with WriteLock(path):
            assert len(everything(log)) == 3
            with pytest.raises(LogAway, match="another process"):
                record(log, facts(3, first=10))

        assert len(record(log, facts(3, first=10))) == 3


def test_sqlite_empties_its_own_log_only_under_the_lock(tmp_path: Path):
    with open_log(f"sqlite:///{tmp_path}/events.db", create=True) as log:
        record(log, facts(3))
        pool = datastore_of(log).pool
        connection = pool.get_connection()
        [found] = connection._sqlite_conn.execute("PRAGMA wal_autocheckpoint").fetchone()
        pool.put_connection(connection)

    assert found == 0


def test_a_log_in_memory_is_like_one_in_a_file():
    with open_log("sqlite://", create=True) as log, open_log("sqlite://", create=True) as other:
        deliver(log, facts(30, each=2))

        assert len(everything(log)) == 60
        assert not everything(other)
