"""Who answers for a commitment, and why that is nobody: no name, several, a group, or gone."""

from dataclasses import dataclass
from datetime import date

from hub.rules import Unknown
from hub.rules.cases import CommitmentCase
from hub.rules.citing import Said

BETWEEN = frozenset(",;，；、")  # what parts the names in one cell


@dataclass(frozen=True, slots=True)
class Fault:
    """Why nobody answers for it, what says so, and since when if not from its beginning."""

    what: str
    said: Said | None = None
    since: date | None = None


def fault_of(case: CommitmentCase) -> Fault | None:
    """Give why it has no single accountable person; None where it has, or is said to be done."""
    world = case.context.world
    if _is_said_done(case):
        return None
    named = world.accountable(case.terms)
    said = Said(named, case.row, case.row.locator)
    if not named:
        return Fault("nobody_accountable")
    if BETWEEN & set(named):
        return Fault("several_accountable", said)
    if named in world.groups:
        return Fault("group_accountable", said)
    left = world.gone.get(named)
    if left is not None and left.on <= case.status_date:
        return Fault("accountable_left", Said(named, left), left.on)
    return None


def _is_said_done(case: CommitmentCase) -> bool:
    """Tell whether it is said to be done; where a source is silent, it is not."""
    try:
        return case.completion_claim is not None
    except Unknown:
        return False
