"""Signing in and out, and one's own sessions."""

from typing import Annotated

from fastapi import APIRouter, Form, Response
from fastapi.responses import RedirectResponse

from api import auth
from api.deps import Asked, AskedBy, SignedInAs
from api.pages import render
from api.problems import status_of
from hub.accounts import SignInRefused, TooManyTries
from hub.accounts.sessions import ABSOLUTE

router = APIRouter(include_in_schema=False)


@router.get("/sign-in")
def sign_in_page(asked: AskedBy, next: str = "/") -> Response:  # noqa: A002 – its name in the address
    """Show the form; who is signed in already goes on."""
    if asked.principal is not None:
        return RedirectResponse(auth.own_path(next), status_code=303)
    return _form(asked, next)


@router.post("/sign-in")
def sign_in(
    asked: AskedBy,
    login: Annotated[str, Form(max_length=120)],
    password: Annotated[str, Form(max_length=256)],
    token: Annotated[str, Form()] = "",
    next: Annotated[str, Form(max_length=2000)] = "/",  # noqa: A002 – its name in the form
) -> Response:
    """Start a session with a new cookie, or say one neutral sentence."""
    request = asked.request
    auth.refuse_readable_password(request)
    auth.refuse_foreign(request, token, auth.visit_of(request))
    try:
        started = asked.hub.accounts.sessions.sign_in(
            login,
            password,
            address=_address(asked),
            agent=request.headers.get("user-agent", ""),
            at=asked.now,
        )
    except (SignInRefused, TooManyTries) as error:
        told = [asked.say(str(each), **error.values) for each in (error.message, error.remedy)]
        return _form(asked, next, login, " ".join(told), status_of(error))
    answer = RedirectResponse(auth.own_path(next), status_code=303)
    auth.put_cookie(request, answer, "hub", started.token, int(ABSOLUTE.total_seconds()))
    auth.drop_cookie(request, answer, "hub-visit")
    return answer


@router.post("/sign-out")
def sign_out(asked: AskedBy, principal: SignedInAs, token: Annotated[str, Form()] = "") -> Response:
    """End this session."""
    auth.refuse_foreign(asked.request, token, principal.secret)
    asked.hub.accounts.sessions.sign_out(principal.secret)
    answer = RedirectResponse("/sign-in", status_code=303)
    auth.drop_cookie(asked.request, answer, "hub")
    return answer


def _form(
    asked: Asked, goes_to: str, login: str = "", error: str = "", status: int = 200
) -> Response:
    visit = auth.visit_of(asked.request)
    answer = render(
        asked,
        "sign_in.html",
        status,
        visit_token=auth.form_token(visit),
        goes_to=auth.own_path(goes_to),
        login=login,
        error=error,
    )
    auth.put_cookie(asked.request, answer, "hub-visit", visit, auth.DAY_S)
    return answer


def _address(asked: Asked) -> str:
    client = asked.request.client
    return client.host if client else ""
