"""What somebody says about a commitment by mouth or in a letter: the weakest rank."""

from collections.abc import Iterable
from datetime import datetime
from typing import ClassVar

from hub.model.decider import decides
from hub.model.event import Event, Value
from hub.model.people import Command


class ClaimMade(Event, frozen=True, kw_only=True, gc=False):
    """Somebody said so: a field of a work item, `blocked_by` with a court, or `on_site`."""

    about: ClassVar[str] = "claim"

    series: str
    key: str  # of the commitment it is about; empty: the project
    field: str
    value: Value
    words: str = ""
    channel: str = "verbal"  # verbal, minutes, report, letter


class MakeClaim(Command, frozen=True, kw_only=True, tag="make-claim"):
    """Write down what was said, in fifteen seconds."""

    about: ClassVar[str] = "claim"

    series: str = "plan"
    key: str = ""
    field: str
    value: Value = None
    words: str = ""
    channel: str = "verbal"

    @property
    def subject(self) -> str:
        """All claims about one commitment are one history."""
        return f"{self.series}/{self.key}"


def claims_from(events: Iterable[Event]) -> list[Event]:
    """Give the claims so far."""
    return list(events)


@decides(MakeClaim, fold=claims_from)
def decide(state: list[Event], command: MakeClaim, recorded_at: datetime) -> list[Event]:
    """Anybody may say anything; it is recorded as said, by whom and when."""
    return [
        ClaimMade(
            **command.said(recorded_at, "series", "key", "field", "value", "words", "channel"),
        )
    ]
