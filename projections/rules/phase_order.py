"""PHASE-ORDER: work began before the gate that the agreed plan puts before it was passed."""

from collections.abc import Iterator

from hub.model.commitments import GatePassed, Kind
from hub.model.event import Severity
from hub.rules import Finding, rule
from hub.rules.cases import CommitmentCase
from hub.rules.citing import Said

SENTENCE = {
    "en": "{subject}: begun on {begun_on}; the gate {gate} before it is not passed. Turn: {court}.",
    "zh": "{subject}：{begun_on} 已开始，其前置评审 {gate} 尚未通过。待处理：{court}。",
}


@rule("PHASE-ORDER", version=1, group="schedule", over="commitment", sentence=SENTENCE)
def phase_order(case: CommitmentCase) -> Iterator[Finding]:
    """Work begins after the gate before it was passed."""
    started = case.started
    if started is None or case.approval is None or case.blocked_now is not None:
        return
    case.require_known(started.event.source)
    context, series = case.context, case.owed.series
    for key in case.terms.predecessors:
        gate = context.world.commitment(series, key)
        if gate.id not in context.in_force or gate.of(GatePassed):
            continue
        terms, row, approval = context.in_force[gate.id]
        if terms.kind is not Kind.MILESTONE or approval is None:
            continue
        begun_on = case.day(started.occurred_hi)
        yield Finding(
            severity=Severity.S1 if case.terms.topic == "go_live" else Severity.S2,
            is_path_value=True,
            court=case.terms.court,
            operands={"begun": started, "order": [Said(key, case.row), Said(terms.title, row)]},
            numbers={"begun_on": begun_on.isoformat(), "gate": key},
            clears_when=("gate_passed", "revision_approved"),
            since=begun_on,
            detail=key,
        )
