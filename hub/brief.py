"""One sheet for the executive: where go-live stands, what is to be decided, who waits for whom."""

from collections import Counter
from dataclasses import dataclass, field
from datetime import date, timedelta

from hub.model.commitments import Kind
from hub.model.decisions import DecisionAnswered, DecisionAsked, EscalationAnswered, EscalationSent
from hub.model.event import Event, Severity
from hub.model.findings import Conclusion
from hub.model.parties import RoleAssigned
from hub.model.people import Role
from hub.model.plans import BaselineApproved, RevisionApproved
from hub.model.progress import Outlook
from hub.rules.cases import CommitmentCase
from hub.rules.context import Context
from hub.rules.forecast_inputs import go_live_case, has_no_date
from hub.rules.subjects import commitment_cases

ASKED = 3
WAITS = 6
TAKEN_WITHIN = timedelta(days=14)
TAKEN: dict[type[Event], tuple[str, str]] = {  # what it is called, and the field that says it
    BaselineApproved: ("baseline_approved", "proposal"),
    RevisionApproved: ("revision_approved", "proposal"),
    DecisionAnswered: ("decision_taken", "option"),
    EscalationAnswered: ("escalation_answered", "words"),
    RoleAssigned: ("sponsor_named", "person"),
}


@dataclass(frozen=True)
class GoLive:
    """The milestone that everything leads to. None: nobody has named such a day."""

    key: str
    title: str
    agreed_on: date | None
    promised_on: date | None
    slip_wd: int | None
    has_no_date: bool  # it was said that there is none any more
    p50_on: date | None = None  # forecast; None: too little is on record, or another is forecast
    p85_on: date | None = None


@dataclass(frozen=True)
class Ask:
    """A decision that waits, with its options; or a story that needs one."""

    id: str
    question: str
    options: tuple[str, ...]
    of: str
    since: date


@dataclass(frozen=True)
class Wait:
    """How much waits for one court, and since when."""

    court: str
    findings: int
    critical: int
    since: date | None


@dataclass(frozen=True)
class Taken:
    """Something that was decided lately."""

    on: date
    what: str  # baseline_approved, revision_approved, decision, escalation_answered, role
    words: str
    by: str


@dataclass(frozen=True)
class Progress:
    """Claimed and shown, side by side, for what is due by the status date."""

    due: int
    claimed: int
    accepted: int
    commitments: int


@dataclass(frozen=True)
class Brief:
    """All that stands on the sheet; every figure comes from the record as of one instant."""

    project: str
    status_date: date
    go_live: list[GoLive]
    progress: Progress
    asked: list[Ask]
    waits: list[Wait]
    taken: list[Taken]
    worst: list[tuple[str, Conclusion]] = field(default_factory=list)  # finding id, conclusion
    unknown: list[str] = field(default_factory=list)  # sources that have not spoken


def brief_of(context: Context) -> Brief:
    """Put the sheet together from what is on record."""
    world = context.world
    cases = list(commitment_cases(context))
    open_ = [f for f in world.findings.values() if f.state == "open" and f.missed_on is None]
    open_.sort(
        key=lambda f: (f.conclusion.severity, f.conclusion.since or context.status_date, f.id)
    )
    return Brief(
        project=world.project,
        status_date=context.status_date,
        go_live=[_go_live(case) for case in cases if _is_go_live(case)],
        progress=_progress(context, cases),
        asked=_asked(context)[:ASKED],
        waits=_waits([f.conclusion for f in open_])[:WAITS],
        taken=_taken(context),
        worst=_one_a_story([(f.id, f.conclusion) for f in open_])[:WAITS],
        unknown=[name for name in sorted(world.sources) if context.is_unheard(name)],
    )


def _is_go_live(case: CommitmentCase) -> bool:
    return case.kind is Kind.MILESTONE and case.terms.topic == "go_live"


def _go_live(case: CommitmentCase) -> GoLive:
    agreed = case.terms.finish_on
    promised = case.promised_finish
    is_open = has_no_date(case)
    day = promised.value if promised and not is_open else None
    slip = case.wd(agreed, day) if agreed and day else None
    ahead = _forecast(case)
    days = (ahead.p50_on, ahead.p85_on) if ahead else (None, None)
    return GoLive(case.key, case.title, agreed, day, slip, is_open, *days)


def _forecast(case: CommitmentCase) -> Outlook | None:
    """Give what the last evaluation has forecast, if it was this go-live."""
    made, last = case.context.world.progress.forecast, go_live_case(case.context)
    return made.outlook if made and last is not None and last.id == case.id else None


def _progress(context: Context, cases: list[CommitmentCase]) -> Progress:
    due = [c for c in cases if c.terms.finish_on and c.terms.finish_on <= context.status_date]
    accepted = [c for c in due if c.accepted is not None]
    claimed = [c for c in due if c.accepted is not None or _is_claimed(c)]
    return Progress(len(due), len(claimed), len(accepted), len(cases))


def _is_claimed(case: CommitmentCase) -> bool:
    """A silent source's last claim still stands; the source is named as unknown below."""
    return bool(case.works) and all(work.item.state.is_done for work in case.works)


def _asked(context: Context) -> list[Ask]:
    found = []
    for events in context.world.matters.values():
        asked = events[0]
        is_open = not any(isinstance(e, DecisionAnswered | EscalationAnswered) for e in events)
        if is_open and isinstance(asked, DecisionAsked):
            since = context.calendar.day_of(asked.occurred.hi)
            found.append(Ask(asked.decision, asked.question, asked.options, asked.of, since))
        elif is_open and isinstance(asked, EscalationSent):
            since = context.calendar.day_of(asked.occurred.hi)
            found.append(Ask(asked.escalation, asked.words, (), asked.to, since))
    return sorted(found, key=lambda ask: (ask.since, ask.id))


def _waits(conclusions: list[Conclusion]) -> list[Wait]:
    counts = Counter(c.court for c in conclusions)
    found = []
    for court, count in counts.items():
        mine = [c for c in conclusions if c.court == court]
        critical = sum(c.severity is Severity.S1 for c in mine)
        since = min((c.since for c in mine if c.since), default=None)
        found.append(Wait(court, count, critical, since))
    return sorted(found, key=lambda wait: (-wait.critical, -wait.findings, wait.court))


def _one_a_story(found: list[tuple[str, Conclusion]]) -> list[tuple[str, Conclusion]]:
    """Findings with one cause take one line."""
    seen: set[str] = set()
    kept = []
    for name, conclusion in found:
        if conclusion.story not in seen:
            seen.add(conclusion.story)
            kept.append((name, conclusion))
    return kept


def _taken(context: Context) -> list[Taken]:
    world = context.world
    events: list[Event] = [e for each in world.proposals.values() for e in each]
    events += [e for each in world.matters.values() for e in each]
    events += list(world.roles)
    found = [taken for event in events if (taken := _one_taken(context, event)) is not None]
    return sorted(found, key=lambda each: (each.on, each.what), reverse=True)[:WAITS]


def _one_taken(context: Context, event: Event) -> Taken | None:
    day = context.calendar.day_of(event.occurred.hi)
    if day + TAKEN_WITHIN < context.status_date:
        return None
    if isinstance(event, RoleAssigned) and event.role is not Role.SPONSOR:
        return None
    told = TAKEN.get(type(event))
    return Taken(day, told[0], getattr(event, told[1]), event.actor) if told else None
