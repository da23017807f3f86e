"""When a commitment had to wait for something else, and whose turn it was then."""

from collections import defaultdict
from datetime import date

from hub.rules.context import Blocked
from hub.rules.recorded import Recorded
from hub.rules.remembering import remembered


class Waiting(Recorded):
    """A commitment with what kept it waiting."""

    @remembered
    def blocked(self) -> list[Blocked]:
        """Give when something else had to come first."""
        return self.context.blocked(self.id)

    @property
    def blocked_now(self) -> Blocked | None:
        """Give what has to come first on the status date."""
        now = [b for b in self.blocked if b.until is None or b.until > self.status_date]
        return now[0] if now else None

    def kept_waiting(self, a: date, b: date) -> list[Blocked]:
        """Give what else had to come first at some time in (a, b], oldest first."""
        return [e for e in self.blocked if max(a, e.since) < min(b, e.until or b)]

    def wd_blocked(self, a: date, b: date) -> int:
        """Give the working days in (a, b] during which something else had to come first."""
        days = set()
        for each in self.kept_waiting(a, b):
            lo, hi = max(a, each.since), min(b, each.until or b)
            days |= set(range(self.wd(a, lo), self.wd(a, hi)))
        return len(days)

    def kept_longest(self, a: date, b: date) -> str:
        """Give the court that kept it waiting longest in (a, b]; its own where nobody did."""
        days: dict[str, int] = defaultdict(int)
        for each in self.kept_waiting(a, b):
            days[each.court] += self.wd(max(a, each.since), min(b, each.until or b))
        return max(days, key=days.__getitem__, default=self.court)  # of two, who came first

    @property
    def court(self) -> str:
        """Give whose turn it is: who holds it up, else who owes it."""
        return self.blocked_now.court if self.blocked_now else self.terms.court

    @property
    def holder(self) -> str:
        """Give who has the ball by the ledger; where nobody has, whose turn it is."""
        return self.context.turns.holder(self.id) or self.court
