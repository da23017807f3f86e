"""When something was finished, or will be: the bound that favours who owes it."""

from datetime import date

from hub.rules.cases import CommitmentCase, ItemCase
from hub.rules.citing import Said


def claimed_finish(case: CommitmentCase) -> Said | None:
    """Give the first day on which what is said to be done may have been; None: never said.

    That is the day of completion that its source tells, as far as what it said before allows it,
    else the earliest as of which it may have been said. Its value is None where nobody knows.
    """
    claim = case.completion_claim
    if claim is None:
        return None
    items = [item for item in case.items if item.source == claim.event.source]
    told = [said for item in items if (said := item.dated("actual_finish")) is not None]
    latest = case.day(claim.occurred_hi)
    earliest = case.day(claim.occurred_lo) if claim.occurred_lo else None
    if told and len(told) == len(items):
        last = max(told, key=lambda said: said.value)
        day = max(min(last.value, latest), _open_until(case, items, claim))
        return Said(day, last.event, last.locator)
    return Said(earliest, claim.event, claim.locator)


def latest_finish(case: CommitmentCase) -> tuple[str, date | None, Said]:
    """Give the finish to compare and what says it: accepted, claimed, promised, still open.

    None: it is said to be done, and nobody knows since when.
    """
    if case.accepted is not None:
        return "accepted", case.accepted.value, case.accepted
    claimed, promised = claimed_finish(case), case.promised_finish
    if claimed is not None:
        is_sure = claimed.value == case.day(claimed.occurred_hi)
        return "claimed" if is_sure else "claimed_earliest", claimed.value, claimed
    if promised is not None and promised.value >= case.status_date:
        return "promised", promised.value, promised
    return "open_on", case.status_date, promised or case.searched("completion")


def _open_until(case: CommitmentCase, items: list[ItemCase], claim: Said) -> date:
    """Give the last day on which its source said otherwise: a typed day before it is no help."""
    if any(item.reading.editions for item in items):
        return case.day(claim.occurred_lo) if claim.occurred_lo else date.min
    said = (said for item in items for said in item.states())
    before = [
        s.occurred_hi for s in said if not s.value.is_done and s.occurred_hi < claim.occurred_hi
    ]
    return max(map(case.day, before), default=date.min)
