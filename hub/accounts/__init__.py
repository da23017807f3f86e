"""Who may sign in, what is remembered of it, and the erasable names of people."""

from hub.accounts.account import Account, SignInRefused
from hub.accounts.attempts import TooManyTries
from hub.accounts.readings import Reading
from hub.accounts.sessions import Session, SignedIn
from hub.accounts.store import Accounts, open_accounts
from hub.accounts.tokens import Token

__all__ = [
    "Account",
    "Accounts",
    "Reading",
    "Session",
    "SignInRefused",
    "SignedIn",
    "Token",
    "TooManyTries",
    "open_accounts",
]
