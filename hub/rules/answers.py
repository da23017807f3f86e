"""What waits for an answer of the other side: submissions, decisions; and whose answer it is."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from hub.model.decisions import DecisionAsked
from hub.model.event import Event, Side
from hub.model.evidence import EvidenceReturned, EvidenceSubmitted
from hub.model.parties import KeyUserNamed
from hub.model.people import court_of
from hub.rules.case import Case
from hub.rules.cases import CommitmentCase
from hub.rules.citing import Said
from hub.rules.subjects import ProjectCase


@dataclass(frozen=True, slots=True)
class Asked:
    """A question without an answer: its id, who is asked, since when, and the agreed days."""

    id: str
    court: str
    said: Said
    on: date
    limit_wd: int
    used_wd: int = 0  # before it was sent back as incomplete, and too late for that


def unanswered(case: CommitmentCase) -> Iterator[Asked]:
    """Give submissions without a verdict, and decisions that were asked first about this one."""
    for name, events in case.owed.evidence.items():
        last = events[-1]
        if isinstance(last, EvidenceSubmitted) and last.kind in case.needed:
            if case.is_deemed(events):
                continue
            said, court = Said(last.title, last), reviewer(case, last.side.other)
            on, used = case.day(said.occurred_hi), used_wd(case, events)
            yield Asked(name, court, said, on, case.verdict_wd, used)
    for asked in case.context.open_decisions:
        if asked.concerns[:1] == (case.key,):
            yield _decision(case, asked)


def used_wd(case: CommitmentCase, events: Sequence[Event]) -> int:
    """Give the days that a reviewer used up before sending something back as incomplete.

    Within the policy's day that moves the ball back for nothing; later the days count.
    """
    used = 0
    for submitted, answer in pairwise(events):
        if isinstance(answer, EvidenceReturned):
            days = case.wd(case.day(submitted.occurred.hi), case.day(answer.occurred.hi))
            used += days if days > case.context.policy.sla.returned_incomplete_wd else 0
        elif not isinstance(answer, EvidenceSubmitted):
            used = 0  # a verdict
    return used


def undecided(case: ProjectCase) -> Iterator[Asked]:
    """Give the decisions that were asked about nothing that is agreed, or about the whole."""
    known = {owed.key for owed in case.commitments}
    for asked in case.context.open_decisions:
        if asked.concerns[:1] == () or asked.concerns[0] not in known:
            yield _decision(case, asked)


def _decision(case: Case, asked: DecisionAsked) -> Asked:
    said, days = Said(asked.question, asked), case.context.policy.sla.decision_wd
    return Asked(asked.decision, asked.of, said, case.day(said.occurred_hi), days)


def reviewer(case: CommitmentCase, side: Side) -> str:
    """Give the unit whose key user accepts for the module, else the lead of the side."""
    world = case.context.world
    named = [r for r in world.roles if isinstance(r, KeyUserNamed) and r.module == case.module]
    courts = [court_of(side, role.unit) for role in named]
    known = [c for r, c in zip(named, courts, strict=True) if world.court_of_person(r.person) == c]
    return known[-1] if known else court_of(side)
