"""Persons as references, their roles, and what every command has."""

from datetime import datetime
from enum import StrEnum
from typing import Any, ClassVar

from msgspec import Struct

from hub.errors import NotAllowed
from hub.model.event import Interval, Side


class Role(StrEnum):
    """What a person is in the project; permissions follow from it."""

    COORDINATOR = "coordinator"
    VENDOR_PM = "vendor_pm"
    VENDOR_MANAGEMENT = "vendor_management"
    HEAD = "head"
    KEY_USER = "key_user"
    SPONSOR = "sponsor"
    JOB = "job"
    AUDITOR = "auditor"
    OPERATOR = "operator"  # the command line; has no account in the pages


LEADS = frozenset({Role.COORDINATOR, Role.VENDOR_PM})
EXECUTIVES = frozenset({Role.SPONSOR, Role.VENDOR_MANAGEMENT})


class Person(Struct, frozen=True):
    """Who acts: a reference, never a name."""

    id: str
    side: Side
    role: Role
    unit: str = ""  # department or team
    party: str = ""  # the company, where one side has several

    @property
    def court(self) -> str:
        """Give the court that this person stands for."""
        return court_of(self.side, self.unit or _COURTS.get(self.role, ""))


_COURTS = {
    Role.COORDINATOR: "coordinator",
    Role.SPONSOR: "sponsor",
    Role.VENDOR_PM: "pm",
    Role.VENDOR_MANAGEMENT: "management",
}


def court_of(side: Side | None, unit: str = "") -> str:
    """Name whose turn it is, such as `client:production`; without a unit it is the lead's."""
    if side is None:
        return "unknown"
    lead = "coordinator" if side is Side.CLIENT else "pm"
    return f"{side}:{unit or lead}"


def executive_of(side: Side) -> str:
    """Name the court of the executive of a side."""
    return court_of(side, "sponsor" if side is Side.CLIENT else "management")


class Command(Struct, frozen=True, kw_only=True, tag_field="do"):
    """What a person wants recorded. A decider turns it into events, or refuses it with a remedy."""

    about: ClassVar[str] = ""

    by: Person
    at: datetime | None = None  # when it happened, where that was before it is recorded

    @property
    def subject(self) -> str:
        """Name the subject whose stream decides."""
        raise NotImplementedError

    def said(self, recorded_at: datetime, *names: str) -> dict[str, Any]:
        """Give what an event of this command begins with, and its own fields *names*."""
        content = {name: getattr(self, name) for name in names}
        return {
            "subject": self.subject,
            "occurred": Interval.at(self.at or recorded_at),
            "actor": self.by.id,
            "entry": "",  # the log gives a person's act an entry of its own
            **content,
        }


def require(by: Person, *roles: Role, to: str) -> None:
    """Refuse unless *by* has one of *roles*; *to* says what it is about, as in `approve a plan`."""
    if by.role not in roles:
        raise NotAllowed(
            "The role {role} may not {to}.",
            remedy="Ask somebody with the role {roles}.",
            role=by.role,
            to=to,
            roles=", ".join(roles),
        )
