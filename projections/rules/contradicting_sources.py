"""CONTRADICTING-SOURCES: two sources say different things about one commitment at the same time."""

from collections.abc import Iterator
from itertools import combinations

from hub.model.event import Severity
from hub.model.people import court_of
from hub.rules import Finding, rule
from hub.rules.case import as_date
from hub.rules.cases import CommitmentCase, ItemCase
from hub.rules.comparing import Pair, both, states

SENTENCE = {
    "en": "{subject}: {what} is «{one}» in one source, «{other}» in another. Turn: {court}.",
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
        keepers = {one.keeper, other.keeper}
        for what, said in _contradictions(case, one, other):
            yield Finding(
                severity=Severity.S2 if what == "status" else Severity.S3,
                court=court_of(one.keeper) if len(keepers) == 1 else case.context.lead,
                operands={"one": said[0], "other": said[1]},
                numbers={"what": what},
                clears_when=("sources_agree", "precedence_decided"),
                since=max(case.day(each.occurred_hi) for each in said),
                detail=f"{what}:{one.source}:{other.source}",
            )


def _contradictions(
    case: CommitmentCase, one: ItemCase, other: ItemCase
) -> Iterator[tuple[str, Pair]]:
    """Compare classes of states, for not started and in progress are both open; percents; dates."""
    said = states(one, other)
    if said and said[0].value.is_done != said[1].value.is_done:
        yield "status", said
    said = both(one, other, "percent")
    numbers = [each.value for each in said or () if isinstance(each.value, int | float)]
    if said and len(numbers) == 2 and abs(numbers[0] - numbers[1]) >= case.policy["points"]:
        yield "percent", said
    said = both(one, other, "due")
    days = [day for each in said or () if (day := as_date(each.value))]
    if said and len(days) == 2 and abs(case.wd(days[0], days[1])) >= case.policy["finish_wd"]:
        yield "due", said
