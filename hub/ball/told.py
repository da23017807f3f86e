"""What is on record of one commitment, read as a link of the chain; the number of a day."""

from collections.abc import Iterator
from datetime import date

from hub.ball.links import Link, Promise, Shown, Step
from hub.calendar import WorkCalendar
from hub.model.claims import ClaimMade
from hub.model.commitments import CommitmentMet, CommitmentRaised, GatePassed, PromiseGiven
from hub.model.event import Event
from hub.model.evidence import EvidenceAccepted, EvidenceSubmitted
from hub.model.facts import State, WorkItemFact, WorkItemFieldChanged, WorkItemFirstSeen
from hub.rules import Unknown
from hub.rules.answers import reviewer, used_wd
from hub.rules.case import as_date
from hub.rules.cases import CommitmentCase
from hub.rules.context import Context
from hub.rules.finishing import claimed_finish
from hub.rules.world import APPROVED, Owed, Work

IDLE = (State.NOT_STARTED, State.UNKNOWN, State.CANCELLED)


class Numbers:
    """Days numbered by the working days up to them, so that differences are working days."""

    def __init__(self, calendar: WorkCalendar) -> None:
        self.calendar = calendar
        self._numbers: dict[date, int] = {}

    def of(self, day: date) -> int:
        """Number a day."""
        number = self._numbers.get(day)
        if number is None:
            number = self._numbers[day] = self.calendar.wd(date.min, day)
        return number

    def of_event(self, event: Event) -> int:
        """Number the day on which something surely was so."""
        return self.of(self.calendar.day_of(event.occurred.hi))


def link_of(context: Context, name: str) -> Link | None:
    """Give a commitment as a link; None where it has no agreed finish. Remembered."""
    return context.recall(_link, context, name)


def _link(context: Context, name: str) -> Link | None:
    owed, terms = context.world.owed[name], context.in_force[name][0]
    reader = _Reader(context)
    steps = reader.steps(owed)
    if not steps:
        return None
    link = Link(owed, terms, steps)
    reader.read(link)
    return link


def _approvals(context: Context) -> dict[str, Event]:
    return {
        name: approval
        for name, events in context.world.proposals.items()
        if (approval := next((e for e in events if isinstance(e, APPROVED)), None))
    }


