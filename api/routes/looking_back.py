"""From a day on a form to the instant in the address."""

from datetime import date, datetime, time

from fastapi import APIRouter, Response
from fastapi.responses import RedirectResponse

from api.auth import own_path
from api.deps import Reading
from api.pages import with_query
from api.state import zone_of

router = APIRouter(include_in_schema=False)


@router.get("/as-of")
def as_of(read: Reading, on: date, back: str = "/") -> Response:
    """Show a page as it was on the evening of a day, in the project's time zone."""
    evening = datetime.combine(on, time(23, 59, 59), tzinfo=zone_of(read.hub))
    instant = None if evening >= read.now else evening.isoformat()
    return RedirectResponse(with_query(own_path(back), as_of=instant, cursor=None), status_code=303)
