"""Each commitment that the agreed plan measures: what was claimed and what was verified, by day."""

from collections.abc import Iterator
from datetime import date, datetime
from functools import cached_property

from hub.model.commitments import Kind
from hub.model.event import Event
from hub.model.evidence import EvidenceAccepted, EvidenceRejected, EvidenceSubmitted
from hub.model.facts import State, WorkItemFact, WorkItemFieldChanged, WorkItemFirstSeen
from hub.progress.lines import ACCEPTED, DEMONSTRATED, Line, Steps
from hub.rules.context import Context
from hub.rules.recorded import Recorded
from hub.rules.world import Work

UNDER_WAY = (State.IN_PROGRESS, State.BLOCKED, State.DONE, State.ACCEPTED)


def lines_of(context: Context) -> list[Line]:
    """Give what is measured: agreed, dated, and in need of evidence; gates are no work."""
    return list(_lines(context))


def _lines(context: Context) -> Iterator[Line]:
    for name in sorted(context.in_force):
        terms, _, approval = context.in_force[name]
        if approval is None or terms.finish_on is None or terms.kind is Kind.MILESTONE:
            continue
        case = Recorded.of(context, context.world.owed[name])
        if case.needed:
            yield context.recall(_line, context, case, terms.finish_on)


def _line(context: Context, case: Recorded, finish_on: date) -> Line:
    start_on = min(case.terms.start_on or finish_on, finish_on)
    planned = max(1, context.calendar.wd(start_on, finish_on))
    accepted = case.accepted
    accepted_on = min(accepted.value, context.status_date) if accepted else None
    claimed, started_on = context.recall(_claimed, context, case)
    shown = [e for kind in case.needed for e in case.evidence_of(kind)]
    last = [events[-1] for events in shown]
    return Line(
        id=case.id,
        key=case.key,
        module=case.module,
        phase=case.phase,
        court=case.terms.court,
        is_duty=case.is_duty,
        start_on=start_on,
        finish_on=finish_on,
        weight=float(case.terms.weight or planned),
        told=_until(context.status_date, claimed),
        verified=_until(context.status_date, _verified(context, shown, accepted_on)),
        started_on=min(filter(None, (started_on, accepted_on)), default=None),
        accepted_on=accepted_on,
        is_waiting=any(isinstance(event, EvidenceSubmitted) for event in last),
        is_rejected=any(isinstance(event, EvidenceRejected) for event in last),
        refuted=_refuted(context, case, last),
    )


def _claimed(context: Context, case: Recorded) -> tuple[Steps, date | None]:
    """Give what was claimed of it by day, and since when it is said to be under way."""
    claims = _Claims(context, _works(context, case))
    return claims.steps or _spoken(context, case), claims.started_on


def _works(context: Context, case: Recorded) -> list[Work]:
    return [work for work in context.works_of.get(case.id, ()) if not work.item.vanished]


def _refuted(context: Context, case: Recorded, last: list[Event]) -> tuple[date, float] | None:
    """Give the claim that stood when what was shown last was rejected."""
    rejected = [event.occurred.hi for event in last if isinstance(event, EvidenceRejected)]
    if not rejected:
        return None
    steps = _Claims(context, _works(context, case), until=max(rejected)).steps
    return steps[-1] if steps else None


