"""Sessions: idle for 30 minutes they end, after 12 hours in any case. Time is an argument."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Engine, Row, delete, insert, select, update

from hub.accounts import attempts, passwords, tables
from hub.accounts.account import Account, SignInRefused, account_from, by_login, folded
from hub.accounts.passwords import digest, new_id, new_token
from hub.errors import NotFound

IDLE = timedelta(minutes=30)
ABSOLUTE = timedelta(hours=12)
NOTICED = timedelta(minutes=1)  # how exactly "last seen" is kept; saves a write per request


@dataclass(frozen=True)
class SignedIn:
    """A new session. The token is shown to its browser alone and stored nowhere."""

    account: Account
    session: str
    token: str = field(repr=False)


@dataclass(frozen=True)
class Session:
    """One sign-in, as its owner sees it."""

    id: str
    address: str
    agent: str
    started_at: datetime
    seen_at: datetime


class Sessions:
    """Who is signed in."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._writes = engine.execution_options(writes=True)

    def sign_in(
        self, login: str, password: str, *, address: str, agent: str = "", at: datetime
    ) -> SignedIn:
        """Start a session with a new token, or refuse with one neutral sentence.

        Raises `TooManyTries` without looking at the password while the delay runs.
        """
        key = attempts.key_of(folded(login), address)
        with self._writes.begin() as db:
            attempts.reserve(db, key, at)
            row = by_login(db, login)
        if (
            not passwords.fits(row.password_hash if row else "", password)
            or row is None
            or not row.active
        ):
            raise SignInRefused(
                "Name and password do not fit together.",
                remedy="Check both. Who has no password yet needs the operator's invitation.",
            )
        with self._writes.begin() as db:
            attempts.forget(db, key)
            if passwords.is_outdated(row.password_hash):
                mine = tables.account.c.id == row.id
                fresh = passwords.hashed(password)
                db.execute(update(tables.account).where(mine).values(password_hash=fresh))
            return _start(db, row, address, agent, at)

    def principal(self, token: str, *, at: datetime) -> tuple[Account, str] | None:
        """Give who a session's token belongs to, and the session's id; None when it has ended."""
        with self._engine.connect() as db:
            row = db.execute(
                select(tables.session).where(tables.session.c.token_hash == digest(token))
            ).one_or_none()
            if row is None or at - row.seen_at > IDLE or at - row.started_at > ABSOLUTE:
                return None
            owner = db.execute(
                select(tables.account).where(tables.account.c.id == row.account)
            ).one()
        if at - row.seen_at > NOTICED:
            with self._writes.begin() as db:
                db.execute(
                    update(tables.session).where(tables.session.c.id == row.id).values(seen_at=at)
                )
        return (account_from(owner), row.id) if owner.active else None

    def sign_out(self, token: str) -> None:
        """End the session with this token."""
        with self._writes.begin() as db:
            db.execute(delete(tables.session).where(tables.session.c.token_hash == digest(token)))

    def of(self, account_id: str, *, at: datetime) -> list[Session]:
        """Give the account's sessions that have not ended, the newest first."""
        own = select(tables.session).where(
            tables.session.c.account == account_id,
            tables.session.c.seen_at >= at - IDLE,
            tables.session.c.started_at >= at - ABSOLUTE,
        )
        with self._engine.connect() as db:
            rows = db.execute(own.order_by(tables.session.c.started_at.desc())).all()
        return [
            Session(row.id, row.address, row.agent, row.started_at, row.seen_at) for row in rows
        ]

    def end(self, account_id: str, session_id: str) -> None:
        """End one of the account's own sessions."""
        with self._writes.begin() as db:
            gone = db.execute(
                delete(tables.session).where(
                    tables.session.c.id == session_id, tables.session.c.account == account_id
                )
            )
        if gone.rowcount == 0:
            raise NotFound("There is no such session.", remedy="It may have ended already.")


def _start(db: Connection, row: Row[Any], address: str, agent: str, at: datetime) -> SignedIn:
    started = SignedIn(account_from(row), new_id(), new_token())
    # Sessions that have ended are only clutter, and this is where new ones come from.
    db.execute(delete(tables.session).where(tables.session.c.started_at < at - ABSOLUTE))
    db.execute(
        insert(tables.session),
        {
            "id": started.session,
            "token_hash": digest(started.token),
            "account": row.id,
            "address": address[:64],
            "agent": agent[:200],
            "started_at": at,
            "seen_at": at,
        },
    )
    return started
