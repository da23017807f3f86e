"""What was measured of each status date, as it stands, and every forecast that was made."""

from collections.abc import Sequence
from typing import Any

from msgspec import convert, to_builtins
from msgspec.structs import replace
from sqlalchemy import (
    JSON,
    Column,
    Connection,
    Date,
    Float,
    Index,
    Integer,
    String,
    Table,
    delete,
    or_,
)

from hub.model.event import Event
from hub.model.progress import Calibration, ForecastMade, Measured, Point, ProgressMeasured, Slip
from hub.projection import Projection, instant_column, metadata, upsert

progress = Table(
    "progress",
    metadata,
    Column("project", String, primary_key=True),
    Column("by", String(20), primary_key=True),
    Column("name", String, primary_key=True),
    Column("status_date", Date, nullable=False),
    Column("body", JSON, nullable=False),
)

progress_point = Table(
    "progress_point",
    metadata,
    Column("project", String, primary_key=True),
    Column("by", String(20), primary_key=True),
    Column("name", String, primary_key=True),
    Column("on", Date, primary_key=True),
    Column("planned", Float, nullable=False),
    Column("claimed", Float),
    Column("verified", Float),
)

slip = Table(
    "slip",
    metadata,
    Column("commitment", String(36), primary_key=True),
    Column("project", String, nullable=False),
    Column("body", JSON, nullable=False),
    Index("slip_project", "project"),
)

calibration = Table(
    "calibration",
    metadata,
    Column("project", String, primary_key=True),
    Column("court", String, primary_key=True),
    Column("body", JSON, nullable=False),
)

forecast = Table(
    "forecast",
    metadata,
    Column("id", String(60), primary_key=True),
    Column("project", String, nullable=False),
    Column("status_date", Date, nullable=False),
    Column("seq", Integer, nullable=False),  # of its project: the later one of a day counts
    Column("body", JSON, nullable=False),
    instant_column("recorded_at"),
    Index("forecast_project", "project", "status_date"),
)

measured = Projection(
    "progress",
    version=1,
    tables=[progress, progress_point, slip, calibration, forecast],
)


def measured_of(body: dict[str, Any]) -> Measured:
    """Give the figures that a row holds, without the weeks."""
    return convert(body, Measured)


def slip_of(body: dict[str, Any]) -> Slip:
    """Give the dates of a milestone that a row holds."""
    return convert(body, Slip)


def calibration_of(body: dict[str, Any]) -> Calibration:
    """Give the calibration that a row holds."""
    return convert(body, Calibration)


def forecast_of(body: dict[str, Any]) -> ForecastMade:
    """Give the forecast that a row holds."""
    return convert(body, ForecastMade)


@measured.on(ProgressMeasured)
def told(db: Connection, run: Sequence[ProgressMeasured]) -> None:
    """Keep what differs; the rest stands as it was."""
    for event in run:
        for group in event.groups:
            _keep(db, event, group)
        held = {"project": event.project}
        slips = [{**held, "commitment": s.commitment, "body": to_builtins(s)} for s in event.slips]
        upsert(db, slip, slips)
        seen = event.calibrations
        upsert(db, calibration, [{**held, "court": c.court, "body": to_builtins(c)} for c in seen])


def _keep(db: Connection, event: ProgressMeasured, group: Measured) -> None:
    key = {"project": event.project, "by": group.by, "name": group.name}
    if not group.items:
        db.execute(delete(progress).where(*(progress.c[n] == v for n, v in key.items())))
        db.execute(delete(progress_point).where(*_mine(key)))
        return
    body = to_builtins(replace(group, points=()))
    upsert(db, progress, [{**key, "status_date": event.status_date, "body": body}])
    if group.first_on and group.last_on:
        on = progress_point.c.on
        outside = or_(on < group.first_on, on > group.last_on)
        db.execute(delete(progress_point).where(*_mine(key), outside))
    upsert(db, progress_point, [{**key, **_values(point)} for point in group.points])


def _mine(key: dict[str, str]) -> list[Any]:
    return [progress_point.c[name] == value for name, value in key.items()]


def _values(point: Point) -> dict[str, Any]:
    return {name: getattr(point, name) for name in ("on", "planned", "claimed", "verified")}


@measured.on(ForecastMade)
def made(db: Connection, run: Sequence[Event]) -> None:
    """Keep every forecast: later ones are compared with what came."""
    rows = [
        {
            "id": event.event_id,
            "project": event.project,
            "status_date": event.status_date,  # type: ignore[attr-defined]
            "seq": event.originator_version,
            "body": to_builtins(event),
            "recorded_at": event.recorded_at,
        }
        for event in run
    ]
    upsert(db, forecast, rows)
