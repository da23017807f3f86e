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
    "STALLED-PERCENT", version=4, group="claims", over="item", sentence=SENTENCE, defaults=DEFAULTS
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
    # To open, it must not have moved at all; open, it takes some points to clear it.
    steps = [TINY, *([case.policy["move_points"]] if case.is_found("STALLED-PERCENT") else [])]
    found = next(filter(None, (_stalled(case, percent, points) for points in steps)), None)
    if found is None:
        return
    due, unmoved = found
    since, is_ninety = case.day(unmoved.occurred_hi), percent.value >= 90
    editions = [e for e in case.shown_in if e.occurred.hi >= unmoved.occurred_hi]
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


def _stalled(case: ItemCase, percent: Said, points: float) -> tuple[int, Said] | None:
    """Give the reports, and the claim, since which it moved by less than *points*; long enough."""
    unmoved = unmoved_since(case, percent, points)
    editions = [e for e in case.shown_in if e.occurred.hi >= unmoved.occurred_hi]
    enough = case.policy["ninety_reports" if percent.value >= 90 else "reports"]
    due = len(editions) if case.reading.editions else case.reports_due_since(unmoved.occurred_hi)
    is_short = case.wd(case.day(unmoved.occurred_hi), said_until(case)) < case.policy["wd"]
    if (due < enough and is_short) or moved_elsewhere(case, percent, points):
        return None
    return due, unmoved
