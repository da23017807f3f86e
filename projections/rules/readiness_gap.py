"""READINESS-GAP: go-live nears, and a row of the readiness list is not accepted."""

from collections.abc import Iterator

from hub.model.commitments import Kind
from hub.model.event import Severity
from hub.rules import Finding, rule
from hub.rules.cases import CommitmentCase
from hub.rules.citing import Said

SENTENCE = {
    "en": "{subject}: not accepted, {left_wd:working day|working days} before go-live on "
    "{go_live}. "
    "Turn: {court}.",
    "zh": "{subject}：尚未验收，距 {go_live} 上线还有 {left_wd} 个工作日。待处理：{court}。",
}


@rule("READINESS-GAP", version=1, group="duties", over="commitment", sentence=SENTENCE)
def readiness_gap(case: CommitmentCase) -> Iterator[Finding]:
    """What go-live needs is accepted on its day, and all of it days before go-live."""
    go_live = case.context.go_live
    is_row = case.kind is Kind.READINESS and case.accepted is None
    if go_live is None or not is_row or not case.in_golive_window:
        return
    due = case.agreed("finish_on")
    left = case.wd(case.status_date, go_live)
    is_last_call = left <= case.context.policy.golive.critical_red_wd
    if not is_last_call and (due is None or due.value >= case.status_date):
        return
    row = Said(case.key, case.row, case.row.locator)
    yield Finding(
        severity=Severity.S1 if is_last_call else Severity.S2,
        is_path_value=True,
        court=case.court,
        operands={"row": [row, *([due] if due else [])], "acceptance": case.searched("acceptance")},
        numbers={"go_live": go_live.isoformat(), "left_wd": left},
        clears_when=("evidence_accepted", "revision_approved"),
        since=due.value if due else None,
    )
