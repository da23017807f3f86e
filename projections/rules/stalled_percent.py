"""STALLED-PERCENT: the percent does not move while work is said to be in progress."""

from collections.abc import Iterator

from hub.model.event import Severity
from hub.model.facts import State
from hub.rules import Finding, rule
from hub.rules.cases import ItemCase
from hub.rules.citing import Said
from hub.rules.stalling import moved_elsewhere, said_until, unmoved_since

SENTENCE = {
    "en": "{subject}: at {percent} % since {since}. Turn: {court}.",
    "zh": "{subject}：自 {since} 起一直为 {percent}%。待处理：{court}。",
}
DEFAULTS = {"reports": 3, "wd": 10, "ninety_reports": 2, "move_points": 5}
TINY = 0.01


@rule(
    "STALLED-PERCENT", version=3, group="claims", over="item", sentence=SENTENCE, defaults=DEFAULTS
)
def stalled_percent(case: ItemCase) -> Iterator[Finding]:
    """A percent moves from report to report while work goes on."""
    percent, state = case.field("percent"), case.state
    if percent is None or not isinstance(percent.value, int | float) or not 0 < percent.value < 100:
        return
    if not case.is_spoken_of or (
        state is not None and state.value not in (State.IN_PROGRESS, State.UNKNOWN)
    ):
        return
    # Open, it takes some points to clear it; to open, the percent must not have moved at all.
    least = case.policy["move_points"] if case.is_found("STALLED-PERCENT") else TINY
    unmoved = unmoved_since(case, percent, least)
    since = case.day(unmoved.occurred_hi)
    editions = [e for e in case.shown_in if e.occurred.hi >= unmoved.occurred_hi]
    is_ninety = percent.value >= 90
    enough = case.policy["ninety_reports" if is_ninety else "reports"]
    due = len(editions) if case.reading.editions else case.reports_due_since(unmoved.occurred_hi)
    if due < enough and case.wd(since, said_until(case)) < case.policy["wd"]:
        return
    if moved_elsewhere(case, percent, least):
        return
    yield Finding(
        severity=Severity.S2 if is_ninety else Severity.S3,
        court=case.court,
        operands={
            "percent": percent,
            "reports": [Said(percent.value, e) for e in editions] or unmoved,
        },
        numbers={"reports": due, "since": since.isoformat()},
        clears_when=("percent_moves", "done"),
        since=since,
        detail="ninety" if is_ninety else "",
    )
