"""From days to pixels, with the months between."""

from dataclasses import dataclass
from datetime import date, timedelta

LABEL_W = 76  # pixels that the name of a month needs


@dataclass(frozen=True)
class Tick:
    """One line of the grid; an empty label where its name would be cut or touch another."""

    x: float
    on: date
    is_labelled: bool


@dataclass(frozen=True)
class Scale:
    """Days from *first* to *last* over the pixels from *left* to *right*."""

    first: date
    last: date
    left: float
    right: float

    def x(self, on: date) -> float:
        """Give the place of a day, within the chart."""
        share = (on - self.first).days / max(1, (self.last - self.first).days)
        return round(self.left + min(1.0, max(0.0, share)) * (self.right - self.left), 1)

    def months(self, avoid: float | None = None) -> list[Tick]:
        """Give the first days of months; labels keep clear of the edge, each other and *avoid*."""
        ticks: list[Tick] = []
        free_from = self.left
        on = (self.first.replace(day=1) + timedelta(days=32)).replace(day=1)
        if self.first.day == 1:
            on = self.first
        while on <= self.last:
            x = self.x(on)
            touches = avoid is not None and abs(x - avoid) < LABEL_W
            fits = x >= free_from and x + LABEL_W <= self.right and not touches
            ticks.append(Tick(x, on, fits))
            free_from = x + LABEL_W if fits else free_from
            on = (on + timedelta(days=32)).replace(day=1)
        return ticks
