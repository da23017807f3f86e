"""What all cases share: the day, the calendar, the thresholds, and dates that moved."""

from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from typing import Any, Protocol, Self

from hub.model.event import Event
from hub.rules import Unknown
from hub.rules.citing import Said
from hub.rules.context import Context
from hub.rules.dated import Move, as_date, move_of
from hub.rules.going_live import GoLive
from hub.rules.remembering import Answer, Remembering

__all__ = ["Case", "Move", "as_date", "move_of"]


class Subject(Protocol):
    """What a case may be about."""

    id: str


class Case(Remembering):
    """The part that all cases share."""

    over = ""  # what sort of subject it is
    policy: Mapping[str, Any] = {}  # thresholds of the rule that is being asked
    id = ""
    key = ""
    title = ""
    module = ""
    phase = ""
    unit = ""

    @classmethod
    def of(cls, context: Context, about: "Subject") -> Self:
        """Give the case of a subject, made once: rules and evaluations share what it finds."""
        return context.recall(cls, context, about)

    def __init__(self, context: Context) -> None:
        self.context = context
        self.calendar = context.calendar
        self.watch = context.watch
        self.answers: dict[object, Answer] = {}

    @property
    def status_date(self) -> date:
        """Give the day that is judged."""
        return self.context.status_date

    @property
    def goes_live(self) -> GoLive | None:
        """Give the go-live that it leads to: of the project the next one."""
        return self.context.go_live_for(self.module)

    @property
    def in_golive_window(self) -> bool:
        """Tell whether that is near, and not live yet."""
        return self.context.is_window_open(self.goes_live)

    @property
    def on_golive_path(self) -> bool:
        """Tell whether a delay here soon delays go-live."""
        return False

    @property
    def story(self) -> str:
        """Give what folds the findings of one cause: the subject, where nothing else is known."""
        return self.id

    def wd(self, a: date, b: date) -> int:
        """Give the signed working days from *a* to *b*: in (a, b]."""
        return self.calendar.wd(a, b)

    def day(self, instant: datetime) -> date:
        """Give the day of an instant in the project's zone."""
        return self.calendar.day_of(instant)

    def wd_since(self, instant: datetime) -> int:
        """Give the working days from the day of an instant to the status date."""
        return self.wd(self.day(instant), self.status_date)

    def reports_due_since(self, since: datetime) -> int:
        """Count the weekly reports that fell due after an instant, up to the status date."""
        weekday, _, clock = self.context.policy.rhythm.weekly_report.due.partition(" ")
        due, days = time.fromisoformat(clock), (self.status_date - self.day(since)).days
        weeks = (self.status_date - timedelta(weeks=n) for n in range(days // 7 + 2))
        instants = (self.calendar.due_in_week(week, weekday, due) for week in weeks)
        return sum(since < at and self.day(at) <= self.status_date for at in instants)

    def is_found(self, code: str) -> bool:
        """Tell whether a rule's finding about it is open: clearing may ask more than opening."""
        return any(
            each.conclusion.rule == code for each in self.context.findings_about.get(self.id, ())
        )

    def searched(self, what: str) -> Said:
        """Cite an absence: the place that was searched, and the reading that was complete."""
        return self.cited_search(what, None)

    def cited_search(self, what: str, ground: Event | None) -> Said:
        """Cite the last run as proof of an absence; *ground* where nothing was ever read."""
        proof = self.context.last_run or ground or self.context.last_asked
        return Said(None, proof, f"search:{what}")

    def require_known(self, source: str) -> None:
        """Abstain where a source has failed or not spoken lately."""
        if self.context.is_unheard(source):
            raise Unknown(source)
