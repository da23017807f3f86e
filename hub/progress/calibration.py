"""How claims of a team or department compare with what was shown later; never those of a person."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from hub.calendar import WorkCalendar
from hub.model.progress import Calibration
from hub.progress.lines import ACCEPTED, Line
from hub.progress.series import middle, sign_test


@dataclass(frozen=True, slots=True)
class Observation:
    """One line: what was claimed of it, and what was then attributable, once that is known."""

    line: Line
    on: date
    claimed: float
    attributable: float

    @property
    def bias(self) -> float:
        """Give the points by which the claim ran ahead."""
        return self.claimed - self.attributable


@dataclass(frozen=True)
class Terms:
    """How many items are needed, and how long evidence may take after a claim of completion."""

    min_items: int
    evidence_wd: int


def observed(line: Line, calendar: WorkCalendar, on: date, terms: Terms) -> Observation | None:
    """Give what a line tells of its claims; None while it is open whether they were right.

    What waits for the reviewer's verdict tells nothing: a backlog is not the claimer's.
    """
    if line.accepted_on is not None:
        return _in_hindsight(line, calendar)
    if line.is_waiting or not line.told:
        return None
    # What a verdict has answered stays told, even if it was taken back the same hour.
    claimed_on, claimed = (line.is_rejected and line.refuted) or line.told[-1]
    if claimed < ACCEPTED:
        return None
    if not line.is_rejected and calendar.wd(claimed_on, on) <= terms.evidence_wd:
        return None
    return Observation(line, claimed_on, ACCEPTED, line.verified_now)


def _in_hindsight(line: Line, calendar: WorkCalendar) -> Observation | None:
    """Compare each claim with the even pace from start to acceptance, and take the middle one."""
    start, end = line.started_on, line.accepted_on
    if start is None or end is None:
        return None
    took = calendar.wd(start, end)
    found = []
    for day, claimed in line.told:
        if claimed <= 0 or (day <= start and day < end):
            continue  # on its first day nobody knows the pace yet
        share = 1.0 if day >= end or took <= 0 else calendar.wd(start, day) / took
        found.append(Observation(line, day, claimed, ACCEPTED * max(0.0, share)))
    return sorted(found, key=lambda each: each.bias)[len(found) // 2] if found else None


def by_court(
    lines: Sequence[Line], calendar: WorkCalendar, on: date, terms: Terms
) -> dict[str, list[Observation]]:
    """Give the observations of each team and department, oldest first."""
    found: dict[str, list[Observation]] = defaultdict(list)
    for line in lines:
        seen = observed(line, calendar, on, terms)
        if seen is not None:
            found[line.court].append(seen)
    return {c: sorted(all_, key=lambda o: (o.on, o.line.id)) for c, all_ in found.items()}


def calibration(court: str, seen: Sequence[Observation], terms: Terms) -> Calibration:
    """Give the bias of a unit: the median, the sign test's p, and claimed over verified value."""
    biases = [each.bias for each in seen]
    if len(seen) < terms.min_items:
        return Calibration(
            court=court, items=len(seen), bias_points=None, recent_points=None, ratio=None, p=None
        )
    positive, negative = (sum(sign * bias > 0 for bias in biases) for sign in (1, -1))
    shown = sum(each.line.weight * each.line.verified_now for each in seen)
    said = sum(each.line.weight * each.line.claimed_now for each in seen)
    return Calibration(
        court=court,
        items=len(seen),
        bias_points=round(middle(biases), 1),
        recent_points=round(middle(biases[-terms.min_items :]), 1),
        ratio=round(said / shown, 3) if shown else None,
        p=round(sign_test(positive, negative), 6),
    )
