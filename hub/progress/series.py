"""Earned value and earned schedule: pure arithmetic over a curve of planned value."""

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from math import comb
from statistics import median

NEAR = 1e-9


@dataclass(frozen=True, slots=True)
class Schedule:
    """Earned schedule, ISO 21508 and Lipke; all times in weeks from the planned start."""

    actual_w: float  # AT
    planned_w: float  # PD
    earned_w: float  # ES

    @property
    def variance_w(self) -> float:
        """Give SV(t) = ES - AT: the weeks ahead; negative where it is behind."""
        return self.earned_w - self.actual_w

    @property
    def spi_t(self) -> float | None:
        """Give SPI(t) = ES / AT; None before the start."""
        return self.earned_w / self.actual_w if self.actual_w > 0 else None

    @property
    def estimate_w(self) -> float | None:
        """Give IEAC(t) = PD / SPI(t); None while nothing is earned."""
        return self.planned_w / self.spi_t if self.spi_t else None

    @property
    def to_complete(self) -> float | None:
        """Give TSPI = (PD - ES) / (PD - AT): the pace that the agreed end needs from now on.

        None once the agreed end has come.
        """
        left = self.planned_w - self.actual_w
        return (self.planned_w - self.earned_w) / left if left > 0 else None


@dataclass(frozen=True, slots=True)
class Value:
    """Earned value, ANSI/EIA-748."""

    planned: float  # PV
    earned: float  # EV

    @property
    def variance(self) -> float:
        """Give SV = EV - PV."""
        return self.earned - self.planned

    @property
    def spi(self) -> float | None:
        """Give SPI = EV / PV; at the end of a late project it goes to 1, so never alone."""
        return self.earned / self.planned if self.planned > 0 else None


def earned_schedule(curve: Sequence[tuple[float, float]], earned: float, at: float) -> float:
    """Give ES: the time at which *earned* was to be earned, at most the planned duration.

    *curve* holds times and planned values, both rising, the first value 0.
    ES = C + (EV - PV_C) / (PV_C+1 - PV_C). Where the plan stands still at this value, any of those
    times is right; the one nearest to *at* is neither ahead nor behind.
    """
    values = [value for _, value in curve]
    first = bisect_left(values, earned - NEAR)
    last = bisect_right(values, earned + NEAR) - 1
    if first == len(values):  # all is earned, or more
        return curve[bisect_left(values, values[-1] - NEAR)][0] if curve else 0.0
    if first <= last:  # on a point, or on a stretch where the plan stands still
        ends = last if last < len(values) - 1 else first
        return min(max(at, curve[first][0]), curve[ends][0])
    if first == 0:
        return curve[0][0]
    (start, below), (end, above) = curve[first - 1], curve[first]
    return start + (earned - below) / (above - below) * (end - start)


def execution_index(done: int, due: int) -> float | None:
    """Give BEI = tasks completed by the day / tasks due by then; DCMA-14 no. 14, at least 0.95."""
    return done / due if due else None


def missed_share(missed: int, due: int) -> float | None:
    """Give the share of due tasks that are late or unfinished; DCMA-14 no. 11, at most 0.05."""
    return missed / due if due else None


def percentile(values: Sequence[int], share: float) -> int | None:
    """Give the smallest value that at least *share* of all do not exceed; None without values."""
    if not values:
        return None
    place = -int(-share * len(values) // 1)
    return sorted(values)[max(0, place - 1)]


def middle(values: Sequence[float]) -> float:
    """Give the median."""
    return float(median(values))


def sign_test(positive: int, negative: int) -> float:
    """Give the chance of so many positive signs or more, were both signs as likely."""
    count = positive + negative
    return sum(comb(count, k) for k in range(positive, count + 1)) / 2**count if count else 1.0
