"""The forecast of go-live, made once for each evaluation and recorded with it."""

from datetime import date, timedelta
from typing import Any

from msgspec.structs import replace

from hub.forecast.courses import RUNS, draw, drivers, outlook
from hub.forecast.inputs import Inputs
from hub.model.event import Event, Interval
from hub.model.progress import Driver, ForecastMade
from hub.progress.series import Schedule, percentile
from hub.rules.context import Context
from hub.rules.forecast_inputs import go_live_case, has_no_date, inputs_of
from hub.rules.measures import measures_of

TEN_YEARS = 520  # weeks
DRIVERS = 6


def forecast_of(context: Context) -> ForecastMade:
    """Forecast once for each evaluation; the rule and the record see the same forecast."""
    return context.recall(_forecast, context)


def forecast_event(context: Context) -> ForecastMade | None:
    """Give the forecast to record; None where the last one of the same day says the same."""
    made, last = forecast_of(context), context.world.progress.forecast
    if last is not None and _content(last) == _content(made):
        return None
    has_nothing = made.abstains == "no_go_live" and last is None
    return None if has_nothing else made


def _content(made: ForecastMade) -> dict[str, Any]:
    """Give what was forecast, without what the log fills in."""
    names = set(made.__struct_fields__) - set(Event.__struct_fields__)
    return {name: getattr(made, name) for name in names}


def _forecast(context: Context) -> ForecastMade:
    rule = context.policy.rule("forecast_breach")
    inputs, reason = inputs_of(
        context,
        min_finished=int(rule.get("min_finished", 20)),  # type: ignore[arg-type]
        min_weeks=int(rule.get("min_weeks", 6)),  # type: ignore[arg-type]
    )
    case = go_live_case(context)
    promised = case.promised_finish if case and not has_no_date(case) else None
    said: dict[str, Any] = {
        "subject": context.world.project,
        "entry": f"{context.status_date}:{context.world.position}",
        "occurred": Interval.at(context.at),
        "actor": "hub",
        "status_date": context.status_date,
        "go_live_on": case.terms.finish_on if case else None,
        "promised_on": promised.value if promised else None,
        "abstains": reason,
    }
    if inputs is None:
        tasks = (line for line in measures_of(context).lines if not line.is_duty)
        finished = sum(line.accepted_on is not None for line in tasks)
        return ForecastMade(**said, finished=finished)
    runs = int(rule.get("runs", RUNS))  # type: ignore[arg-type]
    return ForecastMade(**said, **_drawn(context, inputs, runs), **_told(context, inputs, runs))


def _drawn(context: Context, inputs: Inputs, runs: int) -> dict[str, Any]:
    courses = draw(inputs, runs=runs)
    found = drivers(courses, inputs)[: DRIVERS + 1]
    return {
        "outlook": outlook(courses.go_live(), inputs),
        "without_growth": outlook(courses.go_live(growth=False), inputs),
        "drivers": tuple(_named(context, driver) for driver in found),
    }


def _named(context: Context, driver: Driver) -> Driver:
    """Say which duty it is, and who owes it."""
    if not driver.commitment:
        return driver
    terms, owed = context.in_force[driver.commitment][0], context.world.owed[driver.commitment]
    return replace(driver, key=owed.key, title=terms.title, court=terms.court)


def _told(context: Context, inputs: Inputs, runs: int) -> dict[str, Any]:
    """Give the inputs by name, and what simpler methods would say."""
    return {
        "open_items": inputs.open_items,
        "open_duties": inputs.open_duties,
        "open_gates": inputs.open_gates,
        "finished": inputs.finished,
        "added": sum(inputs.added),
        "weeks": len(inputs.throughput),
        "sample_from": inputs.sample_from,
        "sample_to": inputs.on,
        "linear_on": _linear(context, inputs),
        "spi_on": _by_schedule(context),
        "runs": runs,
        "seed": inputs.seed,
        "inputs_hash": inputs.hash,
        "gate_days": percentile(inputs.gate_delays, 0.5),
        "duty_days": percentile(inputs.duty_delays, 0.5),
    }


def _linear(context: Context, inputs: Inputs) -> date | None:
    """Give the day on which the open items are done at the mean pace of the sample."""
    pace = sum(inputs.throughput) / len(inputs.throughput)
    weeks = inputs.open_items / pace if pace else TEN_YEARS
    return context.status_date + timedelta(days=round(7 * min(weeks, TEN_YEARS)))


def _by_schedule(context: Context) -> date | None:
    """Give the planned start plus IEAC(t)."""
    measures = measures_of(context)
    project = measures.groups.get(("project", ""))
    if project is None:
        return None
    weeks = Schedule(project.actual_w, project.planned_w, project.earned_w).estimate_w
    start = min(line.start_on for line in measures.lines)
    return start + timedelta(days=round(7 * min(weeks or TEN_YEARS, TEN_YEARS)))
