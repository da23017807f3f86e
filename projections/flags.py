"""What the client has flagged for a vendor, and what came back."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Column, Connection, Date, Index, String, Table, update

from hub.model.event import Event
from hub.model.flags import FlagAnswered, FlagWithdrawn, ItemFlagged, VendorReplied
from hub.projection import Projection, instant_column, metadata, upsert

flag = Table(
    "flag",
    metadata,
    Column("id", String(80), primary_key=True),
    Column("project", String, nullable=False),
    Column("party", String, nullable=False),
    Column("sentence", String, nullable=False),
    Column("reply_by", Date, nullable=False),
    Column("state", String(20), nullable=False),  # open, replied, withdrawn, closed
    Column("finding", String, nullable=False),
    Column("item", String(36), nullable=False),
    Column("commitment", String(36), nullable=False),
    Column("series", String, nullable=False),
    Column("key", String, nullable=False),
    Column("actor", String, nullable=False),
    instant_column("flagged_at"),
    Column("answer", String(20), nullable=False),
    Column("words", String, nullable=False),
    Column("new_on", Date),
    Column("evidence", String, nullable=False),
    Column("blocked_by", String(120), nullable=False),
    Column("since_on", Date),
    Column("replied_by", String, nullable=False),
    instant_column("replied_at", nullable=True),
    Column("reply_event", String(80), nullable=False),
    Column("reply_locator", String(600), nullable=False),
    Column("closing_words", String, nullable=False),
    Index("flag_project", "project", "party", "state"),
)

flags = Projection("flags", version=2, tables=[flag])

_NO_REPLY = {
    "answer": "",
    "words": "",
    "new_on": None,
    "evidence": "",
    "blocked_by": "",
    "since_on": None,
    "replied_by": "",
    "replied_at": None,
    "reply_event": "",
    "reply_locator": "",
    "closing_words": "",
}


@flags.on(ItemFlagged)
def flagged(db: Connection, run: Sequence[Event]) -> None:
    """The vendor sees it from here on."""
    names = (
        "party",
        "sentence",
        "reply_by",
        "finding",
        "item",
        "commitment",
        "series",
        "key",
        "actor",
    )
    rows = [
        {
            "id": event.subject,
            "project": event.project,
            "state": "open",
            **{name: getattr(event, name) for name in names},
            "flagged_at": event.recorded_at,
            **_NO_REPLY,
        }
        for event in run
    ]
    upsert(db, flag, rows)


@flags.on(VendorReplied, FlagWithdrawn, FlagAnswered)
def answered(db: Connection, run: Sequence[Event]) -> None:
    """Keep the last reply, and how the flag ended."""
    for event in run:
        db.execute(update(flag).where(flag.c.id == event.subject).values(_values(event)))


def _values(event: Event) -> dict[str, Any]:
    match event:
        case VendorReplied():
            names = ("answer", "words", "new_on", "evidence", "blocked_by", "since_on")
            reply = {name: getattr(event, name) for name in names}
            return {
                **reply,
                "state": "replied",
                "replied_by": event.actor,
                "replied_at": event.recorded_at,
                "reply_event": event.event_id,
                "reply_locator": event.locator,
            }
        case FlagWithdrawn(reason=reason):
            return {"state": "withdrawn", "closing_words": reason}
        case FlagAnswered(words=words):
            return {"state": "closed", "closing_words": words}
        case _:
            raise TypeError(type(event))
