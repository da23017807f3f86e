"""Tells whether a Visual Basic project in an .xls holds code; Excel also keeps empty projects.

Formats: MS-OVBA 2.4.1 (compressed container) and 2.3.4.2 (the stream `dir`).
"""

import re
import struct

CHUNK = 4096
SIGNATURE = 0x01
NAME, STREAM_OFFSET = 0x1A, 0x31  # records of `dir`
VERSION = 0x09  # its size field does not count two of its bytes
DECLARED = re.compile(r"^\s*(?:attribute\b.*|option\b.*|'.*|rem\b.*)?$", re.IGNORECASE)


def unpacked(content: bytes) -> bytes:
    """Unpack a compressed container."""
    if not content or content[0] != SIGNATURE:
        return b""
    out = bytearray()
    at = 1
    while at + 2 <= len(content) and len(out) < 1 << 22:
        (head,) = struct.unpack_from("<H", content, at)
        end = min(len(content), at + (head & 0x0FFF) + 3)
        at += 2
        if head & 0x8000:
            unpack_chunk(content[at:end], out)
        else:
            out += content[at : at + CHUNK]
        at = end
    return bytes(out)


def unpack_chunk(chunk: bytes, out: bytearray) -> None:
    """Unpack one chunk: flags, then letters or copies of what came before."""
    start, at = len(out), 0
    while at < len(chunk):
        flags = chunk[at]
        at += 1
        for bit in range(8):
            if at >= len(chunk):
                return
            if not flags >> bit & 1:
                out.append(chunk[at])
                at += 1
                continue
            (token,) = struct.unpack_from("<H", chunk.ljust(at + 2, b"\0"), at)
            at += 2
            bits = max(4, (len(out) - start - 1).bit_length())
            length = (token & (0xFFFF >> bits)) + 3
            back = (token >> (16 - bits)) + 1
            for _ in range(length):
                out.append(out[-back] if back <= len(out) else 0)


def module_offsets(directory: bytes) -> dict[str, int]:
    """Return where the source begins in each module's stream, by module name."""
    found: dict[str, int] = {}
    name, at = "", 0
    while at + 6 <= len(directory):
        kind, size = struct.unpack_from("<HI", directory, at)
        body = directory[at + 6 : at + 6 + size]
        if kind == NAME:
            name = body.decode("latin-1")
        elif kind == STREAM_OFFSET and len(body) == 4:
            found[name] = int.from_bytes(body, "little")
        at += 6 + size + (2 if kind == VERSION else 0)
    return found


def is_code(source: bytes) -> bool:
    """Tell whether a module says more than attributes, options and comments."""
    lines = source.decode("latin-1").splitlines()
    return any(not DECLARED.match(line) for line in lines)
