"""The old container of Office files: what it holds, and how far the cells of an .xls reach."""

import struct
from collections.abc import Iterator
from pathlib import Path

from connectors.workbook import vba
from connectors.workbook.extent import Extent, Lost, check_area, column_letters
from connectors.workbook.guard import Guarded
from connectors.workbook.limits import USUAL, Limits
from hub.refused_files import FileRefused

MAGIC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
FREE = 0xFFFFFFFA  # sector numbers from here on are marks
ENTRY = 128
MINI_SECTOR = 64
SMALL = 4096  # smaller streams lie in the mini stream

BOF, EOF, FILEPASS, BOUNDSHEET = 0x809, 0x0A, 0x2F, 0x85
BOOLERR, FORMULA = 0x205, 0x06
SINGLE = {0x203, 0x27E, 0xFD, 0x204, FORMULA, BOOLERR, 0x201}
MANY = {0xBD, 0xBE}  # several cells of one row
ERRORS = {
    0x00: "#NULL!",
    0x07: "#DIV/0!",
    0x0F: "#VALUE!",
    0x17: "#REF!",
    0x1D: "#NAME?",
    0x24: "#NUM!",
    0x2A: "#N/A",
}


class Container:
    """A compound file: its directory, and its streams."""

    def __init__(self, content: bytes) -> None:
        self.content = content
        shift = self._u16(30)
        if shift not in (9, 12) or len(content) < 512:
            raise FileRefused("damaged")
        self.sector = 1 << shift
        self.table = self._allocation()
        self.directory = self.entries(self.chain(self._u32(48)))
        root = self.directory.get("Root Entry", (0, 0))
        self.mini = self.chain(root[0])[: root[1]] if root[1] else b""
        self.mini_table = numbers(self.chain(self._u32(60))) if self._u32(64) else []

    def _u16(self, at: int) -> int:
        return int.from_bytes(self.content[at : at + 2], "little")

    def _u32(self, at: int) -> int:
        return int.from_bytes(self.content[at : at + 4], "little")

    def _sector(self, number: int) -> bytes:
        start = (number + 1) * self.sector
        return self.content[start : start + self.sector]

    def _allocation(self) -> list[int]:
        """Read the table that chains sectors."""
        holders = [n for n in numbers(self.content[76:512]) if n < FREE]
        following = self._u32(68)
        seen: set[int] = set()
        while following < FREE:
            if following in seen:
                raise FileRefused("damaged")
            seen.add(following)
            *part, following = numbers(self._sector(following)) or [FREE]
            holders += [n for n in part if n < FREE]
        table: list[int] = []
        for holder in holders:
            table += numbers(self._sector(holder))
        return table

    def chain(self, first: int) -> bytes:
        """Return the bytes of a chain of sectors."""
        return b"".join(self._sector(n) for n in followed(first, self.table))

    def entries(self, directory: bytes) -> dict[str, tuple[int, int]]:
        """Return first sector and size of each named stream and storage."""
        found: dict[str, tuple[int, int]] = {}
        for at in range(0, len(directory) - ENTRY + 1, ENTRY):
            entry = directory[at : at + ENTRY]
            length = int.from_bytes(entry[64:66], "little")
            if entry[66] and 2 <= length <= 64:
                name = entry[: length - 2].decode("utf-16-le", "replace")
                first, size = struct.unpack_from("<II", entry, 116)
                found[name] = (first, size)
        return found

    def stream(self, name: str) -> bytes:
        """Return the bytes of a stream."""
        first, size = self.directory[name]
        if size >= SMALL:
            return self.chain(first)[:size]
        places = followed(first, self.mini_table)
        parts = (self.mini[n * MINI_SECTOR : (n + 1) * MINI_SECTOR] for n in places)
        return b"".join(parts)[:size]


