"""REJECTED-BUT-DONE: what was shown was rejected, and the source still says done."""

from collections.abc import Iterator

from hub.model.event import Event, Severity
from hub.model.evidence import EvidenceRejected, EvidenceSubmitted
from hub.model.people import court_of
from hub.rules import Finding, rule
from hub.rules.cases import CommitmentCase
from hub.rules.citing import Said

SENTENCE = {
    "en": "{subject}: {kind} was rejected on {rejected_on}, said to be done since {claimed_on}. "
    "Turn: {court}.",
    "zh": "{subject}：{kind} 于 {rejected_on} 被退回，{claimed_on} 起仍称已完成。待处理：{court}。",
}


@rule(
    "REJECTED-BUT-DONE",
    version=1,
    group="claims",
    over="commitment",
    sentence=SENTENCE,
    defaults={"grace_wd": 1},
    absorbs=("CLAIM-WITHOUT-EVIDENCE",),
)
def rejected_but_done(case: CommitmentCase) -> Iterator[Finding]:
    """What was rejected is not said to be done until something else was shown."""
    claim = case.completion_claim
    if claim is None or case.accepted is not None:
        return
    for kind in case.evidence_not_submitted():
        shown = case.evidence_of(kind)
        if not shown or not isinstance(shown[-1][-1], EvidenceRejected):
            continue
        first, rejection = shown[-1][0], shown[-1][-1]
        if case.wd_since(rejection.occurred.hi) <= case.policy["grace_wd"]:
            continue
        rejected_on = case.day(rejection.occurred.hi)
        yield Finding(
            severity=Severity.S2,
            court=_court(case, claim, first, rejection),
            operands={"rejection": Said(rejection.reason, rejection), "status": claim},
            numbers={
                "kind": kind,
                "rejected_on": rejected_on.isoformat(),
                "claimed_on": case.day(claim.occurred_hi).isoformat(),
            },
            clears_when=("reopened", "evidence_accepted"),
            since=rejected_on,
            detail=kind,
        )


def _court(case: CommitmentCase, claim: Said, shown: Event, rejection: Event) -> str:
    """Who claims, once told; until then the lead of who rejected."""
    told = [n for n in case.owed.notices if n.occurred.hi >= rejection.occurred.hi]
    reviewer = shown.side.other if isinstance(shown, EvidenceSubmitted) else case.side.other
    return case.court_of(claim) if told else court_of(reviewer)
