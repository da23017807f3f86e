"""REOPENED-AFTER-DONE: done, then open again; or accepted, and soon a problem about that line."""

from collections.abc import Iterator

from hub.model.event import Severity
from hub.rules import Finding, rule
from hub.rules.cases import CommitmentCase, ItemCase
from hub.rules.reopening import found_wanting, reopened

SENTENCE = {
    "en": "{subject}: said to be done on {done_on}, open again on "
    "{opened_on}; {times:time|times}. Turn: {court}.",
    "zh": "{subject}：{done_on} 称已完成，{opened_on} 又重新打开，共 {times} 次。待处理：{court}。",
}
PROBLEM = {
    "en": "{subject}: accepted on {done_on}, problem {problem} about it on "
    "{opened_on}; {times:time|times}. Turn: {court}.",
    "zh": "{subject}：{done_on} 已验收，{opened_on} 又出现问题 {problem}，共 {times} 次。"
    "待处理：{court}。",
}


@rule(
    "REOPENED-AFTER-DONE",
    version=4,
    group="claims",
    over="item",
    also_over=("commitment",),
    sentence=SENTENCE,
    other_sentences={"problem": PROBLEM},
    defaults={"same_line_wd": 20, "misclick_min": 30},
)
def reopened_after_done(case: ItemCase | CommitmentCase) -> Iterator[Finding]:
    """What is said to be done stays done."""
    slip = case.policy["misclick_min"]
    is_problem = isinstance(case, CommitmentCase)
    if isinstance(case, CommitmentCase):
        found = found_wanting(case, case.policy["same_line_wd"], slip)
    else:
        found = reopened(case, slip)
    if not any(each.is_open for each in found):
        return
    last = found[-1]
    reason = [said for each in found for said in each.reason]
    yield Finding(
        severity=Severity.S2 if len(found) > 1 else Severity.S3,
        court=last.court,
        operands={
            "done": [each.done for each in found],
            "opened": [each.opened for each in found],
            **({"reason": reason} if reason else {}),
        },
        numbers={
            "done_on": last.done_on.isoformat(),
            "opened_on": last.opened_on.isoformat(),
            "times": len(found),
            **({"problem": last.opened.value} if is_problem else {}),
        },
        clears_when=("problem_solved", "accepted_again") if is_problem else ("done_again",),
        since=last.opened_on,
        sentence="problem" if is_problem else "",
    )
