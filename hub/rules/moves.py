"""Dates that moved: which moves count, and what announced or approved them."""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from hub.model.commitments import PromiseGiven
from hub.model.event import Event
from hub.rules.case import Move
from hub.rules.cases import CommitmentCase, ItemCase
from hub.rules.world import APPROVED, PROPOSED

MINUTE = timedelta(minutes=1)


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


def standing(moves: Sequence[Move]) -> Iterator[Move]:
    """Give the moves that were not taken back later."""
    for place, move in enumerate(moves):
        if not any(later.new <= move.old for later in moves[place + 1 :]):
            yield move


def is_told(
    item: ItemCase, commitment: CommitmentCase, move: Move, first: date, last: date
) -> bool:
    """Tell whether a revision, minutes, a promise or a word covers a move, told in [first, last].

    An approval counts whenever it comes: the plan in force then holds the new date.
    """
    told = [*_revisions(commitment, move), *_words(item, commitment, move)]
    return any(
        isinstance(event, APPROVED) or first <= item.day(event.occurred.hi) <= last
        for event in told
    )


def _revisions(commitment: CommitmentCase, move: Move) -> Iterator[Event]:
    terms = commitment.terms
    agreed_on = terms.start_on if move.event.field == "start" else terms.finish_on
    if agreed_on is None or agreed_on < move.new:
        return
    for events in commitment.context.world.proposals.values():
        ours = [e for e in events if isinstance(e, PROPOSED) and e.series == commitment.owed.series]
        if ours:
            yield from (e for e in events if isinstance(e, (*PROPOSED, *APPROVED)))


def _words(item: ItemCase, commitment: CommitmentCase, move: Move) -> Iterator[Event]:
    owed = commitment.owed
    names = {owed.key, item.key}
    yield from (m for m in item.context.world.minutes if names & set(m.announces))
    yield from (p for p in owed.of(PromiseGiven) if p.finish_on == move.new)
    yield from (claim for claim in owed.claims if claim.field == move.event.field)


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
