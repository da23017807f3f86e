"""What went wrong, told as a problem document (RFC 9457) or as the same on a page."""

import secrets
from collections.abc import Sequence
from typing import Any
from urllib.parse import quote

import structlog
from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse, RedirectResponse
from sqlalchemy.exc import DataError
from starlette.exceptions import HTTPException

from api.auth import NotSignedIn
from api.deps import Asked, asked
from api.pages import render_problem
from hub.errors import (
    Broken,
    HubError,
    NotAllowed,
    NotFound,
    Outdated,
    Refused,
    SourceFailed,
    TryLater,
)
from hub.locale import _, best_language, translate

log = structlog.get_logger()

Text = tuple[str, dict[str, Any]]
"""A message id with what fills its places."""

STATUS: Sequence[tuple[type[HubError], int]] = (
    (NotSignedIn, 401),
    (NotFound, 404),
    (NotAllowed, 403),
    (Outdated, 409),
    (Refused, 422),
    (TryLater, 503),
    (SourceFailed, 502),
    (Broken, 500),
    (HubError, 500),
)
TITLES = {
    400: _("This request cannot be read"),
    401: _("Please sign in"),
    403: _("This is not allowed"),
    404: _("There is nothing here"),
    405: _("This address does not take that"),
    409: _("It has changed meanwhile"),
    413: _("This is too large"),
    415: _("This kind of content is not taken"),
    422: _("This cannot be taken as it is"),
    429: _("Too many tries"),
    500: _("The hub has made a mistake"),
    502: _("A source cannot be read"),
    503: _("Please try again later"),
}
REMEDIES = {
    404: _("Go back, or start from the home page. What is not yours to see looks the same."),
    405: _("Open the page and use its buttons."),
    413: _("Send a smaller file, at most 20 MB."),
    500: _("Tell the operator the number of this error. Nothing was recorded by halves."),
}


def install(app: FastAPI) -> None:
    """Give *app* its one way of telling what went wrong."""
    handlers: Sequence[tuple[type[Exception], Any]] = (
        (HubError, _known),
        (HTTPException, _http),
        (RequestValidationError, _invalid),
        (DataError, _unreadable),
        (UnicodeEncodeError, _unreadable),
        (Exception, _unknown),
    )
    for kind, handler in handlers:
        app.add_exception_handler(kind, handler)


def status_of(error: HubError) -> int:
    """Give the HTTP status of an error."""
    if error.code == "too_many_tries":
        return 429
    return next(status for kind, status in STATUS if isinstance(error, kind))


def _known(request: Request, error: HubError) -> Response:
    status = status_of(error)
    if status == 401 and not wants_json(request):
        return RedirectResponse(_sign_in(request), status_code=303)
    values = error.values
    detail = (error.message, values)
    return _answer(request, status, error.code, detail, (error.remedy, values), cause=error)


def _http(request: Request, error: HTTPException) -> Response:
    title = TITLES.get(error.status_code, TITLES[400])
    remedy = REMEDIES.get(error.status_code, "")
    answer = _answer(request, error.status_code, "http", (title, {}), (remedy, {}))
    for name, value in (error.headers or {}).items():
        answer.headers[name] = value
    return answer


def too_large(request: Request) -> Response:
    """Refuse a body before it is read."""
    return _http(request, HTTPException(413))


def _invalid(request: Request, error: RequestValidationError) -> Response:
    wrong = [
        {"field": ".".join(str(part) for part in told["loc"][1:]), "message": str(told["msg"])}
        for told in error.errors()
    ]
    names = ", ".join(sorted({entry["field"] for entry in wrong if entry["field"]}))
    detail = (_("These fields cannot be read: {names}."), {"names": names or "–"})
    remedy: Text = (_("Correct them and send it again."), {})
    return _answer(request, 422, "invalid", detail, remedy, errors=wrong)


def _unreadable(request: Request, error: Exception) -> Response:
    """Refuse what no database takes as text, such as NUL or half of a surrogate pair."""
    detail: Text = (_("The text holds a sign that cannot be stored."), {})
    remedy: Text = (_("Remove it and send it again."), {})
    return _answer(request, 422, "unreadable", detail, remedy)


def _unknown(request: Request, error: Exception) -> Response:
    detail: Text = (_("Something went wrong that nobody has foreseen."), {})
    return _answer(request, 500, "unforeseen", detail, (REMEDIES[500], {}), cause=error)


def _answer(
    request: Request,
    status: int,
    code: str,
    detail: Text,
    remedy: Text,
    *,
    errors: Sequence[dict[str, str]] = (),
    cause: Exception | None = None,
) -> Response:
    lang = language_of(request)
    document: dict[str, Any] = {
        "type": f"/problems/{code}",
        "title": translate(TITLES.get(status, TITLES[400]), lang),
        "status": status,
        "detail": translate(detail[0], lang, **detail[1]),
        "remedy": translate(remedy[0], lang, **remedy[1]) if remedy[0] else "",
        "code": code,
        "error_id": secrets.token_hex(5),
    }
    if errors:
        document["errors"] = list(errors)
    _write_down(request, document, cause)
    headers = {"WWW-Authenticate": "Bearer"} if status == 401 else {}
    if wants_json(request):
        return JSONResponse(
            document, status, headers=headers, media_type="application/problem+json"
        )
    return render_problem(request, _asked(request, look=status < 500), lang, document)


def _write_down(request: Request, document: dict[str, Any], cause: Exception | None) -> None:
    say = log.error if document["status"] >= 500 else log.info
    say(
        "request_refused",
        error_id=document["error_id"],
        status=document["status"],
        code=document["code"],
        method=request.method,
        path=request.url.path,
        exc_info=cause if document["status"] >= 500 else None,
    )


def wants_json(request: Request) -> bool:
    """Say whether a program asks: under `/v1`, or by what it accepts."""
    accept = request.headers.get("accept", "")
    return request.url.path.startswith(("/v1", "/health", "/ready")) or (
        "json" in accept and "html" not in accept
    )


def language_of(request: Request) -> str:
    """Give the language of who asks, even if the failure came before anybody looked."""
    known = _asked(request)
    return known.lang if known else best_language(request.headers.get("accept-language", ""))


def _asked(request: Request, *, look: bool = False) -> Asked | None:
    """Give who asks; an address that does not exist has asked nobody yet, so *look* then."""
    known: Asked | None = getattr(request.state, "asked", None)
    return asked(request) if known is None and look and "app" in request.scope else known


def _sign_in(request: Request) -> str:
    if request.method != "GET":
        return "/sign-in"
    query = f"?{request.url.query}" if request.url.query else ""
    return "/sign-in?next=" + quote(request.url.path + query, safe="")
