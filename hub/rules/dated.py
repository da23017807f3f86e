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
