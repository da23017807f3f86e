"""What was done and is open again: by its own source, or by a problem about what was accepted."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise

from hub.model.commitments import CommitmentRaised
from hub.model.facts import State
from hub.rules.cases import CommitmentCase, ItemCase
from hub.rules.citing import Said
from hub.rules.scope_lines import is_settled, line_of, problems_after, raised_about


@dataclass(frozen=True, slots=True)
class Again:
    """Something that was done, open again, and whose turn that makes it."""

    done: Said
    done_on: date
    opened: Said
    opened_on: date
    court: str
    reason: list[Said]
    is_open: bool


def reopened(case: ItemCase, misclick_min: int) -> list[Again]:
    """Give each time that a source took back its word; a slip of the mouse is none."""
    is_open = case.state is not None and not case.state.value.is_done
    return [_of_item(case, pair, is_open=is_open) for pair in _pairs(case, misclick_min)]


def _of_item(case: ItemCase, pair: tuple[Said, Said], *, is_open: bool) -> Again:
    done, again = pair
    demands = list(_demands(case, done, again))
    return Again(
        done,
        case.day(done.occurred_hi),
        again,
        case.day(again.occurred_hi),
        demands[-1].terms.court if demands else case.claimer,
        [Said(each.title, each.row) for each in demands],
        is_open,
    )


def _pairs(case: ItemCase, misclick_min: int) -> Iterator[tuple[Said, Said]]:
    slip = timedelta(minutes=misclick_min)
    for done, again in pairwise(case.states()):
        if not done.value.is_done or again.value.is_done:
            continue
        same = done.event.actor == again.event.actor
        is_slip = same and again.occurred_hi - done.occurred_hi < slip
        if not is_slip and again.value not in (State.UNKNOWN, State.CANCELLED):
            yield done, again


def _demands(case: ItemCase, done: Said, again: Said) -> Iterator[CommitmentCase]:
    """Give what the other side has demanded about its line before it was opened again."""
    lines = {line for owed in case.commitments if (line := line_of(owed.terms, owed.key))}
    for demand in (each for line in lines for each in raised_about(case.context, line)):
        row = demand.row
        is_demand = isinstance(row, CommitmentRaised) and row.origin.startswith("demand")
        is_between = done.occurred_hi <= row.occurred.hi <= again.occurred_hi
        if is_demand and is_between and demand.side is not case.keeper:
            yield demand


def found_wanting(case: CommitmentCase, within_wd: int, misclick_min: int) -> list[Again]:
    """Give the problems soon after its acceptance, and before them what its sources took back."""
    found = []
    for accepted, problem in problems_after(case, within_wd):
        is_theirs = problem.side is not case.side  # their requirement changed, or their part
        opened_on = case.day(problem.row.occurred.hi)
        found.append(
            Again(
                Said(accepted.value, accepted.event),
                accepted.value,
                Said(problem.key, problem.row),
                opened_on,
                problem.terms.court if is_theirs else case.terms.court,
                [Said(problem.title, problem.row)],
                not is_settled(case, problem),
            )
        )
    taken_back = [again for item in case.items for again in reopened(item, misclick_min)]
    return [*taken_back, *found] if any(each.is_open for each in found) else []
