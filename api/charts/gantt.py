"""Per module and phase a thin bar for the plan above a thicker one for what is so."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from api.charts.scale import Scale, Tick
from api.reads.spans import Span

ROW = 34
HEAD = 26
BESIDE = 64  # pixels kept free at the right for "+26 days"


@dataclass(frozen=True)
class Bar:
    """One row of the chart."""

    module: str
    phase: str
    y: float
    plan_x: float
    plan_w: float
    real_x: float
    real_w: float  # 0: it has not started, so it has no bar
    late_x: float
    late_w: float
    late_days: int


@dataclass(frozen=True)
class Gantt:
    """The whole chart."""

    width: int
    height: int
    left: float
    bars: list[Bar]
    months: list[Tick]
    today_x: float | None


def gantt(spans: Sequence[Span], *, on: date, width: int) -> Gantt | None:
    """Give the coordinates; None where there is nothing to draw. A phone has its own *width*."""
    if not spans:
        return None
    left = 170 if width > 600 else 0
    ends = [span.finish_on for span in spans] + [s.promised_on for s in spans if s.promised_on]
    first = min(span.start_on for span in spans) - timedelta(days=3)
    last = max(ends) + timedelta(days=10)
    scale = Scale(first, last, left, width - BESIDE)
    today = scale.x(on) if first <= on <= last else None
    row = ROW if left else ROW + 16
    bars = [
        _bar(span, scale, HEAD + index * row + row - ROW, on) for index, span in enumerate(spans)
    ]
    height = HEAD + len(spans) * row + 6
    return Gantt(width, height, left, bars, scale.months(avoid=today), today)


def _bar(span: Span, scale: Scale, y: float, on: date) -> Bar:
    start, finish = scale.x(span.start_on), scale.x(span.finish_on)
    until = min(on, span.promised_on or span.finish_on)
    done = span.met == span.rows
    real_to = scale.x(span.finish_on if done else min(until, span.finish_on))
    late_from = finish
    late_to = scale.x(span.promised_on) if span.late_days and span.promised_on else finish
    return Bar(
        module=span.module,
        phase=span.phase,
        y=y,
        plan_x=start,
        plan_w=max(2.0, finish - start),
        real_x=start,
        real_w=max(2.0, real_to - start) if (span.started or done) and real_to > start else 0,
        late_x=late_from,
        late_w=max(0.0, round(late_to - late_from, 1)) if span.started or done else 0,
        late_days=span.late_days,
    )
