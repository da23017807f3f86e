"""One pass over a worksheet part: how far its cells reach, and which cells a reader would lose.

The pass uses byte patterns, which run at the speed of C. It only believes rows of the plain form
that Excel, LibreOffice and the usual libraries write; any other part is walked element by element.
"""

import re
from collections.abc import Callable, Iterator

from connectors.workbook.extent import Extent, Lost, check_area, column_number, place_of
from connectors.workbook.limits import Limits
from connectors.workbook.sheet_walk import SheetWalk
from connectors.workbook.walk import Walk
from hub.refused_files import FileRefused

ROWS_START = re.compile(rb"<sheetData(?:\s[^>]*)?>")
ROWS_END = b"</sheetData>"
ROW_END = b"</row>"
LONGEST_ROW = 8 << 20
ROW = re.compile(rb'<row r="([0-9]{1,7})"')
CELL = re.compile(rb'<c r="([A-Z]{1,3}[0-9]{1,7})"')
FORMULA = rb"<f[^<>]*(?:/>|>[^<]*</f>)"
ERROR = re.compile(
    rb'<c r="([A-Z]+[0-9]+)"[^<>]*\bt="e"[^<>]*>(?:' + FORMULA + rb")?<v>([^<]*)</v>"
)
UNCACHED = re.compile(
    rb'<c r="([A-Z]+[0-9]+)"[^<>]*>\s*<f[^<>]*(?:/>|>([^<]*)</f>)\s*(?:<v/>|<v></v>)?\s*</c>'
)
LONG_NUMBER = re.compile(
    rb'<c r="([A-Z]+[0-9]+)"([^<>]*)>(?:' + FORMULA + rb")?<v>(-?[0-9]{16,})</v>"
)
LONG_DIGITS = re.compile(rb"<v>-?[0-9]{16}")
PLAIN = (b"<v>", b"<is>", b"<t>", b"<t ", b"<f>", b"<f ", b"<v/>", b"<f/>", b"<t/>")
USUAL_ATTRIBUTES = 16  # on average; more is looked at one by one
DIGITS = b"0123456789"
LETTERS = b"ABCDEFGHIJKLMNOPQRSTUVWXYZ"


class Unusual(Exception):
    """The part is not written in the plain form; it has to be walked."""


def scan(open_part: Callable[[], Iterator[bytes]], sheet: str, limits: Limits) -> Extent:
    """Scan a worksheet part; raise `FileRefused` for a far, repeated or misplaced cell."""
    try:
        extent = Scan(sheet, limits).run(open_part())
    except Unusual:
        extent = SheetWalk(sheet, limits).run(open_part())
    check_area(extent, sheet, limits)
    return extent


