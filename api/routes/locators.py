"""Where something stands: the original cell or changelog entry, with its neighbours."""

from typing import Annotated

from fastapi import APIRouter, Query, Response

from api.access import seen
from api.deps import Reading
from api.pages import render
from api.reads.locators import Located, locate

router = APIRouter(tags=["locators"])
Ref = Annotated[str, Query(max_length=600, description="A locator as citations bear it.")]
EventId = Annotated[str, Query(max_length=80, description="The event that cites it.")]


@router.get("/v1/locators")
def one_place(read: Reading, ref: Ref, event: EventId = "") -> Located:
    """Show the original cell or entry with its neighbours and both times."""
    found = locate(read, ref, event)
    seen(read, ref)
    return found


@router.get("/locators", include_in_schema=False)
def place_page(read: Reading, ref: Ref, event: EventId = "") -> Response:
    """Show it to people."""
    return render(read, "locator.html", place=one_place(read, ref, event))
