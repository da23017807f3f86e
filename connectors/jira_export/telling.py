"""An export compared with what is known, as facts: each lies between two looks."""

from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import blake2b
from typing import Any

from connectors.jira_export.frames import Problem
from connectors.jira_export.issue import Held, Issue, Note, Unread
from connectors.jira_export.values import BROKEN, as_xml_shows
from hub.model.event import Interval
from hub.model.facts import (
    AnnotationRecorded,
    AnnotationRemoved,
    AnnotationRevised,
    Basis,
    Fact,
    RecordQuarantined,
    State,
    WorkItemFieldChanged,
    WorkItemFirstSeen,
    WorkItemMembersChanged,
    WorkItemReappeared,
    WorkItemRekeyed,
    WorkItemVanished,
)
from hub.model.items import Held as Known
from hub.model.items import Item
from hub.refused_files import FileRefused

LONGEST = 500
IDS = {name: f"extra:{name}_id" for name in ("type", "status", "priority", "resolution")}
REMEDIES = {
    "no_key": "Export the search again with the columns Key and Summary.",
    "duplicate_key": "Export the search again; {key} stands in it twice.",
    "date_not_understood": "Say in the settings which field is a date; {text} is none.",
    "time_not_understood": "Look at the exporter's format of times; {text} is none that is known.",
    "number_not_understood": "Say in the settings which field is a number; {text} is none.",
    "percent_not_understood": "Say in the settings how a percent is written; {text} is none.",
    "percent_out_of_range": "Say in the settings how a percent is written; {text} is none.",
    "comment_not_understood": "Look at the cell; it is no comment as Jira writes one.",
    "worklog_not_understood": "Look at the cell; it is no work log as Jira writes one.",
    "attachment_not_understood": "Look at the cell; it is no attachment as Jira writes one.",
    "csv_width": "Check the separators in line {row}; it has another number of fields.",
    "csv_quote": "Close the quotation mark that opens in line {row}.",
    "too_long": "Export the search again without the column whose text is so long.",
}


