"""Progress as the last evaluation measured it: figures of groups, their weeks, gaps by cell."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import select

from api.deps import Read
from api.names import module_names
from api.reads.filters import known
from hub.model.people import Role
from hub.model.progress import Measured
from hub.progress.groups import CELL
from hub.progress.series import Schedule, Value, execution_index, missed_share
from projections.progress import calibration, calibration_of, measured_of, progress, progress_point

BY = ("project", "module", "phase", "department")
READERS = (Role.COORDINATOR, Role.SPONSOR, Role.AUDITOR, Role.HEAD, Role.KEY_USER, Role.JOB)
HEAT = (0, 6, 12, 18, 26)  # points from which a step begins


@dataclass(frozen=True)
class Week:
    """Planned, claimed and verified value at the end of a week; none of the two yet: null."""

    on: date
    planned: float
    claimed: float | None
    verified: float | None


@dataclass(frozen=True)
class Group:
    """The figures of one group; values are planned working days, times are weeks."""

    by: str
    name: str
    status_date: date
    items: int
    weight: float
    planned: float  # PV
    claimed: float
    verified: float  # EV
    schedule_variance: float  # SV
    spi: float | None
    actual_w: float  # AT
    planned_w: float  # PD
    earned_w: float  # ES
    variance_w: float  # SV(t)
    spi_t: float | None
    claimed_spi_t: float | None
    estimate_w: float | None  # IEAC(t)
    to_complete: float | None  # TSPI
    due: int
    done: int
    missed: int
    execution_index: float | None  # BEI
    missed_share: float | None
    gap_points: float | None
    wip: int
    age_p85_days: int | None
    cycle_p50_days: int | None
    cycle_p85_days: int | None
    throughput: float
    weeks: list[Week]


@dataclass(frozen=True)
class Claims:
    """How a team's or department's claims compare with what was shown; null: too few items."""

    court: str
    items: int
    bias_points: float | None
    recent_points: float | None
    ratio: float | None
    p: float | None


@dataclass(frozen=True)
class Progress:
    """All groups of a kind."""

    by: str
    groups: list[Group]
    claims: list[Claims]
    as_of: datetime


@dataclass(frozen=True)
class Cell:
    """The mean gap of a module in a phase, in points; none where nothing is due."""

    gap: float | None
    due: int

    @property
    def step(self) -> int:
        """Give the step of the heat, 1 to 5; 0 where there is none."""
        return 0 if self.gap is None else max(1, sum(self.gap >= start for start in HEAT))


@dataclass(frozen=True)
class Heat:
    """Modules by phases. *rows*: key and name of the module, with a cell for each phase."""

    phases: list[str]
    rows: list[tuple[str, str, list[Cell]]]


def progress_by(read: Read, by: str) -> Progress:
    """Give every group of a kind with its weeks."""
    read.require(*READERS)
    known("by", by, BY)
    mine = calibration.c.project == read.hub.project
    with read.engine.connect() as db:
        rows = db.execute(select(calibration).where(mine).order_by(calibration.c.court)).all()
    told = [calibration_of(row.body) for row in rows] if by == "department" else []
    names = Claims.__dataclass_fields__
    claims = [Claims(**{name: getattr(each, name) for name in names}) for each in told]
    return Progress(by, groups(read, by), claims, read.instant)


def groups(read: Read, by: str) -> list[Group]:
    """Give the groups of a kind, by name."""
    mine = [(table.c.project == read.hub.project, table.c.by == by) for table in _TABLES]
    points = select(progress_point).where(*mine[1]).order_by(progress_point.c.on)
    weeks: dict[str, list[Week]] = {}
    with read.engine.connect() as db:
        rows = db.execute(select(progress).where(*mine[0]).order_by(progress.c.name)).all()
        for row in db.execute(points):
            week = Week(row.on, row.planned, row.claimed, row.verified)
            weeks.setdefault(row.name, []).append(week)
    return [_group(row, weeks.get(row.name, [])) for row in rows]


_TABLES = (progress, progress_point)


def _group(row: Any, weeks: list[Week]) -> Group:
    now = measured_of(row.body)
    held = {name: getattr(now, name) for name in Group.__dataclass_fields__ if hasattr(now, name)}
    return Group(**{**held, **_derived(now), "status_date": row.status_date, "weeks": weeks})


def _derived(now: Measured) -> dict[str, Any]:
    value = Value(now.planned, now.verified)
    schedule = Schedule(now.actual_w, now.planned_w, now.earned_w)
    claimed = Schedule(now.actual_w, now.planned_w, now.claimed_w)
    return {
        "schedule_variance": round(value.variance, 2),
        "spi": _rounded(value.spi),
        "variance_w": round(schedule.variance_w, 2),
        "spi_t": _rounded(schedule.spi_t),
        "claimed_spi_t": _rounded(claimed.spi_t),
        "estimate_w": _rounded(schedule.estimate_w),
        "to_complete": _rounded(schedule.to_complete),
        "execution_index": _rounded(execution_index(now.done, now.due)),
        "missed_share": _rounded(missed_share(now.missed, now.due)),
    }


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, 3)


def whole(read: Read) -> Group | None:
    """Give the project; None where nothing was measured yet."""
    return next(iter(groups(read, "project")), None)


def heat(read: Read) -> Heat:
    """Give the gap of each module in each phase, phases in the order in which they begin."""
    names = module_names(read.engine, read.hub.project, read.lang)
    mine = (progress.c.project == read.hub.project, progress.c.by.in_(("cell", "phase")))
    with read.engine.connect() as db:
        rows = db.execute(select(progress.c.by, progress.c.name, progress.c.body).where(*mine))
        told = {(row.by, row.name): measured_of(row.body) for row in rows}
    starts = {name: now.first_on or date.max for (by, name), now in told.items() if by == "phase"}
    phases = sorted(starts, key=lambda name: (starts[name], name))
    modules = sorted({name.partition(CELL)[0] for by, name in told if by == "cell"})
    return Heat(
        phases, [(m, names.get(m, m), [_cell(told, m, p) for p in phases]) for m in modules]
    )


def _cell(told: dict[tuple[str, str], Measured], module: str, phase: str) -> Cell:
    now = told.get(("cell", f"{module}{CELL}{phase}"))
    return Cell(now.gap_points, now.due) if now else Cell(None, 0)
