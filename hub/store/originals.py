"""The bytes that facts were read from, kept under their SHA-256 before anybody interprets them."""

import os
import zlib
from collections.abc import Sequence
from datetime import datetime
from hashlib import sha256
from pathlib import Path
from secrets import token_hex

import msgspec

from hub.errors import Broken, NotFound

# Beyond it, packing the answer of a Jira takes longer than reading everything that is in it.
LEVEL = 3


class Redaction(msgspec.Struct, frozen=True):
    """The tombstone of an original: its text is gone, that it was there stays provable."""

    copy: str  # SHA-256 of the redacted copy; empty: there is none
    reason: str
    by: str  # person reference
    at: datetime


class OriginalNote(msgspec.Struct, frozen=True):
    """What is known about an original besides its bytes."""

    sha256: str
    kind: str  # jira-page, workbook, …
    origin: str  # address or file name, as text
    received_at: datetime
    size: int
    mentions: tuple[str, ...] = ()  # subjects, for finding what to redact
    redaction: Redaction | None = None


class Originals:
    """A folder of compressed files, two levels deep, each named by what it holds."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def keep(
        self,
        body: bytes,
        *,
        kind: str,
        origin: str,
        received_at: datetime,
        mentions: Sequence[str] = (),
    ) -> str:
        """Store *body* unless it is there, so that it survives a power cut; give its SHA-256."""
        name = sha256(body).hexdigest()
        if self._note(name).exists():
            return name  # a redacted one is not brought back by reading its source again
        note = OriginalNote(name, kind, origin, received_at, len(body), tuple(mentions))
        self._body(name).parent.mkdir(parents=True, exist_ok=True)
        # The note comes last: what has a note is complete.
        _write(self._body(name), zlib.compress(body, LEVEL))
        _write(self._note(name), msgspec.json.encode(note))
        return name

    def read(self, name: str) -> bytes:
        """Give the bytes again; refuse what is not there, was redacted, or was altered."""
        try:
            packed = self._body(name).read_bytes()
        except FileNotFoundError:
            raise self._missing(name) from None
        try:
            body = zlib.decompress(packed)
        except zlib.error as error:
            raise _altered(name) from error
        if sha256(body).hexdigest() != name:
            raise _altered(name)
        return body

    def about(self, name: str) -> OriginalNote:
        """Give what is known about an original."""
        try:
            return msgspec.json.decode(self._note(name).read_bytes(), type=OriginalNote)
        except FileNotFoundError:
            raise NotFound("There is no original {sha256}.", sha256=name) from None

    def redact(self, name: str, *, copy: bytes | None, reason: str, by: str, at: datetime) -> str:
        """Replace an original by a copy without what must not be readable, and a tombstone.

        Give the copy's SHA-256, empty where there is none.
        """
        note = self.about(name)
        kept = ""
        if copy is not None:
            kept = self.keep(copy, kind=note.kind, origin=note.origin, received_at=at)
        tombstone = Redaction(kept, reason, by, at)
        _write(
            self._note(name),
            msgspec.json.encode(msgspec.structs.replace(note, redaction=tombstone)),
        )
        self._body(name).unlink(missing_ok=True)
        _sync(self._body(name).parent)
        return kept

    def _missing(self, name: str) -> NotFound:
        if self._note(name).exists() and (gone := self.about(name).redaction):
            return NotFound(
                "The original {sha256} was redacted: {reason}",
                remedy="Its redacted copy is {copy}.",
                sha256=name,
                reason=gone.reason,
                copy=gone.copy or "–",
            )
        return NotFound("There is no original {sha256}.", sha256=name)

    def _body(self, name: str) -> Path:
        if len(name) != 64 or not set(name) <= set("0123456789abcdef"):
            raise NotFound("There is no original {sha256}.", sha256=name)
        return self._folder / name[:2] / f"{name}.z"

    def _note(self, name: str) -> Path:
        return self._body(name).with_suffix(".json")


def _altered(name: str) -> Broken:
    return Broken(
        "The original {sha256} is not what was kept.",
        remedy="Restore the folder of originals from a backup.",
        sha256=name,
    )


def _write(path: Path, content: bytes) -> None:
    """Put *content* at *path*, whole or not at all, even when the power fails."""
    draft = path.with_name(f".{path.name}.{token_hex(4)}")
    with draft.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    draft.replace(path)
    _sync(path.parent)


def _sync(folder: Path) -> None:
    if os.name == "nt":
        return  # a folder cannot be opened there
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
