"""The ledger as rules see it: computed once for an evaluation, when the first rule asks."""

from collections.abc import Mapping
from datetime import date
from typing import NamedTuple

from hub.ball.accounts import Account, Ledger, NotConserved, ledger_of
from hub.ball.holders import NOBODY
from hub.ball.spans import UNKNOWN
from hub.ball.summary import finishing
from hub.model.event import Event
from hub.rules.context import Context
from hub.rules.turns import Charged


class _Row(NamedTuple):
    id: str
    key: str
    kind: str
    topic: str
    module: str
    finish_on: date | None
    proposal: bool


class LedgerTurns:
    """Whose turn it is, and whose days are charged, on the status date of a context."""

    def __init__(self, context: Context) -> None:
        self.context = context

    def holder(self, name: str) -> str:
        """Give the court that has the ball of a commitment; empty: nobody, or nobody knows."""
        return self.context.recall(self._holder, name)

    def _holder(self, name: str) -> str:
        ledger = self._ledger
        link = ledger.links.all.get(name) if ledger else None
        if ledger is None or link is None:
            return ""
        next_day = ledger.links.number(self.context.status_date) + 1  # a day is whose it was before
        court = ledger.holders.on(link, next_day).court
        return "" if court in (NOBODY, UNKNOWN) else court

    def charged(self, module: str) -> Mapping[str, Charged]:
        """Give the columns of the ledger of that with which a module, or the project, ends."""
        return self.context.recall(self._columns, module)

    def _columns(self, module: str) -> Mapping[str, Charged]:
        rows = [
            _Row(name, terms.key, terms.kind, terms.topic, terms.module, terms.finish_on, bool(yes))
            for name, (terms, _, yes) in self.context.in_force.items()
        ]
        last, ledger = finishing(rows, module), self._ledger
        account = ledger.accounts.get(last.id) if ledger and last else None
        return _charged(account) if account else {}

    @property
    def _ledger(self) -> Ledger | None:
        """Give nothing where the columns do not add up: then nobody is charged."""
        try:
            return ledger_of(self.context)
        except NotConserved:
            return None


def _charged(account: Account) -> dict[str, Charged]:
    behind: dict[str, dict[str, Event]] = {}
    for spent in account.spent:
        for column, events in spent.cited.items():
            behind.setdefault(column, {}).update({event.event_id: event for event in events})
    return {
        column: Charged(days, tuple(behind.get(column, {}).values()))
        for column, days in account.columns().items()
    }
