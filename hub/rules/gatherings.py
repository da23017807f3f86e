"""Meetings as rules see them: who was called for when, who refused, who came."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from hub.model.event import Event
from hub.model.meetings import (
    MeetingCalled,
    MeetingCancelled,
    MeetingHeld,
    MeetingRefused,
    MinutesPublished,
)


@dataclass(frozen=True, slots=True)
class Gathering:
    """One meeting, training or demonstration with all that happened to it."""

    called: MeetingCalled  # the last call
    calls: tuple[MeetingCalled, ...]
    refusals: tuple[MeetingRefused, ...]
    held: MeetingHeld | None
    is_cancelled: bool

    @property
    def on(self) -> date:
        """Give the day on which it was held, or is called for."""
        return self.held.on if self.held else self.called.on

    def is_over(self, status_date: date) -> bool:
        """Tell whether its day has passed; a cancelled one never counts."""
        return not self.is_cancelled and self.on <= status_date

    def was_there(self, court: str) -> bool:
        """Tell whether a court came, or sent a valid delegate."""
        return self.held is not None and court in (*self.held.attended, *self.held.deputies)

    def absent(self) -> list[str]:
        """Give the courts without which it had no quorum and that did not come."""
        return [c for c in self.called.required if self.held and not self.was_there(c)]

    def refusal_of(self, court: str) -> MeetingRefused | None:
        """Give a court's last refusal."""
        return next((r for r in reversed(self.refusals) if r.court == court), None)


def gathering_of(events: Sequence[Event]) -> Gathering | None:
    """Give a meeting from its events; None while it was never called."""
    calls = tuple(e for e in events if isinstance(e, MeetingCalled))
    if not calls:
        return None
    held = [e for e in events if isinstance(e, MeetingHeld)]
    return Gathering(
        calls[-1],
        calls,
        tuple(e for e in events if isinstance(e, MeetingRefused)),
        held[-1] if held else None,
        isinstance(events[-1], MeetingCancelled),
    )


@dataclass(frozen=True, slots=True)
class Weekly:
    """A weekly meeting that was held and minuted; *court* is whose minutes they are."""

    court: str
    begins_at: datetime
    minutes: list[MinutesPublished]

    @property
    def side(self) -> str:
        """Give the side that called it."""
        return self.court.partition(":")[0]
