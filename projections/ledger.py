"""The delay ledger as it was recorded: windows, what each commitment comes to, and disputes."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from fractions import Fraction
from typing import Any

from sqlalchemy import (
    JSON,
    Column,
    Connection,
    Date,
    Index,
    Integer,
    String,
    Table,
    delete,
    select,
    update,
)

from hub.model.charges import (
    ChargeDecided,
    ChargeDisputed,
    ChargeEvent,
    LedgerRecorded,
    LedgerWithheld,
    Window,
)
from hub.model.event import Event
from hub.projection import Projection, instant_column, metadata, upsert

window = Table(
    "ledger_window",
    metadata,
    Column("commitment", String(36), primary_key=True),
    Column("on", Date, primary_key=True),  # the Monday of the week
    Column("project", String, nullable=False),
    Column("before_on", Date, nullable=False),
    Column("finish_on", Date, nullable=False),
    Column("moved_wd", Integer, nullable=False),
    Column("columns", JSON, nullable=False),  # column -> exact days
    Column("reasons", JSON, nullable=False),
    Column("cited", JSON, nullable=False),
    Column("chain", JSON, nullable=False),
)

account = Table(
    "ledger_account",
    metadata,
    Column("commitment", String(36), primary_key=True),
    Column("project", String, nullable=False),
    Column("series", String, nullable=False),
    Column("key", String, nullable=False),
    Column("agreed_on", Date, nullable=False),
    Column("finish_on", Date, nullable=False),
    Column("slip_wd", Integer, nullable=False),
    Column("columns", JSON, nullable=False),
    Index("ledger_account_project", "project", "slip_wd"),
)

charge = Table(
    "ledger_charge",
    metadata,
    Column("id", String, primary_key=True),
    Column("project", String, nullable=False),
    Column("series", String, nullable=False),
    Column("key", String, nullable=False),
    Column("window_on", Date, nullable=False),
    Column("court", String, nullable=False),
    Column("days", String, nullable=False),  # as they stood when they were disputed
    Column("state", String(20), nullable=False),  # disputed, upheld, rejected
    Column("reason", String, nullable=False),
    Column("evidence", String, nullable=False),
    Column("disputed_by", String, nullable=False),
    instant_column("disputed_at"),
    Column("decision", String, nullable=False),
    Column("decided_by", String, nullable=False),
    Column("moved_to", String, nullable=False),
    instant_column("decided_at", nullable=True),
)

withheld = Table(
    "ledger_withheld",
    metadata,
    Column("project", String, primary_key=True),
    Column("status_date", Date, nullable=False),
    Column("words", String, nullable=False),
)

ledger = Projection("ledger", version=1, tables=[window, account, charge, withheld])


@ledger.on(LedgerRecorded)
def recorded(db: Connection, run: Sequence[LedgerRecorded]) -> None:
    """Keep the windows that changed, and what their commitments come to now."""
    last = {(w.commitment, w.on): (event.project, w) for event in run for w in event.windows}
    gone = [w for _, w in last.values() if not w.columns]
    for each in gone:
        same = (window.c.commitment == each.commitment) & (window.c.on == each.on)
        db.execute(delete(window).where(same))
    upsert(db, window, [_row(project, w) for project, w in last.values() if w.columns])
    about = {w.commitment: (project, w) for project, w in last.values()}
    _account(db, about)
    projects = {event.project for event in run}
    db.execute(delete(withheld).where(withheld.c.project.in_(projects)))


def _row(project: str, held: Window) -> dict[str, Any]:
    names = ("commitment", "on", "before_on", "finish_on", "moved_wd", "columns")
    content = {name: getattr(held, name) for name in names}
    told = {name: list(value) for name, value in held.reasons.items()}
    cited = {name: list(value) for name, value in held.cited.items()}
    return {
        "project": project,
        **content,
        "reasons": told,
        "cited": cited,
        "chain": list(held.chain),
    }


def _account(db: Connection, about: dict[str, tuple[str, Window]]) -> None:
    names = sorted(about)
    for start in range(0, len(names), 500):
        some = names[start : start + 500]
        windows = select(window).where(window.c.commitment.in_(some))
        rows = db.execute(windows.order_by(window.c.commitment, window.c.on)).all()
        held: dict[str, list[Any]] = defaultdict(list)
        for row in rows:
            held[row.commitment].append(row)
        db.execute(delete(account).where(account.c.commitment.in_(some)))
        upsert(db, account, [_sums(*about[name], held[name]) for name in some if held[name]])


def _sums(project: str, about: Window, windows: list[Any]) -> dict[str, Any]:
    return {
        "commitment": about.commitment,
        "project": project,
        "series": about.series,
        "key": about.key,
        "agreed_on": about.agreed_on,
        "finish_on": windows[-1].finish_on,
        "slip_wd": sum(each.moved_wd for each in windows),
        "columns": {name: str(days) for name, days in added(e.columns for e in windows).items()},
    }


def added(every: Iterable[dict[str, str]]) -> dict[str, Fraction]:
    """Add up columns, exactly."""
    found: dict[str, Fraction] = defaultdict(Fraction)
    for columns in every:
        for name, days in columns.items():
            found[name] += Fraction(days)
    return {name: days for name, days in sorted(found.items()) if days}


@ledger.on(LedgerWithheld)
def refused(db: Connection, run: Sequence[LedgerWithheld]) -> None:
    """Remember that the last ledger was not published; what was published before stays."""
    event = run[-1]
    row = {"project": event.project, "status_date": event.status_date, "words": event.words}
    upsert(db, withheld, [row])


@ledger.on(ChargeDisputed)
def disputed(db: Connection, run: Sequence[ChargeDisputed]) -> None:
    """A charge is disputed, anew where it was decided before."""
    rows = {event.subject: _disputed(event) for event in run}
    upsert(db, charge, list(rows.values()))


def _disputed(event: ChargeDisputed) -> dict[str, Any]:
    return {
        **_named(event),
        **{name: getattr(event, name) for name in ("days", "reason", "evidence")},
        "state": "disputed",
        "disputed_by": event.actor,
        "disputed_at": event.recorded_at,
        "decision": "",
        "decided_by": "",
        "moved_to": "",
        "decided_at": None,
    }


def _named(event: ChargeEvent) -> dict[str, Any]:
    names = ("project", "series", "key", "window_on", "court")
    return {"id": event.subject, **{name: getattr(event, name) for name in names}}


@ledger.on(ChargeDecided)
def decided(db: Connection, run: Sequence[Event]) -> None:
    """A disputed charge has its answer; the days move with the next evaluation."""
    for event in run:
        if isinstance(event, ChargeDecided):
            values = {
                "state": "upheld" if event.upheld else "rejected",
                "decision": event.reason,
                "decided_by": event.actor,
                "moved_to": event.to if event.upheld else "",
                "decided_at": event.recorded_at,
            }
            db.execute(update(charge).where(charge.c.id == event.subject).values(values))
