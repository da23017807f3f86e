"""A zip archive that is believed in nothing: names, places and sizes are checked."""

import itertools
import stat
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path, PurePosixPath

from connectors.workbook.limits import Limits
from hub.refused_files import FileRefused

PIECE = 1 << 18
LOCAL_HEADER = 30  # bytes before the name of an entry
ENCRYPTED = 0x1
METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)


class Archive:
    """An opened archive whose directory holds nothing that Excel or LibreOffice would not write."""

    def __init__(self, path: Path, limits: Limits) -> None:
        self.limits = limits
        self.unpacked = 0
        self.file = path.open("rb")
        try:
            self.zip = zipfile.ZipFile(self.file)
        except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as error:
            self.file.close()
            raise FileRefused("damaged") from error
        try:
            self.parts = {entry.filename: entry for entry in self.zip.infolist()}
            self._check_directory()
        except FileRefused:
            self.file.close()
            raise

    def __enter__(self) -> "Archive":
        """Keep the file open."""
        return self

    def __exit__(self, *_: object) -> None:
        """Close the file, also under a part that is still being read."""
        self.zip.close()
        self.file.close()

    def _check_directory(self) -> None:
        entries = self.zip.infolist()
        if len(entries) > self.limits.parts:
            raise FileRefused(
                "too_much_inside", part="The archive", limit=f"{self.limits.parts} parts"
            )
        if len({entry.filename.casefold() for entry in entries}) != len(entries):
            raise FileRefused("unsafe_archive", detail="a part stands twice")
        for entry in entries:
            check_entry(entry)
        placed = sorted(entries, key=lambda entry: entry.header_offset)
        for entry, following in itertools.pairwise(placed):
            end = entry.header_offset + LOCAL_HEADER + len(entry.filename) + entry.compress_size
            if end > following.header_offset:
                raise FileRefused("unsafe_archive", detail="parts overlap")

    def stream(self, name: str, called: str = "") -> Iterator[bytes]:
        """Yield the bytes of a part, counted against the limits; *called* names it in a refusal."""
        entry = self.parts[name]
        size = 0
        try:
            with self.zip.open(entry) as part:
                while piece := part.read(PIECE):
                    size += len(piece)
                    self.unpacked += len(piece)
                    self._check_size(size, entry, called or f"Part {name}")
                    yield piece
        except (zipfile.BadZipFile, zlib.error, EOFError, OSError, RuntimeError) as error:
            raise FileRefused("damaged") from error
        except NotImplementedError as error:
            raise FileRefused("unsafe_archive", detail="unknown packing") from error

    def _check_size(self, size: int, entry: zipfile.ZipInfo, called: str) -> None:
        if size > self.limits.part:
            raise FileRefused("too_much_inside", part=called, limit=megabytes(self.limits.part))
        if self.unpacked > self.limits.all_parts:
            limit = megabytes(self.limits.all_parts)
            raise FileRefused("too_much_inside", part="The archive", limit=limit)
        if size > self.limits.ratio_from and size > self.limits.ratio * max(1, entry.compress_size):
            limit = f"{self.limits.ratio} times its packed size"
            raise FileRefused("too_much_inside", part=called, limit=limit)


def megabytes(size: int) -> str:
    """Say a size as people do."""
    return f"{size >> 20} MB"


def check_entry(entry: zipfile.ZipInfo) -> None:
    """Refuse names that leave the archive, links, secrets and rare ways of packing."""
    name = entry.filename
    path = PurePosixPath(name)
    outside = path.is_absolute() or ".." in path.parts or "\\" in name or ":" in name
    if outside or not name or "\0" in entry.orig_filename:
        raise FileRefused("unsafe_archive", detail="a part's name leads outside")
    if stat.S_ISLNK(entry.external_attr >> 16):
        raise FileRefused("unsafe_archive", detail="a part is a link")
    if entry.flag_bits & ENCRYPTED:
        raise FileRefused("password")
    if entry.compress_type not in METHODS:
        raise FileRefused("unsafe_archive", detail="unknown packing")
