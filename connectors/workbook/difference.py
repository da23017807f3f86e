"""Compares an edition with what is known, and says when it must not count yet."""

from collections.abc import Sequence
from dataclasses import dataclass, field

CHURN = 0.30
SMALL, SMALL_CHURN = 10, 4  # series below ten rows: four rows
EMPTY_SHARE = 0.10
VANISH_SHARE, VANISH_ROWS = 0.05, 20


@dataclass(slots=True)
class Counts:
    """What differs between two editions, in rows."""

    before: int = 0
    now: int = 0
    added: int = 0
    gone: int = 0
    retitled: int = 0
    changed: int = 0
    moved: int = 0
    reappeared: int = 0
    appended: bool = False  # all added rows stand below all others, and none is gone

    def as_dict(self) -> dict[str, int]:
        """Give the numbers that are recorded."""
        names = ("added", "gone", "retitled", "changed", "moved", "reappeared")
        return {name: getattr(self, name) for name in names if getattr(self, name)}


@dataclass(slots=True)
class Verdict:
    """Whether an edition counts: *held* is empty, `held_churn` or `held_empty`."""

    held: str = ""
    values: dict[str, str] = field(default_factory=dict)
    removals: bool = True  # False: absences give no removal this time


def judged(
    counts: Counts, *, is_complete: bool, is_first: bool, is_confirmed: bool = True
) -> Verdict:
    """Judge an edition by its differences."""
    if is_first:
        return Verdict(removals=False)
    if counts.before and counts.now < EMPTY_SHARE * counts.before:
        values = {"rows": str(counts.now), "before": str(counts.before)}
        return Verdict("held_empty", values, removals=False)
    differing = (
        counts.retitled + (0 if counts.appended else counts.added) + churned(counts, is_complete)
    )
    if is_churn(differing, max(counts.before, 1)) or not is_confirmed:
        values = {"rows": str(differing), "before": str(counts.before)}
        return Verdict("held_churn", values, removals=False)
    too_many = counts.gone > VANISH_ROWS and counts.gone > VANISH_SHARE * counts.before
    return Verdict(removals=is_complete and not too_many)


def churned(counts: Counts, is_complete: bool) -> int:
    """Count absences as churn: a report that names only this week's rows leaves others out."""
    return counts.gone if is_complete else 0


def is_churn(differing: int, before: int) -> bool:
    """Tell whether so many rows differ that it may be the wrong file."""
    if before < SMALL:
        return differing >= SMALL_CHURN
    return differing > CHURN * before


def is_appended(added: Sequence[int], kept: Sequence[int], gone: int) -> bool:
    """Tell growth at the end; places in the order of rows."""
    return not gone and (not added or not kept or min(added) > max(kept))