class _Reader:
    def __init__(self, context: Context) -> None:
        self.context = context
        numbers = context.recall(Numbers, context.calendar)
        self.number, self.number_of = numbers.of, numbers.of_event

    def steps(self, owed: Owed) -> list[Step]:
        approvals = self.context.recall(_approvals, self.context)
        found = []
        for row in owed.rows:
            stands: Event | None = row
            if not isinstance(row, CommitmentRaised):
                stands = approvals.get(row.proposal)
            terms = getattr(row, "terms", None)
            if stands is None or terms is None or terms.finish_on is None:
                continue
            start = self.number(terms.start_on) if terms.start_on else None
            finish = self.number(terms.finish_on)
            found.append(Step(self.number_of(stands), start, finish, terms.finish_on, stands))
        return sorted(found, key=lambda step: step.since)

    def read(self, link: Link) -> None:
        works = self.context.works_of.get(link.owed.id, [])
        live = [work for work in works if not work.item.vanished]
        link.promises = sorted(
            [*self._dues(live), *self._words(link)],
            key=lambda each: (each.event.occurred.hi, each.event.event_id),
        )
        link.shown = list(self._shown(link))
        starts = [*self._starts(live), *self._other_starts(link)]
        link.started = min(starts, default=None)
        link.finished, link.released = self._finish(link)

    def _dues(self, works: list[Work]) -> Iterator[Promise]:
        """Yield the latest due date of its work items, each time that one changed."""
        told = [
            (fact.occurred.hi, fact.entry, place, fact, value)
            for place, work in enumerate(works)
            for fact in work.facts
            if (value := _told(fact, "due")) is not None
        ]
        held: dict[int, date] = {}
        for _, _, place, fact, value in sorted(told, key=lambda each: each[:2]):
            on = as_date(value)
            if on is None:
                held.pop(place, None)
            else:
                held[place] = on
            finish = self.number(max(held.values())) if held else None
            side = str(self.context.keeper(self.context.world.source(fact.source)))
            yield Promise(self.number_of(fact), finish, side, fact)

    def _words(self, link: Link) -> Iterator[Promise]:
        said: list[tuple[Event, date | None]] = [
            (event, event.finish_on) for event in link.owed.of(PromiseGiven)
        ]
        said += [(c, as_date(c.value)) for c in link.owed.claims if c.field == "due"]
        for event, on in said:
            court = self.context.world.court_of_person(event.actor)
            side = court.partition(":")[0] or link.side
            finish = self.number(on) if on else None
            yield Promise(self.number_of(event), finish, side, event)

    def _starts(self, works: list[Work]) -> Iterator[int]:
        for work in works:
            for fact in work.facts:
                if _is_start(fact):
                    yield self.number_of(fact)
                    break

    def _other_starts(self, link: Link) -> Iterator[int]:
        for events in link.owed.evidence.values():
            yield self.number_of(events[0])
        for claim in link.owed.claims:
            if claim.field in ("started", "percent") or _is_busy(claim):
                yield self.number_of(claim)

    def _shown(self, link: Link) -> Iterator[Shown]:
        case = CommitmentCase.of(self.context, link.owed)
        for events in link.owed.evidence.values():
            last: EvidenceSubmitted | None = None
            for place, event in enumerate([*events, None]):
                if last is not None:
                    verdict = self.number_of(event) if event else self._deemed(case, events)
                    seen = self.number(last.shown_on) if last.shown_on else self.number_of(last)
                    court = reviewer(case, last.side.other)
                    used = used_wd(case, events[:place])
                    yield Shown(self.number_of(last), verdict, seen, court, last, used)
                last = event if isinstance(event, EvidenceSubmitted) else None

    def _deemed(self, case: CommitmentCase, events: list[Event]) -> int | None:
        """Give the day on which silence became acceptance, where the policy says so."""
        is_deemed = case.is_deemed(events)
        return self.number_of(events[-1]) + case.verdict_wd + 1 if is_deemed else None

    def _finish(self, link: Link) -> tuple[int | None, int | None]:
        """Give the day on which it was shown to be done, and from when on others could go on."""
        for event in reversed(link.owed.said):
            if isinstance(event, GatePassed) or (
                isinstance(event, CommitmentMet) and not event.defect
            ):
                return self.number(event.on), self.number(event.on)
        case = CommitmentCase.of(self.context, link.owed)
        if case.accepted is not None:
            verdicts = [
                self._deemed(case, events) or self.number_of(events[-1])
                for events in link.owed.evidence.values()
                if isinstance(events[-1], EvidenceAccepted) or case.is_deemed(events)
            ]
            done = self.number(case.accepted.value)
            return done, max([done, *verdicts])
        if case.needed or link.terms.kind == "milestone":
            return None, None
        return self._claimed(link, case)

    def _claimed(self, link: Link, case: CommitmentCase) -> tuple[int | None, int | None]:
        """What needs no evidence is done when it is said to be."""
        try:
            claim = claimed_finish(case)
        except Unknown:
            return None, None
        if claim is None:
            return None, None
        if claim.value is None:  # it may have been in time: nobody knows since when
            on = min(self.number_of(claim.event), link.steps[-1].finish)
        else:
            on = self.number(claim.value)
        return on, on


def _told(fact: WorkItemFact, name: str) -> object | None:
    """Give the value of a field that a fact tells; empty text where it is shown empty."""
    if isinstance(fact, WorkItemFieldChanged) and fact.field == name:
        return fact.new if fact.new is not None else ""
    if isinstance(fact, WorkItemFirstSeen):
        return fact.fields.get(name)
    return None


def _is_start(fact: WorkItemFact) -> bool:
    if isinstance(fact, WorkItemFieldChanged):
        if fact.field == "status":
            return fact.state not in (None, *IDLE)
        return fact.field in ("actual_start", "percent") and fact.new not in (None, 0, 0.0, "")
    if isinstance(fact, WorkItemFirstSeen):
        values = (fact.fields.get(name) for name in ("actual_start", "percent"))
        return fact.state not in (None, *IDLE) or any(v not in (None, 0, 0.0, "") for v in values)
    return False


def _is_busy(claim: ClaimMade) -> bool:
    return claim.field == "status" and claim.value not in ("not_started", "unknown", "cancelled")
