"""An asserted day of completion, and what the same source claimed between that day and its word."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from hub.model.facts import EditionRead, State
from hub.rules.case import as_date
from hub.rules.cases import ItemCase
from hub.rules.citing import Said

OPEN = (State.NOT_STARTED, State.IN_PROGRESS, State.BLOCKED)


@dataclass(frozen=True, slots=True)
class Assertion:
    """A source says on a day that something was done on an earlier one."""

    done: Said
    told: Said
    done_on: date
    told_on: date
    editions: tuple[EditionRead, ...]  # that came in between


def assertion(case: ItemCase) -> Assertion | None:
    """Give what is said of the day of completion; None where nothing is, or it is not done."""
    state, done = case.state, case.field("actual_finish")
    done_on = as_date(done.value) if done else None
    if state is None or done is None or done_on is None or not State(state.value).is_done:
        return None
    if not case.is_shown:
        return None
    first = next(s for s in case.history("actual_finish") if as_date(s.value) == done_on)
    told = max(first, _done_since(case, state), key=lambda said: said.occurred_hi)
    ends = _end_of(case, done_on)
    between = [e for e in case.reading.editions if ends < e.occurred.hi < told.occurred_hi]
    return Assertion(done, told, done_on, case.day(told.occurred_hi), tuple(between))


def contrary(case: ItemCase, said: Assertion) -> list[Said]:
    """Give the claims between the asserted day and the telling that say open, oldest first.

    Each edition says its state anew; a tool says it once, when it is set. What the same side says
    elsewhere about the same commitment counts too.
    """
    others = [item for owed in case.commitments for item in owed.items if item.id != case.id]
    ours = [case, *(item for item in others if item.keeper is case.keeper)]
    ends = _end_of(case, said.done_on)
    told = [
        each
        for item in ours
        for each in (*item.states(), *item.history("percent"))
        if _is_open(each.value) and ends < each.occurred_hi < said.told.occurred_hi
    ]
    told += [again for edition in said.editions if (again := _said_again(case, edition))]
    by_place = {(each.event.event_id, each.locator): each for each in told}
    return sorted(by_place.values(), key=lambda each: each.occurred_hi)


def _said_again(case: ItemCase, edition: EditionRead) -> Said | None:
    """Give what an edition said anew of a state, or else of a percent, if that was open."""
    states = [s for s in case.states() if s.occurred_hi <= edition.occurred.hi]
    percent = case.said_by("percent", edition.occurred.hi)
    if states and states[-1].value in OPEN:
        return Said(states[-1].value, edition)
    return Said(percent.value, edition) if percent and _is_open(percent.value) else None


def _is_open(value: object) -> bool:
    is_percent = isinstance(value, int | float) and not isinstance(value, bool)
    return value in OPEN or (is_percent and value < 100)  # type: ignore[operator]


def _done_since(case: ItemCase, state: Said) -> Said:
    """Give the claim with which it came to be done and stayed so."""
    found = state
    for said in reversed(case.states()):
        if not said.value.is_done:
            break
        found = said
    return found


def _end_of(case: ItemCase, on: date) -> datetime:
    return case.calendar.at(on + timedelta(days=1), time.min)


def is_between(case: ItemCase, topics: tuple[str, ...], before: Said, after: Said) -> bool:
    """Tell whether a milestone of some topics was reached between two claims, on the first one."""
    since, until = case.day(before.occurred_hi), case.day(after.occurred_hi)
    reached = case.context.milestones_reached(topics)
    return any(since <= on < until for module, on in reached if module in ("", case.module))
