"""Dates as sources write them, and dates that became others."""

from dataclasses import dataclass
from datetime import date

from hub.model.facts import WorkItemFieldChanged
from hub.rules.citing import Said


@dataclass(frozen=True, slots=True)
class Move:
    """A date that became another."""

    old: date
    new: date
    said: Said

    @property
    def event(self) -> WorkItemFieldChanged:
        """Give the fact that tells it."""
        return self.said.event  # type: ignore[return-value]

    @property
    def field(self) -> str:
        """Give the field of the work item that it moves."""
        return self.event.field

    @property
    def planned_wd(self) -> int:
        """Give no days: a date moves, not the amount of work."""
        return 0


def move_of(fact: WorkItemFieldChanged) -> Move | None:
    """Read a change from one date to another; None where it is none."""
    old, new = as_date(fact.old), as_date(fact.new)
    return Move(old, new, Said(new, fact, fact.locator)) if old and new and old != new else None


def as_date(value: object) -> date | None:
    """Read a day from ISO 8601 text, or give None."""
    try:
        return date.fromisoformat(str(value)[:10]) if value else None
    except ValueError:
        return None
