"""What the forecast starts from, collected from the record; when there is too little, why."""

from collections.abc import Iterator
from datetime import date

from hub.forecast.inputs import Inputs
from hub.model.commitments import GatePassed, Kind
from hub.progress.flow import age_days, cycle_days
from hub.progress.lines import Line
from hub.rules.cases import CommitmentCase
from hub.rules.context import Context
from hub.rules.measures import Measures, measures_of
from hub.rules.recorded import Recorded
from hub.rules.world import APPROVED

WINDOW_W = 12


def go_live_case(context: Context) -> CommitmentCase | None:
    """Give the last agreed go-live."""
    cases = [
        CommitmentCase.of(context, context.world.owed[name])
        for name, (terms, _, approval) in context.in_force.items()
        if terms.kind is Kind.MILESTONE and terms.topic == "go_live" and terms.finish_on
        if approval is not None
    ]
    return max(cases, key=lambda case: (case.terms.finish_on, case.id), default=None)


def has_no_date(case: CommitmentCase) -> bool:
    """Tell whether it was said that there is no date any more: no weaker word brings it back."""
    said = case.promises.get("minutes")
    return said is not None and said.value is None


def inputs_of(
    context: Context, *, min_finished: int = 20, min_weeks: int = 6
) -> tuple[Inputs | None, str]:
    """Collect the inputs; without them, say why: the code of a reason."""
    case = go_live_case(context)
    if case is None or case.terms.finish_on is None:
        return None, "no_go_live"
    if case.gate is not None and isinstance(case.gate.event, GatePassed):
        return None, "gone_live"
    measures = measures_of(context)
    lines = [line for line in measures.lines if not line.is_duty]
    done = [line.accepted_on for line in lines if line.accepted_on is not None]
    if len(done) < min_finished:
        return None, "too_few_finished"
    first = min(*done, *(line.started_on or line.start_on for line in lines))
    known = (context.status_date - first).days // 7
    if known < min_weeks:
        return None, "too_few_weeks"
    weeks = min(known, WINDOW_W)
    while weeks < known and sum(_weekly(context.status_date, done, weeks)) < min_finished:
        weeks += 1  # far enough back to hold as many as are needed
    return _inputs(context, measures, case, weeks), ""


def _weekly(on: date, days: list[date], weeks: int) -> tuple[int, ...]:
    """Count days by week, the week that ends on *on* first."""
    counts = [0] * weeks
    for day in days:
        place = (on - day).days // 7
        if 0 <= place < weeks and day <= on:
            counts[place] += 1
    return tuple(counts)


def _inputs(context: Context, measures: Measures, case: CommitmentCase, weeks: int) -> Inputs:
    on, go_live_on = context.status_date, _due(case)
    lines = [line for line in measures.lines if not line.is_duty]
    behind = [each for each in _before(context, case) if _due(each) > go_live_on]
    waited_for = {each.id for each in behind}
    ahead = [
        e
        for e in lines
        if e.accepted_on is None and (e.finish_on <= go_live_on or e.id in waited_for)
    ]
    done = [line.accepted_on for line in lines if line.accepted_on is not None]
    counts = _weekly(on, done, weeks)
    open_ = [d for d in _duties(context) if d.accepted is None and _due(d) <= go_live_on]
    duties = [*open_, *behind]
    return Inputs(
        on=on,
        go_live_on=go_live_on,
        open_items=len(ahead),
        open_duties=sum(each.is_duty for each in duties),
        open_gates=sum(case.gate is None for case in _gates(context)),
        finished=sum(counts),
        throughput=counts,
        added=_weekly(on, [day for e in lines if (day := _added_on(context, e))], weeks),
        cycles=tuple(sorted(days for e in lines if (days := cycle_days(e)) is not None)),
        ages=tuple(sorted(age for e in ahead if (age := age_days(e, on)) is not None)),
        duties=tuple((_due(each) - on).days for each in duties),
        awaited=tuple(_is_awaited(context, each) for each in duties),
        duty_ids=tuple(each.id for each in duties),
        duty_delays=tuple(sorted(_duty_delays(context))),
        gate_delays=tuple(sorted(_gate_delays(context))),
        counted=tuple(line.id for line in ahead),
    )


def _before(context: Context, case: CommitmentCase) -> list[CommitmentCase]:
    """Give what has to be there before a commitment and is not, by way of others too."""
    found: dict[str, CommitmentCase] = {}
    follow = [case]
    for each in follow:
        for key in each.terms.predecessors:
            owed = context.world.commitment(each.owed.series, key)
            if owed.id in context.in_force and owed.id not in found:
                found[owed.id] = CommitmentCase.of(context, owed)
                follow.append(found[owed.id])
    dated = (found[name] for name in sorted(found) if found[name].terms.finish_on)
    return [e for e in dated if (e.gate if e.is_milestone else e.accepted) is None]


def _duties(context: Context) -> list[Recorded]:
    found = [Recorded.of(context, owed) for owed, terms, _ in context.duties if terms.finish_on]
    return sorted(found, key=lambda case: case.id)


def _due(case: Recorded) -> date:
    return case.terms.finish_on or date.max


def _is_awaited(context: Context, case: Recorded) -> bool:
    return bool(case.terms.waiting or context.successors.get(case.id))


def _duty_delays(context: Context) -> Iterator[int]:
    for case in _duties(context):
        if case.accepted is not None:
            yield (case.accepted.value - _due(case)).days


def _gates(context: Context) -> list[CommitmentCase]:
    cases = (
        CommitmentCase.of(context, context.world.owed[name]) for name in sorted(context.in_force)
    )
    return [case for case in cases if case.is_milestone and case.terms.finish_on]


def _gate_delays(context: Context) -> Iterator[int]:
    """Give how long each passed gate took by itself, after its day and after what it waited for."""
    for case in _gates(context):
        if case.gate is None or not isinstance(case.gate.event, GatePassed):
            continue
        ready = [_due(case), *_predecessors_done(context, case)]
        yield (case.gate.value - max(ready)).days


def _predecessors_done(context: Context, case: CommitmentCase) -> Iterator[date]:
    for key in case.terms.predecessors:
        owed = context.world.commitment(case.owed.series, key)
        accepted = Recorded.of(context, owed).accepted if owed.id in context.in_force else None
        if accepted is not None:
            yield accepted.value


def _added_on(context: Context, line: Line) -> date | None:
    """Give the day on which it came into a plan that was in force already; None: it was there."""
    owed = context.world.owed[line.id]
    begun = _first_approvals(context).get(owed.series)
    days = [
        context.calendar.day_of(event.occurred.hi)
        for row in owed.rows
        for event in context.world.proposals.get(getattr(row, "proposal", ""), ())
        if isinstance(event, APPROVED)
    ]
    return min(days) if days and begun and min(days) > begun else None


def _first_approvals(context: Context) -> dict[str, date]:
    return context.recall(_begun, context)


def _begun(context: Context) -> dict[str, date]:
    found: dict[str, date] = {}
    for events in context.world.proposals.values():
        for event in (e for e in events if isinstance(e, APPROVED)):
            day = context.calendar.day_of(event.occurred.hi)
            found[event.series] = min(day, found.get(event.series, day))
    return found
