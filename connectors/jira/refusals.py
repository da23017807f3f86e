"""Turns a refusing answer of Jira into an error that says what to do."""

import html
import re
from collections.abc import Iterable

import msgspec

from connectors.jira.errors import (
    CredentialRefused,
    EndpointGone,
    Forbidden,
    NotJson,
    ProjectUnseen,
    QueryRefused,
    RedirectRefused,
)
from hub.errors import HubError, SourceFailed

TITLE = re.compile(rb"<title[^>]*>(.*?)</title>", re.IGNORECASE | re.DOTALL)


class Said(msgspec.Struct):
    """What Jira says about a refusal."""

    errorMessages: list[str] = []  # noqa: N815 - the name that Jira writes
    errors: dict[str, str] = {}
    message: str = ""


def refusal(source: str, status: int, body: bytes, *, path: str, about: str) -> HubError:
    """Give the error for an answer that is neither good nor worth another try.

    *about* is the query or body that was sent, without any credential.
    """
    said = _said(body)
    place = {"source": source, "path": path, "said": said}
    if status == 401:
        return CredentialRefused(
            "{source} does not accept the credential: {said}.",
            remedy="The token may have expired, or its owner left; on Data Center the account may"
            " be locked until somebody solves the CAPTCHA at the login page. Put a new token where"
            " `token` of the source points, then run `hub doctor`.",
            **place,
        )
    if status == 403:
        return Forbidden(
            "{source} forbids {path} to the hub's account: {said}.",
            remedy="Give the account `Browse projects` on the projects of the source, and for"
            " write-back `Add comments` and `Edit issues`.",
            **place,
        )
    if status == 400:
        return QueryRefused(
            "{source} does not accept the query {about}: {said}.",
            remedy="A project or field in it may be gone or renamed: compare `projects` and"
            " `fields` of the source with Jira.",
            about=about[:500],
            **place,
        )
    if status in (404, 405, 410):
        return EndpointGone(
            "{source} has no {path} ({status}): {said}.",
            remedy="Compare `dialect` and `base_url` of the source with the server: Cloud and Data"
            " Center have different interfaces, and a context path belongs to the address.",
            status=status,
            **place,
        )
    return SourceFailed(
        "{source} answers {path} with {status}: {said}.",
        remedy="Ask the administrator of this Jira.",
        status=status,
        **place,
    )


def unseen(source: str, projects: Iterable[str]) -> ProjectUnseen:
    """Name projects of the settings that the account does not see."""
    return ProjectUnseen(
        "The account of {source} sees no project {projects}.",
        remedy="Compare `projects` of the source with Jira, and give the account the"
        " permission `Browse projects` on them.",
        source=source,
        projects=", ".join(projects),
    )


def redirected(source: str, path: str, location: str) -> RedirectRefused:
    """Say where Jira points; a credential follows nobody."""
    return RedirectRefused(
        "{source} sends {path} on to {location}.",
        remedy="If that is your Jira, make it the `base_url` of the source.",
        source=source,
        path=path,
        location=location.split("?", maxsplit=1)[0][:200] or "nowhere",
    )


def not_json(source: str, path: str, status: int, body: bytes) -> NotJson:
    """Say what came in place of JSON."""
    found = TITLE.search(body[:20_000])
    title = html.unescape(found[1].decode("utf-8", "replace").strip()) if found else ""
    return NotJson(
        "{source} answers {path} with a page ({status}, “{title}”) in place of JSON.",
        remedy="Check `base_url` and its context path, whether a single sign-on stands before Jira,"
        " and whether Jira is in maintenance.",
        source=source,
        path=path,
        status=status,
        title=title[:200] or "no title",
    )


def _said(body: bytes) -> str:
    try:
        said = msgspec.json.decode(body, type=Said)
    except (msgspec.MsgspecError, UnicodeDecodeError):
        found = TITLE.search(body[:20_000])
        text = html.unescape(found[1].decode("utf-8", "replace").strip()) if found else ""
        return text[:200] or "nothing said"
    each = [*said.errorMessages, *(f"{n}: {e}" for n, e in said.errors.items()), said.message]
    return " ".join(part for part in each if part)[:500].rstrip(".") or "nothing said"
