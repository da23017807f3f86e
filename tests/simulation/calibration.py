"""Short projects that never happened, forecast week by week: do the forecast's chances come true?

How they go is made from people, days and reviews, and knows nothing of how a forecast is drawn:
people pick up one task after another, tasks take longer than was estimated, a team is away for two
weeks, work is added, the other side's duties come late, reviews take their time.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import numpy as np
from numpy.random import Generator

from hub.forecast.courses import brier
from hub.model.commitments import GatePassed, Kind
from hub.model.event import Interval, Side
from hub.model.facts import State
from hub.model.progress import ForecastMade
from hub.policy import default_policy
from hub.rules.context import Context
from hub.rules.folding import add
from hub.rules.forecasts import forecast_of
from hub.rules.world import World
from tests.unit.rules.rollout import PROJECT, START, Rollout, noon

WEEK = timedelta(weeks=1)
METHODS = ("forecast", "promise", "linear", "spi_t")
LATE, AHEAD = timedelta(weeks=4), timedelta(weeks=6)
CALENDAR = default_policy().calendar()
DAYS = [START]
while len(DAYS) < 900:
    DAYS.append(CALENDAR.add(DAYS[-1], 1))


@dataclass(frozen=True, slots=True)
class Life:
    """What happens in one project, in working days from its start."""

    estimates: list[int]
    begins: list[int]  # planned
    finishes: list[int]
    added: list[int]  # day on which each came into the plan; 0: it was there
    begun: list[int]
    accepted: list[int]
    duties: list[tuple[int, int]]  # due, met
    gates: list[tuple[int, int]]  # due, passed
    agreed: int
    ready: int  # all is there, and the review was held


def lived(seed: int) -> Life:
    """Let one project happen."""
    chance = np.random.default_rng(seed)
    people, count = int(chance.integers(3, 9)), int(chance.integers(60, 161))
    estimates = [int(days) for days in chance.integers(3, 9, count)]
    begins, finishes = planned(estimates, people, 1 + chance.uniform(0, 0.35))
    agreed = max(finishes) + 5
    more = int(chance.poisson(chance.uniform(0, 0.15) * count))
    added = [0] * count + sorted(int(day) for day in chance.integers(5, agreed, more))
    estimates += [int(days) for days in chance.integers(2, 7, more)]
    begins, finishes = begins + added[count:], finishes + [agreed] * more
    begun, done = worked(estimates, added, people, chance)
    accepted = [day + 1 + int(chance.geometric(0.4)) for day in done]
    duties = [(due, due + delay(chance, 8)) for due in chance.integers(10, agreed - 5, 5).tolist()]
    gates = [(due, due + delay(chance, 4)) for due in (agreed // 3, 2 * agreed // 3)]
    there = max(*accepted, *(met for _, met in duties))
    return Life(
        estimates, begins, finishes, added, begun, accepted, duties, gates, agreed,
        max(agreed, there + delay(chance, 4)),
    )  # fmt: skip


def delay(chance: Generator, mean: float) -> int:
    """Give how late something comes: most of it not at all."""
    return 0 if chance.random() < 0.6 else 1 + int(chance.exponential(mean))


def planned(estimates: Sequence[int], people: int, buffer: float) -> tuple[list[int], list[int]]:
    """Give when each task was to begin and to end, with some room for what goes wrong."""
    free = [0.0] * people
    begins, finishes = [], []
    for days in estimates:
        who = free.index(min(free))
        begins.append(int(free[who]))
        free[who] += days * buffer
        finishes.append(int(free[who]) + 3)
    return begins, finishes


def worked(
    estimates: list[int], added: list[int], people: int, chance: Generator
) -> tuple[list[int], list[int]]:
    """Give the days on which each task was begun and done."""
    longer = np.exp(chance.uniform(-0.3, 0.25)) * chance.lognormal(0, 0.45, len(estimates))
    left = [max(0.5, days * factor) for days, factor in zip(estimates, longer, strict=True)]
    usual = chance.uniform(0.8, 1.0)
    away = int(chance.integers(10, 120)) if chance.random() < 0.3 else -99
    begun, done = [0] * len(left), [0] * len(left)
    day, open_ = 0, list(range(len(left)))
    hands: list[int | None] = [None] * people
    while open_ or any(hand is not None for hand in hands):
        share = 0.3 if away <= day < away + 10 else usual
        for who in range(people):
            hand = hands[who]
            if hand is None:
                hand = next((task for task in open_ if added[task] <= day), None)
                if hand is None:
                    continue
                open_.remove(hand)
                hands[who], begun[hand] = hand, day
            left[hand] -= chance.random() < share
            if left[hand] <= 0:
                done[hand], hands[who] = day, None
        day += 1
    return begun, done


def told(life: Life) -> Rollout:
    """Give what a hub would have on record of it."""
    rollout = Rollout()
    said: list[tuple[int, Any]] = []
    go: dict[str, Any] = {"kind": Kind.MILESTONE, "start_on": None}
    rollout.agreed("GO", **go, topic="go_live", finish_on=DAYS[life.agreed])
    for place, (due, passed) in enumerate(life.gates):
        rollout.agreed(f"G{place}", **go, topic="gate", finish_on=DAYS[due])
        said.append((passed, lambda on, key=f"G{place}": gate_passed(rollout, key, on)))
    for place, (due, met) in enumerate(life.duties):
        key, side = f"D{place}", Side.CLIENT
        rollout.agreed(key, kind=Kind.DUTY, side=side, finish_on=DAYS[due])
        said.append((met, lambda on, key=key: shown(rollout, "receiver_confirmation", key, on)))
    for place, day in enumerate(life.added):
        key = f"T{place:03}"
        dates = {"start_on": DAYS[life.begins[place]], "finish_on": DAYS[life.finishes[place]]}
        said.append((day, lambda on, key=key, dates=dates: rollout.agreed(key, on=on, **dates)))
        begun, done = life.begun[place], life.accepted[place]
        said.append((begun, lambda on, key=key: rollout.item(key, on=on, state=State.IN_PROGRESS)))
        said.append((done, lambda on, key=key: shown(rollout, "demo_or_test_record", key, on)))
    for day, tell in sorted(said, key=lambda each: each[0]):
        tell(DAYS[day])
    rollout.world()  # links each task with its work item
    rollout.events.sort(key=lambda event: event.recorded_at)
    return rollout


def shown(rollout: Rollout, kind: str, key: str, on: date) -> None:
    """Let something be shown and accepted."""
    rollout.shown(kind, on=on, verdict="accepted", key=key)


def gate_passed(rollout: Rollout, key: str, on: date) -> None:
    """Let a milestone be passed."""
    at = Interval.at(noon(on))
    rollout.tell(GatePassed(subject=f"plan/{key}", entry="", occurred=at, on=on), on)


@dataclass(frozen=True, slots=True)
class Said:
    """What was forecast of one project on one day, and what came."""

    project: int
    on: date
    tenth: int  # of the time that it really took, begun
    made: ForecastMade
    agreed_on: date
    ready_on: date

    def chance(self, method: str) -> float | None:
        """Give the chance of the agreed day by a method; None where it has none."""
        if method == "forecast":
            return self.made.outlook.chance if self.made.outlook else None
        days = {
            "promise": self.made.promised_on or self.agreed_on,
            "linear": self.made.linear_on,
            "spi_t": self.made.spi_on,
        }
        day = days[method]
        return None if day is None else float(day <= self.agreed_on)

    @property
    def kept(self) -> bool:
        """Tell whether the agreed day was kept."""
        return self.ready_on <= self.agreed_on


def forecasts(seed: int) -> Iterator[Said]:
    """Yield the forecast of each week that ended; none where too little was known."""
    life = lived(seed)
    events = told(life).events
    policy, world, place = default_policy(), World(PROJECT), 0
    ready_on, on = DAYS[life.ready], START + WEEK - timedelta(days=1)
    while on < ready_on:
        at = noon(on) + timedelta(hours=14)
        while place < len(events) and events[place].recorded_at <= at:
            add(world, events[place])
            place += 1
        made = forecast_of(Context(world, policy, CALENDAR, on, at))
        if made.outlook is not None:
            tenth = 10 * (on - START).days // (ready_on - START).days
            yield Said(seed, on, tenth, made, DAYS[life.agreed], ready_on)
        on += WEEK


class Calibration:
    """How often the days were kept, and how far the chances were from what came."""

    def __init__(self) -> None:
        self.last: dict[tuple[int, int], Said] = {}  # by project and tenth
        self.late: dict[int, date | None] = {}  # first warning of those that came weeks late

    def add(self, said: Sequence[Said]) -> None:
        """Count one project."""
        for each in said:
            self.last.setdefault((each.project, each.tenth), each)
        if said and said[0].ready_on >= said[0].agreed_on + LATE:
            warned = (s.on for s in said if (s.chance("forecast") or 0.0) < 0.5)
            first = next(warned, None)
            in_time = first is not None and first + AHEAD <= said[0].ready_on
            self.late[said[0].project] = first if in_time else None

    def kept(self, tenths: Sequence[int], name: str) -> float | None:
        """Give how often go-live came by the day that a forecast calls `p50_on` or `p85_on`."""
        told = [
            each.ready_on <= getattr(each.made.outlook, name)
            for (_, tenth), each in self.last.items()
            if tenth in tenths
        ]
        return sum(told) / len(told) if told else None

    def score(self, tenths: Sequence[int], method: str) -> float | None:
        """Give the Brier score of a method."""
        told = [
            (chance, each.kept)
            for (_, tenth), each in self.last.items()
            if tenth in tenths and (chance := each.chance(method)) is not None
        ]
        return brier(told)

    def table(self) -> Iterator[str]:
        """Yield a line for each tenth of the time, and one for the warnings."""
        counts: dict[int, int] = defaultdict(int)
        for _, tenth in self.last:
            counts[tenth] += 1
        yield f"{'time':>8}{'projects':>10}{'P50 kept':>10}{'P85 kept':>10}" + "".join(
            f"{f'Brier {name}':>16}" for name in METHODS
        )
        for tenth in sorted(counts):
            yield self.line(f"{10 * tenth} %", counts[tenth], (tenth,))
        yield self.line("all", sum(counts.values()), tuple(counts))
        warned = sum(day is not None for day in self.late.values())
        yield (
            f"{warned} of {len(self.late)} that came four weeks late or more were told"
            " six weeks before they came"
        )

    def line(self, name: str, count: int, tenths: Sequence[int]) -> str:
        """Write the figures of some tenths."""
        shares = (self.kept(tenths, "p50_on"), self.kept(tenths, "p85_on"))
        scores = (self.score(tenths, method) for method in METHODS)
        return (
            f"{name:>8}{count:>10}"
            + "".join(f"{'–' if each is None else f'{each:.1%}':>10}" for each in shares)
            + "".join(f"{'–' if each is None else f'{each:.3f}':>16}" for each in scores)
        )
