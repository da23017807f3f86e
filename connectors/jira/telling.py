"""Replays the changes of one issue and tells each as a fact."""

from collections.abc import Sequence

from connectors.jira.annotations import Annotations
from connectors.jira.changes import Change, Members
from connectors.jira.derive import EMPTY, Held, Unfit, derived
from connectors.jira.linked import add_link, drop_link
from connectors.jira.meaning import Meaning
from connectors.jira.payloads import Issue
from connectors.jira.rewind import State
from connectors.jira.sight import Sight, Tally
from connectors.jira.tracks import Shape
from hub.model.event import Interval
from hub.model.facts import (
    Fact,
    RecordQuarantined,
    WorkItemFieldChanged,
    WorkItemMembersChanged,
    WorkItemRekeyed,
)
from hub.model.facts import State as Neutral

EMPTY_CELL: tuple[str | None, str] = (None, "")


class Telling:
    """Replays the changes of one issue, oldest first, and tells each as a fact."""

    def __init__(
        self,
        issue: Issue,
        sight: Sight,
        meaning: Meaning,
        tally: Tally,
        *,
        before: State,
        held: dict[str, Held],
    ) -> None:
        """*before* is the state at creation, *held* our fields that it feeds; both are used up."""
        self.issue, self.sight, self.meaning, self.tally = issue, sight, meaning, tally
        self.subject = issue.id
        self.place = f"{meaning.source}/{issue.id}"
        self.original = sight.told_by or sight.original
        self.now = before
        self.held = held
        self.notes = Annotations(issue, meaning, sight, tally)
        self.facts: list[Fact] = []
        self.occurred = Interval.at(sight.at)
        self.where = ""  # locator of the save, up to the position

    def tell(self, changes: Sequence[Change]) -> None:
        """Tell *changes*, one save after the other: a status is read with its resolution."""
        start, count, tally, mapped = 0, len(changes), self.tally, 0
        while start < count:
            first = changes[start]
            history = first.history
            end = start + 1
            while end < count and changes[end].history is history:
                end += 1
            self.occurred = Interval(first.at, first.at)
            self.where = f"{self.place}#history={history.id}/"
            save = changes[start:end]
            for change in save:
                outcome = self._one(change, save)
                if outcome == "mapped":
                    mapped += 1
                elif outcome == "quarantined":
                    tally.quarantined += 1
                else:
                    tally.dropped[outcome] += 1
            start = end
        tally.mapped += mapped

    def _one(self, change: Change, save: Sequence[Change]) -> str:
        """Tell one change; give `mapped`, `quarantined`, or the rule by which it is dropped."""
        track, told = change.track, len(self.facts)
        if not track.is_held:
            return self._unheld(change, save)
        if track.is_set:
            self._members(change)
        else:
            self._single(change, save)
        if feeds := self.meaning.feeds.get(track.raw):
            unfit = 0
            for name in feeds:
                unfit += self._feed(name, change)
            if unfit:
                return "quarantined"
        if len(self.facts) > told:
            return "mapped"
        return "other_link_remains" if track.shape is Shape.LINK else "shadowed"

    def _unheld(self, change: Change, save: Sequence[Change]) -> str:
        if change.track.shape is Shape.MOVED:
            moved = any(other.track.shape is Shape.KEY for other in save)
            return "mapped" if moved else "project_without_key"
        self.facts.append(self.notes.told(change, self.occurred, self.where))
        return "mapped"

    def _members(self, change: Change) -> None:
        track = change.track
        if track.shape is Shape.LINK:
            if self._relinked(self.now.sets.get(track.raw, {}), change):
                return
        elif track.raw in self.meaning.feeds:
            members = self.now.sets.setdefault(track.raw, {})
            for member in change.removed:
                members.pop(member, None)
            members.update(change.added)
        if track.name and (change.added or change.removed):
            both = change.removed | change.added if change.removed else change.added
            self.facts.append(
                WorkItemMembersChanged(
                    subject=self.subject,
                    entry=change.entry,
                    occurred=self.occurred,
                    actor=change.actor,
                    locator=f"{self.where}{change.position}",
                    original=self.original,
                    field=track.name,
                    added=list(change.added),
                    removed=list(change.removed),
                    labels={member: label for member, label in both.items() if label},
                )
            )

    def _relinked(self, members: Members, change: Change) -> bool:
        """Apply a change of links. Tell whether another link to the same issue remains."""
        for key in change.removed:
            drop_link(members, key)
        for key, words in change.added.items():
            add_link(members, key, words)
        return not change.added and any(key in members for key in change.removed)

    def _single(self, change: Change, save: Sequence[Change]) -> None:
        raw, name = change.track.raw, change.track.name
        cells = self.now.cells
        before = cells.get(raw, EMPTY_CELL)[0]
        cells[raw] = (change.new, change.new_label)
        if change.track.shape is Shape.PERSON:
            self._name(change)
        if name == "status":
            self._status(change, change.entry, self._resolution(save))
        elif name == "key":
            self._rekeyed(change)
        elif name:
            self._changed(change)
        if raw == "resolution" and not any(c.track.name == "status" for c in save):
            self._restated(change, before)

    def _resolution(self, save: Sequence[Change]) -> str | None:
        """Give the resolution that an issue has after *save*."""
        resolution = self.now.cells.get("resolution", EMPTY_CELL)[0]
        for change in save:
            if change.track.raw == "resolution":
                resolution = change.new
        return resolution

    def _rekeyed(self, change: Change) -> None:
        self.facts.append(
            WorkItemRekeyed(
                subject=self.subject,
                entry=change.entry,
                occurred=self.occurred,
                actor=change.actor,
                locator=f"{self.where}{change.position}",
                original=self.original,
                old_key=change.old or "",
                new_key=change.new or "",
                container=(change.new or "").rpartition("-")[0],
            )
        )

    def _changed(self, change: Change) -> None:
        person = change.track.shape is Shape.PERSON
        self.facts.append(
            WorkItemFieldChanged(
                subject=self.subject,
                occurred=self.occurred,
                actor=change.actor,
                locator=f"{self.where}{change.position}",
                original=self.original,
                entry=change.entry,
                field=change.track.name,
                old=change.old,
                new=change.new,
                # A person's name stands in no event.
                old_label="" if person else change.old_label,
                new_label="" if person else change.new_label,
            )
        )

    def _status(self, change: Change, entry: str, resolution: str | None) -> None:
        state, mark = self.meaning.status(change.new, resolution)
        self.facts.append(
            WorkItemFieldChanged(
                subject=self.subject,
                occurred=self.occurred,
                actor=change.actor,
                locator=f"{self.where}{change.position}",
                original=self.original,
                entry=entry + mark,
                field="status",
                old=change.old,
                new=change.new,
                old_label=change.old_label,
                new_label=change.new_label,
                state=state,
                mapping=self.meaning.version,
            )
        )

    def _restated(self, change: Change, before: str | None) -> None:
        """Set or cleared alone, a resolution that means `dropped` changes what the status means."""
        status, label = self.now.cells.get("status", EMPTY_CELL)
        old: Neutral = self.meaning.state(status, before)
        if status and old is not self.meaning.state(status, change.new):
            same = Change(
                change.track, change.history, change.at, change.actor, change.position, "",
                status, status, label, label,
            )  # fmt: skip
            self._status(same, f"{change.entry}/status", change.new)

    def _feed(self, name: str, change: Change) -> bool:
        """Tell our field *name* if the change moves it. Tell whether its new value is unfit."""
        found, unfit = self._value(name)
        if unfit is not None:
            self.facts.append(self._quarantined(name, change, unfit))
            return True
        old, new = self.held[name], found or EMPTY
        if old[0] == new[0]:
            return False
        self.held[name] = new
        mark = self.meaning.marks.get(name, "")
        mark = mark and f"/{name}{mark}"
        self.facts.append(
            WorkItemFieldChanged(
                subject=self.subject,
                occurred=self.occurred,
                actor=change.actor,
                locator=f"{self.where}{change.position}",
                original=self.original,
                entry=change.entry + mark,
                field=name,
                old=old[0],
                new=new[0],
                old_label=old[1],
                new_label=new[1],
                mapping=self.meaning.version if mark else "",
            )
        )
        return False

    def _value(self, name: str) -> tuple[Held | None, Unfit | None]:
        try:
            return derived(name, self.now, self.meaning), None
        except Unfit as unfit:
            return None, unfit

    def _quarantined(self, name: str, change: Change, unfit: Unfit) -> RecordQuarantined:
        return RecordQuarantined(
            subject=f"{self.subject}/{name}",
            entry=f"{change.entry}/{name}{self.meaning.marks.get(name, '')}",
            occurred=self.occurred,
            actor=change.actor,
            locator=f"{self.where}{change.position}",
            original=self.original,
            reason=unfit.reason,
            text=unfit.text[:500],
            item=self.subject,
            field=name,
            rows=0,
        )

    def _name(self, change: Change) -> None:
        for person, name in ((change.old, change.old_label), (change.new, change.new_label)):
            if person and name:
                self.tally.people.setdefault(person, name)

    def attached(self, changes: Sequence[Change]) -> list[Fact]:
        """Give the facts about comments, worklogs and files, as they are shown now."""
        fields, sight = self.issue.fields, self.sight
        facts: list[Fact] = []
        if (shown := fields.comment) and sight.comments is None:
            complete = shown.total <= len(shown.comments)
            facts += self.notes.comments(shown.comments, complete=complete)
        elif sight.comments is not None:
            facts += self.notes.comments(sight.comments, complete=True)
        if (logged := fields.worklog) and sight.worklogs is None:
            complete = logged.total <= len(logged.worklogs)
            facts += self.notes.worklogs(logged.worklogs, complete=complete)
        elif sight.worklogs is not None:
            facts += self.notes.worklogs(sight.worklogs, complete=True)
        if fields.attachment:
            told = {c.new for c in changes if c.track.shape is Shape.ATTACHMENT and c.new}
            facts += self.notes.attachments(fields.attachment, told)
        return facts
