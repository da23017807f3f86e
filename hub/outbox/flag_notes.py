"""Turns flags about work items into messages for the source that the items come from."""

from collections.abc import Iterator
from uuid import UUID

from hub.model.event import Event
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
        if flag.flagged is None or not (found := subject_of(log, flag.flagged.item, destination)):
            return
        yield Message(
            id=f"{event.id}>{destination}",
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


def subject_of(log: Log, item: str, destination: str) -> str:
    """Give the source's own id of a work item; empty where it is from elsewhere, or no item."""
    try:
        first = log.stream(UUID(item))[:1]
    except ValueError:
        return ""
    return first[0].subject if first and first[0].source == destination else ""