@dataclass(frozen=True, slots=True)
class Telling:
    """What all facts of one file have in common."""

    source: str
    original: str
    mapping: str
    occurred: Interval
    mark: str = ""  # of the moment: the same bytes may be exported twice

    def locator(self, place: str = "") -> str:
        """Name a place in the original: `csv!D14`, or `xml!ABC-1/status`."""
        return f"jira_export:{self.original}/{place}" if place else f"jira_export:{self.original}"

    def entry(self, *parts: object) -> str:
        """Name one fact: the same reading of the same file is the same fact."""
        text = "\x1f".join((self.original, self.mapping, self.mark, *map(str, parts)))
        return blake2b(text.encode("utf-8", "replace"), digest_size=16).hexdigest()

    def said(self, subject: str, place: str, *parts: object) -> dict[str, Any]:
        """Give what every fact begins with."""
        return {
            "subject": subject,
            "entry": self.entry(subject, *parts),
            "occurred": self.occurred,
            "locator": self.locator(place),
            "original": self.original,
            "basis": Basis.DIFFED,
            "mapping": self.mapping,
        }

    def issue(self, issue: Issue, subject: str, known: Item | None) -> Iterator[Fact]:
        """Tell what one issue shows that is not known."""
        if known is None:
            yield self._first(issue, subject)
        else:
            yield from self._changes(issue, subject, known)
        yield from self._notes(issue, subject, known)

    def _first(self, issue: Issue, subject: str) -> WorkItemFirstSeen:
        shown = {name: held for name, held in issue.fields.items() if held.value is not None}
        lo, hi = self.occurred.lo, self.occurred.hi
        if issue.created and issue.created.lo and issue.created.lo <= hi:
            lo = max(lo, issue.created.lo) if lo else issue.created.lo
        return WorkItemFirstSeen(
            **self.said(subject, issue.place, "first") | {"occurred": Interval(lo, hi)},
            key=issue.key,
            fields={name: held.value for name, held in shown.items()},
            labels={name: held.label for name, held in shown.items() if held.label},
            locators={name: self.locator(held.place) for name, held in shown.items() if held.place},
            state=issue.fields["status"].state if "status" in issue.fields else None,
            members={name: sorted(found) for name, found in issue.members.items() if found},
            repaired=any(BROKEN in str(held.value) for held in shown.values()),
        )

    def _changes(self, issue: Issue, subject: str, known: Item) -> Iterator[Fact]:
        if known.vanished:
            yield WorkItemReappeared(**self.said(subject, issue.place, "reappeared"))
        if issue.key and known.key and issue.key != known.key:
            yield WorkItemRekeyed(
                **self.said(subject, issue.place, "key", issue.key),
                old_key=known.key,
                new_key=issue.key,
                container=issue.key.rpartition("-")[0],
            )
        for name, held in issue.fields.items():
            if not is_same(name, held, issue, known):
                yield self._changed(name, held, subject, known)
        for name, members in issue.members.items():
            yield from self._members(name, members, issue, subject, known)

    def _changed(self, name: str, held: Held, subject: str, known: Item) -> WorkItemFieldChanged:
        before = known.fields.get(name)
        return WorkItemFieldChanged(
            **self.said(subject, held.place, name, held.value, held.state),
            field=name,
            old=before.value if before else None,
            new=held.value,
            old_label=before.label if before else "",
            new_label=held.label,
            state=(held.state or State.UNKNOWN) if name == "status" else None,
            old_locator=before.locator if before else "",
        )

    def _members(
        self, name: str, members: dict[str, str], issue: Issue, subject: str, known: Item
    ) -> Iterator[WorkItemMembersChanged]:
        before = known.members.get(name, set())
        added, removed = sorted(members.keys() - before), sorted(before - members.keys())
        if added or removed:
            yield WorkItemMembersChanged(
                **self.said(subject, issue.place, name, added, removed),
                field=name,
                added=added,
                removed=removed,
                labels={member: label for member, label in members.items() if label},
            )

    def _notes(self, issue: Issue, subject: str, known: Item | None) -> Iterator[Fact]:
        held = known.annotations if known else {}
        shown = {f"{note.kind}:{note.id}" for note in issue.notes}
        for note in issue.notes:
            before = held.get(f"{note.kind}:{note.id}")
            if before is None or before != note.body:
                yield self._note(note, subject, is_new=before is None)
        for name, body in held.items():
            kind, _, id_ = name.partition(":")
            if kind in issue.noted and name not in shown:
                yield AnnotationRemoved(
                    **self.said(subject, issue.place, "gone", name), kind=kind, id=id_, body=body
                )

    def _note(self, note: Note, subject: str, *, is_new: bool) -> Fact:
        kind = AnnotationRecorded if is_new else AnnotationRevised
        said = self.said(subject, note.place, note.kind, note.id, note.body)
        if is_new:
            # Jira tells when it was written, to the minute; of an edit it tells nothing.
            said |= {"occurred": note.at, "basis": Basis.STATED}
        return kind(
            **said,
            actor=note.author,
            kind=note.kind,
            id=note.id,
            author=note.author,
            body=note.body,
            amount_s=note.amount_s,
        )

    def vanished(self, item: Item) -> WorkItemVanished:
        """Tell of an issue that a complete export does not show any more."""
        return WorkItemVanished(**self.said(item.subject, "", "vanished"), reason="unknown")

    def unread(self, unread: Unread, issue: Issue, subject: str) -> RecordQuarantined:
        """Tell of a value, or of a whole issue where no field is named."""
        name = subject or f"{self.original[:12]}/{issue.number}"
        said = self.said(f"{name}/{unread.field}", unread.place, unread.reason, unread.text)
        return RecordQuarantined(
            **said | {"basis": Basis.STATED},
            reason=unread.reason,
            text=unread.text[:LONGEST],
            remedy=REMEDIES.get(unread.reason, ""),
            values={"text": unread.text[:80], "key": issue.key, "row": str(issue.number)},
            item=subject,
            field=unread.field,
            edition=self.original,
            rows=0 if unread.field else 1,
        )

    def problem(self, problem: Problem) -> RecordQuarantined:
        """Tell of a row that could not be read."""
        issue = Issue(problem.number, "", "", f"csv!A{problem.number}")
        unread = Unread("", problem.reason, problem.text, issue.place)
        return self.unread(unread, issue, "")

    def refused(self, refusal: FileRefused, name: str) -> RecordQuarantined:
        """Tell of a file that is not read; its original is kept."""
        return RecordQuarantined(
            **self.said(f"file/{self.original[:12]}", "", refusal.code) | {"basis": Basis.STATED},
            reason=refusal.code,
            text=name[:LONGEST],
            remedy=refusal.remedy,
            values={"message": refusal.message, **{n: str(v) for n, v in refusal.values.items()}},
            edition=self.original,
            rows=0,
        )


def is_same(name: str, held: Held, issue: Issue, known: Item) -> bool:
    """Tell values that mean the same: where both files have ids, names are only labels."""
    before = known.fields.get(name)
    if name in IDS.values():
        # A CSV has no ids; that one of them is known now is no change of the issue.
        return before is None or before.value == held.value
    if name == "status" and before is not None and held.state is not before.state:
        return False
    mark = IDS.get(name, "")
    if mark in issue.fields and mark in known.fields:
        return known.fields[mark].value == issue.fields[mark].value
    return (before.value if before else None) == held.value or is_broken(before, held)


def is_broken(before: Known | None, held: Held) -> bool:
    """Tell texts that differ only by what Jira breaks in its XML."""
    old, new = before.value if before else None, held.value
    if not (isinstance(old, str) and isinstance(new, str) and BROKEN in old + new):
        return False
    return as_xml_shows(old) == as_xml_shows(new)
