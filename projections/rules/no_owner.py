"""NO-OWNER: a commitment has no single accountable person."""

from collections.abc import Iterator

from hub.model.commitments import Kind
from hub.model.event import Severity
from hub.model.people import court_of
from hub.rules import Finding, rule
from hub.rules.cases import CommitmentCase
from hub.rules.citing import Said

SENTENCE = {
    "en": "{subject}: nobody is named as accountable since {since}. Turn: {court}.",
    "zh": "{subject}：自 {since} 起没有唯一责任人。待处理：{court}。",
}


@rule(
    "NO-OWNER",
    version=1,
    group="plan",
    over="commitment",
    sentence=SENTENCE,
    defaults={"grace_wd": 1},
)
def no_owner(case: CommitmentCase) -> Iterator[Finding]:
    """A commitment has exactly one accountable person."""
    if case.context.world.accountable(case.terms) or case.accepted is not None:
        return
    since = case.day((case.approval or case.row).recorded_at)
    grace = 0 if case.approval is not None else case.policy["grace_wd"]
    if case.wd(since, case.status_date) < grace:
        return
    due = case.terms.finish_on
    is_near = due is not None and case.wd(case.status_date, due) <= 10
    unrouted = case.kind is Kind.PROBLEM and not case.unit
    yield Finding(
        severity=Severity.S2 if is_near else Severity.S3,
        court=case.context.lead if unrouted else court_of(case.side, case.unit),
        operands={
            "commitment": Said(case.key, case.row, case.row.locator),
            "accountable": case.searched("accountable"),
        },
        numbers={"since": since.isoformat()},
        clears_when=("owner_named",),
        since=since,
    )
