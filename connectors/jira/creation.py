"""The first fact about an issue: its state when it was created, rewound from what it is now."""

from collections.abc import Sequence
from datetime import datetime

from connectors.jira.derive import EMPTY, Held, Unfit, derived
from connectors.jira.linked import linked
from connectors.jira.meaning import Meaning
from connectors.jira.payloads import Issue
from connectors.jira.rewind import Gap, State
from connectors.jira.sight import Sight, Tally
from connectors.jira.tracks import KNOWN, SETS, Shape
from hub.model.event import Interval, Value
from hub.model.facts import (
    Basis,
    Fact,
    RecordQuarantined,
    WorkItemFieldChanged,
    WorkItemFirstSeen,
)

FIRST = "created"
DIRECT = {t.raw: t for t in KNOWN.values() if t.name and t.shape not in SETS and t.name != "key"}
SINGLE = tuple((raw, track.name, track.shape is Shape.PERSON) for raw, track in DIRECT.items())


class FirstSight:
    """Makes the first facts of one issue."""

    def __init__(
        self, issue: Issue, created: datetime, sight: Sight, meaning: Meaning, tally: Tally
    ) -> None:
        self.issue, self.created = issue, created
        self.sight, self.meaning, self.tally = sight, meaning, tally
        self.fields: dict[str, Value] = {}
        self.labels: dict[str, str] = {}
        self.unfit: list[Fact] = []
        self.held: dict[str, Held] = {}  # our fields that Jira's feed

    def facts(self, before: State, gaps: Sequence[Gap]) -> list[Fact]:
        """Give `WorkItemFirstSeen`, and beside it what a changed mapping has added to it since."""
        self._direct(before)
        self._derived(before)
        status = before.cells.get("status")
        resolution = before.cells.get("resolution", (None, ""))[0]
        first = WorkItemFirstSeen(
            subject=self.issue.id,
            entry=FIRST,
            occurred=Interval(self.created, self.created),
            actor=self._creator(),
            locator=f"{self.meaning.source}/{self.issue.id}",
            basis=Basis.DERIVED,
            original=self.sight.original,
            mapping=self.meaning.version,
            key=before.cells["key"][0] or self.issue.key,
            fields=self.fields,
            labels=self.labels,
            state=self.meaning.status(status[0], resolution)[0] if status else None,
            members=self._members(before),
            derived=_names(before.undone, self.meaning),
            gaps=_names({gap.change.track.raw for gap in gaps}, self.meaning),
        )
        return [first, *self.unfit, *_corrections(first, self.sight, self.meaning)]

    def _direct(self, before: State) -> None:
        cells, fields, labels, people = before.cells, self.fields, self.labels, self.tally.people
        for raw, name, is_person in SINGLE:
            if (cell := cells.get(raw)) is None:
                continue
            value, label = cell
            fields[name] = value
            if not label or not value:
                continue
            if is_person:
                people.setdefault(value, label)
            else:
                labels[name] = label

    def _derived(self, before: State) -> None:
        for name in self.meaning.origins:
            try:
                held = derived(name, before, self.meaning)
            except Unfit as unfit:
                self.unfit.append(self._quarantined(name, unfit))
                held = None
            self.held[name] = held or EMPTY
            if held is not None:
                self.fields[name] = held[0]
                if held[1]:
                    self.labels[name] = held[1]

    def _creator(self) -> str:
        creator = self.issue.fields.creator
        return self.tally.met(creator, self.meaning.people) if creator is not None else ""

    def _members(self, before: State) -> dict[str, list[str]]:
        members: dict[str, list[str]] = {}
        tracks = self.meaning.tracks
        for raw, held in before.sets.items():
            track = tracks.get(raw)
            if track is None or not track.name:
                continue
            name = track.name
            if not held:
                members[name] = []
                continue
            members[name] = shown = sorted(linked(held) if track.shape is Shape.LINK else held)
            for member in shown:
                if label := held[member]:
                    self.labels[f"{name}/{member}"] = label
        return members

    def _quarantined(self, name: str, unfit: Unfit) -> RecordQuarantined:
        place = f"{self.meaning.source}/{self.issue.id}"
        return RecordQuarantined(
            subject=f"{self.issue.id}/{name}",
            entry=f"{FIRST}/{name}{self.meaning.marks.get(name, '')}/{unfit.text[:40]}",
            occurred=Interval(self.created, self.sight.at),
            locator=f"{place}#field={self.meaning.origins[name][0].raw}",
            original=self.sight.original,
            reason=unfit.reason,
            text=unfit.text[:500],
            item=self.issue.id,
            field=name,
            rows=0,
        )


def _names(raws: set[str], meaning: Meaning) -> list[str]:
    return sorted({meaning.name_of(raw) for raw in raws}) if raws else []


def _corrections(first: WorkItemFirstSeen, sight: Sight, meaning: Meaning) -> list[Fact]:
    """Where it was recorded under another mapping: what this one reads of the creation besides."""
    known = sight.known
    if known is None or FIRST not in known.entries:
        return []
    facts: list[Fact] = []
    for name, mark in meaning.marks.items():
        if name not in known.fields and first.fields.get(name) is not None:
            facts.append(_correction(first, name, f"{FIRST}/{name}{mark}"))
    held = known.fields.get("status")
    mark = meaning.status_mark(str(first.fields.get("status")), first.state)
    of_creation = held is not None and held.entry.startswith(FIRST)
    if held and of_creation and mark and held.state is not first.state:
        facts.append(_correction(first, "status", f"{FIRST}/status{mark}"))
    return facts


def _correction(first: WorkItemFirstSeen, name: str, entry: str) -> WorkItemFieldChanged:
    value, label = first.fields[name], first.labels.get(name, "")
    was = value if name == "status" else None
    return WorkItemFieldChanged(
        subject=first.subject,
        entry=entry,
        occurred=first.occurred,
        locator=first.locator,
        basis=Basis.DERIVED,
        original=first.original,
        mapping=first.mapping,
        field=name,
        old=was,
        new=value,
        old_label=label if was else "",
        new_label=label,
        state=first.state if name == "status" else None,
    )
