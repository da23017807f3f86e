"""Progress, the slip of milestones, and the forecast of go-live."""

from typing import Annotated

from fastapi import APIRouter, Query, Response

from api.charts.fan import fan
from api.deps import Reading
from api.pages import render
from api.reads import forecasts as ahead
from api.reads import progress as reads
from api.reads import slips as slipped

router = APIRouter(tags=["progress"])


@router.get("/v1/progress")
def progress(
    read: Reading,
    by: Annotated[
        str, Query(max_length=20, description="project, module, phase or department")
    ] = "project",
) -> reads.Progress:
    """Give planned, claimed and verified value by week, earned schedule and flow."""
    return reads.progress_by(read, by)


@router.get("/v1/plan/slip")
def slip(read: Reading) -> slipped.Slips:
    """Give how the date of each milestone looked from every past week."""
    return slipped.slips(read)


@router.get("/v1/forecast")
def forecast(read: Reading) -> ahead.Forecasts:
    """Give the forecast of go-live with its inputs, and what earlier ones said."""
    return ahead.forecasts(read)


@router.get("/forecast", include_in_schema=False)
def forecast_page(read: Reading) -> Response:
    """Show the chance to meet the date, the days, what drives them, and earlier forecasts."""
    told = ahead.forecasts(read).forecast
    return render(
        read,
        "forecast.html",
        forecast=told,
        wide=fan(told, width=1180, height=300) if told else None,
        small=fan(told, width=360, height=260) if told else None,
        needed=read.hub.policy.rule("forecast_breach"),
    )
