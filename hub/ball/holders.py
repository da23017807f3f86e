"""Who holds the ball of a commitment on each working day, since when that may be charged, and why.

The same gates for both sides: the commitment stood; it was told and a reasonable time has passed;
nothing of the other side was missing.
"""

from collections import defaultdict
from collections.abc import Iterator
from functools import lru_cache
from itertools import pairwise

from msgspec import Struct

from hub.ball.links import Link, Links
from hub.model.charges import CONCURRENT
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
from hub.model.event import Event, Side
from hub.model.flags import ItemFlagged
from hub.model.meetings import MeetingRefused

EVER = 10**9
NOBODY = "none"
ANSWERS = ("sign_off", "decision_open")
SIDES = frozenset(str(side) for side in Side)
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


class Held(Struct, frozen=True, gc=False):
    """Who has the ball on one day."""

    court: str
    why: str
    events: tuple[Event, ...]
    is_charged: bool  # the gates are passed


class Holders:
    """The spans of every link, made when they are asked for."""

    def __init__(self, links: Links) -> None:
        self.links = links
        self.context = links.context
        self.reasonable = self.context.policy.notice.reasonable_time_wd
        self._told = _told_events(links)
        self._asked = _decisions(links)
        self._blocking: dict[str, list[Span]] = {}
        self._waiting: dict[str, list[Span]] = {}
        self._days: dict[tuple[str, int, str], Held] = {}

    def on(self, link: Link, day: int, own: str = "") -> Held:
        """Give who has the ball of a link on a day. The side *own* has moved its finish itself."""
        key = (link.owed.id, day, own)
        if key not in self._days:
            self._days[key] = self._on(link, day, own)
        return self._days[key]

    def _on(self, link: Link, day: int, own: str) -> Held:
        if day <= link.steps[0].since:
            return Held(NOBODY, "nobody", (), is_charged=False)
        if link.finished is not None and day > link.finished:
            judged = [s for s in self.waiting(link) if s.why == "sign_off" and s.covers(day)]
            if not judged:
                return Held(NOBODY, "nobody", (), is_charged=False)
            return self._gated(link, judged[0], day, own)
        blocking = [span for span in self.blocking(link) if span.covers(day)]
        # Who has not answered in time holds it up as well, whatever else keeps it waiting.
        also = [s for s in self.waiting(link) if blocking and s.why in ANSWERS and s.covers(day)]
        charged = [span for span in (*blocking, *also) if _is_told(span, day)]
        counted = charged or blocking
        if len({side_of(span.court) for span in counted} & SIDES) == 2:
            events = tuple(event for span in counted for event in span.events)
            return Held(CONCURRENT, "both_sides", events, is_charged=bool(charged))
        waiting = (span for span in self.waiting(link) if span.covers(day))
        span = counted[0] if counted else next(waiting)
        return self._gated(link, span, day, own)

    def _gated(self, link: Link, span: Span, day: int, own: str) -> Held:
        """Let the third gate pass: what the other side had to bring first is there."""
        side = side_of(span.court)
        is_own = side == own and not _is_told(span, day)  # who moves a date itself knows of it
        is_told = _is_told(span, day) or is_own
        if is_told and side in SIDES:
            missing = [p for p in link.before if p.side != side and self.is_overdue(p, day)]
            if missing:
                events = (*span.events, *(p.step(day).event for p in missing))
                return Held(CONCURRENT, "other_side_missing", events, is_charged=True)
        if span.why != "own_work" or (is_told and not is_own):
            return Held(span.court, span.why, span.events, is_told)
        # What told it came later, or was not needed.
        return Held(span.court, "date_moved" if is_own else "not_told", span.events[:1], is_told)

    def is_overdue(self, link: Link, day: int) -> bool:
        """Tell whether something that stood was due before a day and was not there."""
        is_open = link.finished is None or link.finished >= day
        return is_open and link.step(day).finish < day and self.stands(link)

    def blocking(self, link: Link) -> list[Span]:
        """Give what kept it from going on: refused meetings, late duties, open criteria."""
        name = link.owed.id
        if name not in self._blocking:
            found = []
            for each in self.context.blocked(name):
                lo = self.links.number(each.since)
                hi = self.links.number(each.until) if each.until else EVER
                is_meeting = any(isinstance(event, MeetingRefused) for event in each.events)
                why = "meeting_refused" if is_meeting else "duty_late"
                found.append(Span(lo, hi, each.court, why, each.events, lo))
            self._blocking[name] = [*found, *self._criteria(link)]
        return self._blocking[name]

    def _criteria(self, link: Link) -> Iterator[Span]:
        gates = link.owed.of(GateFailed, GatePassed)
        for gate, after in pairwise([*gates, None]):
            if isinstance(gate, GateFailed):
                lo = self.links.number(gate.on)
                hi = self.links.number(after.on) if after else EVER
                for court in sorted(set(gate.open_criteria.values())):
                    yield Span(lo, hi, court, "gate_open", (gate,), lo + self.reasonable)

    def waiting(self, link: Link) -> list[Span]:
        """Give who has the ball while nothing blocks: who judges, who decides, who owes."""
        name = link.owed.id
        if name not in self._waiting:
            spans = [*self._silence(link), *self._verdicts(link), *self._asked[link.owed.key]]
            self._waiting[name] = [*spans, *self._owner(link)]
        return self._waiting[name]

    def _silence(self, link: Link) -> Iterator[Span]:
        works = [w for w in self.context.works_of.get(link.owed.id, []) if not w.item.vanished]
        sources = {work.item.source for work in works}
        if sources and all(self.context.is_silent(source) for source in sources):
            good = [
                run
                for source in sources
                for run, outcome in self.context.world.source(source).runs
                if outcome != "failed"
            ]
            last = max(good, key=lambda run: run.occurred.hi, default=None)
            lo = self.links.number_of(last) if last else link.steps[0].since
            yield Span(lo, EVER, UNKNOWN, "source_silent", (last,) if last else (), None)

    def _verdicts(self, link: Link) -> Iterator[Span]:
        sla = self.context.policy.sla
        is_document = link.terms.kind is Kind.DELIVERABLE or link.terms.topic == "document"
        limit = sla.document_signoff_wd if is_document else sla.acceptance_wd
        for shown in link.shown:
            hi = EVER if shown.verdict is None else shown.verdict
            told = shown.submitted + limit
            yield Span(shown.submitted, hi, shown.court, "sign_off", (shown.event,), told)

    def _owner(self, link: Link) -> Iterator[Span]:
        """Give its owner, in three parts: before it was told, and after."""
        court, told = link.terms.court, None
        events: tuple[Event, ...] = (link.steps[0].event,)
        if self.stands(link):
            first = self._first_told(link)
            if first is not None:
                told, because = first
                events = (*events, because)
        yield Span(-1, EVER, court, "own_work", events, told)

    def stands(self, link: Link) -> bool:
        """Pass the first gate: a duty's date was confirmed; the rest was approved or promised."""
        owed = link.owed
        if owed.of(CommitmentAcknowledged) or owed.of(PromiseGiven):
            return True
        if link.terms.kind is Kind.DUTY:
            return self.context.policy.notice.unconfirmed_dates_charge
        return not isinstance(link.steps[-1].event, CommitmentRaised)

    def _first_told(self, link: Link) -> tuple[int, Event] | None:
        """Pass the second gate: give the day by which it was told and a reasonable time over."""
        refused = link.owed.of(CommitmentRefused)
        if refused:
            return self.links.number_of(refused[0]), refused[0]
        if link.terms.kind is Kind.DUTY:
            since = self.context.chargeable_from(link.owed, link.terms)
            notices = self.context.notices_since(link.owed, link.steps[-1].finish_on)
            return (self.links.number(since), notices[0]) if since and notices else None
        step = link.steps[0]
        day_due = step.finish if step.start is None else min(step.start, step.finish)
        told = [*self._told[link.owed.id], *link.owed.notices]
        days = sorted((self.links.number_of(event), event.event_id, event) for event in told)
        first = next(((day, event) for day, _, event in days if day >= day_due), None)
        return (first[0] + self.reasonable, first[1]) if first else None

    def timeline(self, link: Link, last: int) -> list[tuple[int, int, str]]:
        """Partition the days from its agreement to *last*: runs (lo, hi] with their court."""
        found: list[tuple[int, int, str]] = []
        for day in range(link.steps[0].since + 1, last + 1):
            court = self.on(link, day).court
            if found and found[-1][2] == court:
                found[-1] = (found[-1][0], day, court)
            else:
                found.append((day - 1, day, court))
        return found


