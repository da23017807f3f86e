"""Every event by its subject, and the world that rules judge, folded from them."""

from collections.abc import Sequence

import msgspec
from sqlalchemy import (
    Column,
    Connection,
    Index,
    Integer,
    LargeBinary,
    String,
    Table,
    insert,
    select,
)

from hub.model.event import Event, event_types, kinds, topic_of
from hub.projection import Projection, instant_column, metadata, position_of
from hub.rules.folding import add
from hub.rules.world import World

event_of = Table(
    "event_of",
    metadata,
    Column("seq", Integer, primary_key=True, autoincrement=True),
    Column("project", String, nullable=False),
    Column("subject_id", String(36), nullable=False),
    Column("event_id", String(60), nullable=False),
    Column("topic", String, nullable=False),
    instant_column("occurred_lo", nullable=True),
    instant_column("occurred_hi"),
    instant_column("recorded_at"),
    Column("body", LargeBinary, nullable=False),
    Index("event_of_subject", "subject_id", "seq"),
    Index("event_of_project", "project", "seq"),
)

cases = Projection("cases", version=1, tables=[event_of])

_encode = msgspec.json.Encoder().encode
_decoders = {topic: msgspec.json.Decoder(kind) for topic, kind in event_types().items()}


@cases.on(*kinds())
def remember(db: Connection, run: Sequence[Event]) -> None:
    """Keep each event under its subject, in the log's order."""
    rows = [
        {
            "project": event.project,
            "subject_id": str(event.originator_id),
            "event_id": event.event_id,
            "topic": topic_of(type(event).__name__),
            "occurred_lo": event.occurred.lo,
            "occurred_hi": event.occurred.hi,
            "recorded_at": event.recorded_at,
            "body": _encode(event),
        }
        for event in run
    ]
    db.execute(insert(event_of), rows)


def history(db: Connection, *subjects: str) -> list[Event]:
    """Give the events of some subjects, oldest recorded first."""
    query = select(event_of.c.topic, event_of.c.body).where(event_of.c.subject_id.in_(subjects))
    return [
        _decoders[topic].decode(body) for topic, body in db.execute(query.order_by(event_of.c.seq))
    ]


def world(db: Connection, project: str, kept: World | None = None) -> World:
    """Fold everything that is on record about a project; go on from a *kept* world if it fits."""
    found = kept if kept is not None and _is_begun(db, kept) else World(project)
    query = select(event_of.c.seq, event_of.c.event_id, event_of.c.topic, event_of.c.body).where(
        event_of.c.project == project, event_of.c.seq > found.read_to[0]
    )
    rows = db.execution_options(yield_per=5000).execute(query.order_by(event_of.c.seq))
    for seq, event_id, topic, body in rows:
        add(found, _decoders[topic].decode(body))
        found.read_to = (seq, event_id)
    found.position = position_of(db, cases)
    return found


def _is_begun(db: Connection, kept: World) -> bool:
    """Tell whether the last event of a kept world still stands where it was read."""
    seq, event_id = kept.read_to
    found = db.scalar(select(event_of.c.event_id).where(event_of.c.seq == seq))
    return bool(event_id) and found == event_id
