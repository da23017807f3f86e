"""Projecting: `catch_up`, beside select, decode, upsert and position written by hand."""

import sqlite3
from collections.abc import Iterator, Sequence

import msgspec
import psycopg
from sqlalchemy import Column, Connection, MetaData, String, Table

from hub.model.facts import WorkItemFieldChanged
from hub.projection import Projection, catch_up, create_tables, upsert
from tests.benchmarks.feed import Feed, read_in
from tests.benchmarks.measure import Line, best, rates, seconds
from tests.benchmarks.places import Place

COUNT = 20_000
BATCH = 1000
MOST = 2.0
UPSERT = (
    "INSERT INTO latest_v1 (id, field, value) VALUES ({p}, {p}, {p}) ON CONFLICT (id, field) "
    "DO UPDATE SET value = excluded.value"
)
POSITION = "UPDATE projection_position SET position = {p} WHERE name = 'latest'"
decode = msgspec.json.Decoder(WorkItemFieldChanged).decode


def latest() -> Projection:
    """Make the last value of each field of each item."""
    table = Table(
        "latest",
        MetaData(),
        Column("id", String(36), primary_key=True),
        Column("field", String, primary_key=True),
        Column("value", String),
    )
    projection = Projection("latest", version=1, tables=[table])

    @projection.on(WorkItemFieldChanged)
    def changed(db: Connection, run: Sequence[WorkItemFieldChanged]) -> None:
        last = {(e.originator_id, e.field): e.new for e in run}  # the last of a run wins
        rows = [{"id": str(i), "field": f, "value": str(v)} for (i, f), v in last.items()]
        upsert(db, table, rows)

    return projection


def lines(place: Place) -> Iterator[Line]:
    """Fold 20,000 facts about 4,000 items."""
    url = place.url()
    log = place.log(url)
    read_in(Feed(COUNT), log, place.originals())

    def hub(_: int) -> float:
        engine, projection = place.views(), latest()
        create_tables(engine, [projection])
        return seconds(lambda: catch_up(log, engine, projection, batch=BATCH))

    def raw(_: int) -> float:
        views = place.url()
        return (_sqlite if place.store == "sqlite" else _postgres)(url, views)

    hub_s, raw_s = best(hub, raw)
    yield rates(
        "projection, batches of 1,000", place.store, COUNT, hub_s=hub_s, raw_s=raw_s, most=MOST
    )


def _latest(rows: Sequence[tuple[int, bytes]]) -> list[tuple[str, str, str]]:
    facts = [decode(state) for _, state in rows]
    last = {(e.originator_id, e.field): e.new for e in facts}
    return [(str(i), f, str(v)) for (i, f), v in last.items()]


def _sqlite(url: str, views: str) -> float:
    log = sqlite3.connect(url.removeprefix("sqlite:///"))
    db = sqlite3.connect(views.removeprefix("sqlite:///"), isolation_level=None)
    db.execute("PRAGMA journal_mode=WAL")
    db.execute("PRAGMA synchronous=FULL")
    db.execute("CREATE TABLE latest_v1 (id TEXT, field TEXT, value TEXT, PRIMARY KEY (id, field))")
    db.execute("CREATE TABLE projection_position (name TEXT PRIMARY KEY, position INTEGER)")
    db.execute("INSERT INTO projection_position VALUES ('latest', 0)")
    select = "SELECT rowid, state FROM stored_events WHERE rowid > ? ORDER BY rowid LIMIT ?"

    def fold() -> None:
        at = 0
        while rows := log.execute(select, (at, BATCH)).fetchall():
            at = rows[-1][0]
            db.execute("BEGIN IMMEDIATE")
            db.executemany(UPSERT.format(p="?"), _latest(rows))
            db.execute(POSITION.format(p="?"), (at,))
            db.execute("COMMIT")

    taken = seconds(fold)
    log.close()
    db.close()
    return taken


def _postgres(url: str, views: str) -> float:
    select = (
        "SELECT notification_id, state FROM stored_events WHERE notification_id > %s "
        "ORDER BY notification_id LIMIT %s"
    )
    with psycopg.connect(url) as log, psycopg.connect(views) as db:
        db.execute(
            "CREATE TABLE latest_v1 (id TEXT, field TEXT, value TEXT, PRIMARY KEY (id, field))"
        )
        db.execute("CREATE TABLE projection_position (name TEXT PRIMARY KEY, position BIGINT)")
        db.execute("INSERT INTO projection_position VALUES ('latest', 0)")
        db.commit()

        def fold() -> None:
            at = 0
            while rows := log.cursor(binary=True).execute(select, (at, BATCH)).fetchall():
                at = rows[-1][0]
                db.cursor().executemany(UPSERT.format(p="%s"), _latest(rows))
                db.execute(POSITION.format(p="%s"), (at,))
                db.commit()

        return seconds(fold)
