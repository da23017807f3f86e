"""The table of two values: for each field what was agreed, what is said, what was shown."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from api.reads.commitments import CommitmentDetail
from api.reads.evidence import EvidenceRow
from api.reads.items import ItemDetail
from hub.model.event import Value

COMPARED = ("status", "percent", "due", "start", "assignee", "module")
AGREED = {"due": "finish_on", "start": "start_on", "assignee": "accountable", "module": "module"}


@dataclass(frozen=True)
class Placed:
    """One value with where it stands."""

    value: Value
    label: str = ""
    locator: str = ""
    event_id: str = ""
    source: str = ""


@dataclass(frozen=True)
class Twofold:
    """One field: agreed, said by each source, shown."""

    name: str
    agreed: list[Placed] = field(default_factory=list)
    said: list[Placed] = field(default_factory=list)
    shown: list[Placed] = field(default_factory=list)

    @property
    def differs(self) -> bool:
        """Say whether the values that are there are not all the same."""
        if self.name == "assignee":  # each source has references of its own for the same person
            return False
        held = {_plain(entry.value) for entry in (*self.agreed, *self.said) if entry.value}
        return len(held) > 1


def _plain(value: Value) -> str:
    return str(value)[:10] if isinstance(value, str) else str(value)


def rows_of(
    commitments: Sequence[CommitmentDetail],
    items: Sequence[ItemDetail],
    evidence: Sequence[EvidenceRow],
) -> list[Twofold]:
    """Give the rows in which anybody says anything."""
    rows = [
        Twofold(name, _agreed(name, commitments), _said(name, commitments, items), shown)
        for name in COMPARED
        for shown in [_shown(name, evidence)]
    ]
    return [row for row in rows if row.agreed or row.said or row.shown]


def _agreed(name: str, commitments: Sequence[CommitmentDetail]) -> list[Placed]:
    term = AGREED.get(name)
    if term is None:
        return []
    found = []
    for owed in commitments:
        value = getattr(owed, term)
        if value:
            place = owed.locators.get(term, owed.locators.get("", ""))
            found.append(Placed(str(value), locator=place, source=owed.series))
    return found


def _said(
    name: str, commitments: Sequence[CommitmentDetail], items: Sequence[ItemDetail]
) -> list[Placed]:
    found = [
        Placed(held.value, held.label, held.locator, held.event_id, item.source)
        for item in items
        for held in item.fields
        if held.name == name and held.value is not None
    ]
    if name == "due":
        found += [Placed(str(c.promised_on), source="hub") for c in commitments if c.promised_on]
    return found


def _shown(name: str, evidence: Sequence[EvidenceRow]) -> list[Placed]:
    if name != "status":
        return []
    return [Placed(row.verdict, row.title, event_id=row.id, source=row.kind) for row in evidence]
