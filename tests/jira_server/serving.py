"""The local Jira behind a real port: HTTP/1.1 on asyncio, in a thread of its own.

A server of our own, because it must be able to break a connection in the middle of a body.
"""

import asyncio
import socket
import struct
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from http import HTTPStatus
from pathlib import Path
from typing import TYPE_CHECKING

from .exchange import Reply, Request

if TYPE_CHECKING:
    from .jira import LocalJira

RESET = struct.pack("ii", 1, 0)  # linger, 0 seconds: closing sends a reset


class ViolationsRecorded(AssertionError):
    """A client sent what no correct client sends."""


async def converse(
    jira: "LocalJira", reader: asyncio.StreamReader, writer: asyncio.StreamWriter
) -> None:
    """Answer the requests of one connection until it ends."""
    try:
        while request := await _request(reader):
            reply = jira.answer(request)
            if jira.knobs.latency_s:
                await asyncio.sleep(jira.knobs.latency_s)
            if not await _send(writer, request, reply):
                break
    except (ConnectionError, asyncio.IncompleteReadError, ValueError):
        pass  # the client has gone, or speaks no HTTP
    finally:
        writer.close()


async def _request(reader: asyncio.StreamReader) -> Request | None:
    try:
        head = await reader.readuntil(b"\r\n\r\n")
    except asyncio.IncompleteReadError:
        return None
    first, *lines = head.decode("latin-1").split("\r\n")
    method, target, _ = first.split(" ", 2)
    headers = {}
    for line in lines:
        name, colon, value = line.partition(":")
        if colon:
            headers[name.strip().lower()] = value.strip()
    if headers.get("transfer-encoding", "").lower() == "chunked":
        return Request(method, target, headers, await _chunks(reader))
    length = int(headers.get("content-length", 0))
    return Request(method, target, headers, await reader.readexactly(length) if length else b"")


async def _chunks(reader: asyncio.StreamReader) -> bytes:
    parts = []
    while size := int((await reader.readline()).split(b";")[0], 16):
        parts.append(await reader.readexactly(size))
        await reader.readline()
    await reader.readline()
    return b"".join(parts)


async def _send(writer: asyncio.StreamWriter, request: Request, reply: Reply) -> bool:
    """Send *reply*; return whether the connection may be used again."""
    if reply.cut_at == -1:
        _end(writer, abort=reply.abort)
        return False
    body = reply.content
    writer.write(_head(reply, len(body)))
    if reply.cut_at is not None:
        writer.write(body[: reply.cut_at])
        await writer.drain()
        await asyncio.sleep(0.02)  # what was sent arrives before the end does
        _end(writer, abort=reply.abort)
        return False
    if reply.pause:
        for at in range(0, len(body), reply.slice_size):
            writer.write(body[at : at + reply.slice_size])
            await writer.drain()
            await asyncio.sleep(reply.pause)
    else:
        writer.write(body)
        await writer.drain()
    return request.headers.get("connection", "").lower() != "close"


def _head(reply: Reply, length: int) -> bytes:
    known = reply.status in HTTPStatus.__members__.values()
    phrase = HTTPStatus(reply.status).phrase if known else "Unknown"
    lines = [f"HTTP/1.1 {reply.status} {phrase}"]
    lines += [f"{name}: {value}" for name, value in reply.headers.items()]
    if reply.status != HTTPStatus.NO_CONTENT:
        lines.append(f"Content-Length: {length}")
    return ("\r\n".join(lines) + "\r\n\r\n").encode("latin-1")


def _end(writer: asyncio.StreamWriter, *, abort: bool) -> None:
    if abort:
        port = writer.get_extra_info("socket")
        port.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, RESET)
        writer.transport.abort()
    else:
        writer.close()


class Served:
    """A running server: its address, and how to stop it."""

    def __init__(self, jira: "LocalJira", port: int = 0, host: str = "127.0.0.1") -> None:
        self.jira = jira
        self.socket = socket.create_server((host, port), backlog=256)
        self.url = f"http://{host}:{self.socket.getsockname()[1]}{jira.knobs.context}"
        self.thread = threading.Thread(target=self._run, name="local-jira", daemon=True)
        self.conversations: set[asyncio.Task[None]] = set()
        self.started = threading.Event()

    def _run(self) -> None:
        with asyncio.Runner() as runner:
            self.loop = runner.get_loop()
            runner.run(self._serve())

    async def _serve(self) -> None:
        """Accept connections until told to stop, then end those that are open."""
        self.stopping = asyncio.Event()
        server = await asyncio.start_server(self._accepted, sock=self.socket, limit=1 << 20)
        self.started.set()
        await self.stopping.wait()
        server.close()
        for task in self.conversations:
            task.cancel()
        await asyncio.gather(*self.conversations, return_exceptions=True)

    async def _accepted(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        if task is not None:
            self.conversations.add(task)
            task.add_done_callback(self.conversations.discard)
        port = writer.get_extra_info("socket")
        port.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        with suppress(asyncio.CancelledError):
            await converse(self.jira, reader, writer)

    def start(self) -> "Served":
        self.thread.start()
        self.started.wait()
        return self

    def stop(self) -> None:
        self.loop.call_soon_threadsafe(self.stopping.set)
        self.thread.join(timeout=5)
        self.socket.close()

    def __enter__(self) -> "Served":
        return self.start()

    def __exit__(self, *_: object) -> None:
        self.stop()


@contextmanager
def running(jira: "LocalJira", *, strict: bool = True) -> Iterator[str]:
    """Serve *jira* on a free port and yield its base URL; if *strict*, violations fail the test."""
    with Served(jira) as served:
        if jira.site == jira.catalogue.site:
            jira.site = served.url  # so that `self` links lead back here
        yield served.url
    if strict and jira.violations:
        raise ViolationsRecorded("\n".join(str(row) for row in jira.violations))


@contextmanager
def spawned(mode: str, *arguments: str) -> Iterator[str]:
    """Serve in a process of its own, for measurements; *arguments*: of the command line."""
    command = [sys.executable, "-m", "tests.jira_server", "--mode", mode, "--port", "0"]
    command += arguments
    root = Path(__file__).parents[2]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=root) as server:
        try:
            line = server.stdout.readline() if server.stdout else ""
            yield line.split()[2].rstrip(":")
        finally:
            server.terminate()
