"""The brief: one sheet for the executive."""

from datetime import date, datetime
from functools import lru_cache
from typing import TYPE_CHECKING, Any

import msgspec
from fastapi import APIRouter, Response

from api.deps import Read, Reading
from api.pages import render
from api.reads.findings import say, status_date
from hub import plugins
from hub.brief import Brief, brief_of
from hub.brief_text import markdown
from hub.evaluation import status_date_at
from hub.model.people import Role
from hub.projection import position_of
from hub.rules.context import Context
from projections.cases import cases, world

if TYPE_CHECKING:
    from hub.installation import Installation

router = APIRouter(tags=["brief"])
READERS = (Role.COORDINATOR, Role.SPONSOR, Role.AUDITOR, Role.HEAD, Role.KEY_USER, Role.JOB)


def brief(read: Read) -> Brief:
    """Put the sheet together as of the instant that is asked for."""
    read.require(*READERS)
    with read.engine.connect() as db:
        position = position_of(db, cases)
        on = status_date(db, read.hub.project)
    on = on or status_date_at(read.instant, read.hub.policy)
    return _sheet(read.hub, read.as_of, position, on)


@lru_cache(maxsize=8)
def _sheet(hub: "Installation", as_of: datetime | None, position: int, on: date) -> Brief:
    """Fold the whole record once for each position of the log: nothing else changes it."""
    engine = hub.views if as_of is None else hub.as_of(as_of)
    with engine.connect() as db:
        known = world(db, hub.project)
    known.position = position
    return brief_of(Context(known, hub.policy, hub.calendar, on, as_of or hub.now()))


@router.get("/v1/brief", response_model=None)
def brief_json(read: Reading) -> Response:
    """Give the sheet."""
    # Conclusions are structs of the log's language, which FastAPI does not know.
    return Response(msgspec.json.encode(brief(read)), media_type="application/json")


@router.get("/brief", include_in_schema=False)
def brief_page(read: Reading) -> Response:
    """Show the sheet, ready to print."""
    sheet = brief(read)
    worst: list[tuple[str, Any, str]] = [
        (name, conclusion, say(read, conclusion)) for name, conclusion in sheet.worst
    ]
    return render(read, "brief.html", brief=sheet, worst=worst)


@router.get("/brief.md", include_in_schema=False)
def brief_text(read: Reading) -> Response:
    """Give the sheet as Markdown, for a mail."""
    text = markdown(brief(read), plugins.rules(), read.lang, read.names)
    return Response(text, media_type="text/markdown; charset=utf-8")
