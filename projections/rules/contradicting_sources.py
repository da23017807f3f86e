"""CONTRADICTING-SOURCES: two sources say different things about one commitment at the same time."""

from collections.abc import Iterator
from itertools import combinations

from hub.model.event import Severity
from hub.model.facts import State
from hub.model.people import court_of
from hub.rules import Finding, rule
from hub.rules.cases import CommitmentCase, ItemCase, as_date
from hub.rules.citing import Said

SENTENCE = {
    "en": "{subject}: {what} is «{one}» in one source and «{other}» in another. Turn: {court}.",
    "zh": "{subject}：{what}在一处为“{one}”，在另一处为“{other}”。待处理：{court}。",
}
DEFAULTS = {"points": 20, "finish_wd": 2, "within_wd": 3}


@rule(
    "CONTRADICTING-SOURCES",
    version=1,
    group="sources",
    over="commitment",
    sentence=SENTENCE,
    defaults=DEFAULTS,
)
def contradicting_sources(case: CommitmentCase) -> Iterator[Finding]:
    """Two live sources say the same about one commitment."""
    for one, other in combinations(case.items, 2):
        if one.source == other.source:
            continue
        for what, said in _contradictions(case, one, other):
            keepers = {one.keeper, other.keeper}
            is_state = what == "status"
            yield Finding(
                severity=Severity.S2 if is_state and _is_done_against_open(said) else Severity.S3,
                court=court_of(keepers.pop()) if len(keepers) == 1 else "client:coordinator",
                operands={"one": said[0], "other": said[1]},
                numbers={"what": what},
                clears_when=("sources_agree", "precedence_decided"),
                since=max(case.day(each.occurred_hi) for each in said),
                detail=f"{what}:{one.source}:{other.source}",
            )


def _contradictions(
    case: CommitmentCase, one: ItemCase, other: ItemCase
) -> Iterator[tuple[str, tuple[Said, Said]]]:
    states = (one.state, other.state)
    if states[0] and states[1] and _differ(states[0].value, states[1].value):
        yield "status", states
    percents = (one.field("percent"), other.field("percent"))
    if percents[0] and percents[1]:
        a, b = percents[0].value, percents[1].value
        if (
            isinstance(a, int | float)
            and isinstance(b, int | float)
            and abs(a - b) >= case.policy["points"]
        ):
            yield "percent", percents
    dues = (one.field("due"), other.field("due"))
    if dues[0] and dues[1]:
        days = as_date(dues[0].value), as_date(dues[1].value)
        if days[0] and days[1] and abs(case.wd(days[0], days[1])) >= case.policy["finish_wd"]:
            yield "due", dues


def _differ(one: State, other: State) -> bool:
    """Only classes differ: not started and in progress are both open."""
    silent = (State.UNKNOWN, State.CANCELLED)
    return one not in silent and other not in silent and one.is_done != other.is_done


def _is_done_against_open(said: tuple[Said, Said]) -> bool:
    return bool(said[0].value.is_done != said[1].value.is_done)
