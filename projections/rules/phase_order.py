"""PHASE-ORDER: work began before the gate that the agreed plan puts before it was passed."""

from collections.abc import Iterator

from hub.model.commitments import GatePassed, Kind
from hub.model.event import Severity, Value
from hub.rules import Finding, rule
from hub.rules.cases import CommitmentCase
from hub.rules.citing import Said
from hub.rules.ordering import lacks, overlap_wd

SENTENCE = {
    "en": "{subject}: begun on {begun_on}; the gate {gate} before it is not passed. Turn: {court}.",
    "zh": "{subject}：{begun_on} 已开始，其前置评审 {gate} 尚未通过。待处理：{court}。",
}

OVERLAP = {
    "en": "{subject}: begun on {begun_on}; {before} before it is not finished; {overlap_wd} "
    "working days beyond the planned overlap. Turn: {court}.",
    "zh": "{subject}：{begun_on} 已开始，其前置工作 {before} 尚未完成，超出计划搭接 "
    "{overlap_wd} 个工作日。待处理：{court}。",
}
BUILT_ON = {"uat": "test_environment"}  # what has to be seen before work of a topic begins


@rule(
    "PHASE-ORDER",
    version=3,
    group="schedule",
    over="commitment",
    sentence=SENTENCE,
    other_sentences={"overlap": OVERLAP},
    defaults={"overlap_wd": 1},
)
def phase_order(case: CommitmentCase) -> Iterator[Finding]:
    """Work begins after the gate, and after the work, that the agreed plan puts before it."""
    started = case.started
    if started is None or case.approval is None or case.blocked_now is not None:
        return
    case.require_known(started.event.source)
    for before in case.predecessors():
        if before.approval is None or case.context.is_waived_for(before.key):
            continue
        if before.is_milestone and not before.owed.of(GatePassed):
            yield _found(case, before, started, {"gate": before.key})
        elif before.kind is Kind.TASK:
            beyond = overlap_wd(case, before, started)
            if beyond >= case.policy["overlap_wd"]:
                yield _found(case, before, started, {"before": before.key, "overlap_wd": beyond})


def _found(
    case: CommitmentCase, before: CommitmentCase, started: Said, numbers: dict[str, Value]
) -> Finding:
    is_unseen = lacks(case, BUILT_ON.get(case.terms.topic, ""))
    begun_on = case.day(started.occurred_hi)
    return Finding(
        severity=Severity.S1 if case.terms.topic == "go_live" or is_unseen else Severity.S2,
        court=case.terms.court,
        operands={
            "begun": started,
            "order": [Said(before.key, case.row), Said(before.title, before.row)],
        },
        numbers={"begun_on": begun_on.isoformat(), **numbers},
        clears_when=("gate_passed" if before.is_milestone else "done", "revision_approved"),
        since=begun_on,
        detail=before.key,
        sentence="" if before.is_milestone else "overlap",
    )
