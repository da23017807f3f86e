"""What sources send unasked: taken as a hint, never as a fact."""

from dataclasses import dataclass
from typing import Annotated

import structlog
from fastapi import APIRouter, Depends, HTTPException, Query, Request, Response
from fastapi.responses import JSONResponse

from api.deps import Asked, AskedBy
from hub import plugins
from hub.errors import Refused
from hub.ingest.contract import Delivery, Hint, Unheard

LONGEST = 1_000_000
UNKNOWN = ""  # addresses are guessed without end; what is counted must not grow with them
router = APIRouter(tags=["sources"])
lines = structlog.get_logger()


@dataclass(frozen=True)
class Taken:
    """Whether the delivery is new, a repetition, or nothing that the hub looks at."""

    outcome: str


async def body_of(request: Request) -> bytes:
    """Read the raw body, up to 1 MB; a signature is over bytes, not over what they mean."""
    body = bytearray()
    async for part in request.stream():
        body += part
        if len(body) > LONGEST:
            raise HTTPException(413)
    return bytes(body)


@router.post(
    "/v1/webhooks/jira/{source}",
    status_code=202,
    response_model=Taken,
    responses={200: {"model": Taken}, 401: {"description": "Not believed."}},
)
def jira_webhook(
    asked: AskedBy,
    source: str,
    body: Annotated[bytes, Depends(body_of)],
    token: Annotated[str, Query(max_length=200)] = "",
) -> Response:
    """Take a delivery of a Jira; the next pull reads what it is about."""
    found = next((s for s in asked.hub.sources if s.kind == "jira" and s.name == source), None)
    headers = {name.lower(): value for name, value in asked.request.headers.items()}
    heard = _heard(found, Delivery(headers, body, token))
    name = found.source if found is not None else UNKNOWN
    if isinstance(heard, Unheard):
        return _unheard(asked, name, heard)
    if asked.hub.hints.take(name, heard, at=asked.now):
        return JSONResponse({"outcome": "taken"}, 202)
    return JSONResponse({"outcome": "repeated"}, 200)


def _heard(found: object, delivery: Delivery) -> Hint | Unheard:
    if found is None:
        return Unheard("unknown_source")
    webhook = plugins.connectors()["jira"].webhook
    try:
        told: Hint | Unheard = webhook(found, delivery)
    except Refused as error:
        # The secret cannot be read. That is for the operator to know, not for who asks.
        lines.warning("webhook_not_checked", code=error.code)
        return Unheard(error.code)
    return told


def _unheard(asked: Asked, name: str, heard: Unheard) -> Response:
    asked.hub.hints.count(name, heard.reason, at=asked.now)
    if heard.is_authentic:
        # Taken, so that it is not sent again: the same bytes would be as unreadable.
        return JSONResponse({"outcome": "ignored"}, 202)
    return Response(status_code=401)
