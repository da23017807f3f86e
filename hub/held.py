"""What a held file would put on record if it were the right one; nothing of it is recorded."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from string import ascii_uppercase
from typing import TypeGuard

from hub import uploads
from hub.ingest import Past
from hub.installation import Installation
from hub.model.commitments import CommitmentDropProposed, CommitmentProposed, CommitmentRaised
from hub.model.event import Event
from hub.model.facts import (
    Edition,
    EditionRead,
    RecordQuarantined,
    WorkItemFieldChanged,
    WorkItemFirstSeen,
    WorkItemVanished,
)
from hub.model.items import Item

MOST = 30  # rows of each kind that are shown
KINDS = (
    "gone",
    "retitled",
    "moved",
    "reappeared",
    "columns_lost",
    "columns_new",
)  # of a closing event, beside what is counted
GROUP = "group"  # the type of an item that stands for several rows


@dataclass(frozen=True)
class DifferentRow:
    """One thing that differs; with the cell in this file, and the cell in the last one.

    *kind*: dropped (would be recorded as gone), gone (not in this file, and nothing is recorded of
    that), maybe (gone, and a new row may be the same), changed, new, row (of a plan or a list).
    """

    kind: str
    title: str
    field: str = ""
    before: str = ""
    after: str = ""
    locator: str = ""
    old_locator: str = ""


@dataclass(frozen=True)
class Difference:
    """What differs: how much of each kind, and the first rows.

    *people* are the names in the file, by person reference.
    """

    counts: dict[str, int]
    rows: list[DifferentRow]
    row_count: int
    people: dict[str, str]


class Released(Past):
    """What is known, and that one file is released."""

    wanted = ""

    def released(self, series: str) -> set[str]:
        """Give the files that a person has released, with this one."""
        return super().released(series) | {self.wanted}


def difference(hub: Installation, upload: uploads.Upload, at: datetime) -> Difference:
    """Tell what a held file says otherwise; raise `HubError` for one that cannot be read."""
    _kind, _settings, connector = uploads.opened(hub, upload)
    known = Released(hub.log, hub.originals, connector.project, connector.source)
    known.wanted = upload.sha256
    pages = list(connector.pages(known, at))
    events = [event for page in pages for event in page.events]
    people = {who: name for page in pages for who, name in page.people.items()}
    rows = [*sorted(missing_in(events, known), key=by_place), *rows_in(events, known)]
    closing = next((e.differences for e in events if isinstance(e, EditionRead)), {})
    more = {name: closing[name] for name in KINDS if closing.get(name)}
    return Difference(uploads.counts_of(events) | more, some_of_each(rows), len(rows), people)


def some_of_each(rows: Iterable[DifferentRow]) -> list[DifferentRow]:
    """Leave the first rows of each kind, so that many of one hide none of another."""
    by_kind: dict[str, list[DifferentRow]] = defaultdict(list)
    for row in rows:
        by_kind[row.kind].append(row)
    return [row for found in by_kind.values() for row in found[:MOST]]


def missing_in(events: list[Event], known: Past) -> Iterator[DifferentRow]:
    """Name each row on record that the file does not show; nothing where it tells no rows."""
    closing = next((e for e in events if isinstance(e, EditionRead) and e.shown), None)
    dropped = {e.subject for e in events if isinstance(e, WorkItemVanished)}
    asked = {e.values["old"]: e for e in events if is_question(e)}
    titles = {e.subject: text(e.fields.get("title")) for e in events if is_first(e)}
    series = f"{closing.edition.series}/" if closing else ""
    shown = set(closing.shown) if closing else set()
    for item in known.all_items() if closing or dropped else ():
        is_ours = bool(series) and item.subject.startswith(series)
        is_row = is_ours and not item.vanished and item.value("type") != GROUP
        if item.subject in dropped:
            yield DifferentRow("dropped", title_of(item), old_locator=place_of(item))
        elif item.subject in asked:
            said = asked[item.subject]
            now = titles.get(said.values["new"], "")
            yield DifferentRow(
                "maybe", title_of(item), "title", title_of(item), now, said.locator, place_of(item)
            )
        elif is_row and item.subject not in shown:
            yield DifferentRow("gone", title_of(item), old_locator=place_of(item))


def by_place(row: DifferentRow) -> tuple[str, int]:
    """Sort rows as they stood in the last file."""
    sheet, _mark, cell = row.old_locator.rpartition("!")
    digits = cell.lstrip(ascii_uppercase)
    return sheet, int(digits) if digits.isdecimal() else 0


def is_question(event: Event) -> TypeGuard[RecordQuarantined]:
    """Tell the question whether a new row is an item under another title."""
    return isinstance(event, RecordQuarantined) and event.reason == "maybe_same_item"


def is_first(event: Event) -> TypeGuard[WorkItemFirstSeen]:
    """Tell a new item."""
    return isinstance(event, WorkItemFirstSeen)


def place_of(item: Item) -> str:
    """Give the cell in which an item's title stood last."""
    held = item.fields.get("title")
    return held.locator if held else ""


def rows_in(events: list[Event], known: Past) -> Iterator[DifferentRow]:
    """Yield what differs in the rows that the file shows: changed values first, then new rows."""
    first = {e.subject: e for e in events if is_first(e)}
    changes = [e for e in events if isinstance(e, WorkItemFieldChanged) and e.subject not in first]
    items = known.items(e.subject for e in changes)
    for e in changes:
        title = title_of(items.get(e.subject))
        before, after = text(e.old), text(e.new)
        yield DifferentRow("changed", title, e.field, before, after, e.locator, e.old_locator)
    for new in first.values():
        yield DifferentRow("new", text(new.fields.get("title")) or new.key, locator=new.locator)
    yield from plan_rows(events, known)


def plan_rows(events: list[Event], known: Past) -> Iterator[DifferentRow]:
    """Yield the rows of a plan or a list: those that would be dropped, then the others."""
    gone = [e for e in events if isinstance(e, CommitmentDropProposed)]
    agreed = known.terms(gone[0].series) if gone else {}
    for drop in gone:
        key = drop.subject.removeprefix(f"{drop.series}/")
        yield DifferentRow("dropped", agreed[key].title if key in agreed else key)
    for e in events:
        if isinstance(e, CommitmentProposed | CommitmentRaised):
            yield DifferentRow("row", e.terms.title, locator=e.locator)


def title_of(item: Item | None) -> str:
    """Give what an item is called."""
    return (item.title or item.key) if item else ""


def text(value: object) -> str:
    """Give a value as it stands in a table."""
    return "" if value is None else str(value)


def previous_of(hub: Installation, source: str, file: Edition) -> Edition | None:
    """Give the file that a held one is compared with: the last that counts before it."""
    known = Past(hub.log, hub.originals, hub.project, source)
    read = [e.edition for e in known.editions(file.series)]
    before = [e for e in read if e.edition_on <= file.edition_on and e.original != file.original]
    return max(before, key=lambda e: e.edition_on, default=None)
