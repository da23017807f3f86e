"""What a held file would put on record if it were the right one; nothing of it is recorded."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime

from hub import uploads
from hub.ingest import Past
from hub.installation import Installation
from hub.model.commitments import CommitmentProposed, CommitmentRaised
from hub.model.event import Event
from hub.model.facts import (
    Edition,
    EditionRead,
    WorkItemFieldChanged,
    WorkItemFirstSeen,
    WorkItemVanished,
)
from hub.model.items import Item

MOST = 60  # rows that are shown
KINDS = ("gone", "retitled", "moved", "reappeared")  # of a closing event, beside what is counted


@dataclass(frozen=True)
class DifferentRow:
    """One thing that differs. *kind*: new, changed, dropped, row (of a plan or a list)."""

    kind: str
    title: str
    field: str = ""
    before: str = ""
    after: str = ""
    locator: str = ""


@dataclass(frozen=True)
class Difference:
    """What differs: how much of each kind, and the first rows."""

    counts: dict[str, int]
    rows: list[DifferentRow]
    row_count: int


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
    events = [event for page in connector.pages(known, at) for event in page.events]
    rows = list(rows_in(events, known))
    closing = next((e.differences for e in events if isinstance(e, EditionRead)), {})
    more = {name: closing[name] for name in KINDS if closing.get(name)}
    return Difference(uploads.counts_of(events) | more, rows[:MOST], len(rows))


def rows_in(events: list[Event], known: Past) -> Iterator[DifferentRow]:
    """Yield what differs, new items first, then what changed, then what is gone."""
    first = {e.subject: e for e in events if isinstance(e, WorkItemFirstSeen)}
    for new in first.values():
        yield DifferentRow("new", text(new.fields.get("title")) or new.key, locator=new.locator)
    yield from (
        DifferentRow("row", e.terms.title, locator=e.locator)
        for e in events
        if isinstance(e, CommitmentProposed | CommitmentRaised)
    )
    changes = [e for e in events if isinstance(e, WorkItemFieldChanged) and e.subject not in first]
    gone = [e for e in events if isinstance(e, WorkItemVanished)]
    items = known.items(e.subject for e in (*changes, *gone))
    for e in changes:
        row = DifferentRow("changed", title_of(items.get(e.subject)), e.field, locator=e.locator)
        yield replace(row, before=text(e.old), after=text(e.new))
    yield from (DifferentRow("dropped", title_of(items.get(e.subject))) for e in gone)


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
