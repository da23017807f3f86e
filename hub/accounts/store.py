"""Accounts, invitations and passwords; sessions, tokens, names and readings beside them."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import Engine, delete, insert, select, update

from hub.accounts import passwords, tables
from hub.accounts.account import Account, SignInRefused, account_from, by_login, folded
from hub.accounts.answers import KeptAnswers
from hub.accounts.names import Names
from hub.accounts.passwords import digest, new_id, new_token
from hub.accounts.readings import Readings
from hub.accounts.sessions import Sessions
from hub.accounts.tokens import Tokens
from hub.errors import NotFound, Refused
from hub.model.people import Person, Role
from hub.tables import open_views, writing

INVITED = timedelta(hours=24)


def open_accounts(url: str, readings_url: str = "") -> Accounts:
    """Open the store of accounts, and the one of readings beside it, creating missing tables."""
    beside = readings_url or url.replace("people.db", "access.db")
    return Accounts(open_views(url), open_views(beside))


class Accounts:
    """Who may sign in. Every method that depends on time takes it."""

    def __init__(self, engine: Engine, readings: Engine | None = None) -> None:
        with writing(engine) as db:
            tables.metadata.create_all(db)
        self._engine = engine
        self._writes = engine.execution_options(writes=True)
        self.names = Names(engine)
        self.sessions = Sessions(engine)
        self.tokens = Tokens(engine)
        self.answers = KeptAnswers(engine)
        self.readings = Readings(readings or engine)

    def close(self) -> None:
        """Let go of the database."""
        self._engine.dispose()
        self.readings.close()

    def add(
        self, login: str, person: Person, *, at: datetime, password: str = "", lang: str = ""
    ) -> Account:
        """Make an account; without a password it needs an invitation. A login is given once."""
        if person.role is Role.OPERATOR:
            raise Refused(
                "An operator has no account in the pages.", remedy="Operators use the command line."
            )
        row = {
            "id": new_id(),
            "login": folded(login),
            "person": person.id,
            "side": str(person.side),
            "role": str(person.role),
            "unit": person.unit,
            "party": person.party,
            "lang": lang,
            "password_hash": _checked(password, login) if password else "",
            "active": True,
            "created_at": at,
        }
        with self._writes.begin() as db:
            if by_login(db, login) is not None:
                raise Refused(
                    "There is already an account {login}.",
                    remedy="Choose another name.",
                    login=login,
                )
            db.execute(insert(tables.account), row)
        return self.account(str(row["id"]))

    def account(self, account_id: str) -> Account:
        """Give the account, or raise `NotFound`."""
        with self._engine.connect() as db:
            row = db.execute(
                select(tables.account).where(tables.account.c.id == account_id)
            ).one_or_none()
        if row is None:
            raise NotFound("There is no such account.")
        return account_from(row)

    def find(self, login: str) -> Account:
        """Give the account with this login name, or raise `NotFound`."""
        with self._engine.connect() as db:
            row = by_login(db, login)
        if row is None:
            raise NotFound("There is no account {login}.", login=login)
        return account_from(row)

    def all(self) -> list[Account]:
        """Give every account, by login name."""
        with self._engine.connect() as db:
            return [
                account_from(row)
                for row in db.execute(select(tables.account).order_by(tables.account.c.login))
            ]

    def change_role(self, account_id: str, person: Person) -> None:
        """Give an account another role or unit; all its sessions end."""
        self._change(
            account_id,
            person=person.id,
            side=str(person.side),
            role=str(person.role),
            unit=person.unit,
            party=person.party,
        )

    def deactivate(self, account_id: str) -> None:
        """Let nobody sign in with it any more; what it did stays on record."""
        self._change(account_id, active=False)

    def change_password(self, account_id: str, old: str, new: str) -> None:
        """Change one's own password; all sessions end, this one too."""
        with self._engine.connect() as db:
            row = db.execute(select(tables.account).where(tables.account.c.id == account_id)).one()
        if not passwords.fits(row.password_hash, old):
            raise SignInRefused("The old password does not fit.", remedy="Type it once more.")
        self._change(account_id, password_hash=_checked(new, row.login))

    def choose_language(self, account_id: str, lang: str) -> None:
        """Remember a person's language."""
        with self._writes.begin() as db:
            db.execute(
                update(tables.account).where(tables.account.c.id == account_id).values(lang=lang)
            )

    def _change(self, account_id: str, **values: object) -> None:
        with self._writes.begin() as db:
            db.execute(
                update(tables.account).where(tables.account.c.id == account_id).values(**values)
            )
            db.execute(delete(tables.session).where(tables.session.c.account == account_id))

    def invite(self, account_id: str, *, at: datetime) -> str:
        """Give a link's token that sets a password once, within a day."""
        token = new_token()
        row = {"token_hash": digest(token), "account": account_id, "expires_at": at + INVITED}
        with self._writes.begin() as db:
            db.execute(delete(tables.invitation).where(tables.invitation.c.account == account_id))
            db.execute(insert(tables.invitation), row)
        return token

    def accept_invitation(self, token: str, password: str, *, at: datetime) -> None:
        """Set the password that an invitation allows; the invitation is used up."""
        with self._writes.begin() as db:
            held = tables.invitation.c.token_hash == digest(token)
            row = db.execute(select(tables.invitation).where(held)).one_or_none()
            if row is None or row.expires_at <= at:
                raise Refused(
                    "This link was used already, or is older than a day.",
                    remedy="Ask the operator for a new one.",
                )
            login = db.execute(
                select(tables.account.c.login).where(tables.account.c.id == row.account)
            ).scalar_one()
            password_hash = _checked(password, login)
            db.execute(delete(tables.invitation).where(held))
            mine = tables.account.c.id == row.account
            db.execute(update(tables.account).where(mine).values(password_hash=password_hash))
            db.execute(delete(tables.session).where(tables.session.c.account == row.account))


def _checked(password: str, login: str) -> str:
    passwords.refuse_weak(password, login)
    return passwords.hashed(password)