class _Claims:
    """What the work items of one commitment claimed: per source the mean, of these the highest.

    No source silently wins: the highest claim is what was said, whoever doubts it elsewhere.
    """

    def __init__(self, context: Context, works: list[Work], until: datetime | None = None) -> None:
        self.started_on: date | None = None
        self._until = until
        self._context = context
        self._works = works

    @cached_property
    def steps(self) -> Steps:
        """Give the claimed percent by day."""
        told = sorted(
            (day, place, value)
            for place, work in enumerate(self._works)
            for day, value in self._of(work)
        )
        if len(self._works) == 1:
            return _last_of_days([(day, value) for day, _, value in told])
        now = [0.0] * len(self._works)
        found: Steps = []
        for day, place, value in told:
            now[place] = value
            found.append((day, self._highest(now)))
        return _last_of_days(found)

    def _highest(self, now: list[float]) -> float:
        by_source: dict[str, list[float]] = {}
        for work, value in zip(self._works, now, strict=True):
            by_source.setdefault(work.item.source, []).append(value)
        return max(sum(values) / len(values) for values in by_source.values())

    def _of(self, work: Work) -> Steps:
        percent, is_done = 0.0, False
        found: Steps = []
        for fact in sorted(filter(_is_claim, work.facts), key=lambda fact: fact.occurred.hi):
            if self._until is not None and fact.occurred.hi > self._until:
                break
            state, told = _said(fact)
            if told is not None:
                percent = told
            if state is not None:
                is_done = state.is_done
            day = self._context.calendar.day_of(fact.occurred.hi)
            if (state in UNDER_WAY or percent > 0) and (
                not self.started_on or day < self.started_on
            ):
                self.started_on = day
            value = ACCEPTED if is_done else percent
            if not found or found[-1][1] != value:
                found.append((day, value))
        return found


def _is_claim(fact: WorkItemFact) -> bool:
    if isinstance(fact, WorkItemFieldChanged):
        return fact.field in ("percent", "status")
    return isinstance(fact, WorkItemFirstSeen)


def _said(fact: WorkItemFact) -> tuple[State | None, float | None]:
    """Give the state and the percent that a fact tells."""
    if isinstance(fact, WorkItemFirstSeen):
        return fact.state, _number(fact.fields.get("percent"))
    if isinstance(fact, WorkItemFieldChanged):
        return fact.state, _number(fact.new) if fact.field == "percent" else None
    return None, None


def _number(value: object) -> float | None:
    is_number = isinstance(value, int | float) and not isinstance(value, bool)
    return min(100.0, max(0.0, float(value))) if is_number else None  # type: ignore[arg-type]


def _spoken(context: Context, case: Recorded) -> Steps:
    """Give what was only said by mouth: the weakest rank counts where no source shows it."""
    found: Steps = []
    for claim in sorted(case.owed.claims, key=lambda claim: claim.occurred.hi):
        said = _number(claim.value) if claim.field == "percent" else None
        if claim.field == "status":
            said = ACCEPTED if claim.value in ("done", "accepted") else 0.0
        if said is not None:
            found.append((context.calendar.day_of(claim.occurred.hi), said))
    return _last_of_days(found)


def _verified(context: Context, shown: list[list[Event]], accepted_on: date | None) -> Steps:
    """Give the verified percent by the day that the evidence itself bears."""
    told: dict[date, float] = {}
    for on in sorted({on for events in shown for on, _ in _demonstrated(context, events)}):
        is_shown = any(_holds(_demonstrated(context, events), on) for events in shown)
        told[on] = DEMONSTRATED if is_shown else 0.0
    steps = [step for step in sorted(told.items()) if not accepted_on or step[0] < accepted_on]
    return [*steps, (accepted_on, ACCEPTED)] if accepted_on else steps


def _demonstrated(context: Context, events: list[Event]) -> list[tuple[date, bool]]:
    """Give from which day a piece of evidence stood, and from which it was sent back."""
    found = []
    for event in events:
        day = context.calendar.day_of(event.occurred.hi)
        if isinstance(event, EvidenceSubmitted):
            found.append((event.shown_on or day, True))
        elif not isinstance(event, EvidenceAccepted):
            found.append((day, False))
    return found


def _holds(told: list[tuple[date, bool]], on: date) -> bool:
    return next((stands for day, stands in reversed(told) if day <= on), False)


def _until(on: date, steps: Steps) -> Steps:
    return [step for step in steps if step[0] <= on]


def _last_of_days(steps: Steps) -> Steps:
    """Keep one value a day, the last, and only where it changed."""
    by_day = dict(steps)
    found: Steps = []
    for day, value in sorted(by_day.items()):
        if not found or found[-1][1] != value:
            found.append((day, value))
    return found
