"""GHOST-UPDATE: an item is touched again and again, and nothing about it is said."""

from collections.abc import Iterator

from hub.model.event import Severity
from hub.model.facts import State
from hub.rules import Finding, rule
from hub.rules.cases import ItemCase
from hub.rules.citing import Said
from hub.rules.liveness import empty_updates, last_sign

SENTENCE = {
    "en": "{subject}: touched {times:time|times} within {in_wd:working day|working days}, "
    "nothing said since "
    "{last_on}. Turn: {court}.",
    "zh": "{subject}：{in_wd} 个工作日内被改动 {times} 次，{last_on} 之后没有实质内容。"
    "待处理：{court}。",
}
DEFAULTS = {"times": 3, "in_wd": 15}
IDLE_WD = 10  # where the policy says nothing about ZOMBIE


@rule(
    "GHOST-UPDATE",
    version=1,
    group="claims",
    over="item",
    sentence=SENTENCE,
    defaults=DEFAULTS,
    never_raised=True,
)
def ghost_update(case: ItemCase) -> Iterator[Finding]:
    """Who touches an item says something about it."""
    state = case.state
    if state is None or state.value is not State.IN_PROGRESS or not case.is_shown:
        return
    last = last_sign(case)
    last_on, within = case.day(last.occurred.hi), case.policy["in_wd"]
    touched = [
        fact
        for fact in empty_updates(case)
        if fact.occurred.hi > last.occurred.hi and case.wd_since(fact.occurred.hi) < within
    ]
    idle_wd = int(case.context.policy.rule("zombie").get("wd", IDLE_WD))  # type: ignore[arg-type]
    is_idle = case.wd(last_on, case.status_date) >= idle_wd
    if len(touched) < case.policy["times"] or not is_idle:
        return
    yield Finding(
        severity=Severity.S4,
        court=case.court,
        operands={
            "touched": [Said(getattr(fact, "field", "comment"), fact) for fact in touched],
            "last": Said(last_on, last),
        },
        numbers={"times": len(touched), "in_wd": within, "last_on": last_on.isoformat()},
        clears_when=("something_happens", "done"),
        since=last_on,
    )
