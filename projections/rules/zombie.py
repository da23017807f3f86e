"""ZOMBIE: said to be in progress, and nothing happens to it."""

from collections.abc import Iterator

from hub.model.event import Severity
from hub.model.facts import State
from hub.rules import Finding, rule
from hub.rules.cases import ItemCase
from hub.rules.citing import Said
from hub.rules.liveness import last_sign, usual_wd

SENTENCE = {
    "en": "{subject}: in progress, nothing recorded since {last_on}; "
    "{idle_wd:working day|working days}. "
    "Turn: {court}.",
    "zh": "{subject}：标为进行中，{last_on} 之后没有任何记录，已过 {idle_wd} 个工作日。"
    "待处理：{court}。",
}
AGED = {
    "en": "{subject}: in progress for {age_wd:working day|working days}, longer than the usual "
    "{usual_wd}; nothing recorded since {last_on}, {idle_wd:working day|working days}. "
    "Turn: {court}.",
    "zh": "{subject}：已进行 {age_wd} 个工作日，超过通常的 {usual_wd} 个；"
    "{last_on} 之后没有任何记录，已过 {idle_wd} 个工作日。待处理：{court}。",
}
DEFAULTS = {"wd": 10, "aged_wd": 5, "percentile": 85, "min_samples": 30, "fallback_wd": 20}


@rule(
    "ZOMBIE",
    version=4,
    group="flow",
    over="item",
    sentence=SENTENCE,
    other_sentences={"aged": AGED},
    defaults=DEFAULTS,
    absorbs=("STALLED-PERCENT", "GHOST-UPDATE"),
)
def zombie(case: ItemCase) -> Iterator[Finding]:
    """Something happens to what is in progress, at least every few days."""
    state = case.state
    if state is None or state.value is not State.IN_PROGRESS or not case.is_shown:
        return
    if case.reading.editions:  # each edition says it anew: what does not move there is stalled
        return
    last = last_sign(case)
    last_on = case.day(last.occurred.hi)
    idle = case.wd(last_on, case.status_date)
    if idle < case.policy["aged_wd"]:
        return
    begun, usual = case.begun or state, usual_wd(case)
    age = case.wd(case.day(begun.event.occurred.hi), case.status_date)
    is_aged = age > usual and case.is_past_due
    if idle < case.policy["wd"] and not is_aged:
        return
    yield Finding(
        severity=Severity.S2 if idle > 2 * usual else Severity.S3,
        court=case.holder,
        operands={
            "last": Said(last_on, last),
            "status": state,
            **({"begun": begun} if is_aged else {}),
        },
        numbers={
            "last_on": last_on.isoformat(),
            "idle_wd": idle,
            **({"age_wd": age, "usual_wd": usual} if is_aged else {}),
        },
        clears_when=("something_happens", "done"),
        since=last_on,
        sentence="aged" if is_aged else "",
    )
