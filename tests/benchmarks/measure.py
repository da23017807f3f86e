"""What a line of the benchmark says, and how its two numbers are measured."""

import gc
from collections.abc import Callable
from time import perf_counter, process_time
from typing import NamedTuple

ROUNDS = 3


class Line(NamedTuple):
    """One result. *hub* and *raw* are in *unit*; *target* is what the judged number must keep."""

    name: str
    store: str
    hub: float
    raw: float | None
    unit: str
    target: str
    missed: bool

    def __str__(self) -> str:
        raw = "–" if self.raw is None else f"{self.raw:,.0f}"
        # A rate is better when it is higher, everything else when it is lower.
        slower = (self.raw or 0) / self.hub if self.unit == "/s" else self.hub / (self.raw or 1)
        ratio = f"{slower:.2f} ×" if self.raw else "–"
        mark = "  MISSED" if self.missed else ""
        return (
            f"{self.name:<34} {self.store:<10} hub {self.hub:>10,.0f} {self.unit:<4} "
            f"raw {raw:>10} {self.unit:<4} {ratio:>7}   target {self.target}{mark}"
        )


def best(*works: Callable[[int], float]) -> list[float]:
    """Run the works by turns, three rounds; give the shortest time of each, in seconds.

    Each work gets the number of the round, and gives the seconds that count.
    """
    times = [[work(turn) for work in works] for turn in range(ROUNDS)]
    return [min(column) for column in zip(*times, strict=True)]


class Spent(NamedTuple):
    """What one call took, in seconds: by the wall's clock, and of the processor, all threads."""

    wall: float
    cpu: float


def least(rounds: int, *works: Callable[[], object]) -> list[Spent]:
    """Run the works by turns; give the least of each, either clock by itself."""
    taken: list[list[Spent]] = [[] for _ in works]
    for _ in range(rounds):
        for times, work in zip(taken, works, strict=True):
            times.append(spent(work))
    return [least_of(times) for times in taken]


def least_of(taken: list[Spent]) -> Spent:
    """Give the least of either clock by itself."""
    return Spent(*map(min, zip(*taken, strict=True)))


def seconds(work: Callable[[], object]) -> float:
    """Measure one call by the wall's clock."""
    return spent(work).wall


def spent(work: Callable[[], object]) -> Spent:
    """Measure one call. What lies in memory already is kept out of the garbage collector's way."""
    gc.collect()
    gc.freeze()
    start, used = perf_counter(), process_time()
    work()
    taken = Spent(perf_counter() - start, process_time() - used)
    gc.unfreeze()
    return taken


def rates(
    name: str, store: str, count: int, *, hub_s: float, raw_s: float, most: float | None
) -> Line:
    """Compare two durations for the same *count*; the hub may take *most* times as long."""
    target = f"≤ {most} ×" if most else "none"
    missed = most is not None and hub_s > most * raw_s
    return Line(name, store, count / hub_s, count / raw_s, "/s", target, missed)
