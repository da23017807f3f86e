"""OUT-OF-SCOPE: a demand, or work, without a line of contract, blueprint or plan."""

from collections.abc import Iterator

from hub.model.event import Severity
from hub.rules import Finding, rule
from hub.rules.scoping import beyond
from hub.rules.subjects import ProjectCase

SENTENCE = {
    "en": "{title}: {subtype} without a line of contract or plan. Turn: {court}.",
    "zh": "{title}：{subtype}，合同与计划中没有对应条目。待处理：{court}。",
}
DEFAULTS = {"unplanned_share": 0.10, "clarification_days": 0.5}


@rule("OUT-OF-SCOPE", version=2, group="plan", over="project", sentence=SENTENCE, defaults=DEFAULTS)
def out_of_scope(case: ProjectCase) -> Iterator[Finding]:
    """What is demanded or worked on has a line in the contract, the blueprint or the plan."""
    for each in beyond(case):
        yield Finding(
            severity=Severity.S2 if each.subtype == "hardware" else Severity.S3,
            court=each.court,
            operands=each.operands,
            numbers={"subtype": each.subtype, "title": each.title},
            clears_when=each.clears_when,
            since=each.since,
            detail=each.detail,
        )
