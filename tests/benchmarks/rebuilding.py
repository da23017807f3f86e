"""Rebuilding one read model from a million events: time, and the memory of the whole process."""

import subprocess
import sys
from collections.abc import Iterator

from tests.benchmarks.feed import Feed, read_in
from tests.benchmarks.measure import Line
from tests.benchmarks.places import Place

COUNT = 1_000_000
MOST_MIB = 300
MOST_S = 60
CHILD = """
import resource, sys, time
from hub.projection import open_views, rebuild
from hub.store import open_log
from tests.benchmarks.projecting import latest

log, engine = open_log(sys.argv[1]), open_views(sys.argv[2])
start = time.perf_counter()
rebuild(log, engine, latest())
seconds = time.perf_counter() - start
print(seconds, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)
"""


def lines(place: Place) -> Iterator[Line]:
    """Fill a log, then rebuild in a process of its own."""
    url, views = place.url(), place.url()
    log = place.log(url)
    read_in(Feed(COUNT), log, place.originals())
    words = [sys.executable, "-c", CHILD, url, views]
    printed = subprocess.run(words, check=True, capture_output=True, text=True).stdout.split()
    taken_s, resident_mib = float(printed[0]), float(printed[1])
    yield Line(
        "rebuild of 1 M events", place.store, taken_s, None, "s", f"≤ {MOST_S} s", taken_s > MOST_S
    )
    yield Line(
        "rebuild of 1 M events, resident", place.store, resident_mib, None, "MiB",
        f"≤ {MOST_MIB} MiB", resident_mib > MOST_MIB,
    )  # fmt: skip
