"""As-of: a warm cut answers at once; the first answer of a cut folds the log up to it."""

from collections.abc import Iterator
from datetime import timedelta

from sqlalchemy import func, select

from hub.asof import AsOf
from tests.benchmarks.feed import START, Feed, read_in
from tests.benchmarks.measure import Line, seconds
from tests.benchmarks.places import Place
from tests.benchmarks.projecting import latest

COUNT = 20_000
ANSWERS = 200
MOST_MS = 150


def lines(place: Place) -> Iterator[Line]:
    """Ask the same cut again and again; print the 95th percentile."""
    log = place.log()
    read_in(Feed(COUNT), log, place.originals())
    projection = latest()
    asof = AsOf(log, [projection])
    query = select(func.count()).select_from(projection.tables[0])

    def ask() -> None:
        with asof.at(START + timedelta(days=300)).connect() as db:
            db.scalar(query)

    cold_ms = seconds(ask) * 1000
    warm_ms = sorted(seconds(ask) * 1000 for _ in range(ANSWERS))[int(ANSWERS * 0.95)]
    asof.close()
    yield Line("as-of, cold cut", place.store, cold_ms, None, "ms", "once per cut", missed=False)
    yield Line(
        "as-of, warm cut, p95", place.store, warm_ms, None, "ms", f"≤ {MOST_MS} ms",
        warm_ms > MOST_MS,
    )  # fmt: skip
