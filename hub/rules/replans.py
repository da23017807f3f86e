"""What a source put off: a finish, a start, the version it belongs to, or how much work it is."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from hub.model.commitments import Terms
from hub.model.event import Event
from hub.model.facts import (
    TimeboxChanged,
    WorkItemFieldChanged,
    WorkItemFirstSeen,
    WorkItemMembersChanged,
)
from hub.rules.cases import CommitmentCase, ItemCase
from hub.rules.citing import Said
from hub.rules.moves import MINUTE, agreed_wd, is_by_machine, standing
from hub.rules.world import APPROVED

VERSIONS, ESTIMATE = "fix_versions", "weight"


@dataclass(frozen=True, slots=True, kw_only=True)
class Replan:
    """One such change: what stood before, what stands now, and by how many working days."""

    field: str  # due, start, fix_versions, weight
    was: Said  # a day, or an estimate
    now: Said
    moved_wd: int
    by: Event  # the fact that changed it
    planned_wd: int = 0  # of an estimate: the agreed days that it would need
    is_import: bool = False

    @property
    def old(self) -> Any:
        """Give the value before."""
        return self.was.value

    @property
    def new(self) -> Any:
        """Give the value since."""
        return self.now.value


def replans(case: ItemCase, owed: CommitmentCase, bulk_items: int) -> Iterator[Replan]:
    """Give what was put off and not taken back; of what was changed at once, the finish tells.

    A start counts on its own while work has not begun, the rest while it is not done.
    """
    finishes = [*_moved(case, "due", bulk_items)]
    yield from finishes
    at = {each.by.occurred.hi for each in finishes}
    others = [*_moved(case, "start", bulk_items)] if owed.started is None else []
    if case.state is None or not case.state.value.is_done:
        others += [*_versions(case, bulk_items), *_estimates(case, owed)]
    yield from (each for each in others if each.by.occurred.hi not in at)


def _moved(case: ItemCase, name: str, bulk_items: int) -> Iterator[Replan]:
    for move in standing(case.moves(name)):
        yield Replan(
            field=name,
            was=Said(move.old, move.event, move.event.old_locator),
            now=move.said,
            moved_wd=case.wd(move.old, move.new),
            by=move.event,
            is_import=is_by_machine(case, move, bulk_items),
        )


def _estimates(case: ItemCase, owed: CommitmentCase) -> Iterator[Replan]:
    """An estimate that grows by a share asks for that share of the agreed days more.

    So it does not matter in what a source estimates: days, hours or points. One that once was the
    agreed weight is a column of the plan, and another rule tells that it was altered.
    """
    told = case.history(ESTIMATE)
    if owed.terms.weight and owed.terms.weight in [said.value for said in told]:
        return
    facts = [said.event for said in told]
    grown = [f for f in facts if isinstance(f, WorkItemFieldChanged) and _is_positive(f.old, f.new)]
    for fact in standing(grown):
        agreed = agreed_wd(owed, _terms_at(owed, fact.occurred.hi))
        more_wd = round(agreed * (fact.new / fact.old - 1))  # type: ignore[operator]
        yield Replan(
            field=ESTIMATE,
            was=Said(fact.old, fact, fact.old_locator),
            now=Said(fact.new, fact),
            moved_wd=more_wd,
            by=fact,
            planned_wd=agreed + more_wd,
        )


def _is_positive(*values: object) -> bool:
    return all(isinstance(v, int | float) and not isinstance(v, bool) and v > 0 for v in values)


def _terms_at(owed: CommitmentCase, at: datetime) -> Terms:
    """Give the terms that were approved last until an instant."""
    found = owed.terms
    for row in owed.owed.rows:
        events = owed.context.world.proposals.get(getattr(row, "proposal", ""), ())
        if any(isinstance(event, APPROVED) and event.occurred.hi <= at for event in events):
            found = getattr(row, "terms", found)
    return found


def _versions(case: ItemCase, bulk_items: int) -> Iterator[Replan]:
    """Give where its latest version came to end on another day.

    It was put into another version, or the day of its version was moved.
    """
    if not case.reading.versions:
        return
    found, last = [], None
    for by, names in _memberships(case):
        ends = [end for name in sorted(names) if (end := _end(case, name, by)) is not None]
        latest = max(ends, key=lambda said: said.value, default=None)
        if latest is None:
            continue  # what has no day moves nothing
        if last is not None and last.value != latest.value:
            days = case.wd(last.value, latest.value)
            is_import = abs(days) <= 1 and _sharing(case, by) >= bulk_items
            found.append(
                Replan(
                    field=VERSIONS,
                    was=last,
                    now=latest,
                    moved_wd=days,
                    by=by,
                    is_import=is_import,
                )
            )
        last = latest
    yield from standing(found)


def _memberships(case: ItemCase) -> Iterator[tuple[Event, set[str]]]:
    """Give each fact by which the end of its versions may have changed, and these versions."""
    steps = [fact for fact in case.work.facts if _is_membership(fact)]
    own = sorted({name for fact in steps for name in _named(fact)})
    told = [*steps, *(box for name in own for box in case.reading.versions.get(name, ()))]
    names: set[str] = set()
    for fact in sorted(told, key=lambda each: (each.occurred.hi, each.recorded_at)):
        if isinstance(fact, WorkItemFirstSeen):
            names |= {*_named(fact)}
        elif isinstance(fact, WorkItemMembersChanged):
            names = names - {*fact.removed} | {*fact.added}
        if not isinstance(fact, TimeboxChanged) or fact.id in names:
            yield fact, names


def _is_membership(fact: Event) -> bool:
    return isinstance(fact, WorkItemFirstSeen) or (
        isinstance(fact, WorkItemMembersChanged) and fact.field == VERSIONS
    )


def _named(fact: Event) -> list[str]:
    if isinstance(fact, WorkItemMembersChanged):
        return [*fact.added, *fact.removed]
    return list(fact.members.get(VERSIONS, ())) if isinstance(fact, WorkItemFirstSeen) else []


def _end(case: ItemCase, name: str, by: Event) -> Said | None:
    """Give the day on which a version was to end at the instant of a fact; None: nobody knew.

    One that came up between two looks held its first day from the earlier of them on.
    """
    known = [
        box
        for place, box in enumerate(case.reading.versions.get(name, ()))
        if ((box.occurred.lo if place == 0 else None) or box.occurred.hi) <= by.occurred.hi
    ]
    return Said(known[-1].end, known[-1]) if known and known[-1].end else None


def _sharing(case: ItemCase, by: Event) -> int:
    """Count the items of a source that the same fact, or one within a minute like it, moved."""
    works = [w for w in case.context.world.work.values() if w.item.source == case.source]
    if isinstance(by, TimeboxChanged):
        return sum(by.id in work.item.members.get(VERSIONS, ()) for work in works)
    facts = (fact for work in works for fact in work.facts if isinstance(fact, type(by)))
    near = [fact for fact in facts if abs(fact.occurred.hi - by.occurred.hi) <= MINUTE]
    return sum(_named(fact) == _named(by) for fact in near)


def changed_between(case: ItemCase, replan: Replan) -> tuple[date, date]:
    """Give the first and the last day on which it may have been changed."""
    occurred = replan.by.occurred
    return case.day(occurred.lo or occurred.hi), case.day(occurred.hi)
