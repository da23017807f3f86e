"""Reading a Jira: decoding and mapping, fetching to the last fact, waiting for a far one, memory.

The generated issues are of the size of public ones: about 4.6 histories each. Where the public
Apache set is at hand, it is mapped as well. Rates are judged by the processor's time, for other
work on the machine lengthens the wall's; waiting is judged by the wall's, and memory is counted.
"""

import json
import math
import sys
import tracemalloc
from collections.abc import Callable, Iterator
from typing import Any

from connectors.jira.catalogue import Catalogue
from connectors.jira.mapping import facts_from
from connectors.jira.meaning import meaning_of
from connectors.jira.payloads import Decoders
from connectors.jira.settings import FieldMapping, StatusMapping
from connectors.jira.sight import Sight, Tally
from tests.benchmarks.jira_place import AT, bodies, jira, pieces, real_pieces
from tests.benchmarks.measure import Line, least
from tests.benchmarks.places import Place

MAPPED, FETCHED, WAITED = 1000, 5000, 3000
MOST_US, LEAST_PER_S, MOST_REQUESTS, LEAST_SHARE = 25.0, 8000.0, 0.03, 0.90
LATENCY_S = 0.144  # the published 90th percentile of Cloud's search
SMALL, LARGE, MOST_GROWTH = 1000, 4000, 1.15
ROUNDS = 7
MODES = ("dc", "cloud")


def lines(place: Place) -> Iterator[Line]:
    """Measure once: no store takes part."""
    if place.store == "sqlite":
        yield from measured()


def measured() -> Iterator[Line]:
    """Measure everything."""
    yield from mapping("generated", pieces(MAPPED))
    if real := real_pieces():
        yield from mapping("Apache", real)
    for mode in MODES:
        yield from fetching(mode)
        yield from waiting(mode)
        yield from memory(mode)


def mapping(name: str, issues: list[bytes]) -> Iterator[Line]:
    """Decode and map pages of 100 issues with their whole history."""
    pages, count = bodies(issues), len(issues)
    meaning = meaning_of("jira:SRC", FieldMapping(), StatusMapping(), Catalogue())
    decode: Callable[[bytes], Any] = Decoders().page.decode
    told: list[tuple[int, Tally]] = []

    def hub() -> None:
        tally, facts = Tally(), 0
        for body in pages:
            for issue in decode(body).issues:
                facts += len(facts_from(issue, Sight(AT), meaning, tally))
        told.append((facts, tally))

    def typed() -> None:
        for body in pages:
            decode(body)

    def plain() -> None:
        for body in pages:
            json.loads(body)

    hub_s, typed_s, plain_s = least(ROUNDS, hub, typed, plain)
    micros = [part.cpu / count * 1e6 for part in (hub_s, typed_s, plain_s)]
    facts, tally = told[-1]
    size = (
        f"{sum(map(len, issues)) / count:,.0f} bytes, {tally.histories / count:.1f} histories,"
        f" {facts / count:.1f} facts an issue"
    )
    wanted = f"≤ {MOST_US:.0f} µs an issue; wall {hub_s.wall / count * 1e6:.0f}; {size}"
    missed = micros[0] > MOST_US
    title = f"decode and map, {name}"
    yield Line(f"{title}: typed decode", "cpu", micros[0], micros[1], "µs", wanted, missed)
    yield Line(f"{title}: json.loads", "cpu", micros[0], micros[2], "µs", "the same", missed)


def fetching(mode: str) -> Iterator[Line]:
    """Read everything of a local Jira that has its answers ready, beside the bare client."""
    facts: list[int] = []
    with jira(mode, FETCHED) as place:
        hub, bare = least(ROUNDS, lambda: facts.append(place.read()), place.bare)
        requests = sum(map(place.asked_of, ("/search", "/search/jql", "bulkfetch"))) / FETCHED
    rate = FETCHED / hub.cpu
    wanted = (
        f"≥ {LEAST_PER_S:,.0f} /s on one core; wall {FETCHED / hub.wall:,.0f} and bare"
        f" {FETCHED / bare.wall:,.0f} /s; {facts[-1]:,} facts"
    )
    missed = rate < LEAST_PER_S
    yield Line(f"fetch to facts, {mode}", "cpu", rate, FETCHED / bare.cpu, "/s", wanted, missed)
    yield Line(
        f"requests per 1,000 changed, {mode}", "-", requests * 1000, None, "",
        f"≤ {MOST_REQUESTS * 1000:.0f}", requests > MOST_REQUESTS,
    )  # fmt: skip


def waiting(mode: str) -> Iterator[Line]:
    """Read from a Jira that takes its time for every answer, over one connection and over four.

    The bound: each answer that another question needs waits alone, the bulk calls of Cloud wait
    side by side. A page of Data Center needs the last row of the one before it.
    """
    for connections in (1, 4):
        delay = ("--latency", str(LATENCY_S))
        with jira(mode, WAITED, *delay, connections=connections) as place:
            took = least(2, place.read)[0].wall
            bulk = place.asked_of("bulkfetch")
            waits = len(place.asked) - bulk + math.ceil(bulk / connections)
        bound = waits * LATENCY_S
        wanted = f"≥ {LEAST_SHARE:.0%} of the bound; here {bound / took:.1%} in {took:.1f} s"
        name = f"144 ms an answer, {mode}, {connections} conn."
        rate, most, missed = WAITED / took, WAITED / bound, bound < LEAST_SHARE * took
        yield Line(name, "wall", rate, most, "/s", wanted, missed)


def memory(mode: str) -> Iterator[Line]:
    """Compare the most that is held at once while four times as much is read."""
    peaks = []
    for count in (SMALL, LARGE):
        with jira(mode, count) as place:
            tracemalloc.start()
            place.read()
            peaks.append(tracemalloc.get_traced_memory()[1] / 1e6)
            tracemalloc.stop()
    small, large = peaks
    wanted = f"≤ {MOST_GROWTH} × that of {SMALL:,} issues: {small:.1f} MB"
    missed = large > MOST_GROWTH * small
    yield Line(f"most memory, {mode}, {LARGE:,} issues", "-", large, small, "MB", wanted, missed)


def main() -> int:
    """Print every line without opening any store."""
    for line in measured():
        sys.stdout.write(f"{line}\n")
        sys.stdout.flush()
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
