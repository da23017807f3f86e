"""What the agreed plan puts first, and how far work overlaps with it."""

from hub.rules.cases import CommitmentCase
from hub.rules.citing import Said


def lacks(case: CommitmentCase, topic: str) -> bool:
    """Tell whether what has to be seen first is agreed and not accepted."""
    if not topic:
        return False
    terms = ((name, terms) for name, (terms, _, _) in case.context.in_force.items())
    rows = [case.context.world.owed[name] for name, each in terms if each.topic == topic]
    return any(CommitmentCase.of(case.context, owed).accepted is None for owed in rows)


def overlap_wd(case: CommitmentCase, before: CommitmentCase, started: Said) -> int:
    """Give the working days that both were under way beyond what the plan itself overlaps."""
    if before.accepted is not None or before.completion_claim is not None:
        return 0
    start, finish = case.terms.start_on, before.terms.finish_on
    planned = max(0, case.wd(start, finish)) if start and finish else 0
    return max(0, case.wd(case.day(started.occurred_hi), case.status_date) - planned)
