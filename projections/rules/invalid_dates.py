"""INVALID-DATES: a source holds values that cannot all be true."""

from collections.abc import Iterator

from hub.model.event import Severity
from hub.model.facts import State
from hub.model.people import court_of
from hub.rules import Finding, rule
from hub.rules.cases import ItemCase
from hub.rules.citing import Said

SENTENCE = {
    "en": "{subject}: {what}: {values}. Turn: {court}.",
    "zh": "{subject}：{what}：{values}。待处理：{court}。",
}


@rule(
    "INVALID-DATES",
    version=2,
    group="sources",
    over="item",
    sentence=SENTENCE,
    defaults={"hundred_not_done_wd": 5},
    suppresses=(
        *("SCHEDULE-SLIP", "LATE-START", "MISSED-MILESTONE", "BEHIND-EXPECTED", "PHASE-ORDER"),
        "STALLED-PERCENT",
    ),
)
def invalid_dates(case: ItemCase) -> Iterator[Finding]:
    """What happened lies in the past, ends after its start, and is complete once it is done."""
    if not case.is_shown:
        return
    for what, said in _impossible(case):
        yield Finding(
            severity=Severity.S3,
            court=court_of(case.keeper),
            operands={"fields": said},
            numbers={"what": what, "values": " / ".join(str(each.value) for each in said)},
            clears_when=("corrected",),
            since=max(case.day(each.occurred_hi) for each in said),
            detail=what,
        )


def _impossible(case: ItemCase) -> Iterator[tuple[str, list[Said]]]:
    yield from _dates(case)
    state, percent = case.state, case.field("percent")
    if state is None or percent is None or not isinstance(percent.value, int | float):
        return
    if State(state.value).is_done and percent.value < 100:
        yield "done_below_hundred", [state, percent]
    is_open = state.value in (State.NOT_STARTED, State.IN_PROGRESS, State.BLOCKED)
    if not is_open or percent.value < 100:
        return
    if case.wd_since(percent.occurred_hi) > case.policy["hundred_not_done_wd"]:
        yield "hundred_not_done", [state, percent]


def _dates(case: ItemCase) -> Iterator[tuple[str, list[Said]]]:
    for name in ("actual_start", "actual_finish"):
        said = case.dated(name)
        if said and said.value > max(case.status_date, case.day(said.occurred_hi)):
            yield f"{name}_in_future", [said]
    for first, last in (("actual_start", "actual_finish"), ("start", "due")):
        begin, end = case.dated(first), case.dated(last)
        if begin and end and end.value < begin.value:
            yield f"{last}_before_{first}", [begin, end]
    ended = case.dated("actual_finish")
    has_starts = case.context.shows(case.source, "actual_start")
    if ended and has_starts and not case.dated("actual_start"):
        yield "finished_without_start", [ended]
