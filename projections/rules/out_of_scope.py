"""OUT-OF-SCOPE: a demand, or work, without a line of contract, blueprint or plan."""

from collections.abc import Iterator

from hub.model.commitments import CommitmentRaised, Kind
from hub.model.event import Severity
from hub.model.people import court_of
from hub.rules import Finding, rule
from hub.rules.cases import CommitmentCase
from hub.rules.citing import Said
from hub.rules.subjects import ProjectCase

SENTENCE = {
    "en": "{title}: {subtype} without a line of contract or plan. Turn: {court}.",
    "zh": "{title}：{subtype}，合同与计划中没有对应条目。待处理：{court}。",
}
DEFAULTS = {"unplanned_share": 0.10, "clarification_days": 0.5}


@rule("OUT-OF-SCOPE", version=1, group="plan", over="project", sentence=SENTENCE, defaults=DEFAULTS)
def out_of_scope(case: ProjectCase) -> Iterator[Finding]:
    """What is demanded or worked on has a line in the contract, the blueprint or the plan."""
    for commitment in case.commitments:
        row = commitment.row
        is_demand = isinstance(row, CommitmentRaised) and row.origin.startswith("demand")
        if is_demand and not case.context.is_decided(commitment.key):
            yield _demand(case, commitment)
    finished = [(item, done) for item in case.items if (done := item.finished_within(7))]
    unplanned = [(item, done) for item, done in finished if not item.commitments]
    if case.commitments and len(unplanned) > case.policy["unplanned_share"] * len(finished):
        keys = [Said(item.key, done.event, done.locator) for item, done in unplanned]
        yield Finding(
            severity=Severity.S3,
            court=court_of(unplanned[0][0].keeper),
            operands={"raised": keys, "finished": [done for _, done in finished]},
            numbers={"subtype": "unplanned", "title": ", ".join(sorted(k.value for k in keys))},
            clears_when=("linked", "decided"),
            detail="unplanned",
        )


def _demand(case: ProjectCase, owed: CommitmentCase) -> Finding:
    """A demand waits for a decision: its raiser's turn, and the executive's once asked."""
    asked = [d for d in case.context.open_decisions if owed.key in d.concerns]
    raised = Said(owed.key, owed.row)
    is_hardware = owed.kind is Kind.HARDWARE
    return Finding(
        severity=Severity.S2 if is_hardware else Severity.S3,
        court=asked[0].of if asked else court_of(owed.side, owed.unit),
        operands={
            "raised": [raised, *(Said(d.question, d) for d in asked)],
            "line": owed.searched("line"),
        },
        numbers={"subtype": "hardware" if is_hardware else "demand", "title": owed.title},
        clears_when=("decided", "reference_added"),
        since=case.day(owed.row.occurred.hi),
        detail=owed.key,
    )
