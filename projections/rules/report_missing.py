"""REPORT-MISSING: a report of a day, a week or a period, or minutes of a meeting, did not come."""

from collections.abc import Iterator
from datetime import date

from hub.model.commitments import Kind
from hub.model.event import Severity
from hub.model.people import court_of
from hub.rules import Finding, rule
from hub.rules.cases import CommitmentCase
from hub.rules.citing import Said
from hub.rules.rhythms import DAILY, missed, packs_missed
from hub.rules.subjects import ProjectCase

SENTENCE = {
    "en": "{what} «{title}»: due on {due}, not received; {times} in a row. Turn: {court}.",
    "zh": "{what}“{title}”：应于 {due} 收到，尚未收到，连续 {times} 次。待处理：{court}。",
}
WHAT = {name: name for name in ("weekly_report", "weekly_plan")} | {DAILY: "daily_readiness"}
OTHERS = ("training", "demonstration")  # they have an attendance list instead
DEFAULTS = {"inspection_wd": 1, "pack_wd": 5}


@rule(
    "REPORT-MISSING",
    version=4,
    group="sources",
    over="project",
    also_over=("commitment",),
    sentence=SENTENCE,
    defaults=DEFAULTS,
)
def report_missing(case: ProjectCase | CommitmentCase) -> Iterator[Finding]:
    """Reports and minutes come on the agreed day, or within the days of grace."""
    if isinstance(case, CommitmentCase):
        yield from _owed(case)
        return
    for reading in list(case.context.world.sources.values()):
        due = missed(case, reading)
        if due and not case.context.is_silent(reading.name):
            court, files = court_of(case.context.keeper(reading)), reading.editions[-1:]
            last = [Said(each.edition.edition_on, each) for each in files]
            none = case.cited_search(f"file:{reading.name}", reading.set_up)
            yield _found(WHAT[reading.content["profile"]], reading.name, due, last or [none], court)
    minuted = {minutes.meeting for minutes in case.context.world.minutes}
    for meeting in case.gatherings:
        held, within = meeting.held, case.context.policy.rhythm.weekly_meeting.minutes_within_wd
        if held is None or meeting.called.topic in OTHERS or held.meeting in minuted:
            continue
        if case.wd(held.on, case.status_date) > within:
            court = case.context.world.court_of_person(meeting.called.actor) or case.context.lead
            due = [case.calendar.add(held.on, within)]
            yield _found("minutes", meeting.called.title, due, [Said(held.on, held)], court)


def _owed(case: CommitmentCase) -> Iterator[Finding]:
    """Give what somebody owes as a report of its own, and has not shown."""
    if case.kind is Kind.REPORT:
        due = packs_missed(case, case.policy["inspection_wd"], case.policy["pack_wd"])
        told = [Said(notice.words, notice) for notice in case.owed.notices]
        if due:
            last = [Said(case.key, case.row), *told, case.searched("evidence")]
            yield _found(case.terms.topic or "report", case.title, due, last, case.terms.court)


def _found(what: str, title: str, due: list[date], last: list[Said], court: str) -> Finding:
    is_daily = what == WHAT[DAILY]
    return Finding(
        severity=Severity.S2 if len(due) > 1 or is_daily else Severity.S3,
        is_path_value=is_daily,
        court=court,
        operands={"last": last},
        numbers={"what": what, "title": title, "due": due[0].isoformat(), "times": len(due)},
        clears_when=("received",),
        since=due[-1],
        detail=f"{what}:{title}",
    )
