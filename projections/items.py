"""Work items as their sources showed them last."""

import re
from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from msgspec import convert, to_builtins
from sqlalchemy import JSON, Column, Connection, Float, Index, Integer, Row, String, Table, select

from hub.model.event import Event, kinds
from hub.model.facts import HistoryGapFound, WorkItemFact
from hub.model.items import Item, fold
from hub.projection import Projection, instant_column, metadata, upsert

DIGITS, WIDEST = re.compile(r"[0-9]+"), 12  # `MES-2` stands before `MES-10`

item = Table(
    "item",
    metadata,
    Column("id", String(36), primary_key=True),
    Column("project", String, nullable=False),
    Column("source", String, nullable=False),
    Column("subject", String, nullable=False),
    Column("key", String, nullable=False),
    Column("key_order", String, nullable=False),  # the key with its numbers as wide as the widest
    Column("title", String, nullable=False),
    Column("state", String(20), nullable=False),
    Column("due", String(40)),
    Column("percent", Float),
    Column("vanished", String(20), nullable=False),
    Column("gaps", Integer, nullable=False),
    instant_column("first_at"),
    instant_column("last_at"),
    Column("body", JSON, nullable=False),  # the folded item: fields, members, keys, annotations
    Index("item_project", "project", "source", "key_order"),
)

items = Projection("items", version=2, tables=[item])


@items.on(*kinds(WorkItemFact))
def seen(db: Connection, run: Sequence[Event]) -> None:
    """Fold the facts of a run into the rows of their items."""
    by_item: dict[str, list[Event]] = defaultdict(list)
    for event in run:
        by_item[str(event.originator_id)].append(event)
    held = {row.id: row for row in _rows(db, list(by_item))}
    rows = []
    for name, events in by_item.items():
        before = held.get(name)
        state = item_of(before.body) if before else Item(events[0].subject)
        for event in events:
            fold(state, event)
        gaps = sum(isinstance(event, HistoryGapFound) for event in events)
        rows.append(_row(name, events[-1].project, state, gaps + (before.gaps if before else 0)))
    upsert(db, item, rows)


def item_of(body: dict[str, Any]) -> Item:
    """Give the folded item that a row holds."""
    return convert(body, Item)


def _rows(db: Connection, names: list[str]) -> list[Row[Any]]:
    found: list[Row[Any]] = []
    for start in range(0, len(names), 500):
        some = names[start : start + 500]
        found += db.execute(select(item.c.id, item.c.gaps, item.c.body).where(item.c.id.in_(some)))
    return found


def _row(name: str, project: str, state: Item, gaps: int) -> dict[str, Any]:
    percent, due = state.value("percent"), state.value("due")
    state.entries.clear()  # the log refuses repetitions; a row need not remember them
    return {
        "id": name,
        "project": project,
        "source": state.source,
        "subject": state.subject,
        "key": state.key,
        "key_order": DIGITS.sub(lambda found: found[0].zfill(WIDEST), state.key),
        "title": state.title,
        "state": state.state.value,
        "due": None if due is None else str(due),
        "percent": percent if isinstance(percent, int | float) else None,
        "vanished": state.vanished,
        "gaps": gaps,
        "first_at": state.first.hi if state.first else None,
        "last_at": state.last.hi if state.last else None,
        "body": to_builtins(state),
    }
