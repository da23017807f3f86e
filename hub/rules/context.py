"""What all cases of one evaluation share: day, calendar, policy, and who is tied to what."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime

from hub.calendar import WorkCalendar
from hub.model.commitments import (
    CommitmentMet,
    CommitmentWithdrawn,
    GatePassed,
    Kind,
    Terms,
)
from hub.model.event import Event
from hub.model.facts import MISREAD, WorkItemFieldChanged
from hub.policy import Policy
from hub.rules.dated import Move, move_of
from hub.rules.going_live import GoingLive
from hub.rules.remembering import remembered, remembered_by_key, remembered_for
from hub.rules.series import missed
from hub.rules.turns import Turns, Untold
from hub.rules.world import Owed, Tie, Work, World

FAR = 10_000  # working days; more than any plan


@dataclass(frozen=True, slots=True)
class Blocked:
    """Whose turn it is instead, from when to when, and the events that say so."""

    court: str
    since: date
    until: date | None  # None: still
    events: tuple[Event, ...]


class Context(GoingLive):
    """The world of a project on a status date, as known at an instant."""

    def __init__(
        self, world: World, policy: Policy, calendar: WorkCalendar, status_date: date, at: datetime
    ) -> None:
        super().__init__(world, policy, calendar, status_date, at)
        self.turns: Turns = Untold()  # an evaluation lets its rules see the ledger

    @classmethod
    def going_on(
        cls, world: World, policy: Policy, calendar: WorkCalendar, status_date: date, at: datetime
    ) -> "Context":
        """Give what an evaluation sees, with what the last one of the same world worked out.

        A world that was folded anew, or another policy, is judged from scratch.
        """
        kept = world.context
        if isinstance(kept, cls) and kept.policy is policy and kept.calendar is calendar:
            kept.turn(status_date, at)
            return kept
        world.context = made = cls(world, policy, calendar, status_date, at)
        return made

    @remembered
    def sure_ties(self) -> list[Tie]:
        """Give the links that may make findings."""
        least, ties = self.policy.sources.link_confidence, self.world.ties.values()
        return [tie for tie in ties if tie.verdict != "rejected" and tie.confidence >= least]

    @remembered_by_key
    def works_of(self) -> dict[str, list[Work]]:
        """Give the work items of each commitment, shown or vanished; what was misread is none."""
        found: dict[str, list[Work]] = defaultdict(list)
        for tie in self.sure_ties:
            work = self.world.work.get(tie.item)
            if work is not None and work.item.vanished != MISREAD:
                found[tie.commitment].append(work)
        return found

    @remembered_by_key
    def owed_of(self) -> dict[str, list[Owed]]:
        """Give the commitments of each work item."""
        found: dict[str, list[Owed]] = defaultdict(list)
        for tie in self.sure_ties:
            if tie.commitment in self.in_force:
                found[tie.item].append(self.world.owed[tie.commitment])
        return found

    @remembered_by_key
    def successors(self) -> dict[str, list[str]]:
        """Give the ids of those that come after each commitment."""
        found: dict[str, list[str]] = defaultdict(list)
        for name, (terms, _, _) in self.in_force.items():
            series = self.world.owed[name].series
            for key in terms.predecessors:
                found[self.world.commitment(series, key).id].append(name)
        return found

    @remembered_for
    def is_unheard(self, source: str) -> bool:
        """Tell whether what a source would tell is unknown: it is silent, or its file is due."""
        return self.is_silent(source) or bool(
            missed(self, self.world.source(source), is_loaded=True)
        )

    @remembered_for
    def milestones_reached(self, topics: tuple[str, ...]) -> list[tuple[str, date]]:
        """Give the modules of the milestones of some topics, and the days on which they passed."""
        return [
            (terms.module, passed.on)
            for name, (terms, _, _) in self.in_force.items()
            if terms.kind is Kind.MILESTONE and terms.topic in topics
            for passed in self.world.owed[name].of(GatePassed)
        ]

    @remembered_for
    def moves_of(self, source: str) -> list[Move]:
        """Give every change of a due date that a source told."""
        works = [work for work in self.world.work.values() if work.item.source == source]
        return [move for work in works for move in self._moves_of(work)]

    @remembered_for
    def _moves_of(self, work: Work) -> list[Move]:
        told = (f for f in work.facts if isinstance(f, WorkItemFieldChanged) and f.field == "due")
        return [move for fact in told if (move := move_of(fact)) is not None]

    @remembered_for
    def tells_percents(self, source: str) -> bool:
        """Tell whether a source tells percents between 0 and 100, and not only all or nothing."""
        works = (work for work in self.world.work.values() if work.item.source == source)
        return any(_is_graded(fact) for work in works for fact in work.facts)

    def total_float(self, name: str) -> int | None:
        """Give the working days it may slip before go-live does; None: it does not lead there."""
        return self._floats.get(name)  # type: ignore[no-any-return]

    @remembered_by_key
    def _floats(self) -> dict[str, int | None]:
        found: dict[str, int | None] = {}
        for name in self.in_force:
            self._float_in(found, name)
        return found

    def _float_in(self, found: dict[str, int | None], name: str) -> int | None:
        if name not in found:
            found[name] = None  # a circle in the plan ends here
            found[name] = self._float(found, name)
        return found[name]

    def _float(self, found: dict[str, int | None], name: str) -> int | None:
        terms = self.in_force[name][0]
        if terms.kind is Kind.MILESTONE and terms.topic == "go_live":
            return 0
        slacks = []
        for successor in self.successors.get(name, ()):
            beyond = self._float_in(found, successor)
            after = self.in_force[successor][0]
            begins = after.start_on or after.finish_on
            if beyond is not None and begins is not None:
                slacks.append(beyond + self._slack(terms.finish_on, begins))
        return min(slacks, default=None)

    def _slack(self, finish_on: date | None, begins: date) -> int:
        """Count the days between two; what has no date has none to give."""
        return max(0, self.calendar.wd(finish_on, begins)) if finish_on else 0

    @remembered_for
    def blocked(self, name: str) -> list[Blocked]:
        """Give when something that had to come first kept a commitment waiting, oldest first."""
        terms, owed = self.in_force[name][0], self.world.owed[name]
        # A milestone waits for its own meeting, too.
        found = [b for key in (owed.key, *terms.predecessors) for b in self._refused_meetings(key)]
        found += self._unmet_duties(owed, terms)
        return sorted(found, key=lambda b: b.since)

    def _refused_meetings(self, milestone: str) -> list[Blocked]:
        found = []
        for meeting in self.gatherings:
            if meeting.called.milestone != milestone:
                continue
            until = meeting.held.on if meeting.held else None
            for refusal in meeting.refusals:
                day = self.calendar.day_of(refusal.occurred.hi)
                held: tuple[Event, ...] = (meeting.held,) if meeting.held else ()
                said = (meeting.called, refusal, *held)
                found.append(Blocked(refusal.court, day, until, said))
        return found

    def _unmet_duties(self, owed: Owed, terms: Terms) -> list[Blocked]:
        late = [self._late_duty(*duty) for duty in self.awaited(owed, terms)]
        return [blocked for blocked in late if blocked is not None]

    def awaited(self, owed: Owed, terms: Terms) -> list[tuple[Owed, Terms, Event]]:
        """Give the duties that it waits for: predecessors, or those that name it."""
        mine = {owed.key, f"{owed.series}/{owed.key}"}
        found = []
        for other, duty, row in self.duties:
            named = {other.key, f"{other.series}/{other.key}"} & set(terms.predecessors)
            if other.id != owed.id and (named or mine & set(duty.waiting)):
                found.append((other, duty, row))
        return found

    @remembered
    def duties(self) -> list[tuple[Owed, Terms, Event]]:
        """Give what one side owes the other before it can go on."""
        return [
            (self.world.owed[name], terms, row)
            for name, (terms, row, _) in self.in_force.items()
            if terms.kind is Kind.DUTY
        ]

    def _late_duty(self, owed: Owed, terms: Terms, row: Event) -> Blocked | None:
        """Give a confirmed and noticed duty whose reasonable time has passed."""
        since = self.chargeable_from(owed, terms)
        if since is None or terms.finish_on is None:
            return None
        met = [e.on for e in owed.of(CommitmentMet) if not e.defect]
        if self.status_date < since or owed.of(CommitmentWithdrawn) or (met and min(met) <= since):
            return None
        said = tuple(filter(None, (row, self.confirmation(owed), self.told(owed)[0])))
        return Blocked(terms.court, since, min(met, default=None), said)


def _is_graded(fact: Event) -> bool:
    name = getattr(fact, "field", "percent")
    value = getattr(fact, "new", None) if name == "percent" else None
    shown = getattr(fact, "fields", {}).get("percent", value)
    return isinstance(shown, int | float) and 0 < shown < 100
