"""A value together with where it was read: what operands are made of."""

from datetime import date, datetime
from typing import Any

from msgspec import Struct

from hub.model.event import Event, Value
from hub.model.findings import Citation

PLAIN = (str, int, float, bool)


class Said(Struct, frozen=True, gc=False):
    """A value, the event that said so, and where a person can see it."""

    value: Any
    event: Event
    locator: str = ""

    @property
    def occurred_hi(self) -> datetime:
        """Give the latest instant at which it came to be so."""
        return self.event.occurred.hi

    @property
    def occurred_lo(self) -> datetime | None:
        """Give the earliest instant at which it may have come to be so."""
        return self.event.occurred.lo

    @property
    def citation(self) -> Citation:
        """Give what a reader needs to see for themselves."""
        return Citation(
            self.event.event_id,
            self.locator or self.event.locator or f"event:{self.event.event_id}",
            plain(self.value),
            self.event.occurred,
            self.event.recorded_at,
        )


def plain(value: Any) -> Value:
    """Turn a value into what JSON holds: dates and instants become ISO 8601 text."""
    if value is None or isinstance(value, PLAIN):
        return value
    return value.isoformat() if isinstance(value, date) else str(value)


def named(event: Event) -> Said:
    """Cite an event by whom or what it names itself: a court, a unit, or its own subject."""
    told = (getattr(event, name, "") for name in ("court", "to", "unit"))
    return Said(next(filter(None, told), event.subject.rpartition("/")[2]), event)
