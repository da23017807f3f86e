"""UNSUPPORTED-BLAME: one side says that the other holds something up, and no record bears it."""

from collections.abc import Iterator

from hub.model.event import Severity
from hub.rules import Finding, rule
from hub.rules.blaming import blames, flags_despite_own_duty, is_decided, is_supported
from hub.rules.cases import CommitmentCase

SENTENCE = {
    "en": "{subject}: said on {claimed_on} to wait for {blamed}; no late duty, refusal or evidence "
    "on record within {evidence_wd:working day|working days}. Turn: {court}.",
    "zh": "{subject}：{claimed_on} 称在等待{blamed}；{evidence_wd} 个工作日内没有逾期义务、"
    "拒绝或证据的记录。待处理：{court}。",
}


@rule(
    "UNSUPPORTED-BLAME",
    version=3,
    group="duties",
    over="commitment",
    sentence=SENTENCE,
    defaults={"evidence_wd": 2, "repeated": 3},
)
def unsupported_blame(case: CommitmentCase) -> Iterator[Finding]:
    """What is said to wait for the other side has a duty, a refusal or evidence behind it."""
    if case.accepted is not None:
        return
    found = [blame for blame in blames(case) if not is_supported(case, blame)]
    found += flags_despite_own_duty(case)
    found = [blame for blame in found if not is_decided(case, blame)]
    for by in sorted({blame.by for blame in found}):
        same = [blame for blame in found if blame.by == by]
        claimed_on = case.day(same[0].said.occurred_hi)
        if case.wd(claimed_on, case.status_date) < case.policy["evidence_wd"]:
            continue
        yield Finding(
            severity=Severity.S2 if len(same) >= case.policy["repeated"] else Severity.S3,
            court=by,
            operands={
                "claim": [blame.said for blame in same],
                "support": case.searched(f"support:{same[0].of}"),
            },
            numbers={
                "claimed_on": claimed_on.isoformat(),
                "blamed": same[0].of,
                "evidence_wd": case.policy["evidence_wd"],
                "times": len(same),
            },
            clears_when=("evidence_supplied", "claim_retracted", "decided"),
            since=claimed_on,
            detail=by,
        )
