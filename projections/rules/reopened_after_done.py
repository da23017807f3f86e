"""REOPENED-AFTER-DONE: done, then open again."""

from collections.abc import Iterator
from datetime import timedelta
from itertools import pairwise

from hub.model.event import Severity
from hub.model.facts import State
from hub.model.people import court_of
from hub.rules import Finding, rule
from hub.rules.cases import ItemCase
from hub.rules.citing import Said

SENTENCE = {
    "en": "{subject}: said to be done on {done_on}, open again on "
    "{opened_on}; {times:time|times}. Turn: {court}.",
    "zh": "{subject}：{done_on} 称已完成，{opened_on} 又重新打开，共 {times} 次。待处理：{court}。",
}


@rule(
    "REOPENED-AFTER-DONE",
    version=2,
    group="claims",
    over="item",
    sentence=SENTENCE,
    defaults={"same_line_wd": 20, "misclick_min": 30},
)
def reopened_after_done(case: ItemCase) -> Iterator[Finding]:
    """What is said to be done stays done."""
    state = case.state
    reopened = list(_reopened(case))
    if not reopened or state is None or state.value.is_done:
        return
    done, again = reopened[-1]
    yield Finding(
        severity=Severity.S2 if len(reopened) > 1 else Severity.S3,
        court=court_of(case.keeper, case.unit),
        operands={"done": [d for d, _ in reopened], "opened": [a for _, a in reopened]},
        numbers={
            "done_on": case.day(done.occurred_hi).isoformat(),
            "opened_on": case.day(again.occurred_hi).isoformat(),
            "times": len(reopened),
        },
        clears_when=("done_again",),
        since=case.day(again.occurred_hi),
    )


def _reopened(case: ItemCase) -> Iterator[tuple[Said, Said]]:
    """Give each pair of done and open again; a slip of the mouse is none."""
    slip = timedelta(minutes=case.policy["misclick_min"])
    states = case.states()
    for done, again in pairwise(states):
        if (
            not done.value.is_done
            or again.value.is_done
            or again.value in (State.UNKNOWN, State.CANCELLED)
        ):
            continue
        same = done.event.actor == again.event.actor
        if not (same and again.occurred_hi - done.occurred_hi < slip):
            yield done, again
