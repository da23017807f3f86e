"""Comments, worklogs and attachments as facts; their words stay in the originals."""

import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from typing import Any

from connectors.jira.changes import Change, text_hash
from connectors.jira.current import flattened
from connectors.jira.meaning import Meaning
from connectors.jira.payloads import Attachment, Comment, Issue, Worklog
from connectors.jira.sight import Sight, Tally
from connectors.jira.times import NoInstant, instant_from
from connectors.jira.tracks import Shape
from hub.model.event import Interval
from hub.model.facts import (
    AnnotationRecorded,
    AnnotationRemoved,
    AnnotationRevised,
    Basis,
    Fact,
    RecordQuarantined,
    WorkItemFact,
)

MARKER = re.compile(r"\[flag [0-9a-z]{4,}\]")


class Annotations:
    """Makes the facts of one issue about what is attached to it."""

    def __init__(self, issue: Issue, meaning: Meaning, sight: Sight, tally: Tally) -> None:
        self.issue, self.subject, self.sight, self.tally = issue, issue.id, sight, tally
        self.place, self.people = f"{meaning.source}/{issue.id}", meaning.people
        self.known = sight.known.annotations if sight.known else {}  # `kind:id` -> body
        self.amounts = sight.known.amounts if sight.known else {}
        self.entries = sight.known.entries if sight.known else set()
        self.removed: set[str] = set()  # by the history, which then has said so

    def told(self, change: Change, occurred: Interval, where: str) -> WorkItemFact:
        """Give the fact that an item of the changelog tells about a file, link or comment."""
        said: dict[str, Any] = {
            "subject": self.subject,
            "entry": change.entry,
            "occurred": occurred,
            "actor": change.actor,
            "locator": f"{where}{change.position}",
            "original": self.sight.told_by or self.sight.original,
        }
        if change.track.shape is Shape.COMMENT:
            body = text_hash(change.old) or ""
            return self._removed(said, "comment", self._id_of(body), body)
        kind = "attachment" if change.track.shape is Shape.ATTACHMENT else "remote_link"
        if change.new is None:
            return self._removed(said, kind, change.old or "", text_hash(change.old_label) or "")
        body = text_hash(change.new_label) or ""
        known = change.old is not None
        shape = AnnotationRevised if known else AnnotationRecorded
        return shape(**said, kind=kind, id=change.new, author=change.actor, body=body)

    def _removed(self, said: dict[str, Any], kind: str, id_: str, body: str) -> AnnotationRemoved:
        self.removed.add(f"{kind}:{id_}")
        return AnnotationRemoved(**said, kind=kind, id=id_, body=body)

    def comments(self, found: Iterable[Comment], *, complete: bool) -> list[Fact]:
        """Give a fact for each comment, and for each known one that a complete list lacks."""
        facts: list[Fact] = []
        for one in found:
            text = one.body if isinstance(one.body, str) else flattened(one.body)
            author = self.tally.met(one.author, self.people) if one.author else ""
            if author and author == self.sight.account and MARKER.search(text):
                self.tally.notes["own_comment"] += 1
                continue
            facts.append(self._now("comment", one, author, text))
        if complete and self.known:
            facts += self._gone("comment", {f"comment:{one.id}" for one in found})
        return facts

    def worklogs(self, found: Iterable[Worklog], *, complete: bool) -> list[Fact]:
        """Give a fact for each worklog, and for each known one that a complete list lacks."""
        facts: list[Fact] = [
            self._now(
                "worklog",
                one,
                self.tally.met(one.author, self.people) if one.author else "",
                flattened(one.comment),
                amount_s=one.timeSpentSeconds,
            )
            for one in found
        ]
        if complete and self.known:
            facts += self._gone("worklog", {f"worklog:{one.id}" for one in found})
        return facts

    def attachments(self, found: Iterable[Attachment], told: set[str]) -> Iterator[Fact]:
        """Yield a fact for each file of which the history does not tell: those of the creation."""
        shown = set()
        for one in found:
            shown.add(f"attachment:{one.id}")
            if one.id in told:
                continue
            author = self.tally.met(one.author, self.people) if one.author else ""
            yield AnnotationRecorded(
                subject=self.subject,
                entry=f"attachment.{one.id}",
                occurred=Interval.at(instant_from(one.created, self.sight.latest)),
                actor=author,
                locator=f"{self.place}#attachment={one.id}",
                original=self.sight.original,
                kind="attachment",
                id=one.id,
                author=author,
                body=text_hash(one.filename) or "",
            )
        yield from self._gone("attachment", shown)

    def _now(
        self,
        kind: str,
        one: Comment | Worklog,
        author: str,
        text: str,
        *,
        amount_s: float | None = None,
    ) -> Fact:
        try:
            created, updated = self._times(one)
        except NoInstant as error:
            return self._timeless(kind, one, error)
        body = text_hash(text) or ""
        entry = f"{kind}.{one.id}.{body[:16]}"
        if amount_s is not None:
            entry = f"{entry}.{amount_s:g}"
        name, lo = f"{kind}:{one.id}", created
        shape: type[AnnotationRecorded | AnnotationRevised] = AnnotationRecorded
        if self.known and self._is_another(name, body, amount_s):
            # What it says now, it says since the edit; before, the words are of a time up to it.
            shape, lo = AnnotationRevised, updated
        if shape is AnnotationRevised or name not in self.known:
            # It may have said so before; or it was told to be gone, and is shown again.
            entry = fresh(entry, self.entries)
        return shape(
            subject=self.subject,
            entry=entry,
            occurred=Interval(lo, updated),
            actor=author,
            locator=f"{self.place}#{kind}={one.id}",
            original=self.sight.noted.get(name) or self.sight.original,
            kind=kind,
            id=one.id,
            author=author,
            body=body,
            amount_s=amount_s,
        )

    def _times(self, one: Comment | Worklog) -> tuple[datetime, datetime]:
        """Give when it was written, and when edited last. Raise `NoInstant`."""
        created = instant_from(one.created, self.sight.latest)
        if one.updated is None or one.updated == one.created:
            return created, created
        return created, max(created, instant_from(one.updated, self.sight.latest))

    def _is_another(self, name: str, body: str, amount_s: float | None) -> bool:
        return (self.known.get(name, body), self.amounts.get(name, amount_s)) != (body, amount_s)

    def _timeless(self, kind: str, one: Comment | Worklog, error: NoInstant) -> RecordQuarantined:
        return RecordQuarantined(
            subject=f"{self.subject}/{kind}/{one.id}",
            entry=f"{kind}.{one.id}/{error}"[:200],
            occurred=Interval(None, self.sight.at),
            locator=f"{self.place}#{kind}={one.id}",
            original=self.sight.original,
            reason="time_not_understood",
            text=str(error)[:500],
            item=self.subject,
            field=kind,
            rows=0,
        )

    def _gone(self, kind: str, shown: set[str]) -> Iterator[Fact]:
        for known, body in self.known.items():
            if known.startswith(f"{kind}:") and known not in shown | self.removed:
                id_ = known.removeprefix(f"{kind}:")
                yield AnnotationRemoved(
                    subject=self.subject,
                    entry=fresh(f"gone.{kind}.{id_}", self.entries),
                    occurred=Interval(self.sight.seen_before, self.sight.at),
                    locator=f"{self.place}#{kind}={id_}",
                    original=self.sight.original,
                    basis=Basis.DIFFED,
                    kind=kind,
                    id=id_,
                    body=body,
                )

    def _id_of(self, body: str) -> str:
        """Find the one known comment with this text: the changelog does not tell which it was.

        What is still shown is not the one that is gone, however alike the two are.
        """
        found = [known for known, of in self.known.items() if of == body]
        ids = {known.removeprefix("comment:") for known in found if known.startswith("comment:")}
        ids -= {one.id for one in self._shown()}
        return ids.pop() if len(ids) == 1 else ""

    def _shown(self) -> Sequence[Comment]:
        if self.sight.comments is not None:
            return self.sight.comments
        return self.issue.fields.comment.comments if self.issue.fields.comment else ()


def fresh(entry: str, taken: set[str]) -> str:
    """Give *entry*, numbered where the same was recorded before and has been undone since."""
    if entry not in taken:
        return entry
    number = 2
    while f"{entry}.{number}" in taken:
        number += 1
    return f"{entry}.{number}"
