"""Walks an XML part under the limits of depth and attributes; no document type, only UTF-8."""

import codecs
import re
from collections.abc import Callable, Iterable
from xml.parsers import expat

from connectors.workbook.limits import Limits
from hub.refused_files import FileRefused

Attributes = dict[str, str]
Started = Callable[[str, Attributes], None]
DECLARED = re.compile(rb"""\A\s*<\?xml[^>]*?encoding\s*=\s*["']([A-Za-z0-9._-]+)["']""")
ALLOWED = (b"utf-8", b"utf8", b"us-ascii", b"ascii")
WIDE = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)


def local(name: str) -> str:
    """Strip the prefix of a name."""
    return name.rpartition(":")[2]


def check_encoding(head: bytes) -> None:
    """Refuse a part that is not UTF-8: a UTF-16 sheet would be read as no rows at all."""
    declared = DECLARED.match(head.removeprefix(codecs.BOM_UTF8))
    if head.startswith(WIDE) or b"\0" in head[:64]:
        raise FileRefused("unsafe_archive", detail="a part is not UTF-8")
    if declared and declared.group(1).lower() not in ALLOWED:
        raise FileRefused("unsafe_archive", detail="a part is not UTF-8")


class Walk:
    """An XML parser that counts depth and attributes and refuses any document type."""

    def __init__(
        self,
        limits: Limits,
        started: Started | None = None,
        ended: Callable[[str], None] | None = None,
        texts: Callable[[str], None] | None = None,
    ) -> None:
        self.limits = limits
        self.depth = 0
        self.fed = False
        self.started = started
        self.ended = ended
        self.parser = expat.ParserCreate()
        self.parser.buffer_text = True
        self.parser.StartElementHandler = self._start
        self.parser.EndElementHandler = self._end
        self.parser.StartDoctypeDeclHandler = refuse_doctype
        self.parser.EntityDeclHandler = refuse_doctype
        if texts is not None:
            self.parser.CharacterDataHandler = texts

    def _start(self, name: str, attributes: Attributes) -> None:
        self.depth += 1
        if self.depth > self.limits.depth or len(attributes) > self.limits.attributes:
            raise FileRefused("unsafe_archive", detail="too deep or too many attributes")
        if self.started is not None:
            self.started(local(name), attributes)

    def _end(self, name: str) -> None:
        self.depth -= 1
        if self.ended is not None:
            self.ended(local(name))

    def feed(self, piece: bytes) -> None:
        """Take the next bytes of the part."""
        if not self.fed:
            check_encoding(piece[:512])
            self.fed = True
        self._parse(piece, last=False)

    def close(self) -> None:
        """Take the end of the part."""
        self._parse(b"", last=True)

    def _parse(self, piece: bytes, *, last: bool) -> None:
        try:
            self.parser.Parse(piece, last)
        except expat.ExpatError as error:
            raise FileRefused("damaged") from error


def refuse_doctype(*_: object) -> None:
    """Refuse any document type or entity, used or not."""
    raise FileRefused("dtd")


def walk(pieces: Iterable[bytes], parser: Walk) -> None:
    """Send a whole part through a parser."""
    for piece in pieces:
        parser.feed(piece)
    parser.close()
