"""BASELINE-TAMPER: the plan columns that a side shows are not those that were approved."""

from collections.abc import Iterator

from hub.model.event import Severity
from hub.model.people import court_of
from hub.rules import Finding, rule
from hub.rules.cases import ItemCase
from hub.rules.citing import Said
from hub.rules.plan_columns import altered

SENTENCE = {
    "en": "{subject}: the plan shows {column} «{shown}», approved was «{approved}». Turn: {court}.",
    "zh": "{subject}：计划中的{column}为“{shown}”，批准的是“{approved}”。待处理：{court}。",
}


@rule("BASELINE-TAMPER", version=1, group="plan", over="item", sentence=SENTENCE)
def baseline_tamper(case: ItemCase) -> Iterator[Finding]:
    """What a source shows as the agreed plan is what was approved."""
    for owed in case.commitments[:1] if case.is_shown else ():
        if owed.approval is None:
            continue
        for each in altered(case, owed):
            file = getattr(each.shown.event, "original", "")
            yield Finding(
                severity=Severity.S4 if each.is_wording else Severity.S1,
                is_path_value=each.is_wording,
                court=court_of(case.keeper),
                operands={
                    "shown": each.shown,
                    "approved": [each.approved, *owed.approved],
                    **({"file": Said(file, each.shown.event)} if file else {}),
                },
                numbers={"column": f"plan_{each.column}"},
                clears_when=("corrected", "revision_approved"),
                since=case.day(each.shown.occurred_hi),
                detail=each.column,
            )
