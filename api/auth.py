"""Who is asking, and whether a write comes from our own pages."""

import hashlib
import hmac
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

from fastapi import Request, Response

from hub.accounts import Account
from hub.accounts.passwords import new_token
from hub.errors import NotAllowed, Refused
from hub.model.people import Person

LOOPBACK = {"localhost", "127.0.0.1", "::1"}
DAY_S = 86_400


class NotSignedIn(NotAllowed):
    """Nobody, or a session that has ended."""

    code = "not_signed_in"


class ForeignWrite(NotAllowed):
    """A write that none of our own pages has sent."""

    code = "foreign_write"


@dataclass(frozen=True)
class Principal:
    """Who is asking."""

    account: Account
    session: str = ""  # empty: a program with a token
    secret: str = field(default="", repr=False)  # what the form token is made from; never shown
    scope: str = "write"

    @property
    def person(self) -> Person:
        """Give the person whom events will name."""
        return self.account.person


def is_secure(request: Request) -> bool:
    """Say whether the browser came over https; the proxy in front tells."""
    return request.url.scheme == "https"


def cookie_name(request: Request, what: str = "hub") -> str:
    """Name a cookie. `__Host-` binds it to this host and to https; loopback has no https."""
    return f"__Host-{what}" if is_secure(request) else what


def put_cookie(request: Request, response: Response, what: str, value: str, age_s: int) -> None:
    """Give the browser a cookie that scripts cannot read and other sites cannot send along."""
    response.set_cookie(
        cookie_name(request, what),
        value,
        max_age=age_s,
        path="/",
        secure=is_secure(request),
        httponly=True,
        samesite="lax",
    )


def drop_cookie(request: Request, response: Response, what: str) -> None:
    """Take a cookie back."""
    put_cookie(request, response, what, "", 0)


def principal_of(request: Request, accounts: Any, at: Any) -> Principal | None:
    """Give who is asking: by a program's token, else by the session's cookie; None: nobody."""
    scheme, _, secret = request.headers.get("authorization", "").partition(" ")
    if scheme.lower() == "bearer":
        owner = accounts.tokens.owner(secret.strip(), at=at)
        return Principal(owner[0], scope=owner[1]) if owner else None
    token = request.cookies.get(cookie_name(request), "")
    held = accounts.sessions.principal(token, at=at) if token else None
    return Principal(held[0], session=held[1], secret=token) if held else None


def form_token(secret: str) -> str:
    """Give the token that a form carries: only who knows the cookie's secret can make it."""
    return hashlib.sha256(b"form\n" + secret.encode()).hexdigest()[:43]


def visit_of(request: Request) -> str:
    """Give the secret of somebody who has not signed in yet, so that this form has a token too."""
    return request.cookies.get(cookie_name(request, "hub-visit")) or new_token()


def refuse_foreign(request: Request, token: str, secret: str) -> None:
    """Refuse a write unless our own page has sent it: its origin and its token say so."""
    if not _is_own_origin(request):
        raise ForeignWrite(
            "This was not sent by a page of the hub.",
            remedy="Open the page again and send it from there.",
        )
    if not secret or not hmac.compare_digest(token, form_token(secret)):
        raise ForeignWrite(
            "The page was too old to send something.", remedy="Open it again and send it once more."
        )


def _is_own_origin(request: Request) -> bool:
    site = request.headers.get("sec-fetch-site")
    if site is not None and site != "same-origin":
        return False
    origin = request.headers.get("origin")
    if origin is None:
        return site is not None
    return urlsplit(origin).netloc == request.url.netloc and origin != "null"


def refuse_readable_password(request: Request) -> None:
    """Refuse to take a password over plain http from another machine."""
    if not is_secure(request) and request.url.hostname not in LOOPBACK:
        raise Refused(
            "Over plain http a password could be read on the way.",
            remedy="Open the hub over https. The operator's guide tells how to set up the proxy.",
        )


def own_path(wanted: str) -> str:
    """Give *wanted* if it is a path of our own, else the home page: no redirect leaves the hub."""
    good = wanted.startswith("/") and not wanted.startswith(("//", "/\\")) and wanted.isprintable()
    return wanted if good and "\\" not in wanted else "/"
