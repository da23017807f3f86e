"""LATE-START: work has not begun after its agreed start."""

from collections.abc import Iterator

from hub.model.event import Severity
from hub.rules import Finding, rule
from hub.rules.cases import CommitmentCase
from hub.rules.citing import Said

SENTENCE = {
    "en": "{subject}: agreed to start on {agreed}, not started; "
    "{late_wd:working day|working days}. "
    "Turn: {court}.",
    "zh": "{subject}：约定 {agreed} 开始，尚未开始，已过 {late_wd} 个工作日。待处理：{court}。",
}


@rule(
    "LATE-START",
    version=4,
    group="schedule",
    over="commitment",
    sentence=SENTENCE,
    defaults={"grace_wd": 2},
)
def late_start(case: CommitmentCase) -> Iterator[Finding]:
    """Work begins on its agreed day, or a few working days later."""
    agreed = case.agreed("start_on")
    if agreed is None or case.approval is None or case.is_milestone:
        return
    if case.started is not None or case.accepted is not None:
        return
    late = case.wd(agreed.value, case.status_date)
    if late <= case.policy["grace_wd"]:
        return
    before = case.open_predecessors()
    states = [state for item in case.items if (state := item.state) is not None]
    yield Finding(
        severity=Severity.S2 if case.on_golive_path else Severity.S3,
        is_path_value=case.on_golive_path,
        court=before[0].holder if before and case.blocked_now is None else case.court,
        operands={
            "agreed": [agreed, *case.approved],
            "states": states or case.searched("start"),
            **({"predecessors": [Said(b.key, b.row) for b in before]} if before else {}),
        },
        numbers={"late_wd": late},
        clears_when=("started",),
        since=agreed.value,
    )
