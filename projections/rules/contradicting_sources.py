"""CONTRADICTING-SOURCES: two sources say different things about one commitment at the same time."""

from collections.abc import Iterator
from datetime import datetime
from itertools import combinations

from hub.model.event import Severity
from hub.model.facts import State
from hub.model.people import court_of
from hub.rules import Finding, rule
from hub.rules.case import as_date
from hub.rules.cases import CommitmentCase, ItemCase
from hub.rules.citing import Said

SENTENCE = {
    "en": "{subject}: {what} is «{one}» in one source, «{other}» in another. Turn: {court}.",
    "zh": "{subject}：{what}在一处为“{one}”，在另一处为“{other}”。待处理：{court}。",
}
DEFAULTS = {"points": 20, "finish_wd": 2, "within_wd": 3}
SILENT = (State.UNKNOWN, State.CANCELLED)

Pair = tuple[Said, Said]


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
            is_grave = what == "status" and said[0].value.is_done != said[1].value.is_done
            yield Finding(
                severity=Severity.S2 if is_grave else Severity.S3,
                court=court_of(keepers.pop()) if len(keepers) == 1 else "client:coordinator",
                operands={"one": said[0], "other": said[1]},
                numbers={"what": what},
                clears_when=("sources_agree", "precedence_decided"),
                since=max(case.day(each.occurred_hi) for each in said),
                detail=f"{what}:{one.source}:{other.source}",
            )


def _contradictions(
    case: CommitmentCase, one: ItemCase, other: ItemCase
) -> Iterator[tuple[str, Pair]]:
    """Compare as of the cut-off of the source that spoke first, never with what came later."""
    cut = min(one.spoken_at, other.spoken_at)
    states = _both(one, other, "status", cut)
    if states is not None:
        classes = tuple(State(getattr(s.event, "state", None) or State.UNKNOWN) for s in states)
        if _differ(*classes):
            one_state, other_state = zip(classes, states, strict=True)
            yield "status", (_as(*one_state), _as(*other_state))
    percents = _both(one, other, "percent", cut)
    if percents is not None:
        a, b = percents[0].value, percents[1].value
        if _is_number(a) and _is_number(b) and abs(a - b) >= case.policy["points"]:
            yield "percent", percents
    dues = _both(one, other, "due", cut)
    if dues is not None:
        a_day, b_day = as_date(dues[0].value), as_date(dues[1].value)
        if a_day and b_day and abs(case.wd(a_day, b_day)) >= case.policy["finish_wd"]:
            yield "due", dues


def _both(one: ItemCase, other: ItemCase, name: str, cut: datetime) -> Pair | None:
    """Give what the two said of a field by the cut-off; None while one of them said nothing."""
    said = (one.said_by(name, cut), other.said_by(name, cut))
    return None if said[0] is None or said[1] is None else (said[0], said[1])


def _as(state: State, said: Said) -> Said:
    return Said(state, said.event, said.locator)


def _is_number(value: object) -> bool:
    return isinstance(value, int | float)


def _differ(one: State, other: State) -> bool:
    """Only classes differ: not started and in progress are both open."""
    return one not in SILENT and other not in SILENT and one.is_done != other.is_done
