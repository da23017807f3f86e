"""Who takes part: units, modules, roles, key users."""

from datetime import date, datetime
from typing import ClassVar

from msgspec import field

from hub.errors import NotAllowed, Refused
from hub.model.commitments import Kind
from hub.model.decider import decides
from hub.model.event import Event, Side
from hub.model.people import Command, Role


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


class RoleEnded(Event, frozen=True, kw_only=True, gc=False):
    """A person has left a place; until somebody else is named it is vacant."""

    about: ClassVar[str] = "role"

    person: str
    role: Role
    side: Side
    unit: str = ""
    party: str = ""
    module: str = ""  # of a key user
    on: date  # the first day without them


class KeyUserNamed(Event, frozen=True, kw_only=True, gc=False):
    """A department has named who tests and accepts for a module."""

    about: ClassVar[str] = "role"

    person: str
    module: str
    unit: str


class RaciDeclared(Event, frozen=True, kw_only=True, gc=False):
    """Who does, answers for, advises on and hears of one kind of commitment; one answers for it."""

    about: ClassVar[str] = "raci"

    kind: Kind
    topic: str = ""  # empty: every topic of the kind that has no line of its own
    module: str = ""  # empty: every module that has no line of its own
    accountable: str  # one person
    responsible: tuple[str, ...] = ()  # courts
    consulted: tuple[str, ...] = ()
    informed: tuple[str, ...] = ()
    signed_by: tuple[str, ...] = ()  # persons who have signed the line


class RosterDeclared(Event, frozen=True, kw_only=True, gc=False):
    """A side has agreed to give so many people, as full-time equivalents, from a day on."""

    about: ClassVar[str] = "roster"

    side: Side
    unit: str = ""  # department or team; empty: the whole side
    agreed_fte: float
    from_on: date


class PresenceRecorded(Event, frozen=True, kw_only=True, gc=False):
    """So many people worked in a week; agreed remote work and agreed leave count as present."""

    about: ClassVar[str] = "presence"

    side: Side
    unit: str = ""
    week_on: date  # a day of the week
    present_fte: float


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


class EndRole(Command, frozen=True, kw_only=True, tag="end-role"):
    """Say that a person has left a place."""

    about: ClassVar[str] = "role"

    person: str
    role: Role
    side: Side
    unit: str = ""
    party: str = ""
    module: str = ""
    on: date

    @property
    def subject(self) -> str:
        """It is the history of the place that was held."""
        if self.role is Role.KEY_USER and self.module:
            return f"key_user:{self.unit}:{self.module}"
        return f"{self.side}:{self.role}:{self.unit or self.party}"


class NameKeyUser(Command, frozen=True, kw_only=True, tag="name-key-user"):
    """Name who tests and accepts for a module."""

    about: ClassVar[str] = "role"

    person: str
    module: str
    unit: str

    @property
    def subject(self) -> str:
        """Key users of one module in one unit are one history."""
        return f"key_user:{self.unit}:{self.module}"


class DeclareRaci(Command, frozen=True, kw_only=True, tag="declare-raci"):
    """Say who answers for a kind of commitment, who does it, who is asked and who is told."""

    about: ClassVar[str] = "raci"

    kind: Kind
    topic: str = ""
    module: str = ""
    accountable: str
    responsible: tuple[str, ...] = ()
    consulted: tuple[str, ...] = ()
    informed: tuple[str, ...] = ()
    signed_by: tuple[str, ...] = ()

    @property
    def subject(self) -> str:
        """Each line of the matrix is one history."""
        return f"{self.kind}:{self.topic}:{self.module}"


class DeclareRoster(Command, frozen=True, kw_only=True, tag="declare-roster"):
    """Say how many people a side has agreed to give."""

    about: ClassVar[str] = "roster"

    side: Side
    unit: str = ""
    agreed_fte: float
    from_on: date

    @property
    def subject(self) -> str:
        """What a unit has agreed to is one history."""
        return f"{self.side}:{self.unit}"


class RecordPresence(Command, frozen=True, kw_only=True, tag="record-presence"):
    """Say how many people of a side worked in a week."""

    about: ClassVar[str] = "presence"

    side: Side
    unit: str = ""
    week_on: date
    present_fte: float

    @property
    def subject(self) -> str:
        """Each week of a unit is counted once; a correction replaces it."""
        year, week, _ = self.week_on.isocalendar()
        return f"{self.side}:{self.unit}:{year}-W{week:02}"


_EVENTS: dict[type[Command], type[Event]] = {
    DeclareUnit: UnitDeclared,
    DeclareModule: ModuleDeclared,
    AssignRole: RoleAssigned,
    EndRole: RoleEnded,
    NameKeyUser: KeyUserNamed,
    DeclareRaci: RaciDeclared,
    DeclareRoster: RosterDeclared,
    RecordPresence: PresenceRecorded,
}


@decides(*_EVENTS, fold=list)
def decide(state: list[Event], command: Command, recorded_at: datetime) -> list[Event]:
    """Record who takes part. What is already so yields no event."""
    if command.by.role not in (Role.COORDINATOR, Role.OPERATOR, Role.SPONSOR, Role.HEAD):
        raise NotAllowed(
            "Who takes part is recorded by the coordinator; you act as {role}.",
            remedy="Ask the coordinator.",
            role=command.by.role,
        )
    if isinstance(command, DeclareRaci) and not _is_one(command.accountable):
        raise Refused(
            "Exactly one person is accountable; {named} is not one.",
            remedy="Name one person; the others are responsible, consulted or informed.",
            named=command.accountable or "–",
        )
    names = [n for n in command.__struct_fields__ if n not in ("by", "at")]
    content = {name: getattr(command, name) for name in names}
    kind, last = _EVENTS[type(command)], state[-1] if state else None
    if isinstance(last, kind) and all(getattr(last, n) == value for n, value in content.items()):
        return []
    if isinstance(command, EndRole) and getattr(last, "person", "") != command.person:
        raise Refused(
            "{person} does not hold this place.",
            remedy="Name the side, role and unit, or the module of a key user, as it was assigned.",
            person=command.person,
        )
    return [kind(**command.said(recorded_at, *names))]


def _is_one(person: str) -> bool:
    return bool(person.strip()) and not set(person) & set(",;，；、/")
