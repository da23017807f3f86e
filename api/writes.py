"""What a write brings: who, from our own page, and a key under which it is recorded once."""

import hashlib
from dataclasses import dataclass
from typing import Annotated

import msgspec
from fastapi import Depends, Form, Header, Request, Response
from fastapi.responses import RedirectResponse

from api.auth import refuse_foreign
from api.deps import AskedBy, Read, SignedInAs, refuse_readers
from api.pages import Links
from hub.accounts.answers import KeptAnswer
from hub.accounts.passwords import digest, new_id
from hub.errors import HubError, Refused
from hub.model.people import Command, Person


@dataclass(frozen=True)
class Recorded:
    """What a write has put on record: the ids of the new events; none where it was so already."""

    events: list[str]
    repeated: bool = False  # the same request had come before


@dataclass(frozen=True)
class Write(Read):
    """A request that may write."""

    key: str = ""

    @property
    def by(self) -> Person:
        """Give who acts."""
        return self.principal.person

    def name(self, kind: str) -> str:
        """Name what this write makes: sent again with its key, it makes the same thing."""
        own = digest(f"{self.principal.account.id}\n{self.key}")[:16] if self.key else new_id()
        return f"{kind}-{own}"

    def act(self, command: Command) -> Recorded:
        """Record what *command* decides, once for each key; the read models then show it."""
        written = msgspec.json.encode(command)
        if rb"\u0000" in written:
            raise Refused(
                "The text holds a sign that cannot be stored.",
                remedy="Remove it and send it again.",
            )
        mark = hashlib.sha256(msgspec.json.encode([type(command).__name__, command])).hexdigest()
        account = self.principal.account.id
        answers = self.hub.accounts.answers
        kept = answers.begin(account, self.key, mark, at=self.now)
        if kept is not None:
            return Recorded(msgspec.json.decode(kept.body, type=list[str]), repeated=True)
        try:
            events = self.hub.act(command)
        except HubError:
            answers.drop(account, self.key)  # refused: it may be sent again, corrected
            raise
        ids = [event.event_id for event in events]
        answers.keep(account, self.key, KeptAnswer(200, msgspec.json.encode(ids).decode()))
        return Recorded(ids)


def writing(
    request: Request,
    asked: AskedBy,
    principal: SignedInAs,
    token: Annotated[str, Form(max_length=100)] = "",
    once: Annotated[str, Form(max_length=100)] = "",
) -> Write:
    """Require somebody who may write, by a form of our own pages."""
    refuse_readers(principal)
    refuse_foreign(request, token, principal.secret)
    return Write(request, asked.hub, asked.now, asked.lang, principal, None, once)


Writing = Annotated[Write, Depends(writing)]


def writing_json(
    request: Request,
    asked: AskedBy,
    principal: SignedInAs,
    idempotency_key: Annotated[
        str, Header(max_length=100, description="A random text of yours, new for each write.")
    ] = "",
    hub_token: Annotated[
        str, Header(max_length=100, description="The form token, where a session's cookie is sent.")
    ] = "",
) -> Write:
    """Require somebody who may write, by a program: with a key, and no cookie without its token."""
    refuse_readers(principal)
    if principal.session:
        refuse_foreign(request, hub_token, principal.secret)
    if not idempotency_key:
        raise Refused(
            "A write needs the header Idempotency-Key.",
            remedy="Send a random text with it, a new one for each write.",
        )
    return Write(request, asked.hub, asked.now, asked.lang, principal, None, idempotency_key)


WritingJson = Annotated[Write, Depends(writing_json)]


def back_to(write: Write, path: str) -> Response:
    """Lead back to a page after a write, in the language it was in."""
    return RedirectResponse(Links(write.request).to(path, done="1", as_of=None), status_code=303)
