"""Whose turn it was, day by day, and who had the ball while a finish moved: the delay ledger.

Pure calculation. It states working days with the ball, not fault.
"""

from hub.ball.accounts import Account, NotConserved, accounts_of
from hub.ball.rounding import rounded
from hub.ball.turns import LedgerTurns
from hub.ball.weeks import Spent

__all__ = ["Account", "LedgerTurns", "NotConserved", "Spent", "accounts_of", "rounded"]
