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
SHORT, MOST_TOLD = 200, 512  # characters of an item that is kept as read; how many of them
OFTEN = frozenset({Shape.ID, Shape.PERSON, Shape.ONE_OF_SET, Shape.LISTED, Shape.BRACKETED})
_SPLIT = re.compile(r"[,\s\[\]]+")


class Told(Struct, gc=False):
    """What an item says, wherever it stands. *rule*: by which it is dropped."""

    track: Track
    digest: str = ""
    rule: str = ""
    old: str | None = None
    new: str | None = None
    old_label: str = ""
    new_label: str = ""
    added: Members = NONE
    removed: Members = NONE


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


def _single(told: Told, item: Item) -> None:
    told.old, told.old_label = item.before or item.fromString or None, item.fromString or ""
    told.new, told.new_label = item.after or item.toString or None, item.toString or ""


def _text(told: Told, item: Item) -> None:
    told.old, told.new = item.fromString or None, item.toString or None


def _long_text(told: Told, item: Item) -> None:
    told.old, told.new = text_hash(item.fromString), text_hash(item.toString)


def _day(told: Told, item: Item) -> None:
    told.old = day(item.before or item.fromString)
    told.new = day(item.after or item.toString)


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


def _number(told: Told, item: Item) -> None:
    told.old, told.new = number(item.fromString), number(item.toString)


def _one_of_set(told: Told, item: Item) -> None:
    if item.after or item.toString:
        told.added = _member(item.after, item.toString)
    if item.before or item.fromString:
        told.removed = _member(item.before, item.fromString)


def _member(id_: str | None, label: str | None) -> Members:
    return {id_ or f"name:{label}": label or ""}


def _whole_set(told: Told, before: Members, after: Members) -> None:
    told.added = {m: label for m, label in after.items() if m not in before}
    told.removed = {m: label for m, label in before.items() if m not in after}


def _listed(told: Told, item: Item) -> None:
    _whole_set(told, listed(item.before, item.fromString), listed(item.after, item.toString))


def _people(told: Told, item: Item) -> None:
    _whole_set(told, listed(item.before, None), listed(item.after, None))


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


def _words(told: Told, item: Item) -> None:
    before = dict.fromkeys((item.fromString or "").split(), "")
    _whole_set(told, before, dict.fromkeys((item.toString or "").split(), ""))


def _link(told: Told, item: Item) -> None:
    if item.after:
        told.added = {item.after: sentence(item.toString, item.after)}
    if item.before:
        told.removed = {item.before: sentence(item.fromString, item.before)}


def sentence(text: str | None, key: str) -> str:
    """Give what a localised sentence says about the other issue, without its key."""
    return (text or "").removesuffix(key).strip()


def _unread(told: Told, item: Item) -> None:
    raise AssertionError(told.track)  # what is dropped is not read


_READERS: dict[Shape, Callable[[Told, Item], None]] = {
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
    id_, items, known = history.id, history.items, meaning.told
    several = len(items) > 1
    tally.items += len(items)
    for position, item in enumerate(items):
        words = (
            item.field, item.fieldId, item.fieldtype,
            item.before, item.fromString, item.after, item.toString,
        )  # fmt: skip
        told = known.get(words) or _told(words, item, meaning)
        if told.rule:
            tally.dropped[told.rule] += 1
            continue
        entry = f"{id_}.{told.digest}"
        if several:
            said[entry] = nth = said.get(entry, -1) + 1
            entry = f"{entry}.{nth}" if nth else entry
        change = Change(
            told.track, history, at, actor, position, entry,
            told.old, told.new, told.old_label, told.new_label, told.added, told.removed,
        )  # fmt: skip
        found.append(change)
    return found


def _told(words: tuple[str | None, ...], item: Item, meaning: Meaning) -> Told:
    """Read what an item says. Of some fields the same few words are told again and again."""
    about = meaning.abouts.get((item.field, item.fieldId, item.fieldtype))
    track, read, named = about or about_of(item, meaning)
    # Empty and null are the same.
    old, new = item.before or "", item.after or ""
    before, after = item.fromString or "", item.toString or ""
    if old == new and before == after:
        return Told(track, rule="no_change")
    if track.rule:
        return Told(track, rule=track.rule)
    is_person = track.shape is Shape.PERSON
    if is_person and (old or new):
        # Only the id counts: the name is not ours to keep, and changes when it is erased.
        before = after = ""
    # The entry names an item by what it says; its place in the list does not matter.
    digest = named.copy()
    digest.update(f"{old}\x1f{new}\x1f{before}\x1f{after}".encode("utf-8", "replace"))
    told = Told(track, digest.hexdigest())
    read(told, item)
    if is_person:
        told.old = told.old and meaning.people + told.old
        told.new = told.new and meaning.people + told.new
    if track.shape in OFTEN and sum(len(word) for word in words if word) <= SHORT:
        if len(meaning.told) >= MOST_TOLD:
            meaning.told.clear()
        meaning.told[words] = told
    return told


def about_of(item: Item, meaning: Meaning) -> About:
    """Find what an item is about. Its entry holds the field's name, and so does the hash."""
    track = meaning.track(item.field, item.fieldId, item.fieldtype)
    name = f"{item.field.casefold()}\x1f".encode("utf-8", "replace")
    about = About(track, _READERS.get(track.shape, _single), blake2b(name, digest_size=8))
    meaning.abouts[item.field, item.fieldId, item.fieldtype] = about
    return about
