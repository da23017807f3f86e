"""The local Jira as an ASGI application, for clients without a port and for other servers."""

import asyncio
from collections.abc import Awaitable, Callable, MutableMapping
from typing import TYPE_CHECKING, Any

from .exchange import Request

if TYPE_CHECKING:
    from .jira import LocalJira

Message = MutableMapping[str, Any]


class Dropped(ConnectionError):
    """The answer ends before its end; a server closes the connection."""


class Application:
    """`Application(jira)` is an ASGI application; a cut answer raises `Dropped`."""

    def __init__(self, jira: "LocalJira") -> None:
        self.jira = jira

    async def __call__(
        self,
        scope: Message,
        receive: Callable[[], Awaitable[Message]],
        send: Callable[[Message], Awaitable[None]],
    ) -> None:
        if scope["type"] == "lifespan":
            await self._lifespan(receive, send)
            return
        reply = self.jira.answer(await _request(scope, receive))
        if reply.cut_at == -1:
            raise Dropped
        body = reply.content
        headers = [(k.lower().encode(), v.encode("latin-1")) for k, v in reply.headers.items()]
        headers.append((b"content-length", str(len(body)).encode()))
        await send({"type": "http.response.start", "status": reply.status, "headers": headers})
        if reply.cut_at is not None:
            cut = body[: reply.cut_at]
            await send({"type": "http.response.body", "body": cut, "more_body": True})
            raise Dropped
        if reply.pause:
            for at in range(0, len(body), reply.slice_size):
                part = body[at : at + reply.slice_size]
                await send({"type": "http.response.body", "body": part, "more_body": True})
                await asyncio.sleep(reply.pause)
            body = b""
        await send({"type": "http.response.body", "body": body})

    async def _lifespan(
        self,
        receive: Callable[[], Awaitable[Message]],
        send: Callable[[Message], Awaitable[None]],
    ) -> None:
        while (await receive())["type"] != "lifespan.shutdown":
            await send({"type": "lifespan.startup.complete"})
        await send({"type": "lifespan.shutdown.complete"})


async def _request(scope: Message, receive: Callable[[], Awaitable[Message]]) -> Request:
    parts = []
    more = True
    while more:
        message = await receive()
        parts.append(message.get("body", b""))
        more = message.get("more_body", False)
    headers = {k.decode("latin-1").lower(): v.decode("latin-1") for k, v in scope["headers"]}
    target = scope.get("raw_path", scope["path"].encode()).partition(b"?")[0]
    if scope["query_string"]:
        target += b"?" + scope["query_string"]
    return Request(scope["method"], target.decode("latin-1"), headers, b"".join(parts))
