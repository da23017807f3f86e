"""What ties work items to commitments."""

from collections.abc import Sequence

from sqlalchemy import Column, Connection, Float, Index, String, Table, update

from hub.model.event import Event
from hub.model.links import LinkConfirmed, LinkProposed, LinkRejected
from hub.projection import Projection, instant_column, metadata, upsert

link = Table(
    "link",
    metadata,
    Column("id", String(80), primary_key=True),
    Column("project", String, nullable=False),
    Column("item", String(36), nullable=False),
    Column("commitment", String(36), nullable=False),
    Column("found_by", String(20), nullable=False),  # key, title, score, person
    Column("confidence", Float, nullable=False),
    Column("state", String(20), nullable=False),  # proposed, confirmed, rejected
    Column("actor", String, nullable=False),
    Column("reason", String, nullable=False),
    instant_column("recorded_at"),
    Index("link_item", "item"),
    Index("link_commitment", "commitment"),
)

links = Projection("links", version=1, tables=[link])


@links.on(LinkProposed)
def proposed(db: Connection, run: Sequence[Event]) -> None:
    """Keep the proposals; a person's word stays."""
    rows = {
        event.subject: {
            "id": event.subject,
            "project": event.project,
            "item": event.item,
            "commitment": event.commitment,
            "found_by": event.found_by,
            "confidence": event.confidence,
            "state": "proposed",
            "actor": event.actor,
            "reason": "",
            "recorded_at": event.recorded_at,
        }
        for event in run
        if isinstance(event, LinkProposed)
    }
    upsert(db, link, list(rows.values()), keep=("state", "actor", "reason"))


@links.on(LinkConfirmed, LinkRejected)
def answered(db: Connection, run: Sequence[Event]) -> None:
    """Keep what a person has said, also about a pair that nobody proposed."""
    for event in run:
        is_confirmed = isinstance(event, LinkConfirmed)
        said = {
            "state": "confirmed" if is_confirmed else "rejected",
            "actor": event.actor,
            "reason": getattr(event, "reason", ""),
            "recorded_at": event.recorded_at,
        }
        if db.execute(update(link).where(link.c.id == event.subject).values(said)).rowcount:
            continue
        item, _, commitment = event.subject.partition("+")
        row = {
            "id": event.subject,
            "project": event.project,
            "item": item,
            "commitment": commitment,
        }
        upsert(db, link, [{**row, "found_by": "person", "confidence": 1.0, **said}])
