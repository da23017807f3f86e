"""Reads one file through the limited child and keeps its frames on disk, not in memory."""

import tempfile
from collections import Counter
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import IO

import msgspec

from connectors.workbook.frames import (
    MAPPED_ROLES,
    BookEnd,
    BookHead,
    Comment,
    Counted,
    Group,
    Passing,
    Problem,
    Refusal,
    Request,
    Rows,
    SheetTop,
    TableHead,
    decoder,
    passing,
)
from hub.child import ChildLimits, frames
from hub.refused_files import FileRefused

MODULE = "connectors.workbook.child"
SUFFIXES = {".xlsx", ".xls", ".ods", ".csv", ".txt", ".tsv", ".xlsm", ".mpp", ".xml"}
LENGTH = 4
NO_HEAD = BookHead("", date.min, "", "")
NO_END = BookEnd(0, 0, 0, {})


@dataclass(slots=True)
class Book:
    """A file that was read. Rows stay in a temporary file until they are asked for."""

    head: BookHead
    end: BookEnd
    tables: dict[int, TableHead]
    problems: list[Problem]
    groups: list[Group]
    spool: IO[bytes] = field(repr=False)
    tops: list[SheetTop] = field(default_factory=list)
    comments: list[Comment] = field(default_factory=list)
    confirmed: dict[str, dict[str, str]] = field(default_factory=dict)  # what people have named

    def rows(self) -> Iterator[Rows]:
        """Yield the frames of rows again, in their order."""
        self.spool.seek(0)
        while head := self.spool.read(LENGTH):
            frame = decoder.decode(self.spool.read(int.from_bytes(head, "big")))
            if isinstance(frame, Rows):
                yield frame

    def close(self) -> None:
        """Let the temporary file go."""
        self.spool.close()


def read_book(body: bytes, request: Request, limits: ChildLimits | None = None) -> Book:
    """Read a file; raise `FileRefused` with the reason. Close the book when it is not needed."""
    if not body:
        raise FileRefused("empty_file")
    suffix = Path(request.name).suffix.lower()
    name = f"original{suffix if suffix in SUFFIXES else '.bin'}"
    with tempfile.TemporaryDirectory(prefix="hub-original-") as folder:
        path = Path(folder) / "kept"
        path.write_bytes(body)
        spool = tempfile.TemporaryFile(prefix="hub-rows-")  # noqa: SIM115 - the book closes it
        try:
            asked = msgspec.msgpack.encode(request)
            with closing(frames(MODULE, path, name, asked, limits)) as stream:
                return collected(stream, spool)
        except BaseException:
            spool.close()
            raise


def collected(stream: Iterator[bytes], spool: IO[bytes]) -> Book:
    """Take all frames; count the rows again, and refuse a file whose sums differ."""
    book = Book(NO_HEAD, NO_END, {}, [], [], spool)
    roles: Counter[str] = Counter()
    for encoded in stream:
        frame = decoded(encoded)
        if isinstance(frame, Counted):
            roles.update(frame.roles)
            spool.write(len(encoded).to_bytes(LENGTH, "big") + encoded)
        else:
            take(book, frame)
    if NO_HEAD is book.head or NO_END is book.end:
        raise FileRefused("damaged")
    check_sums(book.end, roles)
    return book


def take(book: Book, frame: Passing) -> None:
    """Put a frame where it belongs."""
    match frame:
        case TableHead():
            book.tables[frame.table] = frame
        case Problem():
            book.problems.append(frame)
        case Group():
            book.groups.append(frame)
        case Comment():
            book.comments.append(frame)
        case BookHead():
            book.head = frame
        case SheetTop():
            book.tops.append(frame)
        case BookEnd():
            book.end = frame


def check_sums(end: BookEnd, roles: Counter[str]) -> None:
    """Refuse a file of which a row was lost between the child and here."""
    mapped = sum(count for role, count in roles.items() if role in MAPPED_ROLES)
    out = end.mapped + end.quarantined
    if (roles.total(), mapped) != (end.rows_in, end.mapped) or end.rows_in != out:
        raise FileRefused("unbalanced", rows_in=roles.total(), rows_out=out)


def decoded(encoded: bytes) -> Passing:
    """Decode one frame, rows only as far as they are counted; a refusal becomes an error."""
    try:
        frame = passing.decode(encoded)
    except msgspec.DecodeError as error:
        raise FileRefused("damaged") from error
    if isinstance(frame, Refusal):
        raise FileRefused(frame.code, **frame.values)
    return frame
