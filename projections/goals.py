"""Measured goals: every value that was entered, the last of a day last."""

from collections.abc import Sequence

from sqlalchemy import Column, Connection, Date, Float, Index, String, Table

from hub.model.commitments import TargetMeasured
from hub.model.event import Event
from hub.projection import Projection, instant_column, metadata, upsert

measurement = Table(
    "measurement",
    metadata,
    Column("id", String(60), primary_key=True),  # of the event
    Column("commitment", String(36), nullable=False),
    Column("on", Date, nullable=False),
    Column("value", Float, nullable=False),
    Column("words", String, nullable=False),
    Column("actor", String, nullable=False),
    instant_column("recorded_at"),
    Index("measurement_commitment", "commitment", "on", "recorded_at"),
)

goals = Projection("goals", version=1, tables=[measurement])


@goals.on(TargetMeasured)
def measured(db: Connection, run: Sequence[Event]) -> None:
    """Keep each value beside those before it."""
    rows = [
        {
            "id": event.event_id,
            "commitment": str(event.originator_id),
            "on": event.on,
            "value": event.value,
            "words": event.words,
            "actor": event.actor,
            "recorded_at": event.recorded_at,
        }
        for event in run
        if isinstance(event, TargetMeasured)
    ]
    upsert(db, measurement, rows)