@lru_cache(maxsize=1024)
def side_of(court: str) -> str:
    """Give the side of a court; what is no side's gives itself."""
    return court.partition(":")[0]


def _is_told(span: Span, day: int) -> bool:
    return span.told is not None and day > span.told


def _told_events(links: Links) -> dict[str, list[Event]]:
    """Give flags about commitments and their items, and minutes that name them."""
    world, found = links.context.world, defaultdict[str, list[Event]](list)
    flags = [events[0] for events in world.flags.values() if isinstance(events[0], ItemFlagged)]
    for flag in flags:
        if flag.commitment:
            found[flag.commitment].append(flag)
        for owed in links.context.owed_of.get(flag.item, ()):
            found[owed.id].append(flag)
    named = {key: minutes for minutes in world.minutes for key in minutes.announces}
    if named:
        for link in links.all.values():
            works = links.context.works_of.get(link.owed.id, ())
            keys = [link.owed.key, *(work.item.key for work in works)]
            found[link.owed.id] += [m for m in world.minutes if set(keys) & set(m.announces)]
    return found


def _decisions(links: Links) -> dict[str, list[Span]]:
    """Give the decisions that were asked about a commitment, by its key."""
    found = defaultdict[str, list[Span]](list)
    limit = links.context.policy.sla.decision_wd
    for events in links.context.world.matters.values():
        asked = events[0]
        if not isinstance(asked, DecisionAsked):
            continue
        answers = [event for event in events if isinstance(event, DecisionAnswered)]
        lo = links.number_of(asked)
        hi = links.number_of(answers[0]) if answers else EVER
        for key in asked.concerns:
            found[key].append(Span(lo, hi, asked.of, "decision_open", (asked,), lo + limit))
    return found
