"""What a weekly report, or the minutes, had to mention, and whether they did."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from hub.model.event import Side
from hub.model.facts import EditionRead
from hub.model.flags import FlagAnswered, FlagWithdrawn, VendorReplied
from hub.model.meetings import MinutesPublished
from hub.rules import Unknown
from hub.rules.blaming import blames, is_supported
from hub.rules.cases import CommitmentCase, ItemCase
from hub.rules.citing import Said
from hub.rules.context import Context
from hub.rules.world import Reading

NORMAL = {"正常", "一切正常", "进展正常", "按计划", "normal", "on track", "ok"}
GRAVE = ("S1", "S2")


@dataclass(frozen=True, slots=True)
class Report:
    """The last edition of a series of weekly reports."""

    reading: Reading
    edition: EditionRead

    @property
    def cut(self) -> datetime:
        """Give the instant as of which it reports."""
        return self.edition.occurred.hi

    @property
    def on(self) -> date:
        """Give its day."""
        return self.edition.edition.edition_on


def reports(context: Context, side: Side) -> Iterator[Report]:
    """Give the last weekly report of each series that a side keeps; abstain where it is unread."""
    for reading in list(context.world.sources.values()):
        is_report = reading.content.get("profile") == "weekly_report" and reading.editions
        if not is_report or context.keeper(reading) is not side:
            continue
        last = max(reading.editions, key=lambda each: each.occurred.hi)
        unread = [q for q in context.world.quarantine.values() if q.source == reading.name]
        if context.is_silent(reading.name) or any(q.rows and not q.item for q in unread):
            raise Unknown(reading.name)
        yield Report(reading, last)


def rows(case: CommitmentCase, report: Report) -> list[ItemCase]:
    """Give the rows of a report about a commitment."""
    ours = [item for item in case.items if item.source == report.reading.name]
    shown = report.edition.shown
    return [item for item in ours if not shown or item.item.subject in shown]


def covers(case: CommitmentCase, report: Report) -> bool:
    """Tell whether a report is about the module of a commitment."""
    context = case.context
    works = (w for w in context.world.work.values() if w.item.source == report.reading.name)
    owed = {each.id for work in works for each in context.owed_of.get(work.id, ())}
    return case.module in {context.in_force[name][0].module for name in owed}


def is_normal(item: ItemCase) -> bool:
    """Tell whether a row says nothing but that all is well."""
    status = item.field("status")
    return status is not None and str(status.value).strip().casefold() in NORMAL


def reasons(case: CommitmentCase, report: Report) -> Iterator[tuple[str, Said]]:
    """Give why a report had to mention a commitment, gravest first, as known at its cut-off.

    Without a work item, or before its agreed start, it is no part of what the sender reports on.
    """
    due, start = case.agreed("finish_on"), case.terms.start_on
    if (
        due is None
        or (start is not None and start > report.on)
        or not case.works
        or _is_over(case, report.cut)
    ):
        return
    yield from (("found", said) for said in _found(case, report))
    yield from (("flagged", said) for said in _flagged(case, report))
    if due.value < report.on:
        yield "overdue", due
    monday = report.on - timedelta(days=report.on.weekday())
    if report.on <= due.value < monday + timedelta(days=7):
        yield "due_this_week", due


def _is_over(case: CommitmentCase, cut: datetime) -> bool:
    ends = [said for said in (case.accepted, case.completion_claim) if said is not None]
    return any(said.occurred_hi <= cut for said in ends)


def _found(case: CommitmentCase, report: Report) -> Iterator[Said]:
    """Give the grave findings against the sender's side that were open at the cut-off."""
    side = f"{case.side}:"
    for about in (case.id, *(item.id for item in case.items)):
        for each in case.context.findings_about.get(about, ()):
            said, opened = each.conclusion, each.opened
            is_grave = said.severity in GRAVE and said.court.startswith(side)
            is_known = opened is not None and opened.recorded_at <= report.cut
            if opened and is_grave and is_known and said.rule != "REPORT-OMITS":
                yield Said(said.rule, opened)


def _flagged(case: CommitmentCase, report: Report) -> Iterator[Said]:
    """Give the flags to the sender's side that were open at the cut-off."""
    ends = (FlagAnswered, FlagWithdrawn)
    for asked, more in case.context.flags_of.get(case.id, ()):
        if any(isinstance(event, VendorReplied) for event in more):
            continue
        is_open = not any(isinstance(e, ends) and e.occurred.hi <= report.cut for e in more)
        if asked.occurred.hi <= report.cut and is_open and case.side is case.context.policy_guest:
            yield Said(asked.flag, asked)


def last_unminuted(case: CommitmentCase) -> tuple[str, Said, MinutesPublished] | None:
    """Give who called, what was said to wait for that side, and the last minutes without it.

    What was said before a weekly meeting is mentioned in its minutes, or in later ones, where
    anything on record bears it.
    """
    found, waits = None, blames(case)
    for weekly in case.context.weeklies if waits else ():
        told = [
            blame
            for blame in waits
            if blame.of.partition(":")[0] == weekly.side
            and blame.said.occurred_hi <= weekly.begins_at
            and is_supported(case, blame)
        ]
        found = None
        if told and not _mentions(case, weekly.minutes):
            found = (weekly.court, told[-1].said, weekly.minutes[-1])
    return found


def _mentions(case: CommitmentCase, minutes: list[MinutesPublished]) -> bool:
    """Tell whether minutes name a commitment, or one of its work items."""
    names = {case.key, *(item.key for item in case.items)}
    text = "\n".join(line for each in minutes for line in each.lines)
    announced = {name for each in minutes for name in each.announces}
    return bool(names & announced) or any(name in text for name in names)
