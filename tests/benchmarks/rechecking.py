"""Re-checking: pages in which nothing is new, beside the raw read of the ends of their streams."""

import json
import sqlite3
from collections.abc import Iterator

import psycopg

from hub.model.event import stream_key
from tests.benchmarks.feed import PROJECT, SOURCE, START, Feed, facts, read_in
from tests.benchmarks.measure import Line, best, seconds
from tests.benchmarks.places import Place

ITEMS = 20_000
PAGE = 1000
LEAST = {"sqlite": 60_000, "postgresql": 40_000}
MOST = 3.0


def lines(place: Place) -> Iterator[Line]:
    """Measure items that show the one fact which is recorded already."""
    url = place.url()
    log = place.log(url)
    read_in(Feed(ITEMS, 1), log, place.originals())
    lease = log.lease(SOURCE, holder="benchmark", at=START)
    assert lease
    pages = [facts(start, PAGE, 1) for start in range(0, ITEMS, PAGE)]
    keys = [[stream_key("item", SOURCE, e.subject) for e in page] for page in pages]

    def recheck() -> None:
        for page in pages:
            appended = log.append_page(
                page, project=PROJECT, source=SOURCE, run="again", lease=lease, cursor=None,
                recorded_at=START,
            )  # fmt: skip
            assert appended.new == 0

    read = _sqlite if place.store == "sqlite" else _postgres
    hub_s, raw_s = best(lambda _: seconds(recheck), lambda _: read(url, keys))
    missed = ITEMS / hub_s < LEAST[place.store] or hub_s > MOST * raw_s
    target = f"≥ {LEAST[place.store]:,} /s and ≤ {MOST} ×"
    yield Line("unchanged items", place.store, ITEMS / hub_s, ITEMS / raw_s, "/s", target, missed)


def _sqlite(url: str, keys: list[list[str]]) -> float:
    db = sqlite3.connect(url.removeprefix("sqlite:///"))
    sql = "SELECT h.* FROM json_each(?) AS j JOIN head AS h ON h.originator_id = j.value"

    def read() -> None:
        for page in keys:
            assert len(db.execute(sql, (json.dumps(page),)).fetchall()) == PAGE

    taken = seconds(read)
    db.close()
    return taken


def _postgres(url: str, keys: list[list[str]]) -> float:
    sql = "SELECT * FROM head WHERE originator_id = ANY(%s::uuid[])"
    with psycopg.connect(url) as db:

        def read() -> None:
            for page in keys:
                cursor = db.cursor(binary=True)
                assert len(cursor.execute(sql, (page,), prepare=True).fetchall()) == PAGE

        return seconds(read)
