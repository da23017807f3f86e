"""What goes over the wire: requests, replies, refusals, and bodies that are packed in pieces."""

import json
import zlib
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

import msgspec


class Piece:
    """Bytes that are sent often, with their compressed form made once."""

    __slots__ = ("_packed", "raw")

    def __init__(self, raw: bytes) -> None:
        self.raw = raw
        self._packed: bytes | None = None

    @property
    def packed(self) -> bytes:
        """Raw deflate, closed at a byte boundary, so that pieces can be put in a row."""
        if self._packed is None:
            press = zlib.compressobj(1, zlib.DEFLATED, -15)
            self._packed = press.compress(self.raw) + press.flush(zlib.Z_SYNC_FLUSH)
        return self._packed


GZIP_HEAD = b"\x1f\x8b\x08\x00\x00\x00\x00\x00\x04\xff"
GZIP_END = b"\x03\x00"  # an empty last block
COMMA = Piece(b",")


def joined(head: bytes, pieces: Iterable[Piece], tail: bytes) -> list[Piece]:
    """Return *head*, the pieces with commas between them, and *tail*."""
    row = [Piece(head)]
    for piece in pieces:
        row += (piece, COMMA)
    if len(row) > 1:
        row.pop()
    row.append(Piece(tail))
    return row


@dataclass(slots=True)
class Request:
    """One request as it arrived; header names in lower case."""

    method: str
    target: str
    headers: dict[str, str]
    body: bytes = b""

    @property
    def path(self) -> str:
        return unquote(urlsplit(self.target).path)

    @property
    def query(self) -> list[tuple[str, str]]:
        return parse_qsl(urlsplit(self.target).query, keep_blank_values=True)

    def payload(self) -> Any:
        """Return the decoded JSON body; ValueError when it is none."""
        return json.loads(self.body) if self.body else None


@dataclass(slots=True)
class Reply:
    """One answer, and how it fails on its way.

    `cut_at`: so many bytes of the body are sent, then the connection ends; -1 sends nothing at
    all. `abort`: end it with a reset instead of a close. `pause`: seconds between the slices of
    `slice_size` bytes in which the body is sent.
    """

    status: int
    body: bytes = b""
    headers: dict[str, str] = field(default_factory=dict)
    pieces: list[Piece] | None = None
    cut_at: int | None = None
    abort: bool = False
    pause: float = 0.0
    slice_size: int = 1024

    @property
    def content(self) -> bytes:
        """The body before any compression."""
        return self.body if self.pieces is None else b"".join(p.raw for p in self.pieces)

    def with_content(self, body: bytes) -> "Reply":
        self.body, self.pieces = body, None
        return self

    def pack(self) -> None:
        """Compress the body with gzip."""
        raw = self.content
        if self.pieces is None:
            press = zlib.compressobj(1, zlib.DEFLATED, 31)
            packed = press.compress(raw) + press.flush()
        else:
            trailer = zlib.crc32(raw).to_bytes(4, "little")
            trailer += (len(raw) & 0xFFFFFFFF).to_bytes(4, "little")
            packed = b"".join(
                (GZIP_HEAD, *(piece.packed for piece in self.pieces), GZIP_END, trailer)
            )
        self.with_content(packed).headers["Content-Encoding"] = "gzip"


def json_reply(value: Any, status: int = 200, **headers: str) -> Reply:
    named = {name.replace("_", "-"): content for name, content in headers.items()}
    return Reply(status, msgspec.json.encode(value), named)


def html_reply(status: int, title: str, text: str = "") -> Reply:
    page = f"<!DOCTYPE html><html><head><title>{title}</title></head><body>{text}</body></html>"
    return Reply(status, page.encode(), {"Content-Type": "text/html;charset=UTF-8"})


class Refused(Exception):
    """Ends a request with an error in Jira's form."""

    def __init__(self, status: int, *messages: str, **errors: str) -> None:
        super().__init__(*messages)
        self.status, self.messages, self.errors = status, messages, errors

    @cached_property
    def reply(self) -> Reply:
        content = {"errorMessages": list(self.messages), "errors": self.errors}
        return json_reply(content, self.status)
