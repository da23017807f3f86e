"""PROGRESS-INFLATION: the claims of a unit run ahead of what is verified later."""

from collections.abc import Iterator

from hub.model.event import Severity
from hub.rules import Finding, rule
from hub.rules.units import UnitCase

SENTENCE = {
    "en": "{court}: over {items} items the claims lay {bias:point|points} above what was "
    "then verified "
    "(median; ratio {ratio}, last items {recent}). Turn: {court}.",
    "zh": "{court}：{items} 项中，上报完成率比随后核实的高 {bias} 个百分点"
    "（中位数；比值 {ratio}，最近几项 {recent}）。待处理：{court}。",
}
DEFAULTS = {"points": 20, "ratio": 1.25, "min_items": 8, "clear_points": 10, "p": 0.05}


@rule(
    "PROGRESS-INFLATION",
    version=1,
    group="claims",
    over="unit",
    sentence=SENTENCE,
    defaults=DEFAULTS,
    never_raised=True,
)
def progress_inflation(case: UnitCase) -> Iterator[Finding]:
    """What a team or a department claims is what can be verified later."""
    told = case.measures.calibrations.get(case.name) if case.by == "department" else None
    if told is None or told.bias_points is None or told.recent_points is None or told.p is None:
        return
    policy = case.policy
    is_far = told.bias_points >= policy["points"] or (told.ratio or 0) >= policy["ratio"]
    if case.is_found("PROGRESS-INFLATION"):
        if told.recent_points < policy["clear_points"]:
            return
    elif not is_far or told.p >= policy["p"] or told.recent_points < policy["clear_points"]:
        return
    claims, verdicts = case.claims(case.observations), case.verdicts(case.observations)
    if not claims:
        return
    yield Finding(
        severity=Severity.S2,
        court=case.name,
        operands={"claimed": claims, "verified": verdicts},
        numbers={
            "items": told.items,
            "bias": told.bias_points,
            "recent": told.recent_points,
            "ratio": told.ratio,
        },
        clears_when=("claims_match_evidence",),
    )
