"""SCHEDULE-SLIP: finished, or promised, later than the approved baseline."""

from collections.abc import Iterator

from hub.model.event import Severity
from hub.rules import Finding, rule
from hub.rules.cases import CommitmentCase
from hub.rules.citing import Said

SENTENCE = {
    "en": "{subject}: agreed for {agreed}, {basis} {finish}; {slip_wd} "
    "working days later. Turn: {court}.",
    "zh": "{subject}：约定 {agreed} 完成，{basis} {finish}，晚 {slip_wd} "
    "个工作日。待处理：{court}。",
}
DEFAULTS = {"task_wd": 3, "milestone_wd": 1, "s2_wd": 6, "s1_wd": 11}


@rule(
    "SCHEDULE-SLIP",
    version=1,
    group="schedule",
    over="commitment",
    sentence=SENTENCE,
    defaults=DEFAULTS,
)
def schedule_slip(case: CommitmentCase) -> Iterator[Finding]:
    """A commitment is finished on the day that the approved plan names."""
    if not case.baseline or case.approval is None:
        return
    agreed = case.baseline[0].value
    basis, finish = latest_finish(case)
    slip = case.wd(agreed, finish.value)
    if slip < case.policy["milestone_wd" if case.is_milestone else "task_wd"]:
        return
    severity = Severity.S3
    if slip >= case.policy["s2_wd"]:
        severity = Severity.S2
    is_go_live = case.is_milestone and case.terms.topic == "go_live"
    if slip >= case.policy["s1_wd"] or is_go_live:
        severity = Severity.S1
    yield Finding(
        severity=severity,
        court=case.court,
        operands={"agreed": case.baseline, "finish": finish},
        numbers={"slip_wd": slip, "basis": basis},
        clears_when=("promise_within_baseline", "revision_approved"),
        since=agreed,
    )


def latest_finish(case: CommitmentCase) -> tuple[str, Said]:
    """Give the finish to compare: accepted, else promised or the status date while it is open."""
    if case.accepted is not None:
        return "accepted", case.accepted
    claim, promised = case.completion_claim, case.promised_finish
    if claim is not None:
        return "claimed", Said(case.day(claim.event.occurred.hi), claim.event, claim.locator)
    if promised is not None and promised.value >= case.status_date:
        return "promised", promised
    return "open_on", Said(
        case.status_date, (promised or case.searched("completion")).event, "status_date"
    )
