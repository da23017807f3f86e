"""The weeks of a source, from one report's cut-off to the next, with what changed in them."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from itertools import pairwise

from hub.model.facts import WorkItemFieldChanged
from hub.rules.subjects import SourceCase

PROGRESS = ("status", "percent")


@dataclass(frozen=True, slots=True)
class Week:
    """One week up to and including a cut-off."""

    ends_at: datetime
    facts: list[WorkItemFieldChanged]

    def within(self, hours: int, accounts: int) -> list[WorkItemFieldChanged]:
        """Give what came in the last *hours*, of the few *accounts* that changed most then."""
        begin = self.ends_at - timedelta(hours=hours)
        late = [fact for fact in self.facts if fact.occurred.hi >= begin]
        busiest = {actor for actor, _ in Counter(f.actor for f in late).most_common(accounts)}
        return [fact for fact in late if fact.actor in busiest]


def weeks(case: SourceCase, count: int) -> Iterator[Week]:
    """Give the last *count* weeks whose cut-off has passed, newest first.

    Only changes count of which the source tells the instant: an edition tells all of a week at
    once, whenever it happened.
    """
    weekday, _, clock = case.context.policy.rhythm.weekly_report.due.partition(" ")
    due = time.fromisoformat(clock)
    ends = [
        case.calendar.due_in_week(case.status_date - timedelta(weeks=back), weekday, due)
        for back in range(count + 2)
    ]
    past = [end for end in ends if end <= case.context.at][: count + 1]
    changes = [fact for fact in case.changes(*PROGRESS) if fact.occurred.lo == fact.occurred.hi]
    for end, before in pairwise(past):
        yield Week(end, [fact for fact in changes if before < fact.occurred.hi <= end])
