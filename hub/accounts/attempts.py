"""The growing delay at sign-in, in a table, so that it holds over several API processes."""

from datetime import datetime, timedelta

from sqlalchemy import Connection, delete, select, update
from sqlalchemy.dialects import postgresql, sqlite

from hub.accounts.passwords import digest
from hub.accounts.tables import attempt
from hub.errors import NotAllowed

FREE = 3  # tries before any delay
LONGEST = timedelta(minutes=15)
FORGOTTEN = timedelta(hours=24)


class TooManyTries(NotAllowed):
    """The delay after wrong passwords has not run off."""

    code = "too_many_tries"


def key_of(login: str, address: str) -> str:
    """Name a login at an address. Other addresses do not wait, so nobody is locked out."""
    return digest(f"{login}\n{address}")


def delay_after(failures: int) -> timedelta:
    """Give the wait before the next try: none at first, then 1 s, doubling up to 15 minutes."""
    if failures < FREE:
        return timedelta(0)
    return min(LONGEST, timedelta(seconds=2 ** min(failures - FREE, 12)))


def reserve(db: Connection, key: str, at: datetime) -> None:
    """Count a try before it is looked at, so that many at once are no way around the delay."""
    dialect = postgresql if db.dialect.name == "postgresql" else sqlite
    first = {"key": key, "failures": 0, "next_at": at, "last_at": at}
    db.execute(dialect.insert(attempt).values(first).on_conflict_do_nothing())
    row = db.execute(select(attempt).where(attempt.c.key == key).with_for_update()).one()
    if at < row.next_at:
        raise TooManyTries(
            "Too many tries. The next one is possible in {seconds} seconds.",
            remedy="Wait, then type slowly. Other people are not held up.",
            seconds=int((row.next_at - at).total_seconds()) + 1,
        )
    failures = 1 if at - row.last_at > FORGOTTEN else row.failures + 1
    values = {"failures": failures, "next_at": at + delay_after(failures), "last_at": at}
    db.execute(update(attempt).where(attempt.c.key == key).values(values))


def forget(db: Connection, key: str) -> None:
    """Start afresh after a right password."""
    db.execute(delete(attempt).where(attempt.c.key == key))
