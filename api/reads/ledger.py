"""The delay ledger: who had the ball while finishes moved, as the last evaluation recorded it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Annotated, Any

from fastapi import Query
from sqlalchemy import Connection, select

from api.deps import Read
from api.paging import PageOf, Slice, question, take
from api.reads.filters import known
from api.reads.findings import status_date
from hub.ball.rounding import rounded
from hub.ball.summary import BY, LAST, Line, by_side, exact, finishing, in_order, masked
from hub.errors import NotFound
from projections.ledger import account, window, withheld
from projections.parties import role
from projections.plan import commitment
from projections.sources import source

BINDING = ("agreed", "raised", "met", "passed", "refused")


@dataclass(frozen=True)
class LedgerFilters:
    """From which side the ledger is looked at, and of what; empty means the whole project."""

    by: Annotated[str, Query(max_length=20)] = "side"
    commitment: Annotated[str, Query(max_length=36, description="Id of a commitment.")] = ""
    module: Annotated[str, Query(max_length=80)] = ""


@dataclass(frozen=True)
class ColumnDays:
    """The days of one column: as an exact fraction, and rounded so that the sum stays."""

    column: str
    days: str
    shown: float


@dataclass(frozen=True)
class LedgerRow:
    """One line of the ledger; its columns add up to its days."""

    name: str  # a side, a court, a module, a Monday, or the key of a commitment
    commitment: str
    key: str
    title: str
    module: str
    agreed_on: date | None
    finish_on: date | None
    days: str
    shown: float
    columns: list[ColumnDays]


@dataclass(frozen=True)
class Standing:
    """The day of the ledger, and why the newest was not published, if so."""

    status_date: date | None
    withheld_on: date | None
    withheld_words: str


def standing(read: Read) -> Standing:
    """Give the day that the ledger is of."""
    with read.engine.connect() as db:
        mine = select(withheld).where(withheld.c.project == read.hub.project)
        row = db.execute(mine).first()
        day = status_date(db, read.hub.project)
    return Standing(day, row.status_date if row else None, row.words if row else "")


def list_ledger(read: Read, filters: LedgerFilters, page: PageOf) -> Slice[LedgerRow]:
    """List the ledger from one side. Only the list of commitments has more than one page."""
    known("by", filters.by, BY)
    if filters.by == "item":
        return _items(read, filters, page)
    with read.engine.connect() as db:
        lines = _LINES[filters.by](read, db, filters)
    rows = [row_of(read, line) for line in lines]
    return Slice(rows, len(rows), None, None, read.instant)


def _items(read: Read, filters: LedgerFilters, page: PageOf) -> Slice[LedgerRow]:
    later = (-account.c.slip_wd).label("later")
    wanted = (
        select(
            account.c.commitment,
            *(account.c[name] for name in ("key", "agreed_on", "finish_on", "columns")),
            commitment.c.title,
            commitment.c.module,
            later,
        )
        .join(commitment, commitment.c.id == account.c.commitment)
        .where(account.c.project == read.hub.project, read.visible.commitments())
    )
    if filters.module:
        wanted = wanted.where(commitment.c.module == filters.module)
    if filters.commitment:
        wanted = wanted.where(account.c.commitment == filters.commitment)
    with read.engine.connect() as db:
        return take(
            db,
            wanted,
            [later, account.c.commitment],
            page,
            asked=question("ledger", filters, read.principal.person, read.as_of),
            as_of=read.instant,
            build=lambda row: row_of(read, _line(row.key, row)),
        )


def _line(name: str, row: Any) -> Line:
    terms = (row.commitment, row.key, row.title, row.module, row.agreed_on, row.finish_on)
    return Line(name, *terms, exact(row.columns))


def row_of(read: Read, line: Line) -> LedgerRow:
    """Give a line as who asks may see it."""
    columns = masked(line.columns or {}, *own_columns(read))
    shown = rounded(columns)
    names = ("name", "commitment", "key", "title", "module", "agreed_on", "finish_on")
    return LedgerRow(
        **{name: getattr(line, name) for name in names},
        days=str(line.days),
        shown=sum(round(each * 10) for each in shown.values()) / 10,
        columns=[ColumnDays(c, str(columns[c]), shown[c]) for c in in_order(columns)],
    )


def own_columns(read: Read) -> tuple[frozenset[str] | None, str]:
    """Give the columns that are the reader's own: courts, or a whole side."""
    seen = read.visible
    if seen.is_vendor:
        return frozenset(), "" if _is_one_of_many(read) else str(seen.person.side)
    if seen.is_own_unit:
        return frozenset({seen.person.court}), ""
    return None, ""


