"""STALLED-PERCENT: the percent does not move while work is said to be in progress."""

from collections.abc import Iterator

from hub.model.event import Severity
from hub.model.facts import State
from hub.rules import Finding, rule
from hub.rules.cases import ItemCase
from hub.rules.citing import Said

SENTENCE = {
    "en": "{subject}: at {percent} % since {since}. Turn: {court}.",
    "zh": "{subject}：自 {since} 起一直为 {percent}%。待处理：{court}。",
}
DEFAULTS = {"reports": 3, "wd": 10, "ninety_reports": 2, "move_points": 5}


@rule(
    "STALLED-PERCENT", version=2, group="claims", over="item", sentence=SENTENCE, defaults=DEFAULTS
)
def stalled_percent(case: ItemCase) -> Iterator[Finding]:
    """A percent moves from report to report while work goes on."""
    percent, state = case.field("percent"), case.state
    if percent is None or not isinstance(percent.value, int | float) or not 0 < percent.value < 100:
        return
    if not case.is_shown or (
        state is not None and state.value not in (State.IN_PROGRESS, State.UNKNOWN)
    ):
        return
    unmoved = _begun(case, _unmoved(case, percent))
    since = case.day(unmoved.occurred_hi)
    editions = [e for e in case.reading.editions if e.occurred.hi >= unmoved.occurred_hi]
    is_ninety = percent.value >= 90
    enough = case.policy["ninety_reports" if is_ninety else "reports"]
    due = len(editions) if case.reading.editions else case.reports_due_since(since)
    if due < enough and case.wd(since, case.status_date) < case.policy["wd"]:
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
        shown_as="STALLED-PERCENT",
        detail="ninety" if is_ninety else "",
    )


def _begun(case: ItemCase, unmoved: Said) -> Said:
    """Count from the day on which work is said to be in progress, where that came later."""
    begun = None
    for said in reversed(case.states()):
        if said.value is not State.IN_PROGRESS:
            break
        begun = said
    is_later = begun is not None and begun.occurred_hi > unmoved.occurred_hi
    return Said(unmoved.value, begun.event) if begun and is_later else unmoved


def _unmoved(case: ItemCase, percent: Said) -> Said:
    """Give the first claim from which on the percent did not move."""
    found = percent
    for said in reversed(case.history("percent")):
        if not isinstance(said.value, int | float):
            break
        if abs(float(said.value) - float(percent.value)) >= case.policy["move_points"]:
            break
        found = said
    return found
