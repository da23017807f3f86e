"""The ledger of one commitment: each week, each column, and the events behind it."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from fractions import Fraction
from typing import Any

from sqlalchemy import Connection, select

from api.deps import Read
from api.reads.history import Happening, happening
from api.reads.ledger import (
    LedgerFilters,
    LedgerRow,
    line_of,
    own_columns,
    row_of,
    subject_of,
)
from hub.ball.rounding import rounded
from hub.ball.summary import OTHERS, exact, in_order, masked
from hub.model.charges import may_decide, may_dispute
from projections.cases import history
from projections.ledger import charge, window
from projections.plan import commitment


@dataclass(frozen=True)
class ChargeRow:
    """A disputed charge, with its answer where it has one."""

    window_on: date
    court: str
    days: str
    state: str  # disputed, upheld, rejected
    reason: str
    evidence: str
    disputed_by: str
    disputed_at: datetime
    decision: str
    decided_by: str
    moved_to: str
    decided_at: datetime | None


@dataclass(frozen=True)
class Part:
    """One column of one week: its days, why, and the events that say so."""

    column: str
    days: str
    shown: float
    reasons: list[str]
    events: list[Happening]
    charge: ChargeRow | None
    may_dispute: bool


@dataclass(frozen=True)
class WindowRow:
    """One week in which a finish moved."""

    on: date
    before_on: date
    finish_on: date
    moved_wd: int
    chain: list[str]
    parts: list[Part]


@dataclass(frozen=True)
class LedgerDetail(LedgerRow):
    """The ledger of one commitment, week by week."""

    series: str = ""
    windows: list[WindowRow] = field(default_factory=list)
    may_decide: bool = False


def one_ledger(read: Read, commitment_id: str) -> LedgerDetail:
    """Give the ledger of one commitment, with what stands behind each of its figures."""
    with read.engine.connect() as db:
        subject = subject_of(read, db, LedgerFilters(commitment=commitment_id))
        held = line_of(db, subject)
        series = db.scalars(
            select(commitment.c.series).where(commitment.c.id == commitment_id)
        ).one()
        mine = select(window).where(window.c.commitment == commitment_id)
        windows = db.execute(mine.order_by(window.c.on)).all()
        same = (charge.c.series == series, charge.c.key == held.key)
        ours = select(charge).where(charge.c.project == read.hub.project, *same)
        charges = {(row.window_on, row.court): _charge(read, row) for row in db.execute(ours)}
        events = _events(read, db, windows)
    row = row_of(read, held)
    names = LedgerRow.__dataclass_fields__
    return LedgerDetail(
        **{name: getattr(row, name) for name in names},
        series=series,
        windows=[_window(read, each, events, charges) for each in windows],
        may_decide=may_decide(read.principal.person),
    )


def _charge(read: Read, row: Any) -> ChargeRow:
    known_as = read.hub.accounts.names.of([row.disputed_by, row.decided_by])
    found = {name: getattr(row, name) for name in ChargeRow.__dataclass_fields__}
    for name in ("disputed_by", "decided_by"):
        found[name] = known_as.get(found[name], found[name])
    return ChargeRow(**found)


def _events(read: Read, db: Connection, windows: Sequence[Any]) -> dict[str, Happening]:
    """Give the events behind the columns that the reader may see, by their ids."""
    own, side = own_columns(read)
    ids = {
        name
        for row in windows
        for column, cited in row.cited.items()
        if own is None or column in masked({column: Fraction(1)}, own, side)
        for name in cited
    }
    streams = sorted({name.partition("@")[0] for name in ids})
    found = [event for event in history(db, *streams) if event.event_id in ids]
    known_as = read.hub.accounts.names.of(event.actor for event in found)
    return {event.event_id: happening(read, event, known_as) for event in found}


def _window(
    read: Read,
    row: Any,
    events: dict[str, Happening],
    charges: dict[tuple[date, str], ChargeRow],
) -> WindowRow:
    columns = masked(exact(row.columns), *own_columns(read))
    shown = rounded(columns)
    parts = [
        Part(
            column,
            str(columns[column]),
            shown[column],
            row.reasons.get(column, []) if column != OTHERS else [],
            [events[name] for name in row.cited.get(column, []) if name in events],
            charges.get((row.on, column)),
            may_dispute(read.principal.person, column) and column != OTHERS,
        )
        for column in in_order(columns)
    ]
    chain = row.chain if own_columns(read)[0] is None else []
    # A charge whose days have left its column stays in sight.
    gone = [
        Part(c.court, "0", 0.0, [], [], c, may_dispute=False)
        for (on, court), c in charges.items()
        if on == row.on and court not in columns and _is_seen(read, court)
    ]
    return WindowRow(row.on, row.before_on, row.finish_on, row.moved_wd, chain, [*parts, *gone])


def _is_seen(read: Read, court: str) -> bool:
    own, side = own_columns(read)
    return own is None or court in masked({court: Fraction(1)}, own, side)
