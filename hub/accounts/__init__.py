"""Who may sign in, what is remembered of it, and the erasable names of people."""

from hub.accounts.store import Account, Accounts, Session, SignedIn, TooManyTries, open_accounts

__all__ = ["Account", "Accounts", "Session", "SignedIn", "TooManyTries", "open_accounts"]
