"""Flow: what is under way, for how long, and how fast things are finished; the Kanban Guide."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from hub.progress.lines import Line
from hub.progress.series import percentile

LATELY = timedelta(weeks=4)


def cycle_days(line: Line) -> int | None:
    """Give the days from start to acceptance, both included; None while one of them is open."""
    if line.started_on is None or line.accepted_on is None:
        return None
    return max(0, (line.accepted_on - line.started_on).days) + 1


def age_days(line: Line, on: date) -> int | None:
    """Give the days since an unfinished line was started; None where it is not under way."""
    if line.started_on is None or line.accepted_on is not None or line.started_on > on:
        return None
    return (on - line.started_on).days + 1


def flow_of(lines: Sequence[Line], on: date) -> dict[str, Any]:
    """Give work in progress, its age, cycle times (half, 85 of 100) and the weekly throughput."""
    ages = [age for line in lines if (age := age_days(line, on)) is not None]
    cycles = [days for line in lines if (days := cycle_days(line)) is not None]
    lately = [line for line in lines if line.accepted_on and on - LATELY < line.accepted_on <= on]
    return {
        "wip": len(ages),
        "age_p85_days": percentile(ages, 0.85),
        "cycle_p50_days": percentile(cycles, 0.5),
        "cycle_p85_days": percentile(cycles, 0.85),
        "throughput": len(lately) / 4,
    }
