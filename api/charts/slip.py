"""The slip chart: status to the right, the finish that was promised upwards."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from api.charts.scale import Scale, Tick
from api.reads.plans import SlipPoint

LEFT = 112  # pixels for a date beside the axis


@dataclass(frozen=True)
class Dot:
    """The finish of one plan; hollow where nobody approved it."""

    x: float
    y: float
    on: date
    finish_on: date
    is_approved: bool


@dataclass(frozen=True)
class Slip:
    """The whole chart."""

    width: int
    height: int
    dots: list[Dot]
    line: str
    months: list[Tick]
    lines: list[tuple[float, date]]  # heights with their date


def slip_chart(points: Sequence[SlipPoint], *, on: date, width: int, height: int) -> Slip | None:
    """Give the coordinates; None for fewer than two dates, where nothing could have slipped."""
    dated = [point for point in points if point.finish_on is not None]
    if len(dated) < 2:
        return None
    finishes = [point.finish_on for point in dated if point.finish_on]
    across = Scale(min(p.on for p in dated), max(on, *(p.on for p in dated)), LEFT, width - 16)
    # Upwards is later, so the scale runs from the bottom to the top.
    flat = min(finishes) == max(finishes)
    upwards = Scale(min(finishes), max(finishes), (height - 18) / 2 if flat else height - 34, 16)
    dots = [
        Dot(across.x(p.on), upwards.x(p.finish_on), p.on, p.finish_on, p.state == "approved")
        for p in dated
        if p.finish_on
    ]
    last = across.x(max(on, across.last))
    steps = [f"M{dots[0].x} {dots[0].y}"]
    steps += [f"H{dot.x}V{dot.y}" for dot in dots[1:]] + [f"H{last}"]
    marks = sorted({min(finishes), max(finishes)})
    return Slip(
        width,
        height,
        dots,
        "".join(steps),
        across.months(),
        [(upwards.x(mark), mark) for mark in marks],
    )
