"""Parties, units and roles. Persons are references; their names stand only in the table `people`."""

from datetime import date, datetime
from enum import StrEnum
from typing import ClassVar

from msgspec import Struct, field

from hub.errors import NotAllowed
from hub.model.event import Event, Interval, Side


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
    """Name whose turn it is: `client:production`, `vendor:pm`; a side without unit is its lead's."""
    if side is None:
        return "unknown"
    lead = "coordinator" if side is Side.CLIENT else "pm"
    return f"{side}:{unit or lead}"


class Command(Struct, frozen=True, kw_only=True, tag_field="do"):
    """What a person wants recorded. A decider turns it into events, or refuses it with a remedy."""

    about: ClassVar[str] = ""

    by: Person
    at: datetime | None = None  # when it happened, where that was before it is recorded

    @property
    def subject(self) -> str:
        """Name the subject whose stream decides."""
        raise NotImplementedError

    def when(self, recorded_at: datetime) -> Interval:
        """Give the interval in which it happened."""
        return Interval.at(self.at or recorded_at)


class UnitDeclared(Event, frozen=True, kw_only=True, gc=False):
    """A department of the client, or a team of the vendor, takes part."""

    about: ClassVar[str] = "unit"

    side: Side
    key: str
    names: dict[str, str]  # by language


class ModuleDeclared(Event, frozen=True, kw_only=True, gc=False):
    """A module is rolled out."""

    about: ClassVar[str] = "module"

    key: str
    names: dict[str, str]


class RoleAssigned(Event, frozen=True, kw_only=True, gc=False):
    """A person has a role from a day on; the same person's earlier role in this place ends."""

    about: ClassVar[str] = "role"

    person: str
    role: Role
    side: Side
    unit: str = ""
    party: str = ""
    from_on: date | None = None


class KeyUserNamed(Event, frozen=True, kw_only=True, gc=False):
    """A department has named who tests and accepts for a module."""

    about: ClassVar[str] = "role"

    person: str
    module: str
    unit: str


class DeclareUnit(Command, frozen=True, kw_only=True, tag="declare-unit"):
    """Say that a department or team takes part."""

    about: ClassVar[str] = "unit"

    side: Side
    key: str
    names: dict[str, str] = field(default_factory=dict)

    @property
    def subject(self) -> str:
        """A unit's key is unique within its side."""
        return f"{self.side}:{self.key}"


class DeclareModule(Command, frozen=True, kw_only=True, tag="declare-module"):
    """Say that a module is rolled out."""

    about: ClassVar[str] = "module"

    key: str
    names: dict[str, str] = field(default_factory=dict)

    @property
    def subject(self) -> str:
        """A module is known by its key."""
        return self.key


class AssignRole(Command, frozen=True, kw_only=True, tag="assign-role"):
    """Give a person a role."""

    about: ClassVar[str] = "role"

    person: str
    role: Role
    side: Side
    unit: str = ""
    party: str = ""
    from_on: date | None = None

    @property
    def subject(self) -> str:
        """Who holds a place is one history."""
        return f"{self.side}:{self.role}:{self.unit or self.party}"


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
