"""LATE-RESPONSE: a problem is not answered or resolved, or a question not answered, in its time."""

from collections.abc import Iterator

from hub.model.event import Severity
from hub.rules import Finding, rule
from hub.rules.cases import CommitmentCase
from hub.rules.citing import Said
from hub.rules.clocks import Clock, day_clocks, flag_clocks
from hub.rules.on_site import hour_clocks
from hub.rules.subjects import ProjectCase

SENTENCE = {
    "en": "{subject}: {what} on {raised_on}, due on {due}, {now}; "
    "{late_wd:working day|working days}. "
    "Turn: {court}.",
    "zh": "{subject}：{raised_on} {what}，{due} 到期，{now}，已过 {late_wd} 个工作日。"
    "待处理：{court}。",
}
ON_SITE = {
    "en": "{subject}: stops the work since {raised_at}; agreed on site within "
    "{limit_h:hour|hours} ({clock}), on site: {reached}. Turn: {court}.",
    "zh": "{subject}：{raised_at} 起影响作业，约定 {limit_h} 小时内到场（{clock}），"
    "到场：{reached}。待处理：{court}。",
}
CHANGED = {
    "en": "{subject}: {what} on {raised_on}, priority changed from {was} to {priority}; past the "
    "clock by {was_late_wd:working day|working days} under the first, "
    "{late_wd:working day|working days} under the second. Turn: {court}.",
    "zh": "{subject}：{raised_on} {what}，优先级由{was}改为{priority}；"
    "按前者已超期 {was_late_wd} 个工作日，按后者 {late_wd} 个。待处理：{court}。",
}


@rule(
    "LATE-RESPONSE",
    version=3,
    group="flow",
    over="commitment",
    also_over=("project",),
    sentence=SENTENCE,
    other_sentences={"on_site": ON_SITE, "changed": CHANGED},
)
def late_response(case: CommitmentCase | ProjectCase) -> Iterator[Finding]:
    """Problems are answered and resolved, questions and flags answered, in the agreed time."""
    clocks = [*flag_clocks(case)]
    if isinstance(case, CommitmentCase):
        clocks += [*day_clocks(case), *hour_clocks(case)]
    for clock in clocks:
        if clock.late_wd < 1:
            continue
        usual = Severity.S2 if clock.late_wd > clock.limit_wd else Severity.S3
        yield Finding(
            severity=Severity.S1 if clock.is_major else usual,
            court=clock.court,
            operands={**clock.operands, "answer": clock.stop or _searched(case, clock)},
            numbers=clock.numbers,
            clears_when=("resolved",) if clock.name == "problem" else ("answered",),
            since=clock.due,
            detail=clock.name,
            sentence=clock.sentence,
        )


def _searched(case: CommitmentCase | ProjectCase, clock: Clock) -> Said:
    return case.cited_search(f"answer:{clock.name}?about={case.key}", clock.start.event)
