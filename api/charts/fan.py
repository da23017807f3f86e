"""Forecasts over time: the band of 80 of 100 courses, the median, the agreed and promised day."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from api.charts.scale import Scale, Tick
from api.reads.forecasts import Ahead, Earlier, Forecast

LEFT, BESIDE = 112, 136  # pixels for a date beside the axis, and for one at the end of a line
Place = tuple[date, Ahead]


@dataclass(frozen=True)
class Fan:
    """The whole chart."""

    width: int
    height: int
    band: str
    median: str
    late: str  # the day that 85 of 100 keep
    agreed: str
    promised: str
    months: list[Tick]
    lines: list[tuple[float, date]]
    ends: list[tuple[float, str, date]]  # height, class and day of each line's end
    last_x: float


def fan(told: Forecast, *, width: int, height: int) -> Fan | None:
    """Give the coordinates; None for fewer than two forecasts, which make no course."""
    every = [*told.earlier[::-1], _now(told)]
    made = [(each.status_date, each.ahead) for each in every if each.ahead is not None]
    if len(made) < 2:
        return None
    days = _days(every, made)
    beside = 0 if width < 600 else BESIDE
    across = Scale(every[0].status_date, every[-1].status_date, LEFT, width - 16 - beside)
    upwards = Scale(min(days), max(days), height - 34, 16)
    top = [f"{across.x(on)} {upwards.x(ahead.p90_on)}" for on, ahead in made]
    bottom = [f"{across.x(on)} {upwards.x(ahead.p10_on)}" for on, ahead in reversed(made)]

    def line(of: Callable[[Earlier], date | None]) -> str:
        return _line(across, upwards, [(each.status_date, of(each)) for each in every])

    last = made[-1][1]
    ends = [("p50", last.p50_on), ("p85", last.p85_on)]
    return Fan(
        width,
        height,
        "M" + "L".join([*top, *bottom]) + "Z",
        line(lambda each: each.ahead.p50_on if each.ahead else None),
        line(lambda each: each.ahead.p85_on if each.ahead else None),
        line(lambda each: each.go_live_on),
        line(lambda each: each.promised_on),
        across.months(),
        [(upwards.x(day), day) for day in _marks(days)],
        _apart([(upwards.x(day), name, day) for name, day in ends]),
        across.x(every[-1].status_date),
    )


def _now(told: Forecast) -> Earlier:
    return Earlier(told.status_date, told.go_live_on, told.promised_on, told.abstains, told.ahead)


def _days(every: Sequence[Earlier], made: Sequence[Place]) -> list[date]:
    found = [day for _, ahead in made for day in (ahead.p10_on, ahead.p90_on)]
    found += [day for each in every for day in (each.go_live_on, each.promised_on) if day]
    return found if min(found) < max(found) else [*found, max(found) + timedelta(days=7)]


def _marks(days: Sequence[date]) -> list[date]:
    """Give four days from the first to the last, for the lines of the grid."""
    first, length = min(days), (max(days) - min(days)).days
    return sorted({first + timedelta(days=round(length * part / 3)) for part in range(4)})


def _line(across: Scale, upwards: Scale, told: Sequence[tuple[date, date | None]]) -> str:
    """Give a path that rises where there is no date."""
    steps, is_down = [], False
    for on, day in told:
        if day is not None:
            steps.append(f"{'L' if is_down else 'M'}{across.x(on)} {upwards.x(day)}")
        is_down = day is not None
    return "".join(steps)


def _apart(ends: list[tuple[float, str, date]]) -> list[tuple[float, str, date]]:
    """Keep the labels at the ends of lines from touching."""
    (low, one, first), (high, other, last) = ends
    if abs(low - high) < 16:
        low, high = (low + high) / 2 + 8, (low + high) / 2 - 8
    return [(low, one, first), (high, other, last)]
