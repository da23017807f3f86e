"""How the finish of each milestone looked over time: approved, promised, or moved silently."""

from collections.abc import Iterator, Sequence
from datetime import date
from itertools import groupby

from hub.model.commitments import CommitmentProposed, Kind, PromiseGiven
from hub.model.event import Event
from hub.model.progress import Seen, Slip
from hub.rules.case import as_date
from hub.rules.cases import CommitmentCase, ItemCase
from hub.rules.context import Context
from hub.rules.moves import is_told
from hub.rules.world import APPROVED

TOLD_BEFORE_WD, TOLD_AFTER_WD = 5, 2  # as SILENT-REPLAN looks for announcements


def slips_of(context: Context) -> dict[str, Slip]:
    """Give every agreed milestone's dates as they were told, by its id."""
    found = {}
    for name in sorted(context.in_force):
        terms, _, approval = context.in_force[name]
        if terms.kind is Kind.MILESTONE and approval is not None:
            case = CommitmentCase.of(context, context.world.owed[name])
            seen = tuple(_settled([*_approved(case), *_promised(case), *_moved(case)]))
            found[name] = Slip(
                commitment=name, key=case.key, title=case.title, topic=terms.topic, seen=seen
            )
    return found


def _settled(told: Sequence[Seen]) -> Iterator[Seen]:
    """Give one look a day, the last, and only where the date became another or was approved."""
    last: Seen | None = None
    for _, day in groupby(sorted(told, key=lambda seen: seen.on), key=lambda seen: seen.on):
        seen = list(day)[-1]
        if last is None or (seen.finish_on, seen.how) != (last.finish_on, last.how):
            yield seen
        last = seen


def _approved(case: CommitmentCase) -> Iterator[Seen]:
    for row in case.owed.rows:
        if not isinstance(row, CommitmentProposed):
            continue
        decided = case.context.world.proposals.get(row.proposal, ())
        for event in (e for e in decided if isinstance(e, APPROVED)):
            yield _seen(case, event, row.terms.finish_on, "approved")


def _promised(case: CommitmentCase) -> Iterator[Seen]:
    for event in case.owed.of(PromiseGiven):
        yield _seen(case, event, event.finish_on, "promised")
    for claim in case.owed.claims:
        if claim.field == "due":
            yield _seen(case, claim, as_date(claim.value), "promised")


def _moved(case: CommitmentCase) -> Iterator[Seen]:
    for work in case.works:
        item = ItemCase.of(case.context, work)
        for move in item.moves():
            day = case.day(move.said.occurred_hi)
            first = case.calendar.add(day, -TOLD_BEFORE_WD)
            told = is_told(item, case, move, first, case.calendar.add(day, TOLD_AFTER_WD))
            yield _seen(case, move.event, move.new, "promised" if told else "silent")


def _seen(case: CommitmentCase, event: Event, finish_on: date | None, how: str) -> Seen:
    return Seen(case.day(event.occurred.hi), finish_on, how, event.event_id)
