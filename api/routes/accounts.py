"""One's own account: language, password, sessions, tokens; the invitation that starts it."""

from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Form, Response
from fastapi.responses import RedirectResponse

from api import auth
from api.deps import Asked, AskedBy, Read, Reading
from api.pages import render
from api.writes import Writing
from hub.accounts import Session, Token
from hub.locale import LANGUAGES

router = APIRouter(tags=["accounts"])


@dataclass(frozen=True)
class Me:
    """Who is asking."""

    login: str
    person: str
    role: str
    side: str
    unit: str
    court: str
    lang: str


@router.get("/v1/accounts/me")
def me(read: Reading) -> Me:
    """Say who is asking."""
    person = read.principal.person
    return Me(
        read.principal.account.login,
        person.id,
        str(person.role),
        str(person.side),
        person.unit,
        person.court,
        read.lang,
    )


@router.get("/v1/sessions")
def sessions(read: Reading) -> list[Session]:
    """List one's own sessions."""
    return read.hub.accounts.sessions.of(read.principal.account.id, at=read.now)


@router.get("/v1/accounts/me/tokens")
def tokens(read: Reading) -> list[Token]:
    """List one's own tokens, without their secrets."""
    return list(read.hub.accounts.tokens.of(read.principal.account.id))


@router.get("/settings", include_in_schema=False)
def settings(read: Reading) -> Response:
    """Show one's own account."""
    return _page(read)


def _page(read: Read, secret: str = "") -> Response:
    account = read.principal.account
    return render(
        read,
        "settings.html",
        me=me(read),
        sessions=sessions(read),
        tokens=tokens(read),
        session=read.principal.session,
        secret=secret,
        account=account,
    )


@router.post("/settings/language", include_in_schema=False)
def choose_language(write: Writing, lang: Annotated[str, Form(max_length=10)]) -> Response:
    """Remember the language of one's pages and notices."""
    if lang in LANGUAGES:
        write.hub.accounts.choose_language(write.principal.account.id, lang)
    return RedirectResponse("/settings?done=1", status_code=303)


@router.post("/settings/password", include_in_schema=False)
def change_password(
    write: Writing,
    old: Annotated[str, Form(max_length=256)],
    new: Annotated[str, Form(max_length=256)],
) -> Response:
    """Change one's own password; every session ends, this one too."""
    write.hub.accounts.change_password(write.principal.account.id, old, new)
    return RedirectResponse("/sign-in", status_code=303)


@router.post("/settings/sessions/{session}/end", include_in_schema=False)
def end_session(write: Writing, session: str) -> Response:
    """End one of one's own sessions."""
    write.hub.accounts.sessions.end(write.principal.account.id, session)
    return RedirectResponse("/settings?done=1", status_code=303)


@router.post("/settings/tokens", include_in_schema=False)
def make_token(
    write: Writing,
    label: Annotated[str, Form(max_length=120)],
    scope: Annotated[str, Form(max_length=10)] = "read",
) -> Response:
    """Make a token; its page is the only one that ever shows it."""
    secret = write.hub.accounts.tokens.issue(
        write.principal.account.id, label, scope=scope, at=write.now
    )
    return _page(write, secret)


@router.post("/settings/tokens/{token_id}/revoke", include_in_schema=False)
def revoke_token(write: Writing, token_id: str) -> Response:
    """Let a token count no more."""
    write.hub.accounts.tokens.revoke(write.principal.account.id, token_id)
    return RedirectResponse("/settings?done=1", status_code=303)


@router.get("/invitation/{invitation}", include_in_schema=False)
def invitation_page(asked: AskedBy, invitation: str) -> Response:
    """Ask for the first password."""
    return _invitation(asked, invitation)


@router.post("/invitation", include_in_schema=False)
def accept_invitation(
    asked: AskedBy,
    invitation: Annotated[str, Form(max_length=100)],
    password: Annotated[str, Form(max_length=256)],
    token: Annotated[str, Form()] = "",
) -> Response:
    """Set the password that the invitation allows."""
    auth.refuse_readable_password(asked.request)
    auth.refuse_foreign(asked.request, token, auth.visit_of(asked.request))
    asked.hub.accounts.accept_invitation(invitation, password, at=asked.now)
    return RedirectResponse("/sign-in", status_code=303)


def _invitation(asked: Asked, invitation: str) -> Response:
    visit = auth.visit_of(asked.request)
    answer = render(
        asked, "invitation.html", invitation=invitation, visit_token=auth.form_token(visit)
    )
    auth.put_cookie(asked.request, answer, "hub-visit", visit, auth.DAY_S)
    return answer
