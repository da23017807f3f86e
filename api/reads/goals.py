"""Measured goals: what was agreed, what was measured, and what is missing to prove anything."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from typing import Annotated, Any

from fastapi import Query
from msgspec import convert
from sqlalchemy import Connection, select

from api.deps import Read
from api.paging import PageOf, Slice, question, take
from api.reads.filters import known
from api.reads.findings import status_date
from hub.errors import NotFound
from hub.model.commitments import Kind, Measure
from projections.goals import measurement
from projections.plan import commitment

STATES = ("not_provable", "unmeasured", "under_way", "reached", "missed")
PARTS = ("measure", "before", "finish_on", "accountable")  # without one a goal is a wish


@dataclass(frozen=True)
class GoalFilters:
    """Which goals are asked for; empty means any."""

    module: Annotated[str, Query(max_length=80)] = ""
    department: Annotated[str, Query(max_length=80)] = ""


@dataclass(frozen=True)
class Measured:
    """One value of a goal."""

    on: date
    value: float
    words: str
    event_id: str


@dataclass(frozen=True)
class GoalRow:
    """One goal: `share` says how far the last value is from the one before to the one agreed."""

    id: str
    series: str
    key: str
    title: str
    module: str
    unit: str  # department or team
    side: str
    measured_in: str
    before: float | None
    goal: float | None
    finish_on: date | None
    accountable: str
    last: float | None
    share: float | None
    state: str
    lacks: list[str]  # what makes it a wish: no measure, value before, date or accountable person
    values: list[Measured]


def list_goals(read: Read, filters: GoalFilters, page: PageOf) -> Slice[GoalRow]:
    """List the goals that stand, by day and key."""
    wanted = [read.visible.goals(), commitment.c.state.not_in(("withdrawn", "dropped"))]
    if filters.module:
        wanted.append(commitment.c.module == filters.module)
    if filters.department:
        wanted.append(commitment.c.unit == filters.department)
    with read.engine.connect() as db:
        on = status_date(db, read.hub.project) or read.hub.calendar.day_of(read.instant)
        rows = select(commitment).where(commitment.c.kind == str(Kind.TARGET), *wanted)
        values = _values(db, rows)
        return take(
            db,
            rows,
            [commitment.c.series, commitment.c.key, commitment.c.id],
            page,
            asked=question("goals", filters, read.principal.person, read.as_of),
            as_of=read.instant,
            build=lambda row: _row(row, values.get(row.id, []), on),
        )


def one_goal(read: Read, goal_id: str) -> GoalRow:
    """Give one goal, or say that there is none."""
    wanted = (commitment.c.id == goal_id, commitment.c.kind == str(Kind.TARGET))
    rows = select(commitment).where(*wanted, read.visible.goals())
    with read.engine.connect() as db:
        row = db.execute(rows).one_or_none()
        if row is None:
            raise NotFound("There is no such goal.", remedy="Open the list of measured goals.")
        on = status_date(db, read.hub.project) or read.hub.calendar.day_of(read.instant)
        return _row(row, _values(db, rows).get(goal_id, []), on)


def departments(read: Read) -> list[str]:
    """Give the departments that have goals, for the filter."""
    wanted = (commitment.c.kind == str(Kind.TARGET), commitment.c.unit != "", read.visible.goals())
    with read.engine.connect() as db:
        return list(
            db.scalars(select(commitment.c.unit).where(*wanted).distinct().order_by("unit"))
        )


def check(read: Read, filters: GoalFilters) -> None:
    """Refuse a department that has no goal."""
    if filters.department:
        known("department", filters.department, departments(read))


def _values(db: Connection, rows: Any) -> dict[str, list[Measured]]:
    ids = rows.with_only_columns(commitment.c.id)
    found: dict[str, list[Measured]] = defaultdict(list)
    wanted = select(measurement).where(measurement.c.commitment.in_(ids))
    for row in db.execute(wanted.order_by(measurement.c.on, measurement.c.recorded_at)):
        found[row.commitment].append(Measured(row.on, row.value, row.words, row.id))
    return found


def _row(row: Any, values: list[Measured], on: date) -> GoalRow:
    held = row.terms.get("measure")
    measure = convert(held, Measure) if held else None
    last = values[-1].value if values else None
    share = measure.share(last) if measure and last is not None else None
    before = measure.before if measure else None
    stated = (measure, before, row.finish_on, row.accountable or None)
    lacks = [name for name, value in zip(PARTS, stated, strict=True) if value is None]
    names = ("id", "series", "key", "title", "module", "unit", "side", "finish_on", "accountable")
    return GoalRow(
        **{name: getattr(row, name) for name in names},
        measured_in=measure.unit if measure else "",
        before=before,
        goal=measure.goal if measure else None,
        last=last,
        share=share,
        state=_state(before, last, share, row.finish_on, on),
        lacks=lacks,
        values=values,
    )


def _state(
    before: float | None, last: float | None, share: float | None, due: date | None, on: date
) -> str:
    """Say where a goal stands; without a value measured before, nothing can be proved."""
    if before is None:
        return "not_provable"
    if share is not None and share >= 1:
        return "reached"
    if due is not None and due < on:
        return "missed"
    return "unmeasured" if last is None else "under_way"