def _is_one_of_many(read: Read) -> bool:
    """With several vendors a column of the vendor's side cannot be told to be one's own."""
    named = select(role.c.party).where(role.c.project == read.hub.project, role.c.party != "")
    kept = select(source.c.party).where(source.c.project == read.hub.project, source.c.party != "")
    with read.engine.connect() as db:
        return len(set(db.scalars(named.where(role.c.side == "vendor").union(kept)))) > 1


def subjects(read: Read, db: Connection) -> Sequence[Any]:
    """Give what the reader sees of what binds and has a date."""
    names = ("id", "key", "title", "kind", "topic", "module", "finish_on", "proposal")
    wanted = select(*(commitment.c[name] for name in names)).where(
        read.visible.commitments(),
        commitment.c.state.in_(BINDING),
        commitment.c.finish_on != None,  # noqa: E711
    )
    return db.execute(wanted.order_by(commitment.c.key)).all()


def subject_of(read: Read, db: Connection, filters: LedgerFilters) -> Any | None:
    """Give the commitment whose ledger is meant: the named one, or where everything ends."""
    rows = subjects(read, db)
    if filters.commitment:
        found = next((row for row in rows if row.id == filters.commitment), None)
        if found is None:
            raise NotFound("There is no such commitment.", remedy="Open the list of commitments.")
        return found
    return finishing(rows, filters.module)


def line_of(db: Connection, row: Any, name: str = "") -> Line:
    """Give the ledger of a commitment; one that did not move has no days."""
    held = db.execute(select(account).where(account.c.commitment == row.id)).first()
    return Line(
        name or row.key,
        row.id,
        row.key,
        row.title,
        row.module,
        held.agreed_on if held else row.finish_on,
        held.finish_on if held else row.finish_on,
        exact(held.columns) if held else {},
    )


def _by_side(read: Read, db: Connection, filters: LedgerFilters) -> list[Line]:
    subject = subject_of(read, db, filters)
    whole = line_of(db, subject).columns if subject else {}
    return _single(by_side(masked(whole or {}, *own_columns(read))))


def _by_department(read: Read, db: Connection, filters: LedgerFilters) -> list[Line]:
    subject = subject_of(read, db, filters)
    whole = line_of(db, subject).columns if subject else {}
    mine = masked(whole or {}, *own_columns(read))
    return _single({name: mine[name] for name in in_order(mine) if name not in LAST})


def _single(columns: Mapping[str, Fraction]) -> list[Line]:
    return [Line(name, columns={name: days}) for name, days in columns.items()]


def _by_module(read: Read, db: Connection, filters: LedgerFilters) -> list[Line]:
    rows = subjects(read, db)
    modules = sorted({row.module for row in rows if row.module})
    ends = [(m, finishing(rows, m)) for m in modules if filters.module in ("", m)]
    return [line_of(db, row, module) for module, row in ends if row is not None]


def _by_window(read: Read, db: Connection, filters: LedgerFilters) -> list[Line]:
    subject = subject_of(read, db, filters)
    if subject is None:
        return []
    mine = select(window).where(window.c.commitment == subject.id).order_by(window.c.on)
    about = (subject.id, subject.key, subject.title, subject.module)
    return [
        Line(str(row.on), *about, row.before_on, row.finish_on, exact(row.columns))
        for row in db.execute(mine)
    ]


_LINES = {
    "side": _by_side,
    "department": _by_department,
    "module": _by_module,
    "window": _by_window,
}
