"""Appending: what ingest takes, beside the raw insert of the same rows."""

import sqlite3
from collections.abc import Iterator

import psycopg

from hub.store import open_log
from hub.store.mapper import EventMapper, Row
from tests.benchmarks.feed import PAGE, Feed, read_in, recorded
from tests.benchmarks.measure import Line, best, rates, seconds
from tests.benchmarks.places import Place

COUNT = 20_000
MOST = {"sqlite": 2.5, "postgresql": 2.8}


def lines(place: Place) -> Iterator[Line]:
    """Measure a first import with five facts for each item, and the worst case: one for each."""
    for per_item in (5, 1):
        feed = Feed(COUNT, per_item, ready=True)
        rows = _rows(place, feed)

        def hub(_: int, feed: Feed = feed) -> float:
            log, originals = place.log(), place.originals()
            return seconds(lambda: read_in(feed, log, originals))

        def raw(_: int, rows: list[Row] = rows) -> float:
            return (_raw_sqlite if place.store == "sqlite" else _raw_postgres)(place, rows)

        hub_s, raw_s = best(hub, raw)
        most = MOST[place.store] if per_item > 1 else None
        name = f"append, {per_item} fact{'s' * (per_item > 1)} per item"
        yield rates(name, place.store, COUNT, hub_s=hub_s, raw_s=raw_s, most=most)


def _rows(place: Place, feed: Feed) -> list[Row]:
    """Give the very rows that the hub stores, encoded in advance."""
    log = place.log()
    read_in(feed, log, place.originals())
    mapper = EventMapper()
    assert len(recorded(log)) == PAGE
    rows: list[Row] = []
    at = 0
    while page := log.read(at):
        rows += [mapper.to_stored_event(event) for event in page.events]
        at = page.last
    return rows


def _raw_sqlite(place: Place, rows: list[Row]) -> float:
    url = place.url()
    open_log(url, create=True).close()
    db = sqlite3.connect(url.removeprefix("sqlite:///"), isolation_level=None)
    db.execute("PRAGMA journal_mode=WAL")
    db.execute("PRAGMA synchronous=FULL")
    values = [(r.originator_id.hex, r.originator_version, r.topic, r.state) for r in rows]

    def insert() -> None:
        for start in range(0, len(values), PAGE):
            db.execute("BEGIN IMMEDIATE")
            db.executemany(
                "INSERT INTO stored_events (originator_id, originator_version, topic, state) "
                "VALUES (?, ?, ?, ?)",
                values[start : start + PAGE],
            )
            db.execute("COMMIT")

    taken = seconds(insert)
    db.close()
    return taken


def _raw_postgres(place: Place, rows: list[Row]) -> float:
    url = place.url()
    open_log(url, create=True).close()
    values = [(r.originator_id, r.originator_version, r.topic, r.state) for r in rows]
    with psycopg.connect(url) as db:

        def insert() -> None:
            for start in range(0, len(values), PAGE):
                with db.cursor().copy(
                    "COPY stored_events (originator_id, originator_version, topic, state) "
                    "FROM STDIN (FORMAT BINARY)"
                ) as copy:
                    copy.set_types(["uuid", "int8", "text", "bytea"])
                    for row in values[start : start + PAGE]:
                        copy.write_row(row)
                db.commit()

        return seconds(insert)
