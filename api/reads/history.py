"""What happened to a subject, newest first: who said what, when it was so, when we knew."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from api.deps import Read
from api.formats import word_or_day
from api.labels import field_label
from api.reads.commitments import CommitmentRow
from api.reads.evidence import EvidenceRow
from api.reads.flags import FlagRow
from api.reads.telling import TOLD, Told
from hub.model.event import Event, Value, stream_id
from hub.sentences import court_name
from projections.cases import history

APART_H = 24  # both times are shown when they differ by more


@dataclass(frozen=True)
class Happening:
    """One event of a history. *kind* says who says so: claim, evidence, plan, finding."""

    event_id: str
    kind: str
    text: str
    field: str
    old: Value
    new: Value
    words: str
    actor: str  # a name where one is known, else the reference
    source: str
    locator: str
    occurred: tuple[datetime | None, datetime]
    recorded_at: datetime

    @property
    def is_told_late(self) -> bool:
        """Say whether the hub learned of it much later than it was so."""
        return (self.recorded_at - self.occurred[1]).total_seconds() > APART_H * 3600


def happenings(read: Read, subjects: Sequence[str], limit: int = 200) -> list[Happening]:
    """Give what happened to *subjects* (ids of streams), newest first, at most *limit*."""
    with read.engine.connect() as db:
        events = [event for event in history(db, *subjects) if type(event) in TOLD]
    events = sorted(events, key=lambda event: (event.occurred.hi, event.recorded_at))[::-1][:limit]
    names = read.hub.accounts.names.of(event.actor for event in events)
    return [happening(read, event, names) for event in events]


def streams_of(
    project: str,
    commitments: Sequence[CommitmentRow],
    evidence: Sequence[EvidenceRow],
    flags: Sequence[FlagRow],
) -> list[str]:
    """Name the streams of claims, evidence and flags that belong to a subject's history."""
    said = [("claim", f"{row.series}/{row.key}") for row in commitments]
    shown = [("evidence", row.id) for row in evidence]
    asked = [("flag", row.id) for row in flags]
    return [str(stream_id(about, project, name)) for about, name in (*said, *shown, *asked)]


def happening(read: Read, event: Event, names: dict[str, str]) -> Happening:
    """Tell one event in the reader's language; one of another kind by the name of its class."""
    told = TOLD.get(type(event)) or Told("plan", type(event).__name__)
    field = str(getattr(event, "field", ""))
    old, new = _value(event, told.old), _value(event, told.new)
    places = {
        "field": field_label(field, read.lang),
        "old": _written(read, told.old, _shown(event, "old_label", old)),
        "new": _written(read, told.new, _shown(event, "new_label", new)),
    }
    return Happening(
        event_id=event.event_id,
        kind=told.kind,
        text=read.say(told.without if told.without and new is None else told.text, **places),
        field=field,
        old=old,
        new=new,
        words=str(_value(event, told.words) or ""),
        actor=names.get(event.actor, event.actor),
        source=event.source,
        locator=event.locator,
        occurred=(event.occurred.lo, event.occurred.hi),
        recorded_at=event.recorded_at,
    )


def _written(read: Read, path: str, value: Value) -> str:
    """Write a court by the name of its unit, the rest as a day or a word."""
    if path == "court":
        return court_name(str(value), read.lang, read.names)
    return word_or_day(value, read.lang)


def _value(event: Event, path: str) -> Value:
    value: Any = event
    for name in path.split("."):
        value = getattr(value, name, None) if name else None
    return value.isoformat() if isinstance(value, date) else value


def _shown(event: Event, label_field: str, value: Value) -> Value:
    """Give what people read where the value is an id of the source."""
    return getattr(event, label_field, "") or value
