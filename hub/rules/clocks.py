"""Clocks of problems, questions and flags: since when they run, what pauses and what stops them."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from itertools import chain

from hub.model.commitments import (
    CommitmentAcknowledged,
    CommitmentDeclined,
    CommitmentMet,
    CommitmentRaised,
    CommitmentRefused,
    Kind,
    PromiseGiven,
)
from hub.model.decisions import DecisionAnswered, DecisionAsked
from hub.model.event import Event, Side
from hub.model.flags import ItemFlagged, VendorReplied
from hub.model.people import court_of
from hub.rules.case import Case
from hub.rules.cases import CommitmentCase
from hub.rules.citing import Said, named

WORDS = (CommitmentAcknowledged, CommitmentDeclined, CommitmentRefused, PromiseGiven)
MAJOR, USUAL = "major", "normal"
QUESTION_TOPICS = ("", "question")  # decisions and change requests have clocks of their own


@dataclass(frozen=True, slots=True)
class Pause:
    """Something that had to come first, from when to when, and what says so."""

    since: date
    until: date | None
    said: Said


@dataclass(frozen=True, slots=True)
class Clock:
    """One clock that nothing has stopped in time: whose, since when, until when."""

    name: str
    court: str
    start: Said
    due: date
    late_wd: int  # not positive while it still runs
    limit_wd: int
    pauses: tuple[Said, ...]
    numbers: dict[str, str | int]
    stop: Said | None = None
    is_major: bool = False

    @property
    def operands(self) -> dict[str, list[Said]]:
        """Cite its start, which sets the day with the policy, and each pause."""
        return {"started": [self.start, *self.pauses]}

    @property
    def sentence(self) -> str:
        """Name the sentence that tells it."""
        return "changed" if "was" in self.numbers else "on_site" if self.is_major else ""


def flag_clocks(case: Case) -> Iterator[Clock]:
    """Give the clocks of the flags about a commitment; of the project, those about others."""
    context = case.context
    about: Iterable[tuple[ItemFlagged, list[Event]]] = context.flags_of.get(case.id, ())
    if not isinstance(case, CommitmentCase):
        others = (name for name in context.flags_of if name not in context.in_force)
        about = chain.from_iterable(context.flags_of[name] for name in others)
    for asked, more in about:
        replies = [e for e in more if isinstance(e, VendorReplied)]
        if more and not replies:
            continue
        days, stop = context.policy.sla.flag_reply_wd, [named(e) for e in replies[:1]]
        due = max(asked.reply_by, case.calendar.add(case.day(asked.occurred.hi), days))
        told = (asked.flag, "flagged", court_of(context.policy_guest))
        yield from _clock(case, told, Said(asked.sentence, asked), due, stop)


def day_clocks(case: CommitmentCase) -> Iterator[Clock]:
    """Give the clocks of a problem or a question."""
    sla, start, court = case.context.policy.sla, started(case), case.terms.court
    agreed, on = case.terms.finish_on, case.day(start.occurred_hi)
    if case.kind is Kind.ANSWER and case.terms.topic in QUESTION_TOPICS:
        due = agreed or case.calendar.add(on, sla.question_wd)
        yield from _clock(case, ("question", "asked", court), start, due, answers(case, start))
    if case.kind is not Kind.PROBLEM:
        return
    if is_routed(case) and not (is_major(case) or is_own(case)):
        due = case.calendar.add(on, sla.normal.respond_wd)
        yield from _clock(case, ("response", "routed", court), start, due, answers(case, start))
    ends = [said for said in (case.accepted, case.completion_claim) if said is not None]
    due = agreed or case.calendar.add(on, sla.normal.resolve_wd)
    yield from _clock(case, ("problem", "raised", court), start, due, ends[:1])


def _clock(
    case: Case, told: tuple[str, str, str], start: Said, due: date, stops: list[Said]
) -> Iterator[Clock]:
    """Give a clock until it is stopped; that it was stopped too late is told on that day."""
    name, what, court = told
    stop, on = next(iter(stops), None), case.day(start.occurred_hi)
    if stop is not None and stopped_on(case, stop) < case.status_date:
        return
    pauses = pauses_of(case) if isinstance(case, CommitmentCase) else []
    limit, passed = max(0, case.wd(on, due)), case.wd(on, case.status_date)
    late = passed - paused_wd(case, pauses, on) - limit
    numbers: dict[str, str | int] = {"what": what, "raised_on": on.isoformat(), "late_wd": late}
    numbers["due"] = due.isoformat()
    numbers["now"] = "answered_late" if stop else "still_open"
    if name == "response" and isinstance(case, CommitmentCase):
        numbers |= before_change(case)
    said = tuple(pause.said for pause in pauses)
    yield Clock(name, court, start, due, late, limit, said, numbers, stop)


def stopped_on(case: Case, stop: Said) -> date:
    """Give the day of an answer: that on which it was so, where it says one."""
    return stop.value if isinstance(stop.value, date) else case.day(stop.occurred_hi)


def is_major(case: CommitmentCase) -> bool:
    """Tell whether it stops the work."""
    return case.terms.priority == MAJOR


def is_routed(case: CommitmentCase) -> bool:
    """Tell whether it is on record who takes care of it."""
    return bool(case.unit or case.context.world.accountable(case.terms))


def is_own(case: CommitmentCase) -> bool:
    """Tell whether who owes it has raised it: nobody answers themselves."""
    row, world = case.row, case.context.world
    if row.source in case.context.with_items:  # a row of a side's own list
        return case.context.keeper(world.source(row.source)) is case.side
    return world.court_of_person(row.actor) == case.terms.court


def started(case: CommitmentCase) -> Said:
    """Give the row with which it came to who owes it now; a later word on it starts nothing."""
    found = case.row
    for row in reversed(case.owed.rows):
        if not isinstance(row, CommitmentRaised) or row.terms.court != case.terms.court:
            break
        found = row
    return Said(case.key, found, found.locator)


def answers(case: CommitmentCase, start: Said) -> list[Said]:
    """Give what answers it: a word of who owes it, or of a lead who wrote it down; or work."""
    words = [named(e) for e in case.owed.of(*WORDS) if e.occurred.hi >= start.occurred_hi]
    claims = [Said(c.value, c) for c in case.owed.claims if _is_theirs(case, c)]
    return ordered([*words, *claims, *work(case)])


def work(case: CommitmentCase) -> list[Said]:
    met = [Said(e.on, e) for e in case.owed.of(CommitmentMet)]
    shown = [Said("evidence", events[0]) for events in case.owed.evidence.values()]
    begun = [case.started] if case.started and case.items else []
    return [*met, *shown, *begun]


def ordered(found: list[Said]) -> list[Said]:
    return sorted(found, key=lambda said: said.occurred_hi)


def _is_theirs(case: CommitmentCase, claim: Event) -> bool:
    court = case.context.world.court_of_person(claim.actor)
    leads = {court_of(side) for side in Side}
    return not court or court in leads or court.startswith(f"{case.side}:")


def pauses_of(case: CommitmentCase) -> list[Pause]:
    """Give what the other side owed meanwhile, and the decisions that it waited for, by day.

    A demand waits from its first day on.
    """
    row, found = case.row, [Pause(b.since, b.until, named(b.events[0])) for b in case.blocked]
    is_demand = isinstance(row, CommitmentRaised) and row.origin.startswith("demand")
    raised_on = case.day(row.occurred.hi)
    for events in case.context.world.matters.values():
        asked, ends = events[0], [e for e in events if isinstance(e, DecisionAnswered)]
        if isinstance(asked, DecisionAsked) and case.key in asked.concerns:
            until = case.day(ends[0].occurred.hi) if ends else None
            since = raised_on if is_demand else case.day(asked.occurred.hi)
            found.append(Pause(since, until, Said(asked.question, asked)))
    if is_demand and not case.context.is_decided(case.key):
        found.append(Pause(raised_on, None, Said(case.key, row)))
    return sorted(found, key=lambda pause: pause.since)


def paused_wd(case: Case, pauses: list[Pause], on: date) -> int:
    """Give the working days from a day to the status date during which the clock rested."""
    days: set[int] = set()
    for pause in pauses:
        lo, hi = max(on, pause.since), min(case.status_date, pause.until or case.status_date)
        days |= set(range(case.wd(on, lo), case.wd(on, hi)))
    return len(days)


def became(case: CommitmentCase) -> Said:
    """Give the row with which it got its priority and its owner, whichever came later."""
    found = case.row
    for row in reversed(case.owed.rows):
        terms = getattr(row, "terms", None)
        if terms is None or terms.priority != case.terms.priority:
            break
        found = row
    return max(started(case), Said(case.key, found, found.locator), key=lambda s: s.occurred_hi)


def before_change(case: CommitmentCase) -> dict[str, str | int]:
    """Give the priority that it had before, and the days past the answer's clock under that one.

    Empty where it always had the same.
    """
    told = [row.terms.priority for row in case.owed.rows if isinstance(row, CommitmentRaised)]
    others = [each or USUAL for each in told if each != case.terms.priority]
    if not others:
        return {}
    on = case.day(started(case).occurred_hi)
    passed = case.wd(on, case.status_date) - paused_wd(case, pauses_of(case), on)
    limit = 0 if others[-1] == MAJOR else case.context.policy.sla.normal.respond_wd
    late = max(0, passed - limit)
    return {"was": others[-1], "priority": case.terms.priority or USUAL, "was_late_wd": late}
