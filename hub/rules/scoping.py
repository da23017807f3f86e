"""What lies outside: demands and work for which contract, blueprint and plan have no line."""

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from hub.model.commitments import CommitmentRaised, Kind
from hub.model.event import Side
from hub.model.people import court_of
from hub.rules.cases import CommitmentCase, ItemCase
from hub.rules.citing import Said
from hub.rules.subjects import ProjectCase

DIVIDED = re.compile(r"[;；,，、\n]+")
LINES = (Kind.SCOPE, Kind.HARDWARE)
WORK = (Kind.TASK, Kind.DELIVERABLE)
INTERNAL = "internal"  # needs no line: it is nobody's function
DEFECTS = ("bug", "defect", "fault", "缺陷", "故障")
WEEK = 7


@dataclass(frozen=True, slots=True)
class Beyond:
    """Something without a line: of which sort, whose turn it is, and what says so."""

    subtype: str
    court: str
    title: str
    operands: dict[str, list[Said]]
    detail: str
    clears_when: tuple[str, ...] = ("decided", "reference_added")
    since: date | None = None


def beyond(case: ProjectCase) -> Iterator[Beyond]:
    """Give everything that has no line on the status date."""
    lines = register(case)
    yield from _demands(case, lines)
    yield from _work(case, lines)
    yield from _items(case, lines)
    yield from _unplanned(case, lines)


def register(case: ProjectCase) -> frozenset[str]:
    """Give the lines of contract and blueprint, by key and by series and key."""
    agreed = [c.owed for c in case.commitments if c.kind in LINES and not is_demand(c)]
    names = (name for owed in agreed for name in (owed.key, f"{owed.series}/{owed.key}"))
    return frozenset(name.casefold() for name in names)


def is_demand(owed: CommitmentCase) -> bool:
    """Tell whether somebody wants it and nothing agreed holds it."""
    return isinstance(owed.row, CommitmentRaised) and owed.row.origin.startswith("demand")


def _has_line(written: object, lines: frozenset[str]) -> bool:
    """Tell whether any of the written references is a line."""
    return any(part.strip().casefold() in lines for part in DIVIDED.split(str(written or "")))


def _demands(case: ProjectCase, lines: frozenset[str]) -> Iterator[Beyond]:
    small: dict[str, list[CommitmentCase]] = defaultdict(list)
    for owed in case.commitments:
        is_settled = case.context.is_decided(owed.key) or _has_line(owed.terms.refers_to, lines)
        if not is_demand(owed) or is_settled:
            continue
        if _is_small(case, owed):
            small[_raiser(case, owed)].append(owed)
        else:
            yield _demand(case, owed)
    for court, several in sorted(small.items()):
        yield _clarifications(court, several, "demanded")


def _is_small(case: ProjectCase, owed: CommitmentCase) -> bool:
    weight = owed.terms.weight
    return weight is not None and weight < case.policy["clarification_days"]


def _clarifications(court: str, several: list[CommitmentCase], how: str) -> Beyond:
    """Small ones are told together."""
    title = ", ".join(sorted(owed.key for owed in several))
    return Beyond(
        "clarifications",
        court,
        title,
        {
            "raised": [Said(owed.key, owed.row) for owed in several],
            "line": [several[0].searched("line")],
        },
        f"{how}:clarifications:{court}",
    )


def _demand(case: ProjectCase, owed: CommitmentCase) -> Beyond:
    """A demand waits for a decision: its raiser's turn, and the executive's once asked."""
    asked = [d for d in case.context.open_decisions if owed.key in d.concerns]
    raised = [Said(owed.key, owed.row), *(Said(d.question, d) for d in asked)]
    return Beyond(
        "hardware" if owed.kind is Kind.HARDWARE else "demand",
        asked[0].of if asked else _raiser(case, owed),
        owed.title,
        {"raised": raised, "line": [owed.searched("line")]},
        owed.key,
        since=case.day(owed.row.occurred.hi),
    )


