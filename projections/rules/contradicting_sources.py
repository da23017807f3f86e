"""CONTRADICTING-SOURCES: two sources say different things about one commitment at the same time."""

from collections.abc import Iterator
from itertools import combinations

from hub.model.event import Severity
from hub.model.people import court_of
from hub.rules import Finding, rule
from hub.rules.case import as_date
from hub.rules.cases import CommitmentCase, ItemCase
from hub.rules.citing import Said
from hub.rules.comparing import Pair, both, states

RULE = "CONTRADICTING-SOURCES"
SENTENCE = {
    "en": "{subject}: {what} is «{one}» in one source, «{other}» in another. Turn: {court}.",
    "zh": "{subject}：{what}在一处为“{one}”，在另一处为“{other}”。待处理：{court}。",
}
DEFAULTS = {"points": 20, "finish_wd": 2, "within_wd": 3}


@rule(
    RULE,
    version=3,
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
            detail = f"{what}:{one.source}:{other.source}"
            latest = max(each.occurred_hi for each in said)
            if case.context.is_decided(case.key, latest):
                continue
            if case.context.is_decided_while_found(case.key, (RULE, case.id, detail)):
                continue
            yield Finding(
                severity=Severity.S2 if what == "status" else Severity.S3,
                court=court_of(one.keeper) if len(keepers) == 1 else case.context.lead,
                operands={"one": said[0], "other": said[1]},
                numbers={"what": what},
                clears_when=("sources_agree", "precedence_decided"),
                since=max(case.day(each.occurred_hi) for each in said),
                detail=detail,
            )


def _contradictions(
    case: CommitmentCase, one: ItemCase, other: ItemCase
) -> Iterator[tuple[str, Pair]]:
    """Compare classes of states, for not started and in progress are both open; percents; dates."""
    within_wd = case.policy["within_wd"]
    tests = {
        "status": (states(one, other, within_wd), _other_class),
        "percent": (both(one, other, "percent", within_wd), _far_percent),
        "due": (both(one, other, "due", within_wd), _far_date),
        "assignee": (both(one, other, "assignee", within_wd), _other_person),
    }
    for what, (pairs, differ) in tests.items():
        if pairs and all(differ(case, *pair) for pair in pairs):
            yield what, pairs[-1]


def _other_class(case: CommitmentCase, one: Said, other: Said) -> bool:
    return bool(one.value.is_done != other.value.is_done)


def _far_percent(case: CommitmentCase, one: Said, other: Said) -> bool:
    numbers = [each.value for each in (one, other) if isinstance(each.value, int | float)]
    return len(numbers) == 2 and abs(numbers[0] - numbers[1]) >= case.policy["points"]


def _far_date(case: CommitmentCase, one: Said, other: Said) -> bool:
    days = [day for each in (one, other) if (day := as_date(each.value))]
    return len(days) == 2 and abs(case.wd(*days)) >= case.policy["finish_wd"]


def _other_person(case: CommitmentCase, one: Said, other: Said) -> bool:
    """Sources name people in their own ways: only those that the project knows are compared."""
    known = [case.context.world.court_of_person(str(each.value)) for each in (one, other)]
    return all(known) and one.value != other.value
