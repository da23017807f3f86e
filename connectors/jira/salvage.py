"""The slow path: a page that cannot be decoded as a whole, decoded record by record.

What is unreadable is set aside with its reason; nothing else of the page is lost.
"""

import codecs
import json
import math
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Generic, TypeVar

import msgspec

from connectors.jira.client import Undecodable

T = TypeVar("T")
# Strings are skipped whole, so that brackets in texts do not count.
TOKEN = re.compile(rb'"(?:[^"\\]|\\.)*"|[\[\]{}]', re.DOTALL)
DEEPEST = 200
LONE = re.compile(
    r"(?<!\\)((?:\\\\)*)"
    r"(?:(\\u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2})|\\u[dD][89a-fA-F]\w{2})"
)
ID = re.compile(rb'"(?:id|issueId)"\s*:\s*"?([^",}]{1,40})')


@dataclass(slots=True)
class Broken:
    """A record that could not be read."""

    id: str  # as far as it can be told, else empty
    reason: str
    body: bytes
    items: int = 0  # changelog items in it, as far as they can be counted


@dataclass(slots=True)
class Salvaged(Generic[T]):
    """What could be read, and what not. `repaired` are ids of records with replaced characters."""

    read: list[T] = field(default_factory=list)
    broken: list[Broken] = field(default_factory=list)
    repaired: set[str] = field(default_factory=set)
    envelope: bytes = b"{}"  # the page without its records


def salvage(body: bytes, name: str, decode: Callable[[bytes], T]) -> Salvaged[T]:
    """Decode each element of the list *name* of the page's object alone.

    Raise `Undecodable` for a body that is cut, or whose envelope is no JSON.
    """
    start, end, spans = _spans(body, name.encode())
    found: Salvaged[T] = Salvaged(envelope=body[:start] + body[end:])
    try:
        msgspec.json.decode(found.envelope)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError) as error:
        raise Undecodable(f"the page around its records: {error}") from error
    for raw, depth in spans:
        _one(raw, depth, decode, found)
    return found


def _one(raw: bytes, depth: int, decode: Callable[[bytes], T], found: Salvaged[T]) -> None:
    if depth > DEEPEST:
        found.broken.append(Broken(_id(raw), "nested_too_deep", raw, _items(raw)))
        return
    try:
        try:
            found.read.append(decode(raw))
        except (msgspec.DecodeError, UnicodeDecodeError):
            found.read.append(decode(tolerated(repaired(raw))))
            found.repaired.add(_id(raw))
    except RecursionError:
        found.broken.append(Broken(_id(raw), "nested_too_deep", raw, _items(raw)))
    except msgspec.ValidationError as error:
        found.broken.append(Broken(_id(raw), f"unexpected_shape: {error}", raw, _items(raw)))
    except (ValueError, msgspec.MsgspecError) as error:
        found.broken.append(Broken(_id(raw), f"no_json: {error}", raw, _items(raw)))


def repaired(raw: bytes) -> bytes:
    """Join surrogate pairs, and put U+FFFD where bytes or escapes mean no character."""
    # CESU-8 writes a character beyond the first plane as two surrogates of three bytes each.
    units = raw.decode("utf-8", "joined").encode("utf-16-le", "surrogatepass")
    text = units.decode("utf-16-le", "replace")
    return LONE.sub(lambda m: m[1] + (m[2] or r"\ufffd"), text).encode()


def _joined(error: UnicodeError) -> tuple[str, int]:
    """Read three bytes that mean a surrogate as that; any other byte as U+FFFD."""
    if not isinstance(error, UnicodeDecodeError):
        raise error
    three = error.object[error.start : error.start + 3]
    try:
        return three.decode("utf-8", "surrogatepass"), error.start + 3
    except UnicodeDecodeError:
        return "\ufffd", error.start + 1


codecs.register_error("joined", _joined)


def tolerated(raw: bytes) -> bytes:
    """Write numbers as strings where ids and texts belong; `NaN` and the like stay refused."""
    value = json.loads(raw, parse_constant=_refuse, parse_float=_finite)
    return msgspec.json.encode(_loosened(value))


def has_twins(body: bytes) -> bool:
    """Tell whether an object of the page has a key twice; the last one wins on both paths."""
    found: list[str] = []

    def pairs(row: list[tuple[str, Any]]) -> None:
        if len({key for key, _ in row}) < len(row):
            found.append("twice")

    try:
        json.loads(body, object_pairs_hook=pairs)
    except (ValueError, RecursionError):
        return False  # that is another trouble, and told elsewhere
    return bool(found)


def _finite(written: str) -> float | msgspec.Raw:
    """Leave a number beyond all as it is: refused where it is needed, else of no account."""
    found = float(written)
    return found if abs(found) < math.inf else msgspec.Raw(written.encode())


def _refuse(word: str) -> Any:
    raise ValueError(f"{word} is not JSON")


def _loosened(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _loose(key, _loosened(inner)) for key, inner in value.items()}
    if isinstance(value, list):
        return [_loosened(inner) for inner in value]
    return value


def _loose(key: str, value: Any) -> Any:
    wants_text = key in ("id", "from", "to", "fromString", "toString", "key", "name", "issueId")
    if wants_text and isinstance(value, int | float) and not isinstance(value, bool):
        return str(value)
    return value


def _spans(body: bytes, name: bytes) -> tuple[int, int, list[tuple[bytes, int]]]:
    """Find the list *name* at the top of the page, and in it each record with its depth."""
    depth = deepest = begun = start = 0
    records: list[tuple[bytes, int]] = []
    previous = b""
    for token in TOKEN.finditer(body):
        word = token[0]
        if word[:1] == b'"':
            previous = word[1:-1] if depth == 1 else previous
        elif word in b"[{":
            depth += 1
            deepest = max(deepest, depth)
            if depth == 2 and previous == name and not start and word == b"[":
                start = token.end()
            elif depth == 3 and start:
                begun, deepest = token.start(), depth
        else:
            depth -= 1
            if start and depth == 2 and begun:
                records.append((body[begun : token.end()], deepest - 2))
                begun = 0
            elif start and depth == 1:
                return start, token.start(), records
    raise Undecodable("the page ends before its list of records does")


def _id(raw: bytes) -> str:
    """Find the record's own id; those of what it contains stand deeper."""
    depth = 0
    for token in TOKEN.finditer(raw):
        word = token[0]
        if word in b"[{":
            depth += 1
        elif word in b"]}":
            depth -= 1
        elif depth == 1 and (found := ID.match(raw, token.start())):
            return found[1].decode("utf-8", "replace").strip()
    return ""


def _items(raw: bytes) -> int:
    return raw.count(b'"fieldtype"')