def _raiser(case: ProjectCase, owed: CommitmentCase) -> str:
    """Give who raised it: the other side where its own person did, else the unit that it is of.

    The lead who runs the hub writes down what others say; a plan is its keeper's word.
    """
    world, row = case.context.world, owed.row
    told = world.court_of_person(row.actor)
    if told and told != case.context.lead and not told.startswith(f"{owed.side}:"):
        return told
    reading = world.sources.get(row.source)
    keeper = case.context.keeper(reading) if reading and reading.content else None
    return owed.terms.court if keeper in (None, owed.side) else court_of(keeper)


def _work(case: ProjectCase, lines: frozenset[str]) -> Iterator[Beyond]:
    """Give agreed work that refers to no line, where lines are kept and the plan refers to some."""
    work = [c for c in case.commitments if c.kind in WORK and c.terms.topic != INTERNAL]
    keeps = {c.owed.series for c in work if _has_line(c.terms.refers_to, lines)}
    small: dict[str, list[CommitmentCase]] = defaultdict(list)
    for owed in work if lines else ():
        is_told = bool(owed.terms.refers_to) or owed.owed.series in keeps
        is_settled = owed.accepted is not None or case.context.is_decided(owed.key)
        if not is_told or is_settled or _has_line(owed.terms.refers_to, lines):
            continue
        if _is_small(case, owed):
            small[_raiser(case, owed)].append(owed)
            continue
        said = [Said(owed.terms.refers_to or owed.key, owed.row, owed.row.locator)]
        yield Beyond(
            "work",
            _raiser(case, owed),
            owed.title,
            {"raised": said, "line": [owed.searched("line")]},
            owed.key,
            since=case.day(owed.row.occurred.hi),
        )
    for court, several in sorted(small.items()):
        yield _clarifications(court, several, "planned")


def _items(case: ProjectCase, lines: frozenset[str]) -> Iterator[Beyond]:
    """Give work items without a commitment that refer to a line which is not there."""
    for item in case.items:
        told = item.field("refers_to") if lines and not item.commitments else None
        if told is None or not told.value or _has_line(told.value, lines) or not item.is_shown:
            continue
        if not case.context.is_decided(item.key):
            searched = case.cited_search(f"line?reference={told.value}", told.event)
            operands = {"raised": [told], "line": [searched]}
            yield Beyond("work", court_of(item.keeper), item.title, operands, item.key)


def _unplanned(case: ProjectCase, lines: frozenset[str]) -> Iterator[Beyond]:
    """Give what a side finished in a week without a commitment, where it is more than a little."""
    finished: dict[Side, list[tuple[ItemCase, Said]]] = defaultdict(list)
    for item in case.items if case.commitments else ():
        done = item.finished_within(WEEK)
        if done is not None:
            finished[item.keeper].append((item, done))
    for side, items in sorted(finished.items()):
        strange = [(item, done) for item, done in items if not _is_planned(case, item, lines)]
        if len(strange) <= case.policy["unplanned_share"] * len(items):
            continue
        keys = [Said(item.key, done.event, done.locator) for item, done in strange]
        yield Beyond(
            "unplanned",
            court_of(side),
            ", ".join(sorted(key.value for key in keys)),
            {"raised": keys, "finished": [done for _, done in items]},
            f"unplanned:{side}",
            ("linked", "decided"),
        )


def _is_planned(case: ProjectCase, item: ItemCase, lines: frozenset[str]) -> bool:
    """Tell whether it is tied, decided, or refers to a line; a defect belongs to its function."""
    if item.commitments or item.item.value("refers_to") or case.context.is_decided(item.key):
        return True
    kind = item.item.fields.get("type")
    is_defect = kind and any(w in (kind.label or str(kind.value)).casefold() for w in DEFECTS)
    return bool(is_defect) and _is_of_scope(case, item, lines)


def _is_of_scope(case: ProjectCase, item: ItemCase, lines: frozenset[str]) -> bool:
    """Tell whether what has the defect is tied or has a line: its parent, else its module."""
    parent = item.item.value("parent")
    for other in case.items if parent else ():
        if other.source == item.source and parent in (other.item.subject, other.key):
            return bool(other.commitments) or _has_line(other.item.value("refers_to"), lines)
    return any(owed.kind in LINES and owed.module == item.module for owed in case.commitments)
