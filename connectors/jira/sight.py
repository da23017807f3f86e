"""How an issue was seen, and what came of reading it."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from types import MappingProxyType

from msgspec import Struct

from connectors.jira.payloads import Comment, Person, Worklog
from connectors.jira.times import DAY
from hub.model.event import NEVER
from hub.model.items import Item

# A page is recorded at most so long after it was fetched.
COMMITTED_WITHIN = timedelta(minutes=15)
NOTHING_NOTED: Mapping[str, str] = MappingProxyType({})


class Sight(Struct, gc=False):
    """One observation of one issue."""

    at: datetime  # Jira's clock
    original: str = ""  # SHA-256 of the answer with the fields
    told_by: str = ""  # the same of the answer with the histories, where it is another one
    known: Item | None = None
    comments: list[Comment] | None = None  # complete, where those in the issue were not
    worklogs: list[Worklog] | None = None
    noted: Mapping[str, str] = NOTHING_NOTED  # `comment:id` -> original
    repaired: bool = False  # the answer held bytes that mean no character
    account: str = (
        ""  # reference of our own: what it wrote under our marker is not the vendor's word
    )

    latest: datetime = NEVER  # that can be true

    def __post_init__(self) -> None:
        """Allow for clocks that differ."""
        self.latest = self.at + DAY

    @property
    def seen_before(self) -> datetime | None:
        """Give an instant at which the issue had been read before; None: never."""
        if self.known is None:
            return None
        recorded = [held.recorded_at for held in self.known.fields.values()]
        last = max(recorded, default=NEVER)
        return last - COMMITTED_WITHIN if last > NEVER + DAY else None


@dataclass(slots=True)
class Tally:
    """What was received, and where it went: received = mapped + dropped + quarantined."""

    issues: int = 0
    histories: int = 0
    items: int = 0
    mapped: int = 0
    quarantined: int = 0
    dropped: Counter[str] = field(default_factory=Counter)
    notes: Counter[str] = field(default_factory=Counter)  # not items: own comments, suspensions
    people: dict[str, str] = field(default_factory=dict)  # reference -> display name

    def met(self, person: Person, people: str) -> str:
        """Give the reference of a person, and remember the name that belongs to it.

        *people* stands before every id.
        """
        reference = people + (person.accountId or person.key or person.name or "unknown")
        if person.displayName:
            self.people[reference] = person.displayName
        return reference

    @property
    def is_equal(self) -> bool:
        """Tell whether every item that was received is accounted for."""
        return self.items == self.mapped + self.quarantined + sum(self.dropped.values())

    def counts(self) -> dict[str, int]:
        """Give the numbers as `SourceObserved` records them."""
        return {
            "issues": self.issues,
            "histories": self.histories,
            "received": self.items,
            "mapped": self.mapped,
            "quarantined": self.quarantined,
            **{f"dropped:{rule}": count for rule, count in sorted(self.dropped.items())},
            **{f"noted:{note}": count for note, count in sorted(self.notes.items())},
        }
