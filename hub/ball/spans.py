"""Who has the ball of a commitment while what holds, since when that may be charged, and why."""

from collections import defaultdict
from collections.abc import Iterator
from itertools import pairwise

from msgspec import Struct

from hub.ball.links import Link
from hub.ball.told import Numbers, link_of
from hub.model.commitments import (
    CommitmentAcknowledged,
    CommitmentRaised,
    CommitmentRefused,
    GateFailed,
    GatePassed,
    Kind,
    PromiseGiven,
)
from hub.model.decisions import DecisionAnswered, DecisionAsked
from hub.model.event import Event
from hub.model.flags import ItemFlagged
from hub.model.meetings import MeetingRefused
from hub.rules.cases import CommitmentCase
from hub.rules.context import Context
from hub.rules.remembering import Answer, Remembering, remembered_by_key, remembered_for

EVER = 10**9
UNKNOWN = "unknown"


class Span(Struct, frozen=True, gc=False):
    """A court has the ball on the days in (*lo*, *hi*]; on days after *told* it may be charged."""

    lo: int
    hi: int
    court: str
    why: str
    events: tuple[Event, ...]
    told: int | None  # None: it was not told, or did not stand

    def covers(self, day: int) -> bool:
        """Tell whether it holds on a day."""
        return self.lo < day <= self.hi


class Spans(Struct, frozen=True, gc=False):
    """All spans of one commitment."""

    blocking: tuple[Span, ...]  # what kept it from going on
    waiting: tuple[Span, ...]  # who has the ball while nothing blocks
    stands: bool  # the first gate is passed


class Holding(Remembering):
    """The spans of every commitment, worked out when they are asked for, and remembered."""

    def __init__(self, context: Context) -> None:
        self.context = context
        self.watch = context.watch
        self.answers: dict[object, Answer] = {}
        numbers = context.recall(Numbers, context.calendar)
        self.number, self.number_of = numbers.of, numbers.of_event
        self.reasonable = context.policy.notice.reasonable_time_wd

    @remembered_for
    def of(self, name: str) -> Spans:
        """Give the spans of a commitment that is a link."""
        link = link_of(self.context, name)
        if link is None:
            return Spans((), (), stands=False)
        blocking = (*self._blocks(link), *self._criteria(link))
        asked = self._asked.get(link.owed.key, ())
        waiting = (*self._silence(link), *self._verdicts(link), *asked, *self._owner(link))
        return Spans(blocking, waiting, self._stands(link))

    def _blocks(self, link: Link) -> Iterator[Span]:
        """Yield refused meetings and late duties."""
        for each in self.context.blocked(link.owed.id):
            lo = self.number(each.since)
            hi = self.number(each.until) if each.until else EVER
            is_meeting = any(isinstance(event, MeetingRefused) for event in each.events)
            why = "meeting_refused" if is_meeting else "duty_late"
            yield Span(lo, hi, each.court, why, each.events, lo)

    def _criteria(self, link: Link) -> Iterator[Span]:
        gates = link.owed.of(GateFailed, GatePassed)
        for gate, after in pairwise([*gates, None]):
            if isinstance(gate, GateFailed):
                lo = self.number(gate.on)
                hi = self.number(after.on) if after else EVER
                for court in sorted(set(gate.open_criteria.values())):
                    yield Span(lo, hi, court, "gate_open", (gate,), lo + self.reasonable)

    def _silence(self, link: Link) -> Iterator[Span]:
        works = [w for w in self.context.works_of.get(link.owed.id, []) if not w.item.vanished]
        sources = {work.item.source for work in works}
        if sources and all(self.context.is_unheard(source) for source in sources):
            heard = (self.context.world.source(source).last_word for source in sources)
            last = max(filter(None, heard), key=lambda event: event.occurred.hi, default=None)
            lo = self.number_of(last) if last else link.steps[0].since
            yield Span(lo, EVER, UNKNOWN, "source_silent", (last,) if last else (), None)

    def _verdicts(self, link: Link) -> Iterator[Span]:
        limit = CommitmentCase.of(self.context, link.owed).verdict_wd
        for shown in link.shown:
            hi = EVER if shown.verdict is None else shown.verdict
            told = shown.submitted + max(0, limit - shown.used_wd)
            yield Span(shown.submitted, hi, shown.court, "sign_off", (shown.event,), told)

    def _owner(self, link: Link) -> Iterator[Span]:
        """Give its owner, in three parts: before it was told, and after."""
        court, told = link.terms.court, None
        events: tuple[Event, ...] = (link.steps[0].event,)
        if self._stands(link):
            first = self._first_told(link)
            if first is not None:
                told, because = first
                events = (*events, because)
        yield Span(-1, EVER, court, "own_work", events, told)

    def _stands(self, link: Link) -> bool:
        """Pass the first gate: a duty's date stands; the rest was approved or promised."""
        owed = link.owed
        if link.terms.kind is Kind.DUTY:
            return self.context.confirmation(owed) is not None
        if owed.of(CommitmentAcknowledged) or owed.of(PromiseGiven):
            return True
        return not isinstance(link.steps[-1].event, CommitmentRaised)

    def _first_told(self, link: Link) -> tuple[int, Event] | None:
        """Pass the second gate: give the day by which it was told and a reasonable time over."""
        refused = link.owed.of(CommitmentRefused)
        if refused:
            return self.number_of(refused[0]), refused[0]
        if link.terms.kind is Kind.DUTY:
            since = self.context.chargeable_from(link.owed, link.terms)
            return (self.number(since), self.context.told(link.owed)[0]) if since else None
        step = link.steps[0]
        day_due = step.finish if step.start is None else min(step.start, step.finish)
        told = [*self._told.get(link.owed.id, ()), *link.owed.notices]
        days = sorted((self.number_of(event), event.event_id, event) for event in told)
        first = next(((day, event) for day, _, event in days if day >= day_due), None)
        return (first[0] + self.reasonable, first[1]) if first else None

    @remembered_by_key
    def _told(self) -> dict[str, list[Event]]:
        """Give flags about commitments and their items, and minutes that name them."""
        world, found = self.context.world, defaultdict[str, list[Event]](list)
        flags = [events[0] for events in world.flags.values() if isinstance(events[0], ItemFlagged)]
        for flag in flags:
            if flag.commitment:
                found[flag.commitment].append(flag)
            for owed in self.context.owed_of.get(flag.item, ()):
                found[owed.id].append(flag)
        named = {key: minutes for minutes in world.minutes for key in minutes.announces}
        if named:
            for name in self.context.in_force:
                works = self.context.works_of.get(name, ())
                keys = {world.owed[name].key, *(work.item.key for work in works)}
                found[name] += [m for m in world.minutes if keys & set(m.announces)]
        return found

    @remembered_by_key
    def _asked(self) -> dict[str, list[Span]]:
        """Give the decisions that were asked about a commitment, by its key."""
        found = defaultdict[str, list[Span]](list)
        limit = self.context.policy.sla.decision_wd
        for events in self.context.world.matters.values():
            asked = events[0]
            if not isinstance(asked, DecisionAsked):
                continue
            answers = [event for event in events if isinstance(event, DecisionAnswered)]
            lo = self.number_of(asked)
            hi = self.number_of(answers[0]) if answers else EVER
            for key in asked.concerns:
                found[key].append(Span(lo, hi, asked.of, "decision_open", (asked,), lo + limit))
        return found
