"""Somebody who may sign in, as a row and as the person that events name."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Row, select

from hub.accounts import tables
from hub.errors import NotAllowed
from hub.model.event import Side
from hub.model.people import Person, Role


class SignInRefused(NotAllowed):
    """One sentence for a wrong name and a wrong password: it must not tell which."""

    code = "sign_in_refused"


@dataclass(frozen=True)
class Account:
    """Somebody who may sign in, as the person that events will name."""

    id: str
    login: str
    person: Person
    lang: str = ""
    active: bool = True


def account_from(row: Row[Any]) -> Account:
    """Turn a row into an account."""
    person = Person(row.person, Side(row.side), Role(row.role), row.unit, row.party)
    return Account(row.id, row.login, person, row.lang, row.active)


def by_login(db: Connection, login: str) -> Row[Any] | None:
    """Find the row of a login name, however it is written."""
    return db.execute(
        select(tables.account).where(tables.account.c.login == folded(login))
    ).one_or_none()


def folded(login: str) -> str:
    """Give the form in which login names are compared."""
    return login.strip().casefold()[:120]
