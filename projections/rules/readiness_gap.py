"""READINESS-GAP: go-live nears, and the list of what it needs is not green."""

from collections.abc import Iterator

from hub.model.event import Severity
from hub.rules import Finding, rule
from hub.rules.cases import CommitmentCase
from hub.rules.readiness import gaps, is_last_call
from hub.rules.subjects import ProjectCase

SENTENCE = {
    "en": "{subject}: not accepted, {left_wd:working day|working days} before go-live on "
    "{go_live}. "
    "Turn: {court}.",
    "zh": "{subject}：尚未验收，距 {go_live} 上线还有 {left_wd} 个工作日。待处理：{court}。",
}
SLOPE = {
    "en": "{open} rows open, {accepted} accepted in {passed_wd:working day|working days}: at this "
    "pace not all by go-live on {go_live}, in {left_wd:working day|working days}. Turn: {court}.",
    "zh": "{open} 项未验收，{passed_wd} 个工作日内验收 {accepted} 项：按此进度，{go_live} 上线前"
    "（还有 {left_wd} 个工作日）不能全部完成。待处理：{court}。",
}
WITHDRAWN = {
    "en": "{title}: taken off the list on {withdrawn}, in the window before go-live on {go_live}, "
    "without an executive's decision. Turn: {court}.",
    "zh": "{title}：{withdrawn} 从清单撤下，已在 {go_live} 上线窗口内，"
    "且无领导决定。待处理：{court}。",
}
NOWHERE = {
    "en": "{what}: not on record, {left_wd:working day|working days} before go-live on {go_live}. "
    "Turn: {court}.",
    "zh": "{what}：没有记录，距 {go_live} 上线还有 {left_wd} 个工作日。待处理：{court}。",
}


@rule(
    "READINESS-GAP",
    version=3,
    group="duties",
    over="commitment",
    also_over=("project",),
    sentence=SENTENCE,
    other_sentences={"slope": SLOPE, "withdrawn": WITHDRAWN, "nowhere": NOWHERE},
)
def readiness_gap(case: CommitmentCase | ProjectCase) -> Iterator[Finding]:
    """What go-live needs is accepted on its day, and all of it days before go-live."""
    for gap in gaps(case):
        left = case.wd(case.status_date, gap.wave.on)
        yield Finding(
            severity=Severity.S1 if is_last_call(case, gap.wave) else Severity.S2,
            is_path_value=True,
            court=gap.court,
            operands=gap.operands,
            numbers={"go_live": gap.wave.on.isoformat(), "left_wd": left, **gap.counts},
            clears_when=gap.clears_when,
            since=gap.since,
            detail=gap.detail,
            sentence=gap.sentence,
        )
