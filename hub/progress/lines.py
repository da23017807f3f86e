"""One commitment as progress sees it: its weight, and what was claimed and verified by day."""

from dataclasses import dataclass
from datetime import date
from functools import cached_property

Steps = list[tuple[date, float]]
"""A value by the day from which it held, oldest first."""

Weekly = list[tuple[int, float]]
"""By how much a value grew, by the number of the week in which it did, oldest first."""

DEMONSTRATED = 50.0
ACCEPTED = 100.0


@dataclass(kw_only=True)
class Line:
    """One commitment with its two histories. *court* is that of who owes it."""

    id: str
    key: str = ""
    module: str = ""
    phase: str = ""
    court: str = ""
    is_duty: bool = False
    start_on: date
    finish_on: date
    weight: float = 1.0
    told: Steps  # what was said of it, by sources or by mouth
    verified: Steps
    started_on: date | None = None
    accepted_on: date | None = None
    is_waiting: bool = False  # something that was shown waits for a verdict
    is_rejected: bool = False  # what was shown last was rejected
    refuted: tuple[date, float] | None = None  # the last claim before that rejection

    @cached_property
    def claimed(self) -> Steps:
        """Give what is claimed: what was said, and never less than what was shown."""
        if not self.verified:
            return self.told
        found: Steps = []
        said = shown = 0.0
        for on, is_shown, value in sorted(
            [(on, False, value) for on, value in self.told]
            + [(on, True, value) for on, value in self.verified]
        ):
            said, shown = (said, value) if is_shown else (value, shown)
            if found and found[-1][0] == on:
                found.pop()
            if not found or found[-1][1] != max(said, shown):
                found.append((on, max(said, shown)))
        return found

    @cached_property
    def planned_weekly(self) -> Weekly:
        """Give what is planned to be earned of it: all of it at the agreed finish."""
        return self._weekly([(self.finish_on, ACCEPTED)])

    @cached_property
    def claimed_weekly(self) -> Weekly:
        """Give what its claims earn."""
        return self._weekly(self.claimed)

    @cached_property
    def verified_weekly(self) -> Weekly:
        """Give what is verified of it."""
        return self._weekly(self.verified)

    def _weekly(self, steps: Steps) -> Weekly:
        found, before = [], 0.0
        for on, value in steps:
            found.append((week_of(on), self.weight * (value - before) / 100))
            before = value
        return found

    @property
    def claimed_now(self) -> float:
        """Give the last claim."""
        return self.claimed[-1][1] if self.claimed else 0.0

    @property
    def verified_now(self) -> float:
        """Give what is verified: 0 not shown, 50 demonstrated, 100 accepted."""
        return self.verified[-1][1] if self.verified else 0.0

    def is_missed(self) -> bool:
        """Tell whether it is not accepted, or was only after the agreed finish."""
        return self.accepted_on is None or self.accepted_on > self.finish_on


def week_of(day: date) -> int:
    """Number the week of a day, Monday to Sunday, from the first day of the era on."""
    return (day.toordinal() - 1) // 7
