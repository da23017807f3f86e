"""Units, modules and roles as they stand; names of units and modules in both languages."""

from collections.abc import Sequence

from sqlalchemy import JSON, Column, Connection, Date, String, Table, delete, select

from hub.model.event import Event, Side
from hub.model.parties import KeyUserNamed, ModuleDeclared, RoleAssigned, RoleEnded, UnitDeclared
from hub.model.people import Person, Role
from hub.projection import Projection, instant_column, metadata, upsert

named = Table(
    "named",
    metadata,
    Column("project", String, primary_key=True),
    Column("kind", String(10), primary_key=True),  # unit, module
    Column("side", String(10), primary_key=True),
    Column("key", String, primary_key=True),
    Column("names", JSON, nullable=False),
)

role = Table(
    "role",
    metadata,
    Column("project", String, primary_key=True),
    Column("place", String, primary_key=True),
    Column("person", String, nullable=False),
    Column("role", String(30), nullable=False),
    Column("side", String(10), nullable=False),
    Column("unit", String, nullable=False),
    Column("party", String, nullable=False),
    Column("module", String, nullable=False),
    Column("from_on", Date),
    instant_column("recorded_at"),
)

parties = Projection("parties", version=1, tables=[named, role])


@parties.on(UnitDeclared, ModuleDeclared)
def declared(db: Connection, run: Sequence[Event]) -> None:
    """Keep the names of units and modules."""
    rows = {
        event.originator_id: {
            "project": event.project,
            "kind": "unit" if isinstance(event, UnitDeclared) else "module",
            "side": event.side.value if isinstance(event, UnitDeclared) else "",
            "key": event.key,  # type: ignore[attr-defined]
            "names": event.names,  # type: ignore[attr-defined]
        }
        for event in run
    }
    upsert(db, named, list(rows.values()))


@parties.on(RoleAssigned, KeyUserNamed)
def assigned(db: Connection, run: Sequence[Event]) -> None:
    """Keep who holds each place; the last one assigned holds it."""
    rows = {}
    for event in run:
        is_key_user = isinstance(event, KeyUserNamed)
        rows[event.originator_id] = {
            "project": event.project,
            "place": event.subject,
            "person": event.person,  # type: ignore[attr-defined]
            "role": Role.KEY_USER.value if is_key_user else event.role.value,  # type: ignore[attr-defined]
            "side": Side.CLIENT.value if is_key_user else event.side.value,  # type: ignore[attr-defined]
            "unit": event.unit,  # type: ignore[attr-defined]
            "party": getattr(event, "party", ""),
            "module": getattr(event, "module", ""),
            "from_on": getattr(event, "from_on", None),
            "recorded_at": event.recorded_at,
        }
    upsert(db, role, list(rows.values()))


@parties.on(RoleEnded)
def ended(db: Connection, run: Sequence[Event]) -> None:
    """Who has left a place acts from it no more."""
    for event in run:
        place = (role.c.project == event.project) & (role.c.place == event.subject)
        db.execute(delete(role).where(place & (role.c.person == event.person)))  # type: ignore[attr-defined]


def person_of(db: Connection, project: str, person: str) -> Person | None:
    """Give the role in which a person acts; the one assigned last where there are several."""
    mine = (role.c.project == project) & (role.c.person == person)
    row = db.execute(select(role).where(mine).order_by(role.c.recorded_at.desc())).first()
    return Person(person, Side(row.side), Role(row.role), row.unit, row.party) if row else None
