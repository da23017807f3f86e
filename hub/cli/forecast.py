"""`hub forecast backtest`: what a forecast would have said each past week, against what came."""

from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import date, datetime, timedelta
from typing import Any

from hub.cli.output import answer, line, table
from hub.cli.session import AsJson, AsOf, instant, session
from hub.cli.shell import command, group
from hub.cli.words import say
from hub.evaluation import status_date_at
from hub.forecast.courses import brier
from hub.installation import Installation
from hub.locale import _
from hub.model.commitments import GatePassed
from hub.model.progress import ForecastMade
from hub.rules.context import Context
from hub.rules.folding import add
from hub.rules.forecast_inputs import go_live_case
from hub.rules.forecasts import forecast_of
from hub.rules.world import World

app = group(_("The forecast of go-live, tried on the past."))
METHODS = ("forecast", "promise", "linear", "spi_t")


@dataclass(frozen=True)
class Tried:
    """One past week: the chance of the agreed day by each method, and whether it was kept."""

    status_date: date
    agreed_on: date
    forecast: float
    promise: float | None
    linear: float | None
    spi_t: float | None
    kept: bool | None  # None: the day has not come yet


def backtest(as_of: AsOf = "", as_json: AsJson = False) -> None:
    """Try the forecast on each past week, and score it beside simpler methods."""
    with session() as hub:
        at = instant(hub, as_of) or hub.now()
        tried = list(weeks(hub, at))
    content: dict[str, Any] = {
        "as_of": at,
        "weeks": [asdict(week) for week in tried],
        "brier": {method: score(tried, method) for method in METHODS},
    }
    answer(content, as_json, lambda: show(tried, content["brier"]))


def weeks(hub: Installation, at: datetime) -> Iterator[Tried]:
    """Fold the record once, stop at the end of each week, and forecast as a hub would have then.

    A week in which it would not have forecast is left out.
    """
    found: list[ForecastMade] = []
    world = World(hub.project)
    ends: date | None = None
    for event in recorded(hub, at):
        on = status_date_at(event.recorded_at, hub.policy)
        while ends is not None and on > ends:
            found.append(made(hub, world, ends, event.recorded_at))
            ends += timedelta(days=7)
        ends = ends or on + timedelta(days=6 - on.weekday())
        add(world, event)
    last = status_date_at(at, hub.policy)
    went_on = passed_on(hub, world, last, at)
    for each in found:
        if each.outlook is not None and each.go_live_on is not None:
            yield tried_of(each, each.go_live_on, went_on, last)


def recorded(hub: Installation, at: datetime) -> Iterator[Any]:
    """Yield the project's events up to an instant, oldest recorded first."""
    stop, after = hub.log.cut(at), 0
    while page := hub.log.read(after, 1000, stop):
        yield from (event for event in page.events if event.project == hub.project)
        after = page.last


def made(hub: Installation, world: World, on: date, at: datetime) -> ForecastMade:
    """Forecast from what was known."""
    return forecast_of(Context(world, hub.policy, hub.calendar, on, at))


def passed_on(hub: Installation, world: World, on: date, at: datetime) -> date | None:
    """Give the day on which the last go-live was passed; None while it is open."""
    context = Context(world, hub.policy, hub.calendar, on, at)
    case = go_live_case(context)
    gate = case.gate if case else None
    return gate.value if gate and isinstance(gate.event, GatePassed) else None


def tried_of(made: ForecastMade, agreed: date, went_on: date | None, last: date) -> Tried:
    """Compare one forecast with what came."""
    kept = went_on <= agreed if went_on else (False if last > agreed else None)

    def chance(day: date | None) -> float | None:
        return None if day is None else float(day <= agreed)

    return Tried(
        made.status_date,
        agreed,
        made.outlook.chance or 0.0 if made.outlook else 0.0,
        chance(made.promised_on or agreed),
        chance(made.linear_on),
        chance(made.spi_on),
        kept,
    )


def score(tried: list[Tried], method: str) -> float | None:
    """Give the Brier score of a method over the weeks whose outcome is known."""
    told = [(getattr(week, method), week.kept) for week in tried if week.kept is not None]
    return brier([(chance, kept) for chance, kept in told if chance is not None])


def show(tried: list[Tried], scores: dict[str, float | None]) -> None:
    """Show the weeks and the scores."""
    if not tried:
        line(say(_("No past week held enough for a forecast.")))
        return
    outcome = {True: say(_("kept")), False: say(_("not kept")), None: say(_("not known yet"))}
    head = [say(_("judged for")), say(_("agreed")), say(_("forecast")), say(_("outcome"))]
    rows = [
        (str(w.status_date), str(w.agreed_on), f"{100 * w.forecast:.0f} %", outcome[w.kept])
        for w in tried
    ]
    table(head, rows)
    line()
    line(say(_("Brier score, 0 is always right, 0.25 a coin:")))
    named = {
        "forecast": _("forecast"),
        "promise": _("the promised day"),
        "linear": _("mean pace of the sample"),
        "spi_t": _("earned schedule, SPI(t)"),
    }
    for method, value in scores.items():
        line(f"  {say(named[method])}: {'–' if value is None else f'{value:.3f}'}")


command(
    app,
    "backtest",
    does=_("Try the forecast on each past week, and score it beside simpler methods."),
    example="hub forecast backtest",
)(backtest)
