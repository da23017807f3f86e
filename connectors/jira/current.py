"""What an issue holds now, read from the fields of the answer."""

from operator import attrgetter
from typing import Any

import msgspec
from msgspec import UNSET, Raw

from connectors.jira.changes import Members, day, number, text_hash
from connectors.jira.linked import links_of
from connectors.jira.meaning import Meaning
from connectors.jira.payloads import ABSENT, Fields, Person, Reference, Text
from connectors.jira.rewind import Cell, State
from connectors.jira.tracks import SETS, Shape

NOTHING: Cell = (None, "")
NAMED = ("status", "resolution", "priority", "issuetype")
PEOPLE = ("assignee", "reporter")
SHOWN_SETS = ("fixVersions", "versions", "components")
_named_of, _people_of, _sets_of = (attrgetter(*raws) for raws in (NAMED, PEOPLE, SHOWN_SETS))


def state_from(fields: Fields, key: str, meaning: Meaning) -> State:
    """Read the state that *fields* show; what is absent from the answer is absent here."""
    cells: dict[str, Cell] = {"key": (key, "")}
    sets: dict[str, Members] = {}
    _put_single(fields, cells, meaning.people)
    _put_texts(fields, cells)
    for raw, members in zip(SHOWN_SETS, _sets_of(fields), strict=True):
        if members is not UNSET:
            sets[raw] = {member.id: member.name or "" for member in members} if members else {}
    if fields.labels is not UNSET:
        sets["labels"] = dict.fromkeys(fields.labels or (), "")
    if fields.issuelinks is not UNSET:
        sets["issuelinks"] = links_of(fields.issuelinks or ())
    for raw in meaning.asked:
        _put_own(raw, fields, meaning, cells, sets)
    return State(cells, sets)


def _put_single(fields: Fields, cells: dict[str, Cell], people: str) -> None:
    for raw, named in zip(NAMED, _named_of(fields), strict=True):
        if named is not UNSET:
            cells[raw] = (named.id, named.name or "") if named is not None else NOTHING
    for raw, person in zip(PEOPLE, _people_of(fields), strict=True):
        if person is not UNSET:
            cells[raw] = NOTHING
            if person is not None:
                cells[raw] = (people + person.id, person.displayName or "")
    # A parent is left out, not null, where an issue has none.
    cells["parent"] = _reference(fields.parent or None)


def _put_texts(fields: Fields, cells: dict[str, Cell]) -> None:
    if fields.duedate is not UNSET:
        cells["duedate"] = (day(fields.duedate), "")
    if fields.summary is not UNSET:
        cells["summary"] = (fields.summary or None, "")
    for raw, text in (("description", fields.description), ("environment", fields.environment)):
        # A document in place of text cannot be compared with the history's wiki text.
        if text is not UNSET and not isinstance(text, dict):
            cells[raw] = (text_hash(text), "")


def _reference(parent: Reference | None) -> Cell:
    return (parent.id or parent.key, parent.key) if parent is not None else NOTHING


def _put_own(
    raw: str, fields: Fields, meaning: Meaning, cells: dict[str, Cell], sets: dict[str, Members]
) -> None:
    shown: Any = getattr(fields, raw, ABSENT)
    if shown is ABSENT or not isinstance(shown, Raw):
        return
    plain = bytes(shown)
    track = meaning.tracks.get(raw)
    shape = track.shape if track is not None else Shape.ID
    written = None if plain == b"null" else _plain(plain)  # most are empty
    if shape in SETS:
        sets[raw] = _persons(written) if shape is Shape.PEOPLE else _members(written)
    else:
        value, label = _cell(written, shape)
        cells[raw] = (meaning.people + value if value and shape is Shape.PERSON else value, label)


def _plain(written: bytes) -> Any:
    """Decode one value; one that cannot be stays text, to be quarantined where it is used."""
    try:
        return msgspec.json.decode(written)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
        return written[:500].decode("utf-8", "replace")


def _cell(written: Any, shape: Shape) -> Cell:
    if written is None or written == "":
        return NOTHING
    if shape is Shape.DAY:
        return day(str(written)), ""
    if shape is Shape.NUMBER:
        return number(written if isinstance(written, int | float) else str(written)), ""
    if isinstance(written, list):
        return (None, "") if not written else _cell(written[0], shape)
    if isinstance(written, dict):
        return _option(written, shape)
    return str(written), str(written)


def _option(written: dict[str, Any], shape: Shape) -> Cell:
    if shape is Shape.PERSON:
        names = {n: v for n, v in written.items() if isinstance(v, str)}
        person = msgspec.convert(names, Person)
        return person.id, person.displayName or ""
    label = str(written.get("value") or written.get("name") or written.get("key") or "")
    child = written.get("child")
    if isinstance(child, dict):
        label = f"{label} / {child.get('value', '')}"
    return str(written.get("id") or label), label


def _members(written: Any) -> Members:
    if not isinstance(written, list):
        return {}
    return dict(_member(one) for one in written)


def _persons(written: Any) -> Members:
    rows = [row for row in written if isinstance(row, dict)] if isinstance(written, list) else []
    return dict.fromkeys((_option(row, Shape.PERSON)[0] or "unknown" for row in rows), "")


def _member(one: Any) -> tuple[str, str]:
    if isinstance(one, dict):
        label = str(one.get("name") or one.get("value") or one.get("key") or "")
        return str(one.get("id") or label), label
    text = str(one)
    # Servers write a sprint as the text of a Java object: `…Sprint@1f2e[id=7,name=Sprint 1,…]`.
    if "[" in text and "id=" in text:
        inner = text.partition("[")[2].rstrip("]")
        found = dict(part.split("=", 1) for part in inner.split(",") if "=" in part)
        return found.get("id", text), found.get("name", "")
    return text, ""


def flattened(text: Text) -> str:
    """Give the words of a text that may be a document of Atlassian's format."""
    if text is None or isinstance(text, str):
        return text or ""
    words: list[str] = []
    waiting: list[Any] = [text]
    while waiting:
        node = waiting.pop()
        if isinstance(node, str):
            words.append(node)
        elif isinstance(node, dict):
            if node.get("type") in ("paragraph", "heading", "listItem", "hardBreak"):
                waiting.append("\n")
            waiting.extend(reversed(node.get("content") or []))
            if isinstance(inner := node.get("text"), str):
                words.append(inner)
    return "".join(words).strip()
