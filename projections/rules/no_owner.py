"""NO-OWNER: a commitment has no single accountable person."""

from collections.abc import Iterator
from datetime import date

from hub.model.commitments import Kind
from hub.model.event import Severity
from hub.model.people import court_of
from hub.rules import Finding, rule
from hub.rules.cases import CommitmentCase
from hub.rules.citing import Said
from hub.rules.owning import Fault, fault_of

SENTENCE = {
    "en": "{subject}: {what}, since {since}. Turn: {court}.",
    "zh": "{subject}：自 {since} 起{what}。待处理：{court}。",
}


@rule(
    "NO-OWNER",
    version=2,
    group="plan",
    over="commitment",
    sentence=SENTENCE,
    defaults={"grace_wd": 1, "near_wd": 10},
)
def no_owner(case: CommitmentCase) -> Iterator[Finding]:
    """A commitment has exactly one accountable person."""
    fault = fault_of(case)
    if fault is None or case.accepted is not None:
        return
    stated = case.day((case.approval or case.row).recorded_at)
    since = max(stated, fault.since or stated)
    if case.wd(since, case.status_date) < _grace(case, fault, since):
        return
    due, unrouted = case.terms.finish_on, case.kind is Kind.PROBLEM and not case.unit
    is_near = due is not None and case.wd(case.status_date, due) <= case.policy["near_wd"]
    yield Finding(
        severity=Severity.S2 if is_near else Severity.S3,
        court=case.context.lead if unrouted else court_of(case.side, case.unit),
        operands={
            "commitment": Said(case.key, case.row, case.row.locator),
            "accountable": fault.said or case.searched("accountable"),
        },
        numbers={"what": fault.what, "since": since.isoformat()},
        clears_when=("owner_named",),
        since=since,
    )


def _grace(case: CommitmentCase, fault: Fault, since: date) -> int:
    """At the approval of a plan there is none; a problem has the days in which it is routed."""
    if case.approval is not None and since != fault.since:
        return 0
    routing = case.context.policy.sla.route_problem_wd
    return routing if case.kind is Kind.PROBLEM else int(case.policy["grace_wd"])
