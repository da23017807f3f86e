"""BEHIND-EXPECTED: the claimed percent is below what the days that passed would give."""

from collections.abc import Iterator

from hub.model.event import Severity
from hub.rules import Finding, rule
from hub.rules.cases import CommitmentCase
from hub.rules.citing import Said

SENTENCE = {
    "en": "{subject}: {percent} % claimed, {expected} % of its working days passed; {gap} points. "
    "Turn: {court}.",
    "zh": "{subject}：自报 {percent}%，计划工作日已过 {expected}%，相差 {gap} 个百分点。"
    "待处理：{court}。",
}
DEFAULTS = {
    "points": 20,
    "s2_points": 40,
    "clear_points": 15,
    "min_duration_wd": 5,
    "least_wd": 3,
}


@rule(
    "BEHIND-EXPECTED",
    version=1,
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
    waited = case.wd_blocked(start.value, case.status_date)
    passed = case.wd(start.value, case.status_date) - waited
    expected = min(100, max(0, round(100 * passed / planned)))
    gap = expected - round(percent.value)
    is_open = case.is_found("BEHIND-EXPECTED")
    # Of a short task one day is many points: a few days are behind, too.
    is_short = gap * planned < 100 * case.policy["least_wd"]
    if gap < case.policy["clear_points" if is_open else "points"] or (is_short and not is_open):
        return
    yield Finding(
        severity=Severity.S2 if gap >= case.policy["s2_points"] else Severity.S3,
        court=case.court,
        operands={
            "percent": Said(round(percent.value), percent.event, percent.locator),
            "agreed": [start, finish, *case.approved],
        },
        numbers={"expected": expected, "gap": gap, "waited_wd": waited},
        clears_when=("percent_keeps_pace", "revision_approved"),
    )


def _percent(case: CommitmentCase) -> Said | None:
    """Give the highest percent claimed; what is only told as 0 or 100 has no pace."""
    found = [
        said
        for item in case.items
        if (said := item.field("percent")) is not None and isinstance(said.value, int | float)
        if any(each.value not in (0, 100, None) for each in item.history("percent"))
    ]
    return max(found, key=lambda said: float(said.value), default=None)
