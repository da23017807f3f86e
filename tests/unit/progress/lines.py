"""Lines written by hand, and a plan of ten equal tasks, one a week."""

from datetime import date, timedelta
from typing import Any

from hub.progress.lines import Line

MONDAY = date(2026, 3, 2)


def week(number: float) -> date:
    """Give the day so many weeks after the start."""
    return MONDAY + timedelta(days=round(7 * number))


def line(name: str = "T1", **terms: Any) -> Line:
    """Give a line of one week that nobody has said anything of."""
    content: dict[str, Any] = {"id": name, "key": name, "module": "MES", "phase": "pilot"}
    content |= {"court": "vendor:team", "start_on": week(0), "finish_on": week(1)}
    return Line(**{**content, "told": [], "verified": [], **terms})


def accepted(name: str, on: date, **terms: Any) -> Line:
    """Give a line that was accepted on a day."""
    return line(name, verified=[(on, 100.0)], accepted_on=on, **terms)


def ten(done: int, *, every: float = 1.0) -> list[Line]:
    """Plan a task to end each week; *done* of them were accepted, one *every* so many weeks."""
    found = []
    for number in range(10):
        terms: dict[str, Any] = {"start_on": week(number), "finish_on": week(number + 1)}
        name, on = f"T{number}", week(every * (number + 1))
        found.append(accepted(name, on, **terms) if number < done else line(name, **terms))
    return found
