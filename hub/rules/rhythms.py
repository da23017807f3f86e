"""What returns: files, minutes and reports, when they were due, and which did not come."""

from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from itertools import count, pairwise

from hub.model.commitments import Kind
from hub.model.evidence import EvidenceReturned, EvidenceSubmitted
from hub.model.people import court_of
from hub.policy_terms import Every
from hub.rules.case import Case
from hub.rules.cases import CommitmentCase
from hub.rules.citing import Said
from hub.rules.series import DAILY, missed, since, weeks
from hub.rules.subjects import ProjectCase

WHAT = {name: name for name in ("weekly_report", "weekly_plan")} | {DAILY: "daily_readiness"}
WITH_LIST = ("training", "demonstration")  # they have an attendance list instead of minutes
RHYTHMS = ("inspection", "month_evaluation", "retrospective", "full_evaluation", "briefing")
MONTHS = {"month": 1, "quarter": 3, "half_year": 6}


@dataclass(frozen=True, slots=True)
class Missed:
    """What did not come: its due days, newest first, what came last, and who sends it."""

    what: str
    title: str
    due: list[date]
    last: list[Said]
    court: str


def missed_files(case: ProjectCase) -> Iterator[Missed]:
    """Give the series of which the last files are missing."""
    for reading in list(case.context.world.sources.values()):
        due = missed(case.context, reading)
        if due and not case.context.is_silent(reading.name):
            last = [Said(each.edition.edition_on, each) for each in reading.editions[-1:]]
            none = case.cited_search(f"file:{reading.name}", reading.set_up)
            court = court_of(case.context.keeper(reading))
            yield Missed(WHAT[reading.content["profile"]], reading.name, due, last or [none], court)


def missed_minutes(case: ProjectCase) -> Iterator[Missed]:
    """Give the meetings that were held without minutes; they are of who called them."""
    minuted = {minutes.meeting for minutes in case.context.world.minutes}
    within = case.context.policy.rhythm.weekly_meeting.minutes_within_wd
    for meeting in case.gatherings:
        held, called = meeting.held, meeting.called
        if held is None or called.topic in WITH_LIST or held.meeting in minuted:
            continue
        if case.wd(held.on, case.status_date) > within:
            court = case.context.world.court_of_person(called.actor) or case.context.lead
            due = [case.calendar.add(held.on, within)]
            yield Missed("minutes", called.title, due, [Said(held.on, held)], court)


def missed_packs(case: CommitmentCase, inspection_wd: int, pack_wd: int) -> Iterator[Missed]:
    """Give the days of a report that one side owes by itself, such as an inspection."""
    due = packs_missed(case, inspection_wd, pack_wd) if case.kind is Kind.REPORT else []
    if due:
        told = [Said(notice.words, notice) for notice in case.owed.notices]
        last = [Said(case.key, case.row), *told, case.searched("evidence")]
        yield Missed(case.terms.topic or "report", case.title, due, last, case.terms.court)


def packs_missed(case: CommitmentCase, inspection_wd: int, pack_wd: int) -> list[date]:
    """Give the due days of a report that somebody has to give, newest first.

    What is due in each week has *inspection_wd* days of grace, a pack is due *pack_wd* days after
    its period. One that is owed once is due on its day. What was shown speaks of the day that it
    bears, however late it came.
    """
    terms, shown = case.terms, max(_shown(case), default=None)
    if terms.topic not in RHYTHMS:
        is_owed = shown is None and case.accepted is None
        days = [terms.finish_on] if is_owed and terms.finish_on else []
        return [day for day in days if case.wd(day, case.status_date) > inspection_wd]
    agreed: Every = getattr(case.context.policy.rhythm, terms.topic)
    is_weekly = agreed.every == "week"
    after_wd, grace_wd = (0, inspection_wd) if is_weekly else (pack_wd, 0)
    spans = (
        weeks(case.context, "sun") if is_weekly else _months(case, MONTHS[agreed.every], pack_wd)
    )
    first = terms.start_on or case.day((case.approval or case.row).recorded_at)
    # No pack of a period that was over by the first day, or that ends after the last one.
    final = case.calendar.add(terms.finish_on or case.status_date, after_wd)
    days = [d for d in since(spans, case.calendar.add(first, after_wd), shown) if d <= final]
    return [day for day in days if case.wd(day, case.status_date) > grace_wd]


def _shown(case: CommitmentCase) -> Iterator[date]:
    """Give the days of which what was shown speaks; what was sent back as incomplete, of none."""
    for events in case.owed.evidence.values():
        last = next((e for e in reversed(events) if isinstance(e, EvidenceSubmitted)), None)
        if last is not None and not isinstance(events[-1], EvidenceReturned):
            yield last.shown_on or case.day(last.occurred.hi)


def _months(case: Case, months: int, after_wd: int) -> Iterator[tuple[date, date]]:
    """Give each day so many working days after a period of *months*, with the one before it."""
    number = case.status_date.year * 12 + case.status_date.month - 1
    last = number - number % months + months - 1  # the last month of the period of today
    ends = (_end(last - months * n) for n in count())
    for due, before in pairwise(case.calendar.add(end, after_wd) for end in ends):
        if due <= case.status_date:
            yield before, due


def _end(month: int) -> date:
    """Give the last day of a month, numbered from the year 0 on."""
    year, place = divmod(month, 12)
    return date(year, place + 1, monthrange(year, place + 1)[1])
