"""PERCENT-REGRESSION: a percent fell, and nothing on record says why."""

from collections.abc import Iterator
from itertools import pairwise

from hub.model.event import Severity
from hub.rules import Finding, rule
from hub.rules.cases import ItemCase
from hub.rules.citing import Said
from hub.rules.completion import is_between

SENTENCE = {
    "en": "{subject}: {before} % before, {after} % since {fell_on}. Turn: {court}.",
    "zh": "{subject}：此前 {before}%，{fell_on} 起为 {after}%。待处理：{court}。",
}

TOPICS = ("report", "payment")  # of milestones that rest on what was claimed


@rule(
    "PERCENT-REGRESSION",
    version=3,
    group="claims",
    over="item",
    sentence=SENTENCE,
    defaults={"points": 5},
)
def percent_regression(case: ItemCase) -> Iterator[Finding]:
    """A percent that was reached stays reached, or its correction is explained."""
    percent = case.field("percent")
    if percent is None or not case.is_shown:
        return
    fallen = _fallen(case)
    if fallen is None or _is_explained(case, fallen[1]):
        return
    before, after = fallen
    yield Finding(
        severity=Severity.S2 if is_between(case, TOPICS, before, after) else Severity.S3,
        court=case.claimer,
        operands={"before": before, "after": after, "percent": percent},
        numbers={"fell_on": case.day(after.occurred_hi).isoformat()},
        clears_when=("explained", "percent_regained"),
        since=case.day(after.occurred_hi),
    )


def _fallen(case: ItemCase) -> tuple[Said, Said] | None:
    """Give the last fall that no later percent has made good."""
    told = [s for s in case.history("percent") if isinstance(s.value, int | float)]
    least = case.policy["points"]
    for place, (before, after) in reversed(list(enumerate(pairwise(told)))):
        later = told[place + 1 :]
        if before.value - after.value > least and all(s.value < before.value for s in later):
            return before, after
    return None


def _is_explained(case: ItemCase, after: Said) -> bool:
    """A word about the percent, or a new agreement, from that day on explains it."""
    on = case.day(after.occurred_hi)
    for owed in case.commitments:
        words = [c for c in owed.owed.claims if c.field == "percent" and c.words]
        told = [*words, *([owed.approval] if owed.approval else [])]
        if any(case.day(event.occurred.hi) >= on for event in told):
            return True
    return False
