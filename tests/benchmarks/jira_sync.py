"""Reading a Jira into the log: for the first time, and when every issue has changed."""

from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

from connectors.jira.reader import JiraConnector
from hub.ingest import ingest
from hub.store import Log, Originals
from tests.benchmarks.feed import nobody
from tests.benchmarks.jira_place import Place as Served
from tests.benchmarks.jira_place import jira, jira_later
from tests.benchmarks.measure import Line, Spent, least_of, spent
from tests.benchmarks.places import Place

COUNT = 1000
LEAST_PER_S = 2500.0
ROUNDS = 3


def lines(place: Place) -> Iterator[Line]:
    """Read both dialects into this store, beside the bare client with the same questions."""
    for mode in ("dc", "cloud"):
        with jira(mode, COUNT) as before, jira_later(mode, COUNT) as after:
            rounds = [one_round(place, before, after) for _ in range(ROUNDS)]
        first, changed, bare = (least_of(list(times)) for times in zip(*rounds, strict=True))
        yield line(f"first reading, {mode}", place.store, first, bare)
        yield line(f"{COUNT:,} changed issues, {mode}", place.store, changed, bare)


def one_round(place: Place, before: Served, after: Served) -> tuple[Spent, Spent, Spent]:
    """Read into an empty log, read what has changed since, and ask the same bare."""
    with TemporaryDirectory() as folder:
        log, originals = place.log(), Originals(Path(folder))
        first = spent(lambda: read(before, log, originals))
        changed = spent(lambda: read(after, log, originals))
        return first, changed, spent(after.bare)


def read(jira: Served, log: Log, originals: Originals) -> None:
    """Read once, as the nightly job does."""
    outcome = ingest(
        JiraConnector(jira.settings),
        log,
        originals,
        run="bench",
        at=lambda: jira.at,
        people=nobody,
    )
    assert outcome.outcome == "good", outcome
    assert outcome.new >= COUNT, outcome


def line(name: str, store: str, hub: Spent, bare: Spent) -> Line:
    """Tell one rate on one core, beside that by the wall's clock."""
    rate = COUNT / hub.cpu
    wanted = f"≥ {LEAST_PER_S:,.0f} /s on one core; wall {COUNT / hub.wall:,.0f} /s"
    return Line(name, store, rate, COUNT / bare.cpu, "/s", wanted, rate < LEAST_PER_S)
