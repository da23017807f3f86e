"""Takes files from a drop folder: whole, regular ones only, never through a link."""

import os
import stat
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from pathlib import Path

from hub.errors import SourceFailed

STILL_S = 5.0  # a file that was changed later may still be growing
UNFINISHED = ("~$", ".")
UNFINISHED_ENDINGS = (".tmp", ".part")
MOST_BYTES = 20 << 20


@dataclass(frozen=True, slots=True)
class Arrival:
    """A file that came in."""

    name: str
    body: bytes

    @property
    def sha256(self) -> str:
        """Name it by its content."""
        return sha256(self.body).hexdigest()


def arrivals(folder: Path, source: str, at: datetime) -> list[Arrival]:
    """Give the files that may be read at *at*, by name. The folder is never written to.

    Raise `SourceFailed` where there is no such folder.
    """
    if not folder.is_dir():
        raise SourceFailed(
            "The drop folder {folder} of {source} is not there.",
            remedy="Make the folder, or correct it in sources.toml.",
            folder=folder,
            source=source,
        )
    found = (taken(path, at) for path in sorted(folder.iterdir()))
    return [arrival for arrival in found if arrival is not None]


def taken(path: Path, at: datetime) -> Arrival | None:
    """Copy a file by its descriptor, one byte more than is allowed; None for one that has to wait.

    Links are not followed and a file with two names is left alone: either could lead elsewhere.
    """
    if path.name.startswith(UNFINISHED) or path.name.lower().endswith(UNFINISHED_ENDINGS):
        return None
    try:
        descriptor = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
    except OSError:
        return None
    with os.fdopen(descriptor, "rb") as file:
        first = os.fstat(descriptor)
        if not stat.S_ISREG(first.st_mode) or first.st_nlink != 1:
            return None
        if 0 <= at.timestamp() - first.st_mtime < STILL_S:
            return None
        body = file.read(MOST_BYTES + 1)
        second = os.fstat(descriptor)
    if (first.st_size, first.st_mtime_ns) != (second.st_size, second.st_mtime_ns):
        return None
    return Arrival(path.name, body)
