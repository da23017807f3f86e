"""What complete looks at a source did not show, and when too much is gone to be believed."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date, datetime

from hub.model.facts import SourceObserved, WorkItemVanished
from hub.rules import Unknown
from hub.rules.cases import CommitmentCase
from hub.rules.context import Context
from hub.rules.world import Reading

CERTAIN = "deleted"  # the source itself says what became of it


def looks_since(
    case: CommitmentCase, sources: Iterable[Reading], since: datetime, enough: int
) -> list[list[SourceObserved]]:
    """Give the complete looks of each source after an instant, one a day: two in an hour are one.

    Nothing while one of them has had less than *enough*. Abstain while a source hides so much that
    its looks prove nothing, or while a person is asked whether another item is the one.
    """
    found = []
    for reading in sources:
        looks = [seen for seen in case.context.complete_looks(reading) if seen.recorded_at > since]
        daily = list({case.day(seen.recorded_at): seen for seen in looks}.values())
        if len(daily) < enough:
            return []
        doubted = doubted_from(case.context, reading)
        believed = [seen for seen in daily if doubted is None or seen.recorded_at < doubted]
        if len(believed) < enough or _is_asked(case):
            raise Unknown(reading.name)
        found.append(believed)
    return found


def doubted_from(context: Context, reading: Reading) -> datetime | None:
    """Give since when a source hides more items at once than the policy believes; None: it shows.

    A lost permission, another filter or a moved project does that. A decision about the source
    ends the doubt, and so does what comes back.
    """
    return context.recall(_doubted_from, context, reading)


def _doubted_from(context: Context, reading: Reading) -> datetime | None:
    gone = _many_gone(context, reading)
    return min((at for at in gone if not context.is_decided(reading.name, at)), default=None)


def _many_gone(context: Context, reading: Reading) -> list[datetime]:
    """Give the first instant of each look at which too many items were gone."""
    vanish, gone, shown = context.policy.sources.vanish, defaultdict[date, list[datetime]](list), 0
    for work in context.world.work.values():
        if work.item.source == reading.name and not work.item.vanished:
            shown += 1
        elif work.item.source == reading.name and work.item.vanished != CERTAIN:
            last = next(f for f in reversed(work.facts) if isinstance(f, WorkItemVanished))
            gone[context.calendar.day_of(last.recorded_at)].append(last.recorded_at)
    return [
        min(instants)
        for instants in gone.values()
        if len(instants) > vanish.items and len(instants) > vanish.share * (shown + len(instants))
    ]


def _is_asked(case: CommitmentCase) -> bool:
    """Tell whether a person has still to say whether an item that is shown belongs to it."""
    ties = [tie for tie in case.context.world.ties.values() if tie.commitment == case.id]
    works = case.context.world.work
    return any(
        tie.verdict == "proposed" and tie.item in works and not works[tie.item].item.vanished
        for tie in ties
        if tie.confidence
        < case.context.policy.sources.link_confidence  # a surer one needs no person
    )
