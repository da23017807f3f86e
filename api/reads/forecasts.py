"""The forecast of go-live, and what earlier ones said against what came."""

from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any

from sqlalchemy import select

from api.deps import Read
from hub.model.progress import Driver, ForecastMade, Outlook
from projections.progress import forecast, forecast_of

MOST = 120  # of the weeks that are shown


@dataclass(frozen=True)
class Ahead:
    """When go-live comes: so many of a hundred courses by each day."""

    chance: float | None
    p10_on: date
    p50_on: date
    p85_on: date
    p90_on: date


@dataclass(frozen=True)
class Cause:
    """Something that the forecast rests on; *days*: what the median would win without it."""

    kind: str
    commitment: str
    key: str
    title: str
    court: str
    count: int
    days: int


@dataclass(frozen=True)
class Earlier:
    """What was forecast on a past day."""

    status_date: date
    go_live_on: date | None
    promised_on: date | None
    abstains: str
    ahead: Ahead | None


@dataclass(frozen=True)
class Forecast:
    """The last forecast with what it was drawn from."""

    id: str
    status_date: date
    go_live_on: date | None
    promised_on: date | None
    abstains: str
    finished: int
    ahead: Ahead | None
    without_growth: Ahead | None
    causes: list[Cause]
    open_items: int
    open_duties: int
    open_gates: int
    added: int
    weeks: int
    sample_from: date | None
    sample_to: date | None
    linear_on: date | None
    spi_on: date | None
    runs: int
    seed: int
    inputs_hash: str
    gate_days: int | None
    duty_days: int | None
    provisional_years: list[int]  # whose holidays are not known yet: only weekends are free there
    earlier: list[Earlier] = field(default_factory=list)  # one a week, the latest first


@dataclass(frozen=True)
class Forecasts:
    """The forecast; null: no evaluation has made one, since no plan names a go-live."""

    forecast: Forecast | None
    as_of: datetime


NAMES = (
    *("status_date", "go_live_on", "promised_on", "abstains", "finished", "open_items"),
    *("open_duties", "open_gates", "added", "weeks", "sample_from", "sample_to", "linear_on"),
    *("spi_on", "runs", "seed", "inputs_hash", "gate_days", "duty_days"),
)


ORDER = (forecast.c.status_date.desc(), forecast.c.seq.desc())


def forecasts(read: Read) -> Forecasts:
    """Give the last forecast and one of each earlier week."""
    last = last_forecast(read)
    if last is None:
        return Forecasts(None, read.instant)
    names = _weekly(read, last.status_date)
    with read.engine.connect() as db:
        rows = db.execute(_mine(read).where(forecast.c.id.in_(names)).order_by(*ORDER)).all()
    return Forecasts(
        replace(last, earlier=[_earlier(forecast_of(row.body)) for row in rows]), read.instant
    )


def last_forecast(read: Read) -> Forecast | None:
    """Give the last forecast, without what earlier ones said."""
    with read.engine.connect() as db:
        row = db.execute(_mine(read).order_by(*ORDER).limit(1)).one_or_none()
    return None if row is None else _forecast(read, row.id, forecast_of(row.body))


def _mine(read: Read) -> Any:
    columns = (forecast.c.id, forecast.c.status_date, forecast.c.body)
    return select(*columns).where(forecast.c.project == read.hub.project)


def _weekly(read: Read, before: date) -> list[str]:
    """Name the forecasts that ended a week: of each, the last of its last day."""
    mine = (forecast.c.project == read.hub.project, forecast.c.status_date < before)
    columns = (forecast.c.id, forecast.c.status_date)
    order = (forecast.c.status_date, forecast.c.seq)
    with read.engine.connect() as db:
        rows = db.execute(select(*columns).where(*mine).order_by(*order)).all()
    by_week = {row.status_date.isocalendar()[:2]: row.id for row in rows}
    return list(by_week.values())[-MOST:]


def _forecast(read: Read, name: str, made: ForecastMade) -> Forecast:
    told = {each: getattr(made, each) for each in NAMES}
    hidden = read.visible.is_vendor  # what departments owe is told to the vendors it waits with
    causes = [_cause(driver) for driver in made.drivers if not (hidden and driver.commitment)]
    days = {made.status_date, made.go_live_on, getattr(made.outlook, "p90_on", None)}
    return Forecast(
        id=name,
        provisional_years=read.hub.calendar.unknown_years([*filter(None, days)]),
        ahead=_ahead(made.outlook),
        without_growth=_ahead(made.without_growth),
        causes=causes,
        **told,
    )


def _cause(driver: Driver) -> Cause:
    return Cause(**{name: getattr(driver, name) for name in Cause.__dataclass_fields__})


def _ahead(outlook: Outlook | None) -> Ahead | None:
    if outlook is None:
        return None
    return Ahead(**{name: getattr(outlook, name) for name in Ahead.__dataclass_fields__})


def _earlier(made: ForecastMade) -> Earlier:
    names = ("status_date", "go_live_on", "promised_on", "abstains")
    told: dict[str, Any] = {name: getattr(made, name) for name in names}
    return Earlier(**told, ahead=_ahead(made.outlook))
