"""Accidents on order: which requests they hit, and what then goes wrong."""

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from email.utils import format_datetime
from typing import TYPE_CHECKING, Any

from .exchange import Reply, Request, html_reply, json_reply
from .routing import Route

if TYPE_CHECKING:
    from .jira import LocalJira

Serve = Callable[[], Reply]
Accident = Callable[["LocalJira", Request, Serve], Reply]


@dataclass(slots=True)
class Fault:
    """One accident: it lets *skip* matching requests pass, then hits *times* (None: all)."""

    where: str
    accident: Accident
    skip: int = 0
    times: int | None = 1
    when: Callable[[Request], bool] | None = None

    def hits(self, route: Route, request: Request) -> bool:
        if self.where not in {"*", route.name} or self.times == 0:
            return False
        if self.when and not self.when(request):
            return False
        if self.skip:
            self.skip -= 1
            return False
        if self.times is not None:
            self.times -= 1
        return True


@dataclass(slots=True)
class Faults:
    """The accidents of one Jira, in the order in which they were ordered."""

    endpoints: frozenset[str] = frozenset()
    pending: list[Fault] = field(default_factory=list)
    marks: dict[str, int] = field(default_factory=dict)

    def on(
        self,
        where: str,
        accident: Accident,
        *,
        skip: int = 0,
        times: int | None = 1,
        when: Callable[[Request], bool] | None = None,
    ) -> None:
        """Order *accident* at the endpoint named *where* (`*`: any)."""
        if where not in {"*", *self.endpoints}:
            raise ValueError(f"No endpoint is named {where!r}; there are {sorted(self.endpoints)}.")
        self.pending.append(Fault(where, accident, skip, times, when))

    def clear(self) -> None:
        self.pending.clear()
        self.marks.clear()

    def empty_pages(self, times: int = 1) -> None:
        """Let Cloud's search answer pages without rows, though with a token."""
        self.marks["empty page"] = times

    def took(self, mark: str) -> bool:
        """Use up one of *mark*."""
        if self.marks.get(mark, 0) <= 0:
            return False
        self.marks[mark] -= 1
        return True

    def around(self, route: Route, request: Request, jira: "LocalJira", serve: Serve) -> Reply:
        """Answer *request*, by the first accident that hits it or as usual."""
        for fault in self.pending:
            if fault.hits(route, request):
                return fault.accident(jira, request, serve)
        return serve()


def status(code: int, message: str = "", **headers: str) -> Accident:
    """Answer *code* without doing anything."""

    def accident(jira: "LocalJira", request: Request, serve: Serve) -> Reply:
        words = [message or f"Error {code}"]
        return json_reply({"errorMessages": words, "errors": {}}, code, **headers)

    return accident


def html(code: int, title: str, **headers: str) -> Accident:
    """Answer a page of HTML, as a proxy does."""

    def accident(jira: "LocalJira", request: Request, serve: Serve) -> Reply:
        reply = html_reply(code, title)
        reply.headers.update({name.replace("_", "-"): value for name, value in headers.items()})
        return reply

    return accident


def too_many(
    retry_after: float | str | timedelta | None = None,
    *,
    as_html: bool = False,
    reason: str = "",
) -> Accident:
    """Answer 429: with seconds, with decimals, with a date (a timedelta), or without any word."""

    def accident(jira: "LocalJira", request: Request, serve: Serve) -> Reply:
        reply = html_reply(429, "Too many requests") if as_html else Reply(429, b"")
        if isinstance(retry_after, timedelta):
            moment = jira.clock.read().moment + retry_after
            reply.headers["Retry-After"] = format_datetime(moment, usegmt=True)
        elif retry_after is not None:
            reply.headers["Retry-After"] = str(retry_after)
        if reason:
            reply.headers["RateLimit-Reason"] = reason
        return reply

    return accident


def login_page() -> Accident:
    """Answer 200 with the login page of a single sign-on."""
    return html(200, "Log in - Company Single Sign-On")


def redirect(to: str, code: int = 302) -> Accident:
    """Send the client to *to*: an absolute address, or a path of this origin."""

    def accident(jira: "LocalJira", request: Request, serve: Serve) -> Reply:
        return Reply(code, b"", {"Location": to})

    return accident


def drop(*, abort: bool = True) -> Accident:
    """End the connection before anything was answered, and before anything was done."""

    def accident(jira: "LocalJira", request: Request, serve: Serve) -> Reply:
        return Reply(200, cut_at=-1, abort=abort)

    return accident


def cut(at: int | None = None, *, abort: bool = True) -> Accident:
    """Answer, but end the connection after *at* bytes of the body (half of it, if not given)."""

    def accident(jira: "LocalJira", request: Request, serve: Serve) -> Reply:
        reply = serve()
        reply.cut_at = len(reply.content) // 2 if at is None else at
        reply.abort = abort
        return reply

    return accident


def slow(pause: float, slice_size: int = 1024) -> Accident:
    """Answer in slices with so many real seconds between them."""

    def accident(jira: "LocalJira", request: Request, serve: Serve) -> Reply:
        reply = serve()
        reply.pause, reply.slice_size = pause, slice_size
        return reply

    return accident


def after(then: Accident) -> Accident:
    """Do what was asked, then answer as *then* does: applied, but the client cannot know."""

    def accident(jira: "LocalJira", request: Request, serve: Serve) -> Reply:
        serve()
        return then(jira, request, serve)

    return accident


def meanwhile(change: Callable[[], object]) -> Accident:
    """Let *change* happen just before the answer: another user works while a client pages."""

    def accident(jira: "LocalJira", request: Request, serve: Serve) -> Reply:
        change()
        jira.index.catch_up(jira.clock.read())
        return serve()

    return accident


def body(change: Callable[[bytes], bytes]) -> Accident:
    """Answer with changed bytes: for bodies that are no JSON, no UTF-8, or too long."""

    def accident(jira: "LocalJira", request: Request, serve: Serve) -> Reply:
        reply = serve()
        return reply.with_content(change(reply.content))

    return accident


def content(change: Callable[[Any], Any]) -> Accident:
    """Answer with a changed JSON value; *change* may edit it in place and return nothing."""

    def changed(raw: bytes) -> bytes:
        value = json.loads(raw)
        result = change(value)
        return json.dumps(value if result is None else result).encode()

    return body(changed)


def exactly(value: Any, code: int = 200) -> Accident:
    """Answer *value*, such as `{}` for serverInfo."""

    def accident(jira: "LocalJira", request: Request, serve: Serve) -> Reply:
        return json_reply(value, code)

    return accident


def repeated_token() -> Accident:
    """Answer with the page token that the client has just sent, or with the first one again."""
    seen: list[str] = []

    def repeat(value: Any) -> None:
        if "nextPageToken" in value:
            seen.append(value["nextPageToken"])
            value["nextPageToken"] = seen[0]

    return content(repeat)


def cesu8(raw: bytes) -> bytes:
    """Return *raw* with every character beyond the first plane as two encoded surrogates."""
    units = raw.decode().encode("utf-16-be", "surrogatepass")
    pairs = (units[at : at + 2] for at in range(0, len(units), 2))
    text = "".join(chr(int.from_bytes(pair, "big")) for pair in pairs)
    return text.encode("utf-8", "surrogatepass")
