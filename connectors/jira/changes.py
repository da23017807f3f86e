"""One item of a changelog, read: what was before and after, in ids and in words."""

import re
from collections.abc import Callable
from datetime import datetime
from hashlib import blake2b, sha256
from operator import lt

from msgspec import Struct

from connectors.jira.meaning import Meaning
from connectors.jira.payloads import History, Item
from connectors.jira.sight import Tally
from connectors.jira.times import date_from
from connectors.jira.tracks import About, Shape, Track

Members = dict[str, str]  # member -> what people read
NONE: Members = {}
_SPLIT = re.compile(r"[,\s\[\]]+")


class Change(Struct, gc=False):
    """A change of one field. Single values use `old` and `new`, sets `added` and `removed`."""

    track: Track
    history: History
    at: datetime
    actor: str
    position: int  # within the history, as in the original
    entry: str
    old: str | None = None
    new: str | None = None
    old_label: str = ""
    new_label: str = ""
    added: Members = NONE
    removed: Members = NONE


def in_order(dated: list[tuple[datetime, History]]) -> list[tuple[datetime, History]]:
    """Sort by time, then by id: ids alone do not always ascend in time."""
    moments = [at for at, _ in dated]
    if all(map(lt, moments, moments[1:])):  # as a server lists them, but for the same moment
        return dated
    return sorted(dated, key=_order)


def _order(dated: tuple[datetime, History]) -> tuple[datetime, int, str]:
    at, history = dated
    return at, int(history.id) if history.id.isdigit() else 0, history.id


def text_hash(text: str | None) -> str | None:
    """Give the SHA-256 of a long text, which itself stays in the originals; None for no text."""
    return sha256(text.encode("utf-8", "replace")).hexdigest() if text else None


def _single(change: Change, item: Item) -> None:
    change.old, change.old_label = item.before or item.fromString or None, item.fromString or ""
    change.new, change.new_label = item.after or item.toString or None, item.toString or ""


def _text(change: Change, item: Item) -> None:
    change.old, change.new = item.fromString or None, item.toString or None


def _long_text(change: Change, item: Item) -> None:
    change.old, change.new = text_hash(item.fromString), text_hash(item.toString)


def _day(change: Change, item: Item) -> None:
    change.old = day(item.before or item.fromString)
    change.new = day(item.after or item.toString)


def day(written: str | None) -> str | None:
    """Give the date; what is none stays as it is, to be quarantined where it is used."""
    try:
        return date_from(written) if written else None
    except ValueError:
        return written


def number(written: str | float | None) -> str | None:
    """Write a number in one way; what is none stays as it is."""
    if written is None or written == "":
        return None
    try:
        found = float(written)
    except ValueError:
        return str(written)
    return str(int(found)) if found.is_integer() and abs(found) < 1e15 else repr(found)


def _number(change: Change, item: Item) -> None:
    change.old, change.new = number(item.fromString), number(item.toString)


def _one_of_set(change: Change, item: Item) -> None:
    if item.after or item.toString:
        change.added = _member(item.after, item.toString)
    if item.before or item.fromString:
        change.removed = _member(item.before, item.fromString)


def _member(id_: str | None, label: str | None) -> Members:
    return {id_ or f"name:{label}": label or ""}


def _whole_set(change: Change, before: Members, after: Members) -> None:
    change.added = {m: label for m, label in after.items() if m not in before}
    change.removed = {m: label for m, label in before.items() if m not in after}


def _listed(change: Change, item: Item) -> None:
    _whole_set(change, listed(item.before, item.fromString), listed(item.after, item.toString))


def _people(change: Change, item: Item) -> None:
    _whole_set(change, listed(item.before, None), listed(item.after, None))


def listed(ids: str | None, names: str | None) -> Members:
    """Split ids at commas or brackets; names only where they are as many, for they may hold commas.

    A list that has names alone, as in old data, stays one member.
    """
    found = [part for part in _SPLIT.split(ids or "") if part]
    if not found:
        return {f"name:{names}": names} if names else {}
    labels = (names or "").split(", ") if len(found) > 1 else [names or ""]
    if len(labels) != len(found):
        labels = [""] * len(found)
    return dict(zip(found, labels, strict=True))


def _words(change: Change, item: Item) -> None:
    before = dict.fromkeys((item.fromString or "").split(), "")
    _whole_set(change, before, dict.fromkeys((item.toString or "").split(), ""))


def _link(change: Change, item: Item) -> None:
    if item.after:
        change.added = {item.after: sentence(item.toString, item.after)}
    if item.before:
        change.removed = {item.before: sentence(item.fromString, item.before)}


def sentence(text: str | None, key: str) -> str:
    """Give what a localised sentence says about the other issue, without its key."""
    return (text or "").removesuffix(key).strip()


def _unread(change: Change, item: Item) -> None:
    raise AssertionError(change.track)  # what is dropped is not read


_READERS: dict[Shape, Callable[[Change, Item], None]] = {
    Shape.TEXT: _text,
    Shape.LONG_TEXT: _long_text,
    Shape.DAY: _day,
    Shape.NUMBER: _number,
    Shape.ONE_OF_SET: _one_of_set,
    Shape.LISTED: _listed,
    Shape.BRACKETED: _listed,
    Shape.PEOPLE: _people,
    Shape.WORDS: _words,
    Shape.LINK: _link,
    Shape.KEY: _text,
    Shape.DROPPED: _unread,
}


def changes_of(history: History, at: datetime, meaning: Meaning, tally: Tally) -> list[Change]:
    """Read the items of one history in their order; count what is dropped, by its rule."""
    found: list[Change] = []
    said: dict[str, int] = {}
    actor = tally.met(history.author, meaning.people) if history.author is not None else ""
    id_, items, abouts = history.id, history.items, meaning.abouts
    several = len(items) > 1
    tally.items += len(items)
    for position, item in enumerate(items):
        about = abouts.get((item.field, item.fieldId, item.fieldtype))
        track, read, named = about or about_of(item, meaning)
        # Empty and null are the same.
        old, new = item.before or "", item.after or ""
        words, new_words = item.fromString or "", item.toString or ""
        if old == new and words == new_words:
            tally.dropped["no_change"] += 1
            continue
        if track.rule:
            tally.dropped[track.rule] += 1
            continue
        is_person = track.shape is Shape.PERSON
        if is_person and (old or new):
            # Only the id counts: the name is not ours to keep, and changes when it is erased.
            words = new_words = ""
        # The entry names an item by what it says; its place in the list does not matter.
        digest = named.copy()
        digest.update(f"{old}\x1f{new}\x1f{words}\x1f{new_words}".encode("utf-8", "replace"))
        entry = f"{id_}.{digest.hexdigest()}"
        if several:
            said[entry] = nth = said.get(entry, -1) + 1
            entry = f"{entry}.{nth}" if nth else entry
        change = Change(track, history, at, actor, position, entry)
        read(change, item)
        if is_person:
            change.old = change.old and meaning.people + change.old
            change.new = change.new and meaning.people + change.new
        found.append(change)
    return found


def about_of(item: Item, meaning: Meaning) -> About:
    """Find what an item is about. Its entry holds the field's name, and so does the hash."""
    track = meaning.track(item.field, item.fieldId, item.fieldtype)
    name = f"{item.field.casefold()}\x1f".encode("utf-8", "replace")
    about = About(track, _READERS.get(track.shape, _single), blake2b(name, digest_size=8))
    meaning.abouts[item.field, item.fieldId, item.fieldtype] = about
    return about
