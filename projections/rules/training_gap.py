"""TRAINING-GAP: too few are trained in time, nobody came to what was offered, or nothing was."""

from collections.abc import Iterator

from hub.model.event import Severity
from hub.rules import Finding, rule
from hub.rules.subjects import ProjectCase
from hub.rules.training import gaps

SENTENCE = {
    "en": "{module}: {offers:training|trainings} offered to {invited}, attended {attended}. "
    "Turn: {court}.",
    "zh": "{module}：为{invited}安排培训 {offers} 次，参加 {attended} 次。待处理：{court}。",
}
SHARE = {
    "en": "{module}, {audience}, {invited}: {passed} of {people} trained and passed; {share} % "
    "were agreed by {check_on}. Turn: {court}.",
    "zh": "{module}，{audience}，{invited}：{people} 人中 {passed} 人培训合格，"
    "约定 {check_on} 前不低于 {share}%。待处理：{court}。",
}
DEFAULTS = {"key_users": 0.90, "uat_before_wd": 5, "end_users": 0.80, "golive_before_wd": 10}


@rule(
    "TRAINING-GAP",
    version=3,
    group="duties",
    over="project",
    sentence=SENTENCE,
    other_sentences={"share": SHARE},
    defaults=DEFAULTS,
)
def training_gap(case: ProjectCase) -> Iterator[Finding]:
    """Training is offered to those who need it, and they have passed before UAT and go-live."""
    for gap in gaps(case):
        usual = Severity.S2 if gap.is_due else Severity.S3
        yield Finding(
            severity=Severity.S1 if _is_near(case, gap.module) else usual,
            is_path_value=True,
            court=gap.court,
            operands=gap.operands,
            numbers={"module": gap.module or "project", **gap.numbers},
            clears_when=(gap.clears_when,),
            since=case.day(gap.operands["offers"][0].occurred_hi),
            shown_as="TRAINING-NOT-ATTENDED" if gap.is_offered else "TRAINING-NOT-OFFERED",
            detail=gap.detail,
            sentence=gap.sentence,
        )


def _is_near(case: ProjectCase, module: str) -> bool:
    return case.context.is_window_open(case.context.go_live_for(module))
