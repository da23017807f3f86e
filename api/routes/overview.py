"""The home page."""

from fastapi import APIRouter, Response
from fastapi.responses import RedirectResponse

from api.charts.burnup import burn_up
from api.deps import Reading
from api.pages import Links, render
from api.reads import progress
from api.reads.forecasts import last_forecast
from api.reads.overview import Overview, overview
from api.reads.sources import health

router = APIRouter(tags=["overview"])


@router.get("/v1/overview")
def overview_json(read: Reading) -> Overview:
    """Give Monday morning in one answer."""
    return overview(read)


@router.get("/", include_in_schema=False)
def home(read: Reading) -> Response:
    """Show it; a vendor's home is its own page."""
    if read.visible.is_vendor:
        return RedirectResponse(Links(read.request).to("/vendor"), status_code=303)
    silent = [each for each in health(read) if each.state not in {"good", "held"}]
    whole, ahead = progress.whole(read), last_forecast(read)
    return render(
        read,
        "overview.html",
        home=overview(read),
        silent=silent,
        whole=whole,
        forecast=ahead,
        wide=burn_up(whole, ahead, width=720, height=280) if whole else None,
        small=burn_up(whole, ahead, width=360, height=240) if whole else None,
        heat=progress.heat(read),
    )
