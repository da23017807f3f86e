"""A row of the plan with its latent truth: what is said of it in its tool, what is shown, when."""

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from hub.demo.rollout.days import DAY, at, wd

TO_DO, IN_PROGRESS, DONE = "To Do", "In Progress", "Done"


@dataclass(frozen=True)
class Save:
    """One save in the tool of the side that owes."""

    at: datetime
    fields: dict[str, Any]  # title, status, percent, due, start, assignee; comment apart
    by: str  # account


@dataclass
class Shown:
    """One piece of evidence, and what its reviewer said."""

    id: str
    kind: str
    submitted_at: datetime
    shown_on: date
    verdict: str = ""  # accept, reject, return
    verdict_at: datetime | None = None


@dataclass
class Row:
    """One row of the plan."""

    key: str
    title: str
    kind: str = "task"
    side: str = "vendor"
    unit: str = ""
    owner: str = ""
    module: str = ""
    phase: str = ""
    start_on: date | None = None
    finish_on: date | None = None
    predecessors: tuple[str, ...] = ()
    saves: list[Save] = field(default_factory=list)
    shown: list[Shown] = field(default_factory=list)
    holders: list[tuple[date, str]] = field(default_factory=list)  # the ball: from a day on
    tool: str = ""  # which tool of its side; empty: the usual one
    in_tool: bool = True  # whether its side keeps a work item for it
    is_early: bool = False  # on record before the plan is approved
    line: str | None = None  # of the contract that it is for; None: that of its module
    is_on_path: bool = False  # at most five working days of float until go-live
    scenario: str = ""  # of the injection it belongs to; empty: honest
    reported: dict[date, dict[str, Any] | None] = field(
        default_factory=dict
    )  # instead of the truth
    _days: dict[date, dict[str, Any]] = field(default_factory=dict, repr=False)
    _counted: int = -1

    @property
    def starts(self) -> date:
        """Give the planned start of a row that has one."""
        return self.start_on or date.min

    @property
    def ends(self) -> date:
        """Give the planned finish of a row that has one."""
        return self.finish_on or date.max

    @property
    def court(self) -> str:
        """Give the court of who owes."""
        lead = "coordinator" if self.side == "client" else "pm"
        return f"{self.side}:{self.unit or lead}"

    @property
    def is_long(self) -> bool:
        """Tell whether a day more or less is a small part of the work."""
        return bool(self.start_on and self.finish_on and wd(self.start_on, self.finish_on) > 9)

    def court_on(self, day: date) -> str:
        """Give who holds the ball at the end of a day."""
        held = [court for since, court in self.holders if since <= day]
        return held[-1] if held else self.court

    def waited_by(self, day: date) -> bool:
        """Tell whether it waited for somebody else until a day or longer.

        Whose turn it is afterwards can be read both ways: the ball is back, the days are not.
        """
        return any(court != self.court and since <= day for since, court in self.holders) and (
            self.court_on(day) == self.court
        )

    def known_at(self, instant: datetime) -> dict[str, Any]:
        """Give what the tool shows at an instant; empty before the item is there."""
        found: dict[str, Any] = {}
        for save in sorted(self.saves, key=lambda one: one.at):
            if save.at <= instant:
                found |= save.fields
        return found

    def known_on(self, day: date) -> dict[str, Any]:
        """Give what the night after a day reads."""
        if len(self._days) == 0 or self._counted != len(self.saves):
            self._days, self._counted = {}, len(self.saves)
        if day not in self._days:
            self._days[day] = self.known_at(at(day + DAY, "01:00"))
        return self._days[day]

    def first_at(self, name: str, value: Any) -> datetime | None:
        """Give when a field first had a value."""
        hits = [one.at for one in self.saves if one.fields.get(name) == value]
        return min(hits, default=None)

    def accepted_on(self, kind: str = "demo_or_test_record") -> date | None:
        """Give the day on which evidence of a kind was accepted."""
        days = [
            one.verdict_at.date()
            for one in self.shown
            if one.kind == kind and one.verdict == "accept" and one.verdict_at
        ]
        return min(days, default=None)

    def submitted_on(self, kind: str = "demo_or_test_record") -> date | None:
        """Give the day on which evidence of a kind was first submitted."""
        return min(
            (one.submitted_at.date() for one in self.shown if one.kind == kind), default=None
        )
