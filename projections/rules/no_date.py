"""NO-DATE: an action, a duty, or agreed work of a phase that has begun has no date."""

from collections.abc import Iterator

from hub.model.commitments import CommitmentRaised, Kind
from hub.model.event import Severity
from hub.rules import Finding, rule
from hub.rules.cases import CommitmentCase
from hub.rules.citing import Said

SENTENCE = {
    "en": "{subject}: no date since {since}. Turn: {court}.",
    "zh": "{subject}：自 {since} 起没有日期。待处理：{court}。",
}


@rule(
    "NO-DATE",
    version=2,
    group="plan",
    over="commitment",
    sentence=SENTENCE,
    defaults={"grace_wd": 2},
)
def no_date(case: CommitmentCase) -> Iterator[Finding]:
    """What has to be done soon has a date."""
    if case.terms.finish_on is not None or case.accepted is not None or case.promised_finish:
        return
    raised = isinstance(case.row, CommitmentRaised) and case.kind in (Kind.ACTION, Kind.DUTY)
    if case.completion_claim or not (raised or _has_begun(case)):
        return
    since = case.day((case.approval or case.row).recorded_at)
    if case.wd(since, case.status_date) < case.policy["grace_wd"]:
        return
    author = case.context.world.court_of_person(case.row.actor)
    yield Finding(
        severity=Severity.S4,
        court=author or case.context.lead,
        operands={"commitment": Said(case.key, case.row), "due": case.searched("finish_on")},
        numbers={"since": since.isoformat()},
        clears_when=("dated",),
        since=since,
    )


def _has_begun(case: CommitmentCase) -> bool:
    """Tell whether agreed work of its phase and module should have begun."""
    if case.approval is None or not case.phase:
        return False
    same = (terms for terms, _, _ in case.context.in_force.values() if terms.phase == case.phase)
    return any(terms.start_on and terms.start_on <= case.status_date for terms in same)
