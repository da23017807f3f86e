"""Commitments: what was agreed, promised, said and shown for each."""

from dataclasses import dataclass, field
from datetime import date
from typing import Annotated, Any

from fastapi import Query
from sqlalchemy import Date, func, literal, or_, select

from api.deps import Read
from api.paging import PageOf, Slice, question, take
from api.reads.filters import known
from hub.errors import NotFound
from hub.model.commitments import Kind
from hub.model.event import Side
from projections.plan import commitment

KINDS = tuple(str(kind) for kind in Kind)
SIDES = tuple(str(side) for side in Side)
STATES = (
    "proposed",
    "agreed",
    "raised",
    "met",
    "refused",
    "withdrawn",
    "passed",
    "dropped",
)


@dataclass(frozen=True)
class CommitmentFilters:
    """Which commitments are asked for; empty means any."""

    q: Annotated[str, Query(max_length=100)] = ""
    kind: Annotated[str, Query(max_length=20)] = ""
    side: Annotated[str, Query(max_length=10)] = ""
    department: Annotated[str, Query(max_length=80)] = ""
    module: Annotated[str, Query(max_length=80)] = ""
    state: Annotated[str, Query(max_length=20)] = ""


@dataclass(frozen=True)
class CommitmentRow:
    """What one side owes by a date."""

    id: str
    series: str
    key: str
    title: str
    kind: str
    topic: str
    side: str
    unit: str
    accountable: str
    module: str
    phase: str
    start_on: date | None
    finish_on: date | None
    state: str
    confirmed_on: date | None
    countered_on: date | None
    promised_on: date | None
    noticed: int
    reason: str

    @property
    def court(self) -> str:
        """Give whose turn it is while nothing else is known."""
        lead = "coordinator" if self.side == Side.CLIENT else "pm"
        return f"{self.side}:{self.unit or lead}"


@dataclass(frozen=True)
class CommitmentDetail(CommitmentRow):
    """One commitment with where its terms stand."""

    proposal: str = ""
    locators: dict[str, str] = field(default_factory=dict)
    needs: list[str] = field(default_factory=list)
    predecessors: list[str] = field(default_factory=list)
    waiting: list[str] = field(default_factory=list)


NAMES = tuple(CommitmentRow.__dataclass_fields__)


def row_from(row: Any) -> CommitmentRow:
    """Turn a row of the read model into an answer."""
    return CommitmentRow(**{name: getattr(row, name) for name in NAMES})


def list_commitments(read: Read, filters: CommitmentFilters, page: PageOf) -> Slice[CommitmentRow]:
    """List commitments by due date; those without a date come last."""
    known("kind", filters.kind, KINDS)
    known("side", filters.side, SIDES)
    known("state", filters.state, STATES)
    known("module", filters.module, modules(read) if filters.module else ())
    known("department", filters.department, _units(read) if filters.department else ())
    due = func.coalesce(commitment.c.finish_on, literal(date.max, Date)).label("due")
    exact = ("kind", "side", "module", "state")
    given = {name: getattr(filters, name) for name in exact if getattr(filters, name)}
    wanted = [commitment.c[name] == value for name, value in given.items()]
    wanted.append(read.visible.commitments())
    if filters.department:
        wanted.append(commitment.c.unit == filters.department)
    if filters.q:
        part = filters.q.lower()
        title = func.lower(commitment.c.title).contains(part, autoescape=True)
        wanted.append(or_(title, func.lower(commitment.c.key).contains(part, autoescape=True)))
    with read.engine.connect() as db:
        return take(
            db,
            select(*(commitment.c[name] for name in NAMES), due).where(*wanted),
            [due, commitment.c.id],
            page,
            asked=question("commitments", filters, read.principal.person, read.as_of),
            as_of=read.instant,
            build=row_from,
        )


def modules(read: Read) -> list[str]:
    """Give the modules that occur in what the reader sees."""
    return _occurring(read, commitment.c.module)


def _units(read: Read) -> list[str]:
    return _occurring(read, commitment.c.unit)


def _occurring(read: Read, column: Any) -> list[str]:
    rows = select(column).where(read.visible.commitments(), column != "")
    with read.engine.connect() as db:
        return sorted(db.scalars(rows.distinct()))


def one_commitment(read: Read, commitment_id: str) -> CommitmentDetail:
    """Give one commitment, or say that there is none."""
    wanted = select(commitment).where(commitment.c.id == commitment_id, read.visible.commitments())
    with read.engine.connect() as db:
        row = db.execute(wanted).one_or_none()
    if row is None:
        raise NotFound("There is no such commitment.", remedy="Open the plan.")
    terms = row.terms
    needs = terms.get("needs")
    return CommitmentDetail(
        **vars(row_from(row)),
        proposal=row.proposal,
        locators=dict(row.locators),
        needs=list(read.hub.policy.evidence_for(row.kind, row.topic) if needs is None else needs),
        predecessors=list(terms.get("predecessors", ())),
        waiting=list(terms.get("waiting", ())),
    )


def commitments_by_id(read: Read, ids: list[str]) -> dict[str, CommitmentRow]:
    """Give those of the named commitments that the reader sees."""
    wanted = select(commitment).where(commitment.c.id.in_(ids), read.visible.commitments())
    with read.engine.connect() as db:
        return {row.id: row_from(row) for row in db.execute(wanted)}
