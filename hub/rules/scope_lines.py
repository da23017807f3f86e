"""Lines of contract or blueprint: what is for them, when it was accepted, what was raised since."""

from collections import defaultdict
from datetime import date

from hub.model.commitments import CommitmentMet, CommitmentRaised, GatePassed, Kind, Terms
from hub.model.event import Event
from hub.model.evidence import EvidenceAccepted, EvidenceSubmitted
from hub.rules.cases import CommitmentCase
from hub.rules.citing import Said
from hub.rules.context import Context


def line_of(terms: Terms, key: str) -> str:
    """Give the line that a commitment is, or is for; empty: none is named."""
    return (key if terms.kind is Kind.SCOPE else terms.refers_to).casefold()


def raised_about(context: Context, line: str) -> list[CommitmentCase]:
    """Give the problems and demands about a line, in the order in which they were raised."""
    by_line = context.recall(_by_line, context)
    return [CommitmentCase.of(context, context.world.owed[name]) for name in by_line.get(line, ())]


def _by_line(context: Context) -> dict[str, list[str]]:
    found: dict[str, list[str]] = defaultdict(list)
    raised = [
        (row.occurred.hi, name, terms)
        for name, (terms, row, _) in context.in_force.items()
        if isinstance(row, CommitmentRaised) and terms.refers_to
    ]
    for _, name, terms in sorted(raised, key=lambda each: each[:2]):
        found[terms.refers_to.casefold()].append(name)
    return found


def problems_after(case: CommitmentCase, within_wd: int) -> list[tuple[Said, CommitmentCase]]:
    """Give the problems about its line that were raised within days after it was accepted.

    Each with that acceptance. Where the line itself was accepted, it tells of them, and not what
    was done for it.
    """
    if case.kind is Kind.PROBLEM:
        return []
    found = []
    for line in dict.fromkeys((line_of(case.terms, case.key), case.terms.refers_to.casefold())):
        if not line or (case.key.casefold() != line and _tells(case, line)):
            continue
        for problem in (e for e in raised_about(case.context, line) if e.kind is Kind.PROBLEM):
            raised = problem.row.occurred
            first, last = case.day(raised.lo or raised.hi), case.day(raised.hi)
            before = [said for said in accepted_on(case) if said.value <= first]
            if before and case.wd(before[-1].value, last) <= within_wd:
                found.append((before[-1], problem))
    return found


def _tells(case: CommitmentCase, line: str) -> bool:
    lines = (
        CommitmentCase.of(case.context, case.context.world.owed[name])
        for name, (terms, _, _) in case.context.in_force.items()
        if terms.kind is Kind.SCOPE and terms.key.casefold() == line
    )
    return any(accepted_on(each) for each in lines)


def accepted_on(case: CommitmentCase) -> list[Said]:
    """Give the days on which it was accepted as a whole, and each later verdict, oldest first."""
    said: list[tuple[date, Event]] = [
        (event.on, event)
        for event in case.owed.said
        if isinstance(event, GatePassed) or (isinstance(event, CommitmentMet) and not event.defect)
    ]
    kinds = [_verdicts(case, kind) for kind in case.needed]
    if kinds and all(kinds):
        whole = max(min(day for day, _ in days) for days in kinds)
        said += [each for days in kinds for each in days if each[0] >= whole]
    return [
        Said(on, event) for on, event in sorted(said, key=lambda each: (each[0], each[1].event_id))
    ]


def _verdicts(case: CommitmentCase, kind: str) -> list[tuple[date, Event]]:
    return [
        (case.day(event.occurred.hi), event)
        for events in case.owed.evidence.values()
        if isinstance(events[0], EvidenceSubmitted) and events[0].kind == kind
        for event in events
        if isinstance(event, EvidenceAccepted)
    ]


def is_settled(case: CommitmentCase, problem: CommitmentCase) -> bool:
    """Tell whether a problem was solved, or what it is about was accepted again after it."""
    raised_on = case.day(problem.row.occurred.hi)
    return problem.accepted is not None or any(s.value > raised_on for s in accepted_on(case))
