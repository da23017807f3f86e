"""What rules see of the delay ledger: who holds the ball, and whose days a module has lost."""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Protocol

from hub.model.event import Event


@dataclass(frozen=True, slots=True)
class Charged:
    """The working days of one column of a ledger, and the events behind them."""

    days: Fraction
    events: tuple[Event, ...]


class Turns(Protocol):
    """The ledger of a status date, as far as a finding's turn follows from it."""

    def holder(self, name: str) -> str:
        """Give the court that has the ball of a commitment; empty: nobody, or nobody knows."""

    def charged(self, module: str) -> Mapping[str, Charged]:
        """Give the columns of a module's own ledger, or of the project's where it is empty."""


class Untold:
    """No ledger: every turn is that of who owes."""

    def holder(self, name: str) -> str:
        """Give nobody."""
        return ""

    def charged(self, module: str) -> Mapping[str, Charged]:
        """Give nothing."""
        return {}
