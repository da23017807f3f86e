"""LATE-RESPONSE: a problem is not resolved, or a flag not answered, within the agreed days."""

from collections.abc import Iterator

from hub.model.commitments import CommitmentRaised, Kind
from hub.model.event import Severity
from hub.model.flags import ItemFlagged
from hub.model.people import court_of
from hub.rules import Finding, rule
from hub.rules.cases import CommitmentCase
from hub.rules.citing import Said

SENTENCE = {
    "en": "{subject}: {what} on {raised_on}, due on {due}, still open; "
    "{late_wd:working day|working days}. "
    "Turn: {court}.",
    "zh": "{subject}：{raised_on} {what}，{due} 到期，尚未答复或解决，已过 {late_wd} 个工作日。"
    "待处理：{court}。",
}


@rule("LATE-RESPONSE", version=1, group="flow", over="commitment", sentence=SENTENCE)
def late_response(case: CommitmentCase) -> Iterator[Finding]:
    """Problems are resolved and flags answered within the days that the policy allows."""
    for flag, events in case.context.world.flags.items():
        asked = events[0]
        if isinstance(asked, ItemFlagged) and asked.commitment == case.id and len(events) == 1:
            court, days = court_of(case.context.policy_guest), case.context.policy.sla.flag_reply_wd
            due = max(asked.reply_by, case.calendar.add(case.day(asked.occurred.hi), days))
            yield from _found(case, "flagged", Said(due, asked), court, flag)
    row, due_on = case.row, case.terms.finish_on
    if case.kind is not Kind.PROBLEM or case.accepted or case.completion_claim or _is_paused(case):
        return
    resolve_wd = case.context.policy.sla.normal.resolve_wd
    due = due_on or case.calendar.add(case.day(row.occurred.hi), resolve_wd)
    yield from _found(case, "raised", Said(due, row), case.court, "problem")


def _is_paused(case: CommitmentCase) -> bool:
    """A clock rests while the other side owes something, or a decision is open or needed."""
    asked = any(case.key in decision.concerns for decision in case.context.open_decisions)
    is_demand = isinstance(case.row, CommitmentRaised) and case.row.origin.startswith("demand")
    waits = is_demand and not case.context.is_decided(case.key)
    return asked or waits or case.blocked_now is not None


def _found(case: CommitmentCase, what: str, due: Said, court: str, name: str) -> Iterator[Finding]:
    raised_on = case.day(due.occurred_hi)
    late = case.wd(due.value, case.status_date) - case.wd_blocked(due.value, case.status_date)
    if late < 1:
        return
    agreed_wd = max(1, case.wd(raised_on, due.value))
    yield Finding(
        severity=Severity.S2 if late >= agreed_wd else Severity.S3,
        court=court,
        operands={"due": due, "answer": case.searched(f"answer:{name}")},
        numbers={"what": what, "raised_on": raised_on.isoformat(), "late_wd": late},
        clears_when=("answered", "resolved"),
        since=due.value,
        detail=name,
    )
