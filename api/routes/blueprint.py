"""How much of the blueprint is designed, delivered, tested and accepted."""

from typing import Annotated

from fastapi import APIRouter, Depends, Response

from api.deps import Reading
from api.pages import render
from api.paging import Paging
from api.reads.blueprint import STAGES, BlueprintFilters, Coverage, coverage

router = APIRouter(tags=["blueprint"])
Filters = Annotated[BlueprintFilters, Depends()]


@router.get("/v1/blueprint")
def blueprint(read: Reading, filters: Filters, page: Paging) -> Coverage:
    """Give each function with the stages that it has reached, and the counts by module."""
    return coverage(read, filters, page)


@router.get("/blueprint", include_in_schema=False)
def blueprint_page(read: Reading, filters: Filters, page: Paging) -> Response:
    """Show it."""
    found = coverage(read, filters, page)
    return render(read, "blueprint.html", found=found, filters=filters, stages=STAGES)
