"""The last known state of a work item, folded from what its source said."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime

from hub.model.event import Event, Interval, Value
from hub.model.facts import (
    AnnotationRecorded,
    AnnotationRemoved,
    AnnotationRevised,
    State,
    WorkItemFact,
    WorkItemFieldChanged,
    WorkItemFirstSeen,
    WorkItemMembersChanged,
    WorkItemReappeared,
    WorkItemRekeyed,
    WorkItemVanished,
)


@dataclass(slots=True)
class Held:
    """The value a source holds in one field, and the fact that said so."""

    value: Value
    label: str
    precision: str
    state: State | None
    entry: str
    locator: str
    occurred: Interval
    recorded_at: datetime
    event_id: str


@dataclass(slots=True)
class Item:
    """One work item as its source showed it last. `vanished` is empty while it is shown."""

    subject: str
    source: str = ""
    key: str = ""
    keys: list[str] = field(default_factory=list)  # earlier ones, oldest first
    container: str = ""
    fields: dict[str, Held] = field(default_factory=dict)
    members: dict[str, set[str]] = field(default_factory=dict)
    annotations: dict[str, str] = field(default_factory=dict)  # `kind:id` -> body
    amounts: dict[str, float] = field(default_factory=dict)  # `worklog:id` -> seconds
    vanished: str = ""
    first: Interval | None = None
    last: Interval | None = None
    entries: set[str] = field(default_factory=set)

    def value(self, name: str) -> Value:
        """Give the value of a field; None where it is empty or was never shown."""
        held = self.fields.get(name)
        return held.value if held else None

    @property
    def title(self) -> str:
        """Give what people read as its name."""
        return str(self.value("title") or self.key or self.subject)

    @property
    def state(self) -> State:
        """Give the neutral state; unknown where the source showed none."""
        held = self.fields.get("status")
        return held.state if held and held.state else State.UNKNOWN


def fold(item: Item, event: Event) -> Item:
    """Apply one fact to *item*, in place, and return it. Other events change nothing."""
    if not isinstance(event, WorkItemFact):
        return item
    item.entries.add(event.entry)
    item.source = event.source or item.source
    item.first = item.first or event.occurred
    item.last = event.occurred
    match event:
        case WorkItemFirstSeen():
            item.key = event.key
            id_ = event.event_id  # written out once: it takes longer than the rest of a field
            item.fields |= {name: _first(event, name, id_) for name in event.fields}
            item.members |= {name: set(members) for name, members in event.members.items()}
        case WorkItemFieldChanged():
            _change(item, event)
        case WorkItemMembersChanged():
            held = item.members.setdefault(event.field, set())
            held.difference_update(event.removed)
            held.update(event.added)
        case WorkItemRekeyed():
            if item.key and item.key != event.new_key:
                item.keys.append(item.key)
            item.key, item.container = event.new_key, event.container
        case WorkItemVanished() | WorkItemReappeared():
            item.vanished = getattr(event, "reason", "")
        case _:
            _annotate(item, event)
    return item


def _change(item: Item, event: WorkItemFieldChanged) -> None:
    held = item.fields.get(event.field)
    if held is not None and event.occurred.hi < held.occurred.hi:
        return  # an edition that came late tells of its own day, it moves nothing
    item.fields[event.field] = Held(
        event.new,
        event.new_label,
        event.precision,
        event.state,
        event.entry,
        event.locator,
        event.occurred,
        event.recorded_at,
        event.event_id,
    )


def _annotate(item: Item, event: Event) -> None:
    if isinstance(event, AnnotationRecorded | AnnotationRevised):
        name = f"{event.kind}:{event.id}"
        item.annotations[name] = event.body
        if event.amount_s is not None:
            item.amounts[name] = event.amount_s
    elif isinstance(event, AnnotationRemoved):
        item.annotations.pop(f"{event.kind}:{event.id}", None)
        item.amounts.pop(f"{event.kind}:{event.id}", None)


def item_from(subject: str, events: Iterable[Event]) -> Item:
    """Fold the stream of one work item."""
    item = Item(subject)
    for event in events:
        fold(item, event)
    return item


def _first(event: WorkItemFirstSeen, name: str, id_: str) -> Held:
    return Held(
        event.fields[name],
        event.labels.get(name, ""),
        event.precisions.get(name, ""),
        event.state if name == "status" else None,
        event.entry,
        event.locators.get(name, event.locator),
        event.occurred,
        event.recorded_at,
        id_,
    )
