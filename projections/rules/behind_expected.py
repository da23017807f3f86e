"""BEHIND-EXPECTED: the claimed percent is below what the days that passed would give."""

from collections.abc import Iterator

from hub.model.event import Severity
from hub.rules import Finding, rule
from hub.rules.cases import CommitmentCase
from hub.rules.citing import Said

SENTENCE = {
    "en": "{subject}: {percent} % claimed, {expected} % of its working days passed; "
    "{gap:point|points}. "
    "Turn: {court}.",
    "zh": "{subject}：自报 {percent}%，计划工作日已过 {expected}%，相差 {gap} 个百分点。"
    "待处理：{court}。",
}
DEFAULTS = {"points": 20, "s2_points": 40, "clear_points": 15, "min_duration_wd": 5}


@rule(
    "BEHIND-EXPECTED",
    version=3,
    group="schedule",
    over="commitment",
    sentence=SENTENCE,
    defaults=DEFAULTS,
)
def behind_expected(case: CommitmentCase) -> Iterator[Finding]:
    """The claimed percent keeps pace with the working days that passed."""
    start, finish, percent = case.agreed("start_on"), case.agreed("finish_on"), _percent(case)
    if percent is None or start is None or finish is None or case.approval is None:
        return
    planned = case.wd(start.value, finish.value)
    if planned < case.policy["min_duration_wd"] or case.completion_claim or case.accepted:
        return
    gap = _expected(case, planned) - percent.value
    least = case.policy["clear_points" if case.is_found("BEHIND-EXPECTED") else "points"]
    if gap < least:
        return
    waited = case.wd_blocked(start.value, case.status_date)
    yield Finding(
        severity=Severity.S2 if gap >= case.policy["s2_points"] else Severity.S3,
        court=case.court,
        operands={
            "percent": Said(round(percent.value), percent.event, percent.locator),
            "agreed": [start, finish, *case.approved],
        },
        numbers={
            "expected": round(_expected(case, planned)),
            "gap": round(gap),
            "waited_wd": waited,
        },
        clears_when=("percent_keeps_pace", "revision_approved"),
    )


def _expected(case: CommitmentCase, planned: int) -> float:
    """Give the percent of the planned working days that passed."""
    start = case.terms.start_on or case.status_date
    passed = case.wd(start, case.status_date)
    return min(100.0, max(0.0, 100 * passed / planned))


def _percent(case: CommitmentCase) -> Said | None:
    """Give the highest percent claimed; where a source only tells 0 or 100, nothing has a pace."""
    found = [
        said
        for item in case.items
        if (said := item.field("percent")) is not None and isinstance(said.value, int | float)
        if case.context.tells_percents(item.source)
    ]
    return max(found, key=lambda said: float(said.value), default=None)
