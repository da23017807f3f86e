"""Turns flags about work items into messages for the source that the items come from."""

from collections.abc import Iterator
from uuid import UUID

from hub.model.event import Event, stream_id
from hub.model.findings import FindingChanged, FindingOpened
from hub.model.flags import Flag, FlagAnswered, FlagWithdrawn, ItemFlagged, flag_from
from hub.outbox.contract import Composer, Message
from hub.store import Log

ASKED, WITHDRAWN, CLOSED = "asked", "withdrawn", "closed"
KINDS = {ItemFlagged: ASKED, FlagWithdrawn: WITHDRAWN, FlagAnswered: CLOSED}


def flags_for(log: Log, destination: str, project: str) -> Composer:
    """Give what makes messages of those flags that are about an item of *destination*.

    Only what the vendor may see goes out: the sentence and the reply date, never a reason or the
    words of a closing.
    """

    def compose(event: Event) -> Iterator[Message]:
        kind = KINDS.get(type(event))
        if kind is None or event.project != project:
            return
        flag: Flag = flag_from(log.stream(event.originator_id))
        if flag.flagged is None or not (found := subject_of(log, flag.flagged, destination)):
            return
        yield Message(
            id=f"{event.event_id}>{destination}",
            destination=destination,
            thing=found,
            about=event.subject,
            kind=kind,
            content={
                "sentence": flag.flagged.sentence,
                "reply_by": flag.flagged.reply_by.isoformat(),
            },
        )

    return compose


def subject_of(log: Log, flagged: ItemFlagged, destination: str) -> str:
    """Give the source's own id of the one item of *destination* that a flag is about.

    A flag about a commitment is about the item that its finding cites. Empty where there is none,
    or where there are several: nobody has said which.
    """
    if flagged.item:
        return item_of(log, flagged.item, destination)
    found = {item_of(log, stream, destination) for stream in cited(log, flagged)} - {""}
    return found.pop() if len(found) == 1 else ""


def cited(log: Log, flagged: ItemFlagged) -> set[str]:
    """Give the streams that the flag's finding cited when the flag was raised."""
    told = [
        event
        for event in log.stream(stream_id("finding", flagged.project, flagged.finding))
        if isinstance(event, FindingOpened | FindingChanged)
        and event.recorded_at <= flagged.recorded_at
    ]
    operands = told[-1].conclusion.operands.values() if told else ()
    return {one.event_id.partition("@")[0] for operand in operands for one in operand}


def item_of(log: Log, stream: str, destination: str) -> str:
    """Give the source's own id of a work item; empty where it is from elsewhere, or no item."""
    try:
        first = log.stream(UUID(stream))[:1]
    except ValueError:
        return ""
    is_there = first and first[0].source == destination and first[0].about == "item"
    return first[0].subject if is_there else ""
