"""The brief: one sheet for the executive."""

from typing import Any

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
from hub.rules.context import Context
from projections.cases import world

router = APIRouter(tags=["brief"])
READERS = (Role.COORDINATOR, Role.SPONSOR, Role.AUDITOR, Role.HEAD, Role.JOB)


def brief(read: Read) -> Brief:
    """Put the sheet together as of the instant that is asked for."""
    read.require(*READERS)
    hub = read.hub
    with read.engine.connect() as db:
        known = world(db, hub.project)
        on = status_date(db, hub.project) or status_date_at(read.instant, hub.policy)
    return brief_of(Context(known, hub.policy, hub.calendar, on, read.instant))


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
