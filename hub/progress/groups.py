"""The figures of project, modules, phases and departments, with their curves by week."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import accumulate, chain
from typing import Any

from hub.model.progress import Measured, Point
from hub.progress.flow import flow_of
from hub.progress.lines import Line, Weekly, week_of
from hub.progress.series import earned_schedule

WEEK = timedelta(days=7)
CELL = " · "  # between a module and a phase
Curve = list[tuple[float, float]]


def groups_of(lines: Sequence[Line], on: date) -> dict[tuple[str, str], Measured]:
    """Give every group's figures on a day, by kind and name."""
    members: dict[tuple[str, str], list[Line]] = defaultdict(list)
    for line in lines:
        for key in _groups(line):
            members[key].append(line)
    return {key: _measured(key, members[key], on) for key in sorted(members)}


def _groups(line: Line) -> Iterable[tuple[str, str]]:
    yield "project", ""
    if line.module:
        yield "module", line.module
    if line.phase:
        yield "phase", line.phase
    yield "department", line.court
    if line.module and line.phase:
        yield "cell", f"{line.module}{CELL}{line.phase}"


def _measured(key: tuple[str, str], lines: list[Line], on: date) -> Measured:
    due = [line for line in lines if line.finish_on <= on]
    gaps = [line.claimed_now - line.verified_now for line in due]
    counted: dict[str, Any] = {
        "by": key[0],
        "name": key[1],
        "items": len(lines),
        "weight": round(sum(line.weight for line in lines), 2),
        "due": len(due),
        "done": sum(line.accepted_on is not None for line in lines),
        "missed": sum(line.is_missed() for line in due),
        "gap_points": round(sum(gaps) / len(gaps), 1) if gaps else None,
    }
    if key[0] == "cell":
        return Measured(**counted)
    curve = Curves(lines, on)
    return Measured(**counted, **curve.figures(), **flow_of(lines, on), points=curve.points())


@dataclass(slots=True)
class Curves:
    """Planned, claimed and verified value of some lines, summed at the end of each week.

    Planned value is earned as verified value is, by what has to be shown: all of it at the agreed
    finish. A line drawn evenly over the task would call a punctual project late.
    """

    lines: Sequence[Line]
    on: date

    @property
    def first(self) -> date:
        """Give the end of the first week: a Sunday."""
        return _sunday(min(line.start_on for line in self.lines))

    @property
    def last(self) -> date:
        """Give the end of the last week: of the plan, or of the status date."""
        return _sunday(max([self.on, *(line.finish_on for line in self.lines)]))

    def planned(self) -> list[float]:
        """Give the planned value at the end of each week."""
        return self._sums([line.planned_weekly for line in self.lines])

    def points(self) -> tuple[Point, ...]:
        """Give the three values at the end of each week."""
        claimed = self._sums([line.claimed_weekly for line in self.lines])
        verified = self._sums([line.verified_weekly for line in self.lines])
        found, first = [], self.first
        for place, planned in enumerate(self.planned()):
            sunday = first + place * WEEK
            has_ended = sunday <= self.on
            said = (claimed[place], verified[place]) if has_ended else (None, None)
            found.append(Point(sunday, planned, *said))
        return tuple(found)

    def figures(self) -> dict[str, Any]:
        """Give the values on the status date, and the earned schedule in weeks."""
        start = min(line.start_on for line in self.lines)
        end = max(line.finish_on for line in self.lines)
        curve = self.curve(start, end)
        at = max(0.0, _weeks(start, self.until))
        claimed = sum(line.weight * line.claimed_now / 100 for line in self.lines)
        verified = sum(line.weight * line.verified_now / 100 for line in self.lines)
        due = sum(line.weight for line in self.lines if line.finish_on <= self.on)
        return {
            "planned": round(due, 2),
            "claimed": round(claimed, 2),
            "verified": round(verified, 2),
            "actual_w": round(at, 3),
            "planned_w": round(_weeks(start, end), 3),
            "earned_w": round(earned_schedule(curve, verified, at), 3),
            "claimed_w": round(earned_schedule(curve, claimed, at), 3),
            "first_on": self.first,
            "last_on": self.last,
        }

    @property
    def until(self) -> date:
        """Give the day up to which time runs: the status date, or when the last was accepted."""
        days = [line.accepted_on for line in self.lines if line.accepted_on is not None]
        return max(days) if len(days) == len(self.lines) else self.on

    def curve(self, start: date, end: date) -> Curve:
        """Give the planned value by weeks from the start; the last period may be shorter."""
        total = sum(line.weight for line in self.lines)
        length = max(1, (end - start).days)
        due = [0.0] * (length // 7 + 2)
        for line in self.lines:
            due[max(0, -((start - line.finish_on).days // 7))] += line.weight
        inner = list(accumulate(due))[: -(-length // 7)]
        return [(0.0, 0.0), *enumerate(inner[1:], 1), (length / 7, total)]

    def _sums(self, told: Iterable[Weekly]) -> list[float]:
        first = week_of(self.first)
        count = week_of(self.last) - first + 1
        changes = [0.0] * count
        for week, grown in chain.from_iterable(told):
            place = max(0, week - first)
            if place < count:
                changes[place] += grown
        return [round(value, 2) for value in accumulate(changes)]


def _sunday(day: date) -> date:
    return day + timedelta(days=6 - day.weekday())


def _weeks(a: date, b: date) -> float:
    return (b - a).days / 7
