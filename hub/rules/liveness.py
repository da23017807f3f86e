"""What happens to a work item: what says something, and what only makes it look touched."""

from collections.abc import Iterator

from hub.model.event import Event
from hub.model.facts import (
    AnnotationRecorded,
    AnnotationRemoved,
    AnnotationRevised,
    WorkItemFact,
    WorkItemFieldChanged,
    WorkItemFirstSeen,
    WorkItemMembersChanged,
)
from hub.progress.series import percentile
from hub.rules.cases import ItemCase
from hub.rules.context import Context
from hub.rules.measures import measures_of

COLUMN = "column:"  # of a table; what means nothing to us says nothing, and touches nothing
WATCHERS = ("participants", "environment")  # fields that say nothing about the work itself
TOUCHES = (
    WorkItemFieldChanged,
    WorkItemMembersChanged,
    AnnotationRecorded,
    AnnotationRevised,
    AnnotationRemoved,
)


def is_substantive(fact: WorkItemFact) -> bool:
    """Tell whether a fact says something: a value, a comment with text, a file, logged work."""
    match fact:
        case WorkItemFirstSeen():
            return True
        case WorkItemFieldChanged(field=name):
            return name not in WATCHERS and not is_column(fact)
        case (
            AnnotationRecorded(body=body, amount_s=amount)
            | AnnotationRevised(body=body, amount_s=amount)
        ):
            return bool(body) or bool(amount)
        case _:
            return False


def is_column(fact: WorkItemFact) -> bool:
    """Tell a change in a column that means nothing to us: it may be a formula."""
    return isinstance(fact, WorkItemFieldChanged) and fact.field.startswith(COLUMN)


def signs_of_life(case: ItemCase) -> Iterator[Event]:
    """Give what says something: a value, a comment with text, a word, a promise, evidence."""
    others = [item for owed in case.commitments for item in owed.items if item.id != case.id]
    yield from filter(is_substantive, case.work.facts)
    for item in others:
        for fact in item.work.facts:
            if is_substantive(fact) and not _repeats(case, item, fact):
                yield fact
    for owed in case.commitments:
        shown = [event for events in owed.owed.evidence.values() for event in events]
        yield from (*owed.owed.claims, *owed.owed.said, *shown)


def _repeats(case: ItemCase, report: ItemCase, fact: WorkItemFact) -> bool:
    """Tell whether an edition of a series only says what the item itself said before."""
    if not report.reading.editions:
        return False
    if not isinstance(fact, WorkItemFieldChanged):
        return True
    said = case.said_by(fact.field, fact.occurred.hi)
    return said is not None and (said.value == fact.new or fact.field == "status")


def last_sign(case: ItemCase) -> Event:
    """Give the last thing that says something; the first sight of it is one."""
    return case.recall(_last_sign, case)


def _last_sign(case: ItemCase) -> Event:
    return max(signs_of_life(case), key=lambda event: event.occurred.hi)


def empty_updates(case: ItemCase) -> list[WorkItemFact]:
    """Give what touched it without saying anything: a label, a watcher, a comment without text."""
    return case.recall(_empty_updates, case)


def _empty_updates(case: ItemCase) -> list[WorkItemFact]:
    facts = (fact for fact in case.work.facts if isinstance(fact, TOUCHES) and not is_column(fact))
    return [fact for fact in facts if not (is_substantive(fact) or case.is_automatic(fact))]


def usual_wd(case: ItemCase) -> int:
    """Give the working days within which most finished items of its kind were done.

    That of the policy where too few are finished to tell.
    """
    kinds = frozenset(owed.is_duty for owed in case.commitments) or frozenset({False})
    share = case.policy["percentile"] / 100
    count, usual = case.context.recall(_took, case.context, kinds, share)
    return usual if count >= case.policy["min_samples"] else int(case.policy["fallback_wd"])


def _took(context: Context, kinds: frozenset[bool], share: float) -> tuple[int, int]:
    """Count the finished items of some kinds, and give the working days of a *share* of them."""
    took = [
        context.calendar.wd(line.started_on, line.accepted_on)
        for line in measures_of(context).lines
        if line.started_on and line.accepted_on and line.is_duty in kinds
    ]
    return len(took), (percentile(took, share) or 0) if took else 0
