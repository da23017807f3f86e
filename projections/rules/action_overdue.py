"""ACTION-OVERDUE: an action of minutes, or a promise, was not met by its date."""

from collections.abc import Iterator

from hub.model.commitments import CommitmentRaised, Kind, PromiseGiven
from hub.model.event import Severity
from hub.rules import Finding, rule
from hub.rules.cases import CommitmentCase
from hub.rules.citing import Said

SENTENCE = {
    "en": "{subject}: {what} for {due}, not met; {late_wd:working day|working days}. Turn: "
    "{court}.",
    "zh": "{subject}：{what}日期 {due}，尚未完成，已过 {late_wd} 个工作日。待处理：{court}。",
}


@rule(
    "ACTION-OVERDUE",
    version=1,
    group="flow",
    over="commitment",
    sentence=SENTENCE,
    defaults={"grace_wd": 1, "kept_rate": 0.70, "min_n": 10},
)
def action_overdue(case: CommitmentCase) -> Iterator[Finding]:
    """What was promised, or agreed in a meeting, is met by its day."""
    what, due = _due(case)
    if due is None or case.accepted is not None or case.completion_claim is not None:
        return
    late = case.wd(due.value, case.status_date)
    if late < case.policy["grace_wd"] or case.blocked_now is not None:
        return
    told = [Said(n.words, n) for n in case.owed.notices]
    yield Finding(
        severity=Severity.S3,
        court=case.court if _is_told(case) else case.context.lead,
        operands={"due": due, "reminders": told or case.searched("notice")},
        numbers={"what": what, "late_wd": late},
        clears_when=("met", "dated_again"),
        since=due.value,
    )


def _due(case: CommitmentCase) -> tuple[str, Said | None]:
    """Give the last promise; else the date of an action. A promise withdrawn leaves none."""
    promises = case.owed.of(PromiseGiven)
    if promises:
        day = promises[-1].finish_on
        return "promised", Said(day, promises[-1]) if day else None
    return "agreed", case.agreed("finish_on") if case.kind is Kind.ACTION else None


def _is_told(case: CommitmentCase) -> bool:
    """Who promised, confirmed or was reminded knows; so does who came to the meeting."""
    row = case.row
    meeting = row.origin.partition("minutes:")[2] if isinstance(row, CommitmentRaised) else ""
    came = [g for g in case.context.gatherings if meeting.split("/")[0] == g.called.meeting]
    known = case.confirmed or case.owed.of(PromiseGiven) or case.owed.notices
    return bool(known) or any(g.was_there(case.terms.court) for g in came)
