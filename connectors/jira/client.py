"""Asks Jira over HTTP: one place for credentials, retries, sizes and refusals."""

import base64
import random
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from http import HTTPStatus
from typing import Any, TypeVar
from urllib.parse import urlencode

import httpx
import msgspec

from connectors.jira.address import GuardedTransport, check_address
from connectors.jira.errors import TooLarge, Unavailable
from connectors.jira.pacing import MOST_TRIES, Gate, Pace, http_date
from connectors.jira.refusals import not_json, redirected, refusal
from connectors.jira.settings import JiraSettings

BUSY = frozenset({500, 502, 503, 504})
MOST_BYTES = 64 << 20
MOST_INFLATION = 100
SMALL = 1 << 20  # a small answer may be mostly blanks
REQUEST_S = 600.0
TIMEOUT = httpx.Timeout(240, connect=10)  # bodies do stall for minutes
ENGLISH = {"Accept-Language": "en", "X-Force-Accept-Language": "true"}
T = TypeVar("T")


class Undecodable(ValueError):
    """A busy server, or a body that is cut or no JSON; asked again, like a lost connection."""


class Busy(Undecodable):
    """Jira says that it cannot answer now."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What Jira said: the body as it came, after decompression."""

    body: bytes
    origin: str  # method, path, query; no credential
    date: datetime | None  # the server's clock


@dataclass(slots=True)
class Clocks:
    """What waits and what measures; tests hand in their own."""

    sleep: Callable[[float], None] = time.sleep
    monotonic: Callable[[], float] = time.monotonic
    chance: Callable[[], float] = random.random


class Client:
    """One account at one Jira. Every call reads; what writes does not come here."""

    def __init__(
        self, settings: JiraSettings, clocks: Clocks | None = None, tries: int = MOST_TRIES
    ) -> None:
        """*tries*: how often a question that fails is asked; who waits for it asks less often."""
        check_address(settings)
        self.settings = settings
        self.clocks = clocks or Clocks()
        clocks = self.clocks
        self.gate = Gate(settings.connections)
        self.pace = Pace(settings.source, clocks.sleep, clocks.chance, settings.patience, self.gate)
        self.requests, self.tries = 0, tries
        self.http = httpx.Client(
            transport=GuardedTransport(settings),
            headers={"Accept": "application/json", **ENGLISH, **credential(settings)},
            timeout=TIMEOUT,
            follow_redirects=False,
            trust_env=False,
        )

    def close(self) -> None:
        """Close the connections."""
        self.http.close()

    def get(self, path: str, decode: Callable[[bytes], T], **query: Any) -> tuple[T, Answer]:
        """GET *path* of the configured base; addresses in bodies are never fetched."""
        written = f"{path}?{urlencode(query, doseq=True)}" if query else path
        return self.read("GET", written, None, decode)

    def post(
        self, path: str, body: Mapping[str, Any], decode: Callable[[bytes], T]
    ) -> tuple[T, Answer]:
        """POST a question: a search or a bulk call, which may be repeated."""
        return self.read("POST", path, body, decode)

    def read(
        self,
        method: str,
        path: str,
        body: Mapping[str, Any] | None,
        decode: Callable[[bytes], T],
    ) -> tuple[T, Answer]:
        """Ask until there is an answer that *decode* can read, or the tries are used up.

        *decode* raises `Undecodable` for a body that is not whole. Raise the errors of
        `connectors.jira.errors`.
        """
        sent = msgspec.json.encode(body) if body is not None else None
        failed, tries = "", 0
        while tries < self.tries:
            try:
                with self.gate:
                    status, headers, got = self._once(method, path, sent)
                if status == 429:
                    self.pace.hold(headers)
                    continue
                value = decode(self._good(path, status, headers, got, sent))
            except (httpx.TransportError, httpx.DecodingError, Undecodable) as error:
                failed = _told(error)
            else:
                self.pace.calm(headers)
                return value, Answer(got, f"{method} {path}", http_date(headers.get("date", "")))
            tries += 1
            if tries < self.tries:
                self.pace.pause(tries)
        raise Unavailable(
            "{source} did not answer {path} in {tries} tries; the last one failed: {reason}.",
            remedy="Each failure was waited for and tried again. Nothing is lost: the next run goes"
            " on where this one stopped. If it lasts, see whether Jira is in maintenance, and"
            " whether the hub's machine reaches its address.",
            source=self.settings.source,
            path=path.partition("?")[0],
            tries=self.tries,
            reason=failed[:300],
        )

    def _good(
        self, path: str, status: int, headers: Mapping[str, str], got: bytes, sent: bytes | None
    ) -> bytes:
        if status in BUSY:
            raise Busy(f"status {status} ({HTTPStatus(status).phrase})")
        if status >= 300:
            raise self._refusal(path, status, headers, got, sent)
        start = got.lstrip()[:1]
        if not start:
            raise Undecodable("empty body")
        if "json" not in headers.get("content-type", "json") or start not in b"{[":
            raise not_json(self.settings.source, path.partition("?")[0], status, got)
        return got

    def _once(
        self, method: str, path: str, sent: bytes | None
    ) -> tuple[int, Mapping[str, str], bytes]:
        self.requests += 1
        until = self.clocks.monotonic() + REQUEST_S
        headers = {"Content-Type": "application/json"} if sent is not None else {}
        url = self.settings.address + path
        parts: list[bytes] = []
        size = 0
        with self.http.stream(method, url, content=sent, headers=headers) as reply:
            for part in reply.iter_bytes():
                parts.append(part)
                size += len(part)
                self._check_size(path, size, reply.num_bytes_downloaded)
                if self.clocks.monotonic() > until:
                    raise httpx.ReadTimeout("the request took too long")
            return reply.status_code, reply.headers, b"".join(parts)

    def _check_size(self, path: str, size: int, downloaded: int) -> None:
        if size > MOST_BYTES or size > max(SMALL, MOST_INFLATION * downloaded):
            raise TooLarge(
                "The answer of {source} to {path} is larger than anything that Jira should send.",
                remedy="Check that `base_url` is a Jira and that no proxy changes its answers.",
                source=self.settings.source,
                path=path.partition("?")[0],
            )

    def _refusal(
        self, path: str, status: int, headers: Mapping[str, str], got: bytes, sent: bytes | None
    ) -> Exception:
        short = path.partition("?")[0]
        if 300 <= status < 400:
            return redirected(self.settings.source, short, headers.get("location", ""))
        about = (sent or path.partition("?")[2].encode()).decode("utf-8", "replace")
        return refusal(self.settings.source, status, got, path=short, about=about)


def credential(settings: JiraSettings) -> dict[str, str]:
    """Give the header: Basic with an account (Cloud's API token), else Bearer."""
    token = settings.token.read()
    if not settings.account:
        return {"Authorization": f"Bearer {token}"}
    pair = base64.b64encode(f"{settings.account}:{token}".encode()).decode()
    return {"Authorization": f"Basic {pair}"}


def _told(error: Exception) -> str:
    """Say of one failed try what it was, in words for an operator."""
    if isinstance(error, Busy):
        return str(error)
    kind = "its answer cannot be read" if isinstance(error, ValueError) else type(error).__name__
    return f"{kind}: {error}" if str(error) else kind


def decoder(kind: Any) -> Callable[[bytes], Any]:
    """Give a function that reads a body as *kind*, and calls what does not fit undecodable."""
    decode = msgspec.json.Decoder(kind).decode

    def read(body: bytes) -> Any:
        try:
            return decode(body)
        except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError) as error:
            raise Undecodable(str(error)) from error

    return read
