"""The slip chart: status to the right, the finish that was promised upwards."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from api.charts.scale import Scale, Tick

LEFT = 112  # pixels for a date beside the axis


class Told(Protocol):
    """A finish as it was given on a day; none: there was no date any more."""

    @property
    def on(self) -> date:
        """Give the day on which it was given."""

    @property
    def finish_on(self) -> date | None:
        """Give the finish."""

    @property
    def state(self) -> str:
        """Tell what it rests on: approved, promised, or neither."""


@dataclass(frozen=True)
class Dot:
    """The finish as it was given; hollow where nobody approved it."""

    x: float
    y: float
    on: date
    finish_on: date
    state: str

    @property
    def is_approved(self) -> bool:
        """Tell whether somebody approved it."""
        return self.state == "approved"


@dataclass(frozen=True)
class Slip:
    """The whole chart."""

    width: int
    height: int
    dots: list[Dot]
    line: str
    months: list[Tick]
    lines: list[tuple[float, date]]  # heights with their date


def slip_chart(
    points: Sequence[Told], *, on: date, width: int, height: int, least: int = 2
) -> Slip | None:
    """Give the coordinates; None for fewer than *least* dates: with one, nothing has slipped."""
    finishes = [point.finish_on for point in points if point.finish_on is not None]
    if len(finishes) < max(1, least):
        return None
    first = min(point.on for point in points)
    across = Scale(first, max(on, *(point.on for point in points)), LEFT, width - 16)
    # Upwards is later, so the scale runs from the bottom to the top.
    flat = min(finishes) == max(finishes)
    upwards = Scale(min(finishes), max(finishes), (height - 18) / 2 if flat else height - 34, 16)
    dots = [
        Dot(across.x(p.on), upwards.x(p.finish_on), p.on, p.finish_on, p.state)
        for p in points
        if p.finish_on
    ]
    marks = sorted({min(finishes), max(finishes)})
    return Slip(
        width,
        height,
        dots,
        _steps(points, across, upwards),
        across.months(),
        [(upwards.x(mark), mark) for mark in marks],
    )


def _steps(points: Sequence[Told], across: Scale, upwards: Scale) -> str:
    """Give a line that steps where the date became another, and breaks where there was none."""
    steps, is_down = [], False
    for point in points:
        x = across.x(point.on)
        if is_down:
            steps.append(f"H{x}")
        if point.finish_on is not None:
            y = upwards.x(point.finish_on)
            steps.append(f"V{y}" if is_down else f"M{x} {y}")
        is_down = point.finish_on is not None
    return "".join(steps) + (f"H{across.x(across.last)}" if is_down else "")