def numbers(content: bytes) -> list[int]:
    """Read unsigned 32-bit numbers."""
    return list(struct.unpack(f"<{len(content) // 4}I", content[: len(content) // 4 * 4]))


def followed(first: int, table: list[int]) -> Iterator[int]:
    """Follow a chain to its end; refuse one that leaves the table or bites its tail."""
    steps = 0
    while first < FREE:
        if first >= len(table) or steps > len(table):
            raise FileRefused("damaged")
        yield first
        first = table[first]
        steps += 1


def guard_ole(path: Path, limits: Limits = USUAL) -> Guarded:
    """Check an old Office file; only an .xls without macros or password may be read."""
    try:
        container = Container(path.read_bytes())
    except struct.error as error:
        raise FileRefused("damaged") from error
    names = {name.lower() for name in container.directory}
    if "encryptedpackage" in names:
        raise FileRefused("password")
    if any(
        name.strip().startswith(("tbkndtask", "\x01msproject", "props14", "props12"))
        for name in names
    ):
        raise FileRefused("mpp")
    if has_macro(container):
        raise FileRefused("macro")
    stream = next((name for name in ("Workbook", "Book") if name in container.directory), "")
    if not stream:
        raise FileRefused("mpp" if path.suffix == ".mpp" else "unknown_kind")
    guarded = Guarded("xls")
    Records(container.stream(stream), limits, guarded).run()
    return guarded


def has_macro(container: Container) -> bool:
    """Tell whether a Visual Basic project with a line of code is inside; in doubt there is."""
    if not container.directory.keys() & {"VBA", "_VBA_PROJECT_CUR", "_VBA_PROJECT"}:
        return False
    if "dir" not in container.directory:
        return True
    offsets = vba.module_offsets(vba.unpacked(container.stream("dir")))
    if not offsets.keys() <= container.directory.keys():
        return True
    return any(
        vba.is_code(vba.unpacked(container.stream(name)[offset:]))
        for name, offset in offsets.items()
    )


class Records:
    """Follows the records of a workbook stream: the reach of each sheet, errors, encryption."""

    def __init__(self, content: bytes, limits: Limits, guarded: Guarded) -> None:
        self.content = content
        self.limits = limits
        self.guarded = guarded
        self.sheets: dict[int, str] = {}
        self.sheet = ""
        self.extent = Extent()

    def run(self) -> None:
        """Walk all records."""
        content, at, end = self.content, 0, len(self.content)
        unpack = struct.Struct("<HH").unpack_from
        while at + 4 <= end:
            kind, size = unpack(content, at)
            if at + 4 + size > end:
                raise FileRefused("damaged")
            if kind in SINGLE or kind in MANY:
                self.cell(kind, at + 4, size)
            elif kind in (BOF, FILEPASS, BOUNDSHEET):
                self.structure(kind, at, size)
            at += 4 + size
        for name, extent in self.guarded.extents.items():
            check_area(extent, name, self.limits)

    def structure(self, kind: int, at: int, size: int) -> None:
        """Take a record that begins a sheet, names one, or tells of a password."""
        if kind == FILEPASS:
            raise FileRefused("password")
        if kind == BOUNDSHEET:
            offset = int.from_bytes(self.content[at + 4 : at + 8], "little")
            self.sheets[offset] = short_text(self.content[at + 10 : at + 4 + size])
            if len(self.sheets) > self.limits.sheets:
                limit = f"{self.limits.sheets} sheets"
                raise FileRefused("too_much_inside", part="The workbook", limit=limit)
        elif at in self.sheets:
            self.sheet = self.sheets[at]
            self.extent = self.guarded.extents.setdefault(self.sheet, Extent())

    def cell(self, kind: int, at: int, size: int) -> None:
        """Take one record of cells."""
        row, column = struct.unpack_from("<HH", self.content, at)
        last = column
        if kind in MANY:
            last = int.from_bytes(self.content[at + size - 2 : at + size], "little")
        if row >= self.limits.rows or last >= self.limits.columns:
            cell = f"{column_letters(last)}{row + 1}"
            raise FileRefused("far_cell", sheet=self.sheet, cell=cell)
        self.extent.take(row, column)
        self.extent.take(row, last)
        if kind == BOOLERR and size >= 8 and self.content[at + 7]:
            self.extent.lost[row, column] = Lost(
                "error", ERRORS.get(self.content[at + 6], "#ERROR!")
            )
        elif kind == FORMULA and self.content[at + 12 : at + 14] == b"\xff\xff":
            self.formula(row, column, at + 6)

    def formula(self, row: int, column: int, at: int) -> None:
        """Take the result of a formula that is no number; a 2 says that it is an error."""
        if self.content[at] == 2:
            text = ERRORS.get(self.content[at + 2], "#ERROR!")
            self.extent.lost[row, column] = Lost("error", text)


def short_text(content: bytes) -> str:
    """Read a sheet's name: length, width flag, letters."""
    length, wide = content[0], content[1] & 1
    letters = content[2 : 2 + length * (2 if wide else 1)]
    return letters.decode("utf-16-le" if wide else "latin-1", "replace")