class Scan:
    """The fast pass. Head and tail of the part are parsed, the rows between are matched."""

    def __init__(self, sheet: str, limits: Limits) -> None:
        self.sheet = sheet
        self.limits = limits
        self.extent = Extent()
        self.columns: set[bytes] = set()
        self.last_row = 0

    def run(self, pieces: Iterator[bytes]) -> Extent:
        """Take the part piece by piece, cut at the ends of rows."""
        frame = Walk(self.limits)
        head = b""
        for piece in pieces:
            head += piece
            if start := ROWS_START.search(head):
                break
            if len(head) > LONGEST_ROW:
                raise Unusual
        else:
            start = None
        if start is None or start.group().endswith(b"/>"):
            frame.feed(head)
            for piece in pieces:
                frame.feed(piece)
            frame.close()
            if b"sheetData" in head and (start is None and b"<sheetData/>" not in head):
                raise Unusual
            return self.extent
        frame.feed(head[: start.end()])
        frame.feed(self._rows(head[start.end() :], pieces))
        for piece in pieces:
            frame.feed(piece)
        frame.close()
        return self.finished()

    def _rows(self, rest: bytes, pieces: Iterator[bytes]) -> bytes:
        """Match all rows; return the bytes from the end of the rows on."""
        while True:
            end = rest.find(ROWS_END)
            if end >= 0:
                self.block(rest[:end])
                return rest[end:]
            cut = rest.rfind(ROW_END)
            if cut >= 0:
                self.block(rest[: cut + len(ROW_END)])
                rest = rest[cut + len(ROW_END) :]
            elif len(rest) > LONGEST_ROW:
                raise Unusual
            piece = next(pieces, b"")
            if not piece:
                raise FileRefused("damaged")
            rest += piece

    def block(self, block: bytes) -> None:
        """Match a run of whole rows."""
        rows = ROW.findall(block)
        cells = CELL.findall(block)
        check_plain(block, len(rows), len(cells))
        numbers = list(map(int, rows))
        if numbers and (numbers[0] <= self.last_row or sorted(set(numbers)) != numbers):
            raise Unusual
        self.last_row = numbers[-1] if numbers else self.last_row
        if not cells:
            return
        if len(set(cells)) != len(cells):
            raise Unusual
        joined = b" ".join(cells)
        self.columns.update(joined.translate(None, DIGITS).split())
        named = set(joined.translate(None, LETTERS).split())
        if not named <= set(rows):
            raise Unusual
        used = set(map(int, named))
        self._check_far(used, cells)
        self.extent.first_row = min(self.extent.first_row, min(used) - 1)
        self.extent.last_row = max(self.extent.last_row, max(used) - 1)
        self._note_lost(block)

    def _check_far(self, used: set[int], cells: list[bytes]) -> None:
        widest = max(self.columns, key=lambda letters: (len(letters), letters))
        far = column_number(widest.decode()) >= self.limits.columns
        if far or max(used) > self.limits.rows:
            named = next(cell for cell in cells if self._is_far(cell.decode()))
            raise FileRefused("far_cell", sheet=self.sheet, cell=named.decode())

    def _is_far(self, reference: str) -> bool:
        row, column = place_of(reference) or (0, 0)
        return row >= self.limits.rows or column >= self.limits.columns

    def _note_lost(self, block: bytes) -> None:
        lost = self.extent.lost
        if b't="e"' in block:
            for cell, text in ERROR.findall(block):
                note(lost, cell, "error", unescaped(text))
        if b"<f" in block:
            for cell, text in UNCACHED.findall(block):
                note(lost, cell, "uncached", "=" + unescaped(text))
        if LONG_DIGITS.search(block):
            for cell, attributes, text in LONG_NUMBER.findall(block):
                if b' t="' not in attributes or b' t="n"' in attributes:
                    note(lost, cell, "digits", text.decode())

    def finished(self) -> Extent:
        """Add the columns to the extent."""
        for letters in self.columns:
            number = column_number(letters.decode())
            self.extent.first_column = min(self.extent.first_column, number)
            self.extent.last_column = max(self.extent.last_column, number)
        return self.extent


def check_plain(block: bytes, rows: int, cells: int) -> None:
    """Raise `Unusual` unless a block holds plain elements alone, all rows and cells named."""
    left = starts = block.count(b"<") - block.count(b"</")
    left -= rows + cells
    for tag in PLAIN:  # the usual ones first: most blocks hold few kinds
        if left <= 0:
            break
        left -= block.count(tag)
    if left != 0:
        raise Unusual
    if b"<v><" in block and block.count(b"<v><") != block.count(b"<v></v>"):
        raise Unusual
    if block.count(b'"') > 2 * USUAL_ATTRIBUTES * max(1, starts):
        raise Unusual


def note(lost: dict[tuple[int, int], Lost], cell: bytes, kind: str, text: str) -> None:
    """Remember a lost cell under its place."""
    place = place_of(cell.decode())
    if place is not None:
        lost[place] = Lost(kind, text)


def unescaped(text: bytes) -> str:
    """Read the text of an element."""
    plain = text.decode("utf-8", "replace")
    for entity, letter in (("&lt;", "<"), ("&gt;", ">"), ("&quot;", '"'), ("&apos;", "'")):
        plain = plain.replace(entity, letter)
    return plain.replace("&amp;", "&")
