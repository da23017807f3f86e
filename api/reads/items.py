"""Work items: lists, and one with what is claimed and what was shown, per source."""

from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Any

from fastapi import Query
from sqlalchemy import ColumnElement, func, or_, select

from api.deps import Read
from api.paging import PageOf, Slice, question, take
from api.reads.filters import known
from hub.errors import NotFound
from hub.model.event import Value
from hub.model.facts import State
from projections.items import item, item_of
from projections.links import link

STATES = tuple(str(state) for state in State)


@dataclass(frozen=True)
class ItemFilters:
    """Which work items are asked for; empty means any."""

    q: Annotated[str, Query(max_length=100, description="Part of a title or of a key.")] = ""
    source: Annotated[str, Query(max_length=120)] = ""
    state: Annotated[str, Query(max_length=20)] = ""


@dataclass(frozen=True)
class ItemRow:
    """One work item as a list shows it: everything in it is what its source says."""

    id: str
    key: str
    title: str
    source: str
    state: str
    due: str | None
    percent: float | None
    vanished: str
    last_at: datetime | None


@dataclass(frozen=True)
class FieldSaid:
    """What a source says now in one field, and where it said so."""

    name: str
    value: Value
    label: str
    locator: str
    event_id: str
    occurred: tuple[datetime | None, datetime]
    recorded_at: datetime


@dataclass(frozen=True)
class ItemDetail(ItemRow):
    """One work item with its fields and its links."""

    keys: list[str]
    fields: list[FieldSaid]
    links: list["LinkRow"]


@dataclass(frozen=True)
class LinkRow:
    """What ties the item to a commitment, and how sure that is."""

    item: str
    commitment: str
    found_by: str
    confidence: float
    state: str
    counts: bool  # it is sure enough to conclude something from it


def list_items(read: Read, filters: ItemFilters, page: PageOf) -> Slice[ItemRow]:
    """List work items by source and key."""
    with read.engine.connect() as db:
        sources = db.scalars(select(item.c.source).where(read.visible.items()).distinct()).all()
        known("source", filters.source, sources)
        known("state", filters.state, STATES)
        return take(
            db,
            select(*_columns(), item.c.key_order).where(read.visible.items(), *_wanted(filters)),
            [item.c.source, item.c.key_order, item.c.id],
            page,
            asked=question("items", filters, read.principal.person, read.as_of),
            as_of=read.instant,
            build=_row,
        )


def sources_of_items(read: Read) -> list[str]:
    """Give the sources that the reader's items come from."""
    with read.engine.connect() as db:
        return sorted(db.scalars(select(item.c.source).where(read.visible.items()).distinct()))


def _wanted(filters: ItemFilters) -> list[ColumnElement[bool]]:
    wanted: list[ColumnElement[bool]] = []
    if filters.q:
        part = f"%{_plain(filters.q.lower())}%"
        title = func.lower(item.c.title).like(part, escape="\\")
        wanted.append(or_(title, func.lower(item.c.key).like(part, escape="\\")))
    if filters.source:
        wanted.append(item.c.source == filters.source)
    if filters.state:
        wanted.append(item.c.state == filters.state)
    return wanted


def _plain(text: str) -> str:
    for sign in ("\\", "%", "_"):
        text = text.replace(sign, "\\" + sign)
    return text


def _columns() -> list[Any]:
    return [item.c[name] for name in ItemRow.__dataclass_fields__]


def _row(row: Any) -> ItemRow:
    return ItemRow(**{name: getattr(row, name) for name in ItemRow.__dataclass_fields__})


def one_item(read: Read, item_id: str) -> ItemDetail:
    """Give one work item, or say that there is none."""
    with read.engine.connect() as db:
        row = db.execute(
            select(item).where(item.c.id == item_id, read.visible.items())
        ).one_or_none()
        ties = links_of(read, db, item_id) if row else []
    if row is None:
        raise NotFound("There is no such item.", remedy="Open the list of items.")
    state = item_of(row.body)
    fields = [
        FieldSaid(
            name,
            held.value,
            held.label,
            held.locator,
            held.event_id,
            (held.occurred.lo, held.occurred.hi),
            held.recorded_at,
        )
        for name, held in sorted(state.fields.items())
    ]
    return ItemDetail(**vars(_row(row)), keys=list(state.keys), fields=fields, links=ties)


def titles_of(read: Read, ids: list[str]) -> dict[str, str]:
    """Give the titles of those of the named items that the reader sees."""
    wanted = select(item.c.id, item.c.title).where(item.c.id.in_(ids), read.visible.items())
    with read.engine.connect() as db:
        return {row.id: row.title for row in db.execute(wanted)}


def links_of(read: Read, db: Any, item_id: str) -> list[LinkRow]:
    """Give the links of an item that nobody has rejected."""
    mine = (link.c.item == item_id) & (link.c.project == read.hub.project)
    rows = db.execute(select(link).where(mine, link.c.state != "rejected"))
    return [_link(read, r, r.item, r.commitment, r.state) for r in rows]


def _link(read: Read, row: Any, item_id: str, commitment_id: str, state: str) -> LinkRow:
    counts = state == "confirmed" or row.confidence >= read.hub.policy.sources.link_confidence
    return LinkRow(item_id, commitment_id, row.found_by, row.confidence, state, counts)


def items_of(read: Read, commitment_id: str) -> list[tuple[LinkRow, ItemRow]]:
    """Give the work items that are tied to a commitment, with their links."""
    tied = (link.c.item == item.c.id) & (link.c.state != "rejected")
    with read.engine.connect() as db:
        rows = db.execute(
            select(
                link.c.found_by, link.c.confidence, link.c.state.label("link_state"), *_columns()
            )
            .join(link, tied)
            .where(link.c.commitment == commitment_id, read.visible.items())
            .order_by(item.c.source, item.c.key_order)
        ).all()
    return [(_link(read, r, r.id, commitment_id, r.link_state), _row(r)) for r in rows]
