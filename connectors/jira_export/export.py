"""Reads one file through the limited child, and holds what it shows."""

import tempfile
from collections.abc import Iterable
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path

import msgspec

from connectors.jira_export.frames import (
    CSV,
    XML,
    End,
    Frame,
    Head,
    Problem,
    Refusal,
    Request,
    Row,
    Rows,
    decoder,
)
from hub.child import ChildLimits, frames
from hub.refused_files import FileRefused

MODULE = "connectors.jira_export.child"


@dataclass(slots=True)
class Export:
    """One file as it was read."""

    head: Head = field(default_factory=lambda: Head(CSV))
    rows: list[Row] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    end: End = field(default_factory=lambda: End(-1, 0, 0))

    def is_complete(self, row_limit: int) -> bool:
        """Tell whether it shows all that was asked of Jira, as far as it can be told."""
        if self.problems:
            return False
        if self.head.form == XML:
            start, end, total = self.head.start, self.head.end, self.head.total
            return start == 0 and end >= 0 and end - start >= total
        return self.end.rows_in != row_limit


def read_export(body: bytes, request: Request, limits: ChildLimits | None = None) -> Export:
    """Read a file; raise `FileRefused` with the reason."""
    if not body:
        raise FileRefused("empty_file")
    with tempfile.TemporaryDirectory(prefix="hub-original-") as folder:
        path = Path(folder) / "kept"
        path.write_bytes(body)
        child = frames(MODULE, path, "original.txt", msgspec.msgpack.encode(request), limits)
        # Closed at once: the child of a refused file must not wait for the garbage collector.
        with closing(child) as stream:
            return collected(decoded(each) for each in stream)


def decoded(encoded: bytes) -> Frame:
    """Decode one frame; a refusal becomes the error that it is."""
    try:
        frame = decoder.decode(encoded)
    except msgspec.DecodeError as error:
        raise FileRefused("damaged_export") from error
    if isinstance(frame, Refusal):
        raise FileRefused(frame.code, **frame.values)
    return frame


def collected(stream: Iterable[Frame]) -> Export:
    """Take all frames; count the rows again, and refuse a file whose sums differ."""
    found = Export()
    for frame in stream:
        match frame:
            case Head():
                found.head = frame
            case Rows():
                found.rows += frame.rows
            case Problem():
                found.problems.append(frame)
            case End():
                found.end = frame
            case Refusal():
                raise FileRefused(frame.code, **frame.values)
    counted = len(found.rows) + len(found.problems)
    if (len(found.rows), counted) != (found.end.told, found.end.rows_in):
        raise FileRefused("unbalanced", rows_in=found.end.rows_in, rows_out=counted)
    return found
