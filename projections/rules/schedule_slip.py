"""SCHEDULE-SLIP: finished, or promised, later than the approved baseline."""

from collections.abc import Iterator

from hub.model.event import Severity
from hub.rules import Finding, rule
from hub.rules.cases import CommitmentCase
from hub.rules.citing import named
from hub.rules.finishing import latest_finish

SENTENCE = {
    "en": "{subject}: agreed for {agreed}, {basis} {finish}; "
    "{slip_wd:working day|working days} later, "
    "{waited_wd} of them kept waiting. Turn: {court}.",
    "zh": "{subject}：约定 {agreed} 完成，{basis} {finish}，晚 {slip_wd} 个工作日，"
    "其中等待前提条件 {waited_wd} 个工作日。待处理：{court}。",
}
DEFAULTS = {"task_wd": 3, "milestone_wd": 1, "s2_wd": 6, "s1_wd": 11}


@rule(
    "SCHEDULE-SLIP",
    version=5,
    group="schedule",
    over="commitment",
    sentence=SENTENCE,
    defaults=DEFAULTS,
)
def schedule_slip(case: CommitmentCase) -> Iterator[Finding]:
    """A commitment is finished on the day that the approved plan names."""
    if not case.baseline or case.approval is None:
        return
    baseline = case.buffered or case.baseline
    agreed = baseline[0].value
    basis, finish, said = latest_finish(case)
    slip = case.wd(agreed, finish) if finish else 0
    least = case.policy["milestone_wd" if case.is_milestone else "task_wd"]
    if finish is None or slip < least:
        return
    begin = min(case.terms.start_on or agreed, agreed)
    kept = case.kept_waiting(begin, finish)
    waited = min(slip, case.wd_blocked(begin, finish))
    yield Finding(
        severity=_severity(case, slip),
        court=case.kept_longest(begin, finish) if slip - waited < least else case.holder,
        operands={
            "agreed": baseline,
            "finish": said,
            **({"waited": [named(e) for b in kept for e in b.events]} if kept else {}),
        },
        numbers={
            "slip_wd": slip,
            "basis": basis,
            "finish": finish.isoformat(),
            "waited_wd": waited,
        },
        clears_when=("promise_within_baseline", "revision_approved"),
        since=agreed,
    )


def _severity(case: CommitmentCase, slip: int) -> Severity:
    is_go_live = case.is_milestone and case.terms.topic == "go_live"
    if slip >= case.policy["s1_wd"] or is_go_live:
        return Severity.S1
    return Severity.S2 if slip >= case.policy["s2_wd"] else Severity.S3
