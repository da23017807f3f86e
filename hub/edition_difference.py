"""Judges an edition by how it differs from the one before: it counts, or it waits for a person."""

from dataclasses import dataclass, field, fields

CHURN = 0.30
SMALL, SMALL_CHURN = 10, 4  # a series below ten rows: four rows
EMPTY_SHARE = 0.10
VANISH_SHARE, VANISH_ROWS = 0.05, 20
UNTOLD = ("before", "now", "is_growth")  # of the differences; nobody asks for them later


@dataclass(slots=True)
class Differences:
    """What differs between two editions, in rows."""

    before: int = 0
    now: int = 0
    added: int = 0
    gone: int = 0
    retitled: int = 0
    changed: int = 0
    moved: int = 0
    reappeared: int = 0
    rebaselined: int = 0
    columns_lost: int = 0
    columns_new: int = 0
    is_growth: bool = False  # all added rows stand below all others, and none is gone

    def as_dict(self) -> dict[str, int]:
        """Give the numbers that are recorded; what is zero is left out."""
        names = [each.name for each in fields(self) if each.name not in UNTOLD]
        return {name: getattr(self, name) for name in names if getattr(self, name)}


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether an edition counts: *held* is empty, `held_churn` or `held_empty`."""

    held: str = ""
    values: dict[str, str] = field(default_factory=dict)
    removals: bool = False  # whether absent rows count as removed this time


def verdict_on(found: Differences, *, is_complete: bool, is_first: bool) -> Verdict:
    """Judge an edition; *is_complete* says that it claims to show everything."""
    if is_first:
        return Verdict()
    if found.before and found.now < EMPTY_SHARE * found.before:
        return Verdict("held_empty", {"rows": str(found.now), "before": str(found.before)})
    differing = found.retitled
    differing += 0 if found.is_growth else found.added
    differing += found.gone if is_complete else 0
    if is_churn(differing, found.before):
        return Verdict("held_churn", {"rows": str(differing), "before": str(found.before)})
    too_many = found.gone > VANISH_ROWS and found.gone > VANISH_SHARE * found.before
    return Verdict(removals=is_complete and not too_many)


def is_churn(differing: int, before: int) -> bool:
    """Tell whether so many rows differ that it may be the wrong file."""
    if before < SMALL:
        return differing >= SMALL_CHURN
    return differing > CHURN * before
