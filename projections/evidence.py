"""What was shown for commitments, with verdicts; and what was claimed by mouth."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Column, Connection, Date, Index, String, Table, update

from hub.model.claims import ClaimMade
from hub.model.commitments import commitment_id
from hub.model.event import Event
from hub.model.evidence import (
    EvidenceAccepted,
    EvidenceRejected,
    EvidenceReturned,
    EvidenceSubmitted,
)
from hub.projection import Projection, instant_column, metadata, upsert

evidence = Table(
    "evidence",
    metadata,
    Column("id", String(120), primary_key=True),
    Column("project", String, nullable=False),
    Column("commitment", String(36), nullable=False),
    Column("series", String, nullable=False),
    Column("key", String, nullable=False),
    Column("kind", String(60), nullable=False),
    Column("title", String, nullable=False),
    Column("side", String(10), nullable=False),
    Column("court", String, nullable=False),
    Column("shown_on", Date),
    Column("original", String(64), nullable=False),
    Column("place", String, nullable=False),
    Column("verdict", String(30), nullable=False),
    Column("reason", String, nullable=False),
    Column("judged_by", String, nullable=False),
    instant_column("submitted_at"),
    instant_column("judged_at", nullable=True),
    Index("evidence_commitment", "commitment"),
)

spoken = Table(
    "spoken",
    metadata,
    Column("id", String(60), primary_key=True),
    Column("project", String, nullable=False),
    Column("commitment", String(36), nullable=False),
    Column("field", String(40), nullable=False),
    Column("value", String, nullable=False),
    Column("words", String, nullable=False),
    Column("channel", String(20), nullable=False),
    Column("actor", String, nullable=False),
    instant_column("occurred_at"),
    instant_column("recorded_at"),
    Index("spoken_commitment", "commitment"),
)

shown = Projection("evidence", version=1, tables=[evidence, spoken])


@shown.on(EvidenceSubmitted)
def submitted(db: Connection, run: Sequence[Event]) -> None:
    """It waits for the other side's verdict."""
    names = ("series", "key", "kind", "title", "court", "shown_on", "original", "place")
    rows = {
        event.subject: {
            "id": event.subject,
            "project": event.project,
            "commitment": commitment_id(event.project, event.series, event.key),
            **{name: getattr(event, name) for name in names},
            "side": event.side.value,
            "verdict": "none",
            "reason": "",
            "judged_by": "",
            "submitted_at": event.recorded_at,
            "judged_at": None,
        }
        for event in run
        if isinstance(event, EvidenceSubmitted)
    }
    upsert(db, evidence, list(rows.values()))


@shown.on(EvidenceAccepted, EvidenceRejected, EvidenceReturned)
def judged(db: Connection, run: Sequence[Event]) -> None:
    """Keep the last verdict."""
    for event in run:
        verdict, reason = _verdict(event)
        said: dict[str, Any] = {"verdict": verdict, "reason": reason}
        said |= {"judged_by": event.actor, "judged_at": event.recorded_at}
        db.execute(update(evidence).where(evidence.c.id == event.subject).values(said))


def _verdict(event: Event) -> tuple[str, str]:
    match event:
        case EvidenceAccepted(remark=remark):
            return "accepted", remark
        case EvidenceRejected(reason=reason):
            return "rejected", reason
        case EvidenceReturned(missing=missing):
            return "returned_incomplete", missing
        case _:
            raise TypeError(type(event))


@shown.on(ClaimMade)
def claimed(db: Connection, run: Sequence[Event]) -> None:
    """Keep what was said, beside what sources say."""
    rows = [
        {
            "id": event.event_id,
            "project": event.project,
            "commitment": commitment_id(event.project, event.series, event.key),
            "field": event.field,
            "value": "" if event.value is None else str(event.value),
            "words": event.words,
            "channel": event.channel,
            "actor": event.actor,
            "occurred_at": event.occurred_hi,
            "recorded_at": event.recorded_at,
        }
        for event in run
        if isinstance(event, ClaimMade)
    ]
    upsert(db, spoken, rows)
