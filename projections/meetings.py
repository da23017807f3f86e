"""Meetings, trainings and demonstrations: called, refused, held, minuted."""

from collections.abc import Sequence
from typing import Any

from msgspec import to_builtins
from sqlalchemy import JSON, Column, Connection, Date, Index, String, Table, select, update

from hub.model.event import Event
from hub.model.meetings import (
    MeetingCalled,
    MeetingCancelled,
    MeetingHeld,
    MeetingRefused,
    MinutesPublished,
)
from hub.projection import Projection, instant_column, metadata, upsert

meeting = Table(
    "meeting",
    metadata,
    Column("id", String(120), primary_key=True),
    Column("project", String, nullable=False),
    Column("topic", String, nullable=False),
    Column("title", String, nullable=False),
    Column("on", Date, nullable=False),
    Column("module", String, nullable=False),
    Column("milestone", String, nullable=False),
    Column("state", String(20), nullable=False),  # called, refused, held, cancelled
    Column("invited", JSON, nullable=False),
    Column("refusals", JSON, nullable=False),
    Column("attended", JSON, nullable=False),
    Column("minutes", JSON, nullable=False),
    Column("held_on", Date),
    instant_column("called_at"),
    Index("meeting_project", "project", "on"),
)

meetings = Projection("meetings", version=1, tables=[meeting])


@meetings.on(MeetingCalled)
def called(db: Connection, run: Sequence[Event]) -> None:
    """It is on the calendar; a second call gives it another day."""
    names = ("topic", "title", "on", "module", "milestone")
    rows = {
        event.subject: {
            "id": event.subject,
            "project": event.project,
            **{name: getattr(event, name) for name in names},
            "state": "called",
            "invited": list(event.invited),
            "refusals": [],
            "attended": [],
            "minutes": [],
            "held_on": None,
            "called_at": event.occurred_hi,
        }
        for event in run
        if isinstance(event, MeetingCalled)
    }
    upsert(db, meeting, list(rows.values()), keep=("refusals", "minutes"))


@meetings.on(MeetingRefused, MeetingHeld, MeetingCancelled, MinutesPublished)
def happened(db: Connection, run: Sequence[Event]) -> None:
    """Keep what became of it."""
    for event in run:
        mine = meeting.c.id == event.subject
        row = db.execute(select(meeting.c.refusals, meeting.c.minutes).where(mine)).one()
        db.execute(update(meeting).where(mine).values(_values(event, row.refusals, row.minutes)))


def _values(event: Event, refusals: list[Any], minutes: list[Any]) -> dict[str, Any]:
    match event:
        case MeetingRefused(court=court, reason=reason):
            said = {"court": court, "reason": reason, "event_id": event.event_id}
            said["at"] = to_builtins(event.occurred_hi)
            return {"state": "refused", "refusals": [*refusals, said]}
        case MeetingHeld(on=on, attended=attended):
            return {"state": "held", "held_on": on, "attended": list(attended)}
        case MeetingCancelled():
            return {"state": "cancelled"}
        case MinutesPublished(lines=lines):
            return {"minutes": [*minutes, {"lines": list(lines), "event_id": event.event_id}]}
        case _:
            raise TypeError(type(event))
