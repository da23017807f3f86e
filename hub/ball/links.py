"""Commitments as links of a chain: plan, promises, start and finish, all in working-day numbers."""

from dataclasses import dataclass, field
from datetime import date

from hub.model.commitments import Terms
from hub.model.event import Event
from hub.rules.world import Owed


@dataclass(frozen=True, slots=True)
class Step:
    """What a plan in force says from a day on."""

    since: int
    start: int | None
    finish: int
    finish_on: date
    event: Event


@dataclass(frozen=True, slots=True)
class Promise:
    """A finish that was said on a day; None: it was said that there is none any more."""

    said: int
    finish: int | None
    side: str
    event: Event


@dataclass(frozen=True, slots=True)
class Shown:
    """Evidence that waits for a verdict, or waited until one."""

    submitted: int
    verdict: int | None
    shown: int
    court: str  # who judges it
    event: Event
    used_wd: int = 0  # days that who judges it had before, and sent it back too late


@dataclass(slots=True)
class Link:
    """One commitment, as far as its finish depends on anything."""

    owed: Owed
    terms: Terms
    steps: list[Step]
    before: list["Link"] = field(default_factory=list, compare=False)
    promises: list[Promise] = field(default_factory=list)
    shown: list[Shown] = field(default_factory=list)
    started: int | None = None
    finished: int | None = None
    released: int | None = None  # from when on what comes after it can go on

    @property
    def side(self) -> str:
        """Give the side that owes it."""
        return str(self.terms.side)

    def step(self, day: int) -> Step:
        """Give the plan in force on a day; before the first, the first."""
        found = self.steps[0]
        for step in self.steps[1:]:
            if step.since <= day:
                found = step
        return found

    def promise(self, day: int) -> Promise | None:
        """Give the last promise that was given by a day."""
        found = None
        for promise in self.promises:
            if promise.said > day:
                break
            found = promise
        return found

    def pending(self, day: int) -> Shown | None:
        """Give what waited for a verdict on a day."""
        return next(
            (
                s
                for s in self.shown
                if s.submitted <= day and (s.verdict is None or day < s.verdict)
            ),
            None,
        )
