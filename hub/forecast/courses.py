"""The forecast of go-live: many possible courses, drawn from what has really happened so far."""

from dataclasses import dataclass
from datetime import date, timedelta
from math import ceil

import numpy as np
from numpy.typing import NDArray

from hub.forecast.inputs import Inputs
from hub.model.progress import Driver, Outlook

RUNS = 10_000
HORIZON_W = 520  # ten years: what is not finished by then is not forecast any further
LEAST_HORIZON_W = 26
MOST_DUTIES = 10  # of which it is told what they cost

Days = NDArray[np.float64]
"""One number of days for each run, from the status date on."""


@dataclass(frozen=True)
class Drawn:
    """The courses: when the items, each duty with what waits for it, and the gate were through."""

    items: Days
    frozen: Days  # the items, if nothing more came into the plan
    duties: list[Days]
    gate: Days

    def go_live(
        self, *, growth: bool = True, without: int | None = None, gate: bool = True
    ) -> Days:
        """Give the day of each run; *without* one duty, the gate's delay, or growth, as asked."""
        found = self.items if growth else self.frozen
        for place, duty in enumerate(self.duties):
            if place != without:
                found = np.maximum(found, duty)
        ends: Days = found + self.gate if gate else found
        return ends


def draw(inputs: Inputs, *, runs: int = RUNS) -> Drawn:
    """Draw *runs* courses; the same inputs give the same ones."""
    chance = np.random.default_rng(inputs.seed)
    weeks = _weeks(inputs, chance, runs)
    finished = np.cumsum(_sample(inputs.throughput)[weeks], axis=1)
    added = np.cumsum(_sample(inputs.added)[weeks], axis=1)
    need = float(inputs.open_items)
    last = _last(inputs, chance, runs)
    return Drawn(
        np.maximum(_crossed(finished - added, need), last),
        np.maximum(_crossed(finished, need), last),
        [_duty(inputs, place, chance, runs) for place in range(len(inputs.duties))],
        np.maximum(0.0, chance.choice(_sample(inputs.gate_delays), runs)),
    )


def _sample(values: tuple[int, ...]) -> Days:
    return np.asarray(values or (0,), dtype=np.float64)


def _weeks(inputs: Inputs, chance: np.random.Generator, runs: int) -> NDArray[np.intp]:
    """Draw for each run which of the past weeks each coming week repeats.

    A run first draws its own past: a dozen weeks do not tell the true pace, and a forecast that
    took their mean for certain would be too sure of itself.
    """
    known = len(inputs.throughput)
    pace = max(sum(inputs.throughput) / known, 1 / known)
    horizon = min(HORIZON_W, max(LEAST_HORIZON_W, ceil(4 * inputs.open_items / pace)))
    pasts = chance.integers(0, known, (runs, known))
    return np.take_along_axis(pasts, chance.integers(0, known, (runs, horizon)), axis=1)


def _crossed(done: Days, need: float) -> Days:
    """Give the days until each run has done what it needs, within the week by even pace."""
    if need <= 0:
        return np.zeros(len(done))
    crossed = done >= need
    week = np.argmax(crossed, axis=1)
    rows = np.arange(len(done))
    before = np.where(week > 0, done[rows, np.maximum(week - 1, 0)], 0.0)
    pace = np.maximum(done[rows, week] - before, 1.0)
    days = 7 * (week + (need - before) / pace)
    found: Days = np.where(crossed[rows, week], np.ceil(days), 7.0 * HORIZON_W)
    return found


def _last(inputs: Inputs, chance: np.random.Generator, runs: int) -> Days:
    """Give when the last of the open items is through, had each all hands: its own time is left.

    What a team finishes in a week says nothing about that: at the end there are fewer items than
    hands.
    """
    cycles, found = _sample(inputs.cycles), np.zeros(runs)
    not_begun = inputs.open_items > len(inputs.ages)
    for age in (*inputs.ages, *((0,) if not_begun else ())):
        found = np.maximum(found, chance.choice(_longer(cycles, age), runs))
    return found


def _longer(times: Days, passed: float) -> Days:
    """Give what may be left of times of which so much has passed: only longer ones are left."""
    left: Days = times[times > passed] - passed
    return left if len(left) else times


def _duty(inputs: Inputs, place: int, chance: np.random.Generator, runs: int) -> Days:
    """Give when an open duty is met, and what waits for it is through."""
    due = inputs.duties[place]
    delays = np.maximum(0.0, _sample(inputs.duty_delays))
    late = float(max(0, -due))
    rest = chance.choice(_longer(delays, late) if late else delays, runs)
    met: Days = np.maximum(float(due), 0.0) + rest
    after: Days = chance.choice(_sample(inputs.cycles), runs) if inputs.awaited[place] else met * 0
    return met + after


def outlook(courses: Days, inputs: Inputs) -> Outlook:
    """Give the chance of the agreed day, and the days that so many of the runs keep.

    Nothing goes live before the agreed day.
    """
    until = (inputs.go_live_on - inputs.on).days
    ends = np.maximum(courses, until)
    days = np.quantile(ends, (0.1, 0.5, 0.85, 0.9), method="inverted_cdf")
    p10, p50, p85, p90 = (inputs.on + timedelta(days=int(each)) for each in days)
    share = round(float(np.mean(courses <= until)), 4)
    return Outlook(chance=share, p10_on=p10, p50_on=p50, p85_on=p85, p90_on=p90)


def drivers(drawn: Drawn, inputs: Inputs) -> tuple[Driver, ...]:
    """Give what the median would win if one thing were not there, the most telling first."""
    whole = _median(drawn.go_live())
    slow = sorted(range(len(drawn.duties)), key=lambda place: -_median(drawn.duties[place]))
    found = [
        Driver(
            kind="duty",
            commitment=inputs.duty_ids[place],
            days=whole - _median(drawn.go_live(without=place)),
        )
        for place in slow[:MOST_DUTIES]
    ]
    if sum(inputs.added):
        saved = whole - _median(drawn.go_live(growth=False))
        found.append(Driver(kind="growth", count=sum(inputs.added), days=saved))
    if inputs.gate_delays:
        saved = whole - _median(drawn.go_live(gate=False))
        found.append(Driver(kind="gate", count=inputs.open_gates, days=saved))
    items = Driver(kind="items", count=inputs.open_items, days=_median(drawn.frozen))
    return (items, *sorted(found, key=lambda driver: (-driver.days, driver.kind)))


def _median(days: Days) -> int:
    return int(np.quantile(days, 0.5, method="inverted_cdf"))


def brier(pairs: list[tuple[float, bool]]) -> float | None:
    """Give the mean squared distance of chances from what came: 0 always right, 0.25 a coin."""
    return float(np.mean([(chance - came) ** 2 for chance, came in pairs])) if pairs else None


def is_beyond(day: date, on: date) -> bool:
    """Tell whether a day only says: not within ten years."""
    return (day - on).days >= 7 * HORIZON_W
