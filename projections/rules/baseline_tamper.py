"""BASELINE-TAMPER: the plan columns that a side shows are not those that were approved."""

from collections.abc import Iterator

from hub.model.event import Severity, Side
from hub.model.people import court_of
from hub.rules import Finding, rule
from hub.rules.cases import CommitmentCase
from hub.rules.citing import Said
from hub.rules.plan_columns import Altered, altered, altered_rows

SENTENCE = {
    "en": "{subject}: the plan shows {column} «{shown}», approved was «{approved}». Turn: {court}.",
    "zh": "{subject}：计划中的{column}为“{shown}”，批准的是“{approved}”。待处理：{court}。",
}


@rule("BASELINE-TAMPER", version=1, group="plan", over="commitment", sentence=SENTENCE)
def baseline_tamper(case: CommitmentCase) -> Iterator[Finding]:
    """What a source shows as the agreed plan is what was approved."""
    if case.approval is None:
        return
    found = [(item.keeper, each) for item in case.items for each in altered(item, case)]
    found += [(_sender(case, each), each) for each in altered_rows(case)]
    for sender, each in found:
        file = getattr(each.shown.event, "original", "")
        source = each.shown.event.source
        yield Finding(
            severity=Severity.S4 if each.is_wording else Severity.S1,
            is_path_value=each.is_wording,
            court=court_of(sender),
            operands={
                "shown": each.shown,
                "approved": [each.approved, *case.approved],
                **({"file": Said(file, each.shown.event)} if file else {}),
            },
            numbers={"column": f"plan_{each.column}"},
            clears_when=("corrected", "revision_approved"),
            since=case.day(each.shown.occurred_hi),
            detail=f"{each.column}:{source}",
        )


def _sender(case: CommitmentCase, each: Altered) -> Side:
    return case.context.keeper(case.context.world.source(each.shown.event.source))
