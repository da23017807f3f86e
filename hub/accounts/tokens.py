"""Tokens for programs: shown once, kept as a hash, with a scope and an end."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Engine, delete, insert, select, update

from hub.accounts import tables
from hub.accounts.account import Account, account_from
from hub.accounts.passwords import digest, new_id, new_token
from hub.errors import NotFound, Refused

LIFE = timedelta(days=90)
NOTICED = timedelta(minutes=1)


@dataclass(frozen=True)
class Token:
    """One token of an account; the secret part is not kept."""

    id: str
    prefix: str
    label: str
    scope: str
    created_at: datetime
    expires_at: datetime
    used_at: datetime | None


class Tokens:
    """What programs sign in with."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._writes = engine.execution_options(writes=True)

    def issue(
        self, account_id: str, label: str, *, scope: str, at: datetime, life: timedelta = LIFE
    ) -> str:
        """Make a token for a program, shown this once. *scope*: `read` or `write`."""
        if scope not in {"read", "write"}:
            raise Refused("There is no scope {scope}.", remedy="Choose read or write.", scope=scope)
        secret = "hub_" + new_token()
        row = {
            "id": new_id(),
            "prefix": secret[:10],
            "token_hash": digest(secret),
            "account": account_id,
            "label": label.strip() or "–",
            "scope": scope,
            "created_at": at,
            "expires_at": at + life,
        }
        with self._writes.begin() as db:
            db.execute(insert(tables.token), row)
        return secret

    def owner(self, secret: str, *, at: datetime) -> tuple[Account, str] | None:
        """Give who a program acts for and with which scope; None when the token does not count."""
        with self._engine.connect() as db:
            row = db.execute(
                select(tables.token).where(tables.token.c.token_hash == digest(secret))
            ).one_or_none()
            if row is None or row.expires_at <= at:
                return None
            owner = db.execute(
                select(tables.account).where(tables.account.c.id == row.account)
            ).one()
        if row.used_at is None or at - row.used_at > NOTICED:
            with self._writes.begin() as db:
                db.execute(
                    update(tables.token).where(tables.token.c.id == row.id).values(used_at=at)
                )
        return (account_from(owner), row.scope) if owner.active else None

    def of(self, account_id: str) -> Sequence[Token]:
        """Give the account's tokens, without their secrets."""
        own = select(tables.token).where(tables.token.c.account == account_id)
        with self._engine.connect() as db:
            rows = db.execute(own.order_by(tables.token.c.created_at.desc())).all()
        return [
            Token(
                row.id,
                row.prefix,
                row.label,
                row.scope,
                row.created_at,
                row.expires_at,
                row.used_at,
            )
            for row in rows
        ]

    def revoke(self, account_id: str, token_id: str) -> None:
        """Let a token count no more."""
        with self._writes.begin() as db:
            gone = db.execute(
                delete(tables.token).where(
                    tables.token.c.id == token_id, tables.token.c.account == account_id
                )
            )
        if gone.rowcount == 0:
            raise NotFound("There is no such token.")
