"""Burn-up: plan dotted, claim amber, evidence green, the gap between them filled; a cone ahead."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from api.charts.scale import Scale, Tick
from api.reads.forecasts import Forecast
from api.reads.progress import Group, Week

LEFT, HEAD, FOOT = 44, 22, 26
SHORT = 15  # pixels between two labels
Place = tuple[date, float]


@dataclass(frozen=True)
class Label:
    """The end of a line: which one, and how many of a hundred."""

    y: float
    name: str
    percent: int


@dataclass(frozen=True)
class BurnUp:
    """The whole chart, in percent of all that is agreed."""

    width: int
    height: int
    plan: str
    claim: str
    evidence: str
    gap: str
    cone: str
    median: str
    today_x: float
    months: list[Tick]
    lines: list[tuple[float, int]]
    labels: list[Label]
    labels_x: float


def burn_up(told: Group, forecast: Forecast | None, *, width: int, height: int) -> BurnUp | None:
    """Give the coordinates; None where nothing has a week yet. A phone has its own *width*."""
    if not told.weeks or not told.weight:
        return None
    ahead = forecast.ahead if forecast else None
    first, on = told.weeks[0].on - timedelta(days=7), told.status_date
    last = max(told.weeks[-1].on, on + timedelta(days=7), *([ahead.p90_on] if ahead else []))
    across = Scale(first, last, LEFT, width - (104 if width > 600 else 12))
    draw = _Drawing(across, told, height)
    plan = [(first, 0.0), *((week.on, week.planned) for week in told.weeks)]
    claim = draw.known(lambda week: week.claimed, told.claimed)
    evidence = draw.known(lambda week: week.verified, told.verified)
    today, now = across.x(on), told.verified
    cone = median = ""
    if ahead:
        start, top = f"{today} {draw.y(now)}", draw.y(told.weight)
        cone = f"M{start}L{across.x(ahead.p10_on)} {top}H{across.x(ahead.p90_on)}Z"
        median = f"M{start}L{across.x(ahead.p50_on)} {top}"
    return BurnUp(
        width,
        height,
        draw.path(plan),
        draw.path(claim),
        draw.path(evidence),
        draw.path(claim) + draw.path(evidence[::-1]).replace("M", "L", 1) + "Z",
        cone,
        median,
        today,
        across.months(avoid=today),
        [(draw.y(told.weight * share / 100), share) for share in (0, 25, 50, 75, 100)],
        draw.labels(),
        today + 8,
    )


@dataclass(frozen=True)
class _Drawing:
    across: Scale
    told: Group
    height: int

    def y(self, value: float) -> float:
        """Give the height of a value."""
        full = self.height - FOOT - HEAD
        return round(self.height - FOOT - full * value / self.told.weight, 1)

    def path(self, places: Sequence[Place]) -> str:
        """Join places by lines."""
        return "M" + "L".join(f"{self.across.x(on)} {self.y(value)}" for on, value in places)

    def known(self, of: Callable[[Week], float | None], now: float) -> list[Place]:
        """Give a series from nothing to the status date."""
        weeks: list[Week] = self.told.weeks
        found = [(self.across.first, 0.0)]
        found += [(week.on, value) for week in weeks if (value := of(week)) is not None]
        return [*found, (self.told.status_date, now)]

    def labels(self) -> list[Label]:
        """Give the ends of the three lines, the highest first, none over another."""
        now = {"plan": self.told.planned, "claim": self.told.claimed}
        now["evidence"] = self.told.verified
        found: list[Label] = []
        for name, value in sorted(now.items(), key=lambda each: -each[1]):
            y = self.y(value) + 4
            if found and y - found[-1].y < SHORT:
                y = found[-1].y + SHORT
            found.append(Label(y, name, round(100 * value / self.told.weight)))
        return found
