"""What is on record of a late duty: whether it was told, in what form it is open, whose turn."""

from hub.model.commitments import CommitmentMet, CommitmentRefused
from hub.rules.cases import CommitmentCase
from hub.rules.citing import Said


def told(case: CommitmentCase) -> str:
    """Give whether its date stands, and whether it was reminded since."""
    if case.confirmed is None:
        return "late_not_confirmed"
    return "reminded" if case.chargeable_from else "late_not_reminded"


def court(case: CommitmentCase, *, is_charged: bool) -> str:
    """Who owes it once told, before that the lead who had to remind; both where both lack."""
    if not is_charged:
        return case.terms.court if case.context.told(case.owed) else case.context.lead
    if case.blocked_now is not None:  # in a chain of duties the first late link is charged
        return case.blocked_now.court
    return "concurrent" if case.lacks_from_other_side() else case.terms.court


def stated(case: CommitmentCase) -> list[Said]:
    """Give the stated defect, or the refusal with its reason."""
    said = case.owed.of(CommitmentMet, CommitmentRefused)
    return [Said(getattr(e, "defect", "") or getattr(e, "reason", ""), e) for e in said[-1:]]


def form(case: CommitmentCase) -> str:
    """Give whether it is late, refused, or was given with a defect."""
    last = case.owed.of(CommitmentMet, CommitmentRefused)[-1:]
    if not last:
        return "late"
    return "refused" if isinstance(last[0], CommitmentRefused) else "defective"
