"""Processes killed at any moment lose nothing that was acknowledged, and double nothing."""

import os
import random
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from time import sleep

import pytest
from sqlalchemy import select

from hub.projection import catch_up, open_views, rebuild
from hub.store import Log, open_log
from tests.integration.durability.feed import SOURCE, acknowledged, expected, totals

KILLS = int(os.environ.get("HUB_TEST_KILLS", "20"))
SEED = int(os.environ.get("HUB_TEST_SEED") or random.SystemRandom().randrange(10**6))
LONGEST_S = 0.25


class Workers:
    """The two child processes; each is killed and started again."""

    def __init__(self, url: str, views: str, journal: Path, seed: int) -> None:
        self._words = (url, views, str(journal), str(seed))
        self._generation = 0
        self._running = {task: self._start(task) for task in ("ingest", "project")}

    def kill(self, task: str, after_s: float) -> None:
        """Let a worker work for a while, kill it, start the next."""
        sleep(after_s)
        child = self._running[task]
        assert child.poll() is None, child.communicate()
        self._end(child)
        self._running[task] = self._start(task)

    def end(self) -> None:
        """Kill both for good."""
        for child in self._running.values():
            self._end(child)

    def _start(self, task: str) -> "subprocess.Popen[str]":
        self._generation += 1
        words = [sys.executable, "-m", "tests.integration.durability.worker", task, *self._words]
        child = subprocess.Popen(
            [*words, str(self._generation)],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        assert child.stdout
        assert child.stdout.readline() == "ready\n", child.communicate()
        return child

    def _end(self, child: "subprocess.Popen[str]") -> None:
        child.send_signal(signal.SIGKILL)
        child.communicate()


@pytest.fixture
def killed(database_url: str, tmp_path: Path) -> Iterator[tuple[Log, str, Path]]:
    """Give the log, the read models and the journal after all the killing."""
    sys.stdout.write(f"HUB_TEST_SEED={SEED} HUB_TEST_KILLS={KILLS}\n")
    chance = random.Random(SEED)
    views = database_url.replace("/events.db", "/views.db")
    journal = tmp_path / "acknowledged"
    with open_log(database_url, create=True) as log:
        workers = Workers(database_url, views, journal, SEED)
        try:
            for _ in range(KILLS):
                task = chance.choice(["ingest", "ingest", "project"])
                workers.kill(task, chance.uniform(0, LONGEST_S))
        finally:
            workers.end()
        yield log, views, journal


def test_no_kill_loses_or_doubles_anything(killed: tuple[Log, str, Path], tmp_path: Path):
    log, views, journal = killed
    entries, versions = [], []
    at = 0
    while page := log.read(at):
        entries += [event.entry for event in page.events]
        versions += [(event.originator_id, event.originator_version) for event in page.events]
        at = page.last

    cursor = log.cursor(SOURCE)
    assert 0 < acknowledged(journal) <= int(cursor or 0)
    assert sorted(entries) == sorted(expected(cursor))
    assert sorted(versions) == [(e.originator_id, e.originator_version) for e in _by_stream(log)]
    assert _rows(log, views, rebuilt=False) == _rows(log, views, rebuilt=True)
    for file in tmp_path.glob("*.db"):
        with closing(sqlite3.connect(file)) as db:
            assert db.execute("PRAGMA integrity_check").fetchone() == ("ok",)


def _by_stream(log: Log) -> list:
    streams = log.streams(log.stream_ids(SOURCE))
    return [event for _, events in sorted(streams.items()) for event in events]


def _rows(log: Log, views: str, *, rebuilt: bool) -> list:
    engine, projection = open_views(views), totals()
    (rebuild if rebuilt else catch_up)(log, engine, projection)
    [table] = projection.tables
    with engine.connect() as db:
        rows = [tuple(row) for row in db.execute(select(table).order_by(table.c.subject))]
    engine.dispose()
    return rows
