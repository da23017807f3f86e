"""Dates that moved: which moves count, and what announced or approved them."""

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from typing import Any, Protocol, TypeVar

from hub.model.charges import CONCURRENT
from hub.model.commitments import CommitmentProposed, PromiseGiven, Terms
from hub.model.event import Event
from hub.rules.case import Move
from hub.rules.cases import CommitmentCase, ItemCase
from hub.rules.world import PROPOSED

MINUTE = timedelta(minutes=1)
DAYS = re.compile(
    r"(?:(\d{4})\s*[-/.年]\s*|(?<![\d.v]))(?<!\d)(\d{1,2})\s*([-/.月])\s*(\d{1,2})(?!\.?\d)",
    re.IGNORECASE,
)
MOVED = re.compile(
    r"改|延|推|挪|移|调整|变更|至|到|新计划|计划|move|postpone|delay|push|slip|shift|resched|until|"
    r"new date|now due",
    re.IGNORECASE,
)


def settled(moves: Sequence[Move], within: timedelta) -> list[Move]:
    """Give the moves; corrections by one account *within* a time count once."""
    found: list[Move] = []
    for move in moves:
        last = found[-1] if found else None
        near = last is not None and move.event.actor == last.event.actor
        if last is not None and near and move.said.occurred_hi - last.said.occurred_hi <= within:
            found[-1] = Move(last.old, move.new, move.said)
        else:
            found.append(move)
    return [move for move in found if move.old != move.new]


class Changed(Protocol):
    """A value that became another: a day, or an estimate."""

    @property
    def old(self) -> Any:
        """Give the value before."""

    @property
    def new(self) -> Any:
        """Give the value since."""


C = TypeVar("C", bound=Changed)


def standing(moves: Sequence[C]) -> Iterator[C]:
    """Give the moves that were not taken back later."""
    for place, move in enumerate(moves):
        if not any(later.new <= move.old for later in moves[place + 1 :]):
            yield move


class Told(Protocol):
    """What is said, or not, to have been put off: the field, its new value, and by how much."""

    @property
    def field(self) -> str:
        """Give the field of the work item."""

    @property
    def new(self) -> Any:
        """Give the new day, or estimate."""

    @property
    def planned_wd(self) -> int:
        """Give the agreed days that an estimate would need; of a day nothing."""


def is_told(
    item: ItemCase, commitment: CommitmentCase, move: Told, first: date, last: date
) -> bool:
    """Tell whether a revision, minutes, a promise or a word covers a move, told in [first, last].

    An approval counts whenever it comes: the plan in force then holds the new date.
    """
    if _covers(commitment, commitment.terms, move):
        return True
    told = [*_proposals(commitment, move), *_words(item, commitment, move)]
    told += _reports(commitment, move)
    return any(first <= item.day(event.occurred.hi) <= last for event in told)


def _covers(owed: CommitmentCase, terms: Terms, move: Told) -> bool:
    if move.field == "weight":
        is_longer = agreed_wd(owed, terms) >= move.planned_wd
        return is_longer or (terms.weight is not None and terms.weight >= move.new)
    agreed_on = terms.start_on if move.field == "start" else terms.finish_on
    return agreed_on is not None and bool(agreed_on >= move.new)


def agreed_wd(owed: CommitmentCase, terms: Terms) -> int:
    """Give the working days that some terms give to it; 0 where they do not tell."""
    if terms.start_on is None or terms.finish_on is None:
        return 0
    return max(1, owed.wd(terms.start_on, terms.finish_on))


def _proposals(owed: CommitmentCase, move: Told) -> Iterator[Event]:
    """Give the plans that propose what was moved, whether they were approved later or not."""
    for row in owed.owed.rows:
        if isinstance(row, CommitmentProposed) and _covers(owed, row.terms, move):
            events = owed.context.world.proposals.get(row.proposal, ())
            yield from (event for event in events if isinstance(event, PROPOSED))


def _words(item: ItemCase, commitment: CommitmentCase, move: Told) -> Iterator[Event]:
    owed = commitment.owed
    names = {owed.key, item.key}
    fields = {move.field, "due"} - ({"due"} if move.field in ("start", "weight") else set())
    yield from (m for m in item.context.world.minutes if names & set(m.announces))
    yield from (p for p in owed.of(PromiseGiven) if p.finish_on == move.new)
    yield from (claim for claim in owed.claims if claim.field in fields)


def _reports(commitment: CommitmentCase, move: Told) -> Iterator[Event]:
    """Give the remarks of weekly reports that name the new day; a changed date tells nobody."""
    for row in commitment.items:
        if row.reading.content.get("profile") == "weekly_report":
            yield from (s.event for s in row.history("remarks") if _names(str(s.value), move.new))


def _names(words: str, day: Any) -> bool:
    """Tell whether a remark names a day, such as `2026-03-31`, `3月31日` or `3/31`."""
    if not isinstance(day, date):
        return False
    is_moved, found = MOVED.search(words), (each.groups("") for each in DAYS.finditer(words))
    return any(
        (int(month), int(number)) == (day.month, day.day)
        and (year == str(day.year) or (not year and (between == "月" or is_moved is not None)))
        for year, month, between, number in found
    )


def mover(item: ItemCase, moves: Sequence[Move]) -> str:
    """Give the lead of the side whose accounts moved a date furthest; alike is concurrent."""
    moved: dict[str, int] = defaultdict(int)
    for move in moves:
        moved[item.side_of(move.event)] += item.wd(move.old, move.new)
    most = [court for court, days in moved.items() if days == max(moved.values())]
    return most[0] if len(most) == 1 else CONCURRENT


def waited_wd(item: ItemCase, moves: Sequence[Move]) -> int:
    """Give the working days that were moved while something else had to come first."""
    waits = [blocked for owed in item.commitments[:1] for blocked in owed.blocked]
    found = 0
    for move in moves:
        on = item.day(move.said.occurred_hi)
        if any(w.since <= on and (w.until is None or on <= w.until) for w in waits):
            found += item.wd(move.old, move.new)
    return found


def is_by_machine(item: ItemCase, move: Move, least: int) -> bool:
    """Tell whether *least* dates of a source moved by the same single day within a minute.

    An import, or a holiday that moved, does that; nobody re-plans so.
    """
    if abs(item.wd(move.old, move.new)) > 1:
        return False
    at, step = move.said.occurred_hi, move.new - move.old
    others = item.context.moves_of(item.source)
    same = [m for m in others if abs(m.said.occurred_hi - at) <= MINUTE and m.new - m.old == step]
    return len(same) >= least
