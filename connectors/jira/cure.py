"""What the history does not explain: gaps within it, and the difference to what is shown now."""

from collections.abc import Iterator, Sequence
from copy import copy
from datetime import datetime
from hashlib import blake2b
from typing import Any

from connectors.jira.annotations import fresh
from connectors.jira.creation import DIRECT
from connectors.jira.derive import Unfit, derived
from connectors.jira.linked import linked
from connectors.jira.meaning import Meaning
from connectors.jira.payloads import Issue
from connectors.jira.rewind import Gap, State
from connectors.jira.sight import Sight
from connectors.jira.tracks import SETS, Shape
from hub.model.event import Interval, Value
from hub.model.facts import (
    Basis,
    Fact,
    HistoryGapFound,
    WorkItemFieldChanged,
    WorkItemMembersChanged,
    WorkItemReappeared,
    WorkItemRekeyed,
)
from hub.model.facts import State as Neutral
from hub.model.items import Held, Item, fold


def gap_facts(
    subject: str, place: str, gaps: Sequence[Gap], sight: Sight, meaning: Meaning
) -> Iterator[HistoryGapFound]:
    """Yield a fact for each place where the history leads elsewhere than to what was there."""
    for gap in reversed(gaps):
        change = gap.change
        yield HistoryGapFound(
            subject=subject,
            entry=f"gap.{change.entry}.{_short(gap.expected, gap.found)}",
            occurred=Interval(change.at, max(change.at, sight.at)),
            locator=f"{place}#history={change.history.id}/{change.position}",
            basis=Basis.DERIVED,
            original=sight.told_by or sight.original,
            field=meaning.name_of(change.track.raw),
            expected=gap.expected,
            found=gap.found,
        )


def cures(
    issue: Issue, current: State, facts: Sequence[Fact], *, sight: Sight, meaning: Meaning
) -> list[Fact]:
    """Compare what is shown now with the fold of all facts; give what the facts do not explain."""
    item = _folded(issue.id, facts, sight.known)
    return list(Cure(issue, item, sight, meaning).facts(current))


def _folded(subject: str, facts: Sequence[Fact], known: Item | None) -> Item:
    if known is None:
        item = Item(subject)
        taken: set[str] = set()
    else:
        taken = known.entries
        item = copy(known)
    new = [fact for fact in facts if fact.entry not in taken]
    if known is not None and new:
        item.fields, item.entries = dict(known.fields), set(known.entries)
        item.members = {name: set(members) for name, members in known.members.items()}
        item.keys, item.annotations = list(known.keys), dict(known.annotations)
        item.amounts = dict(known.amounts)
    for fact in new:
        fold(item, fact)
    return item


class Cure:
    """Makes the facts that lead one item from what is recorded to what is shown."""

    def __init__(self, issue: Issue, item: Item, sight: Sight, meaning: Meaning) -> None:
        self.issue, self.item, self.sight, self.meaning = issue, item, sight, meaning
        self.taken = sight.known.entries if sight.known else item.entries
        self.before = sight.seen_before

    def facts(self, current: State) -> Iterator[Fact]:
        """Yield the differences, field by field."""
        if self.item.vanished:
            yield WorkItemReappeared(**self._said("seen", "", self._since(None)))
        yield from self._key(current.cells["key"][0] or "")
        for raw, track in DIRECT.items():
            if track.name != "status" and (cell := current.cells.get(raw)) is not None:
                label = "" if track.shape is Shape.PERSON else cell[1]
                yield from self._field(track.name, cell[0], label, raw)
        yield from self._status(current)
        yield from self._derived(current)
        for raw, members in current.sets.items():
            track_of = self.meaning.tracks.get(raw)
            if track_of is not None and track_of.shape in SETS and track_of.name:
                yield from self._members(track_of.name, members, raw)

    def _derived(self, current: State) -> Iterator[Fact]:
        for name in self.meaning.origins:
            try:
                held = derived(name, current, self.meaning)
            except Unfit:
                continue  # it is in quarantine; what was held before still is the last known
            if held is not None:
                yield from self._field(name, *held, self.meaning.origins[name][0].raw)

    def _said(self, raw: str, unlike: str, since: datetime | None) -> dict[str, Any]:
        at = self.sight.at
        return {
            "subject": self.issue.id,
            "entry": fresh(f"now.{raw}.{unlike}", self.taken),
            "occurred": Interval(min(since, at) if since else None, at),
            "locator": f"{self.meaning.source}/{self.issue.id}#field={raw}",
            "basis": Basis.DIFFED,
            "original": self.sight.original,
        }

    def _since(self, held: datetime | None) -> datetime | None:
        known = [instant for instant in (held, self.before) if instant is not None]
        return max(known, default=None)

    def _key(self, key: str) -> Iterator[Fact]:
        if self.item.key != key:
            said = self._said("key", _short(key, self.item.key), self._since(None))
            container = key.rpartition("-")[0]
            yield WorkItemRekeyed(**said, old_key=self.item.key, new_key=key, container=container)

    def _field(self, name: str, value: Value, label: str, raw: str) -> Iterator[Fact]:
        held = self.item.fields.get(name)
        if (held.value if held else None) != value:
            yield self._changed(name, held, value, label=label, raw=raw)

    def _status(self, current: State) -> Iterator[Fact]:
        if (cell := current.cells.get("status")) is None:
            return
        status = self.issue.fields.status
        category = status.statusCategory.key if status and status.statusCategory else ""
        resolution = current.cells.get("resolution", (None, ""))[0]
        state = self.meaning.state(cell[0], resolution, category)
        held = self.item.fields.get("status")
        if held is None or held.value != cell[0] or held.state is not state:
            yield self._changed("status", held, cell[0], label=cell[1], raw="status", state=state)

    def _changed(
        self,
        name: str,
        held: Held | None,
        value: Value,
        *,
        label: str,
        raw: str,
        state: Neutral | None = None,
    ) -> WorkItemFieldChanged:
        entry = _short(value, state, held.entry if held else "")
        return WorkItemFieldChanged(
            **self._said(f"{raw}.{name}", entry, self._since(held.occurred.hi if held else None)),
            field=name,
            old=held.value if held else None,
            new=value,
            old_label=held.label if held else "",
            new_label=label,
            state=state,
            mapping=self.meaning.version if state or name in self.meaning.marks else "",
        )

    def _members(self, name: str, shown: dict[str, str], raw: str) -> Iterator[Fact]:
        held = self.item.members.get(name, set())
        now = (linked(shown) if name == "links" else shown).keys()
        added, removed = sorted(now - held), sorted(held - now)
        if added or removed:
            yield WorkItemMembersChanged(
                **self._said(raw, _short(added, removed), self._since(None)),
                field=name,
                added=added,
                removed=removed,
                labels={m: shown[m] for m in added if shown[m]},
            )


def _short(*said: object) -> str:
    text = "\x1f".join(map(str, said)).encode("utf-8", "replace")
    return blake2b(text, digest_size=8).hexdigest()
