"""The vendor's own file with what is flagged, made in a limited process."""

import sys
import tempfile
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import msgspec

from hub.child import ChildLimits, answer, frames, limit_this_process
from hub.flag_book import FlagBook, FlaggedFile
from hub.refused_files import FileRefused

MODULE = "connectors.workbook.annotated"
PIECE = 8 << 20  # bytes of the workbook in one frame
NO_FILE = "nothing"
# Writing takes longer than reading, and a sheet lies unpacked on the disk until it is zipped.
LIMITS = ChildLimits(cpu_s=90, wall_s=120.0, written_file=600 << 20)


class Request(msgspec.Struct, frozen=True):
    """What the child is asked: the name of the file, empty for none, and the flags."""

    name: str
    flags: FlagBook


class Head(msgspec.Struct, frozen=True, tag="head"):
    """What is known of the workbook; its bytes follow."""

    is_rebuilt: bool
    placed: tuple[str, ...]


class Refusal(msgspec.Struct, frozen=True, tag="refusal"):
    """The file is refused."""

    code: str
    values: dict[str, str]


def annotate(body: bytes, name: str, flags: FlagBook) -> FlaggedFile:
    """Give the file *body* called *name* with *flags*; an empty body: a workbook of flags alone.

    Raise `FileRefused` for a file that cannot be read.
    """
    request = msgspec.msgpack.encode(Request(name if body else "", flags))
    with tempfile.TemporaryDirectory(prefix="hub-original-") as folder:
        path = Path(folder) / "kept"
        path.write_bytes(body)
        shown = f"original{Path(name).suffix.lower()}" if body else NO_FILE
        with closing(frames(MODULE, path, shown, request, LIMITS)) as stream:
            head = msgspec.msgpack.decode(next(stream), type=Head | Refusal)
            if isinstance(head, Refusal):
                raise FileRefused(head.code, **head.values)
            return FlaggedFile(b"".join(stream), head.is_rebuilt, head.placed)


def produce(folder: Path, request: bytes) -> Iterator[bytes]:
    """Be the child: yield what is known of the workbook, then its bytes in pieces."""
    wanted = msgspec.msgpack.decode(request, type=Request)
    try:
        made = made_of(folder, wanted)
    except FileRefused as refused:
        values = {name: str(value) for name, value in refused.values.items()}
        yield msgspec.msgpack.encode(Refusal(refused.code, values))
        return
    yield msgspec.msgpack.encode(Head(made.is_rebuilt, made.placed))
    for start in range(0, len(made.body), PIECE):
        yield made.body[start : start + PIECE]


def made_of(folder: Path, wanted: Request) -> FlaggedFile:
    """Edit the file where that keeps it whole, else rebuild it."""
    # Parsers are imported only now: the limits have to be older than they.
    from connectors.workbook.annotating import annotated, can_be_kept  # noqa: PLC0415
    from connectors.workbook.cells import grids  # noqa: PLC0415
    from connectors.workbook.limits import USUAL  # noqa: PLC0415
    from connectors.workbook.reading import renamed  # noqa: PLC0415
    from connectors.workbook.rebuilding import rebuilt  # noqa: PLC0415
    from connectors.workbook.sniff import guard  # noqa: PLC0415

    if not wanted.name:
        return annotated(None, wanted.flags)
    [path] = [found for found in folder.iterdir() if found.name.startswith("original")]
    guarded = guard(path, wanted.name, USUAL)
    path = renamed(path, guarded)
    if can_be_kept(path, guarded, USUAL):
        return annotated(path, wanted.flags)
    return rebuilt(list(grids(path, guarded)), wanted.flags, folder)


if __name__ == "__main__":
    limit_this_process(LIMITS)
    sys.exit(answer(produce))
