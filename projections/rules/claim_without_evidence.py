"""CLAIM-WITHOUT-EVIDENCE: completion is claimed, and what shows it was not submitted."""

from collections.abc import Iterator

from hub.model.event import Severity
from hub.rules import Finding, rule
from hub.rules.cases import CommitmentCase

SENTENCE = {
    "en": "{subject}: said to be done on {claimed_on}; {kind} was not "
    "shown within {due_wd:working day|working days}. Turn: {court}.",
    "zh": "{subject}：{claimed_on} 称已完成，{due_wd} 个工作日内未见 {kind}。待处理：{court}。",
}


@rule(
    "CLAIM-WITHOUT-EVIDENCE",
    version=2,
    group="claims",
    over="commitment",
    sentence=SENTENCE,
    defaults={"due_wd": 2},
)
def claim_without_evidence(case: CommitmentCase) -> Iterator[Finding]:
    """What is said to be done is shown within the days that the policy allows."""
    claim = case.completion_claim
    if (
        claim is None
        or case.accepted is not None
        or case.wd_since(claim.occurred_hi) <= case.policy["due_wd"]
    ):
        return
    claimed_on = case.day(claim.occurred_hi)
    for kind in case.evidence_not_submitted():  # once submitted, another rule asks the reviewer
        yield Finding(
            severity=Severity.S1
            if case.in_golive_window
            else Severity.S2
            if case.is_milestone
            else Severity.S3,
            is_path_value=case.in_golive_window,
            court=case.court_of(claim),
            operands={"claim": claim, "evidence": case.searched(f"evidence:{kind}")},
            numbers={
                "claimed_on": claimed_on.isoformat(),
                "kind": kind,
                "due_wd": case.policy["due_wd"],
            },
            clears_when=("evidence_accepted", "claim_retracted"),
            since=claimed_on,
            detail=kind,
        )
