"""What is attached to an issue: comments, worklogs, files, links."""

from typing import Any

from .documents import Issue, Json
from .items import item
from .saving import At, Saving


class Annotations(Saving):
    """The part of the script that concerns single annotations."""

    def comment(
        self, reference: str, body: str | Json, *, at: At = None, by: str = "worker"
    ) -> str:
        """Add a comment, which writes no history, and return its id."""
        with self.jira.lock:
            moment, issue = self.time(at), self.jira.documents[reference]
            author, number = self.jira.catalogue.person(by), self.number("comment")
            row: Json = {"id": number, "author": author, "body": body, "updateAuthor": author}
            row |= {"created": moment, "updated": moment}
            self.save(reference, [], at=moment, comments=[*issue.comments, row])
            return number

    def edit_comment(
        self, reference: str, number: str, body: str, *, at: At = None, by: str = "worker"
    ) -> None:
        """Give a comment another text; its id stays."""
        with self.jira.lock:
            moment, issue = self.time(at), self.jira.documents[reference]
            new = {"body": body, "updateAuthor": self.jira.catalogue.person(by), "updated": moment}
            rows = [row | new if row["id"] == number else row for row in issue.comments]
            self.save(reference, [], at=moment, comments=rows)

    def delete_comment(
        self, reference: str, number: str, *, at: At = None, by: str = "worker"
    ) -> None:
        """Delete a comment; all that is left is its text in an item without ids."""
        with self.jira.lock:
            gone, left = _without(self.jira.documents[reference].comments, number)
            row = item("Comment", (str(gone["body"]), None), (None, None))
            self.save(reference, [row], at=at, by=by, comments=left)

    def worklog(
        self,
        reference: str,
        seconds: int,
        *,
        at: At = None,
        started: At = None,
        by: str = "worker",
        comment: str = "",
    ) -> str:
        """Log work, which also writes a history, and return the worklog's id."""
        with self.jira.lock:
            moment, issue = self.time(at), self.jira.documents[reference]
            author, number = self.jira.catalogue.person(by), self.number("worklog")
            row: Json = {"id": number, "author": author, "updateAuthor": author}
            row |= {"comment": comment, "created": moment, "updated": moment}
            row["started"] = moment if started is None else self.time(started)
            row |= {"timeSpent": f"{seconds // 60}m", "timeSpentSeconds": seconds}
            items = [item("WorklogId", (None, None), (number, number))]
            self._spend(issue, seconds, items, at=moment, by=by, worklogs=[*issue.worklogs, row])
            return number

    def edit_worklog(
        self,
        reference: str,
        number: str,
        seconds: int,
        *,
        at: At = None,
        by: str = "worker",
        moves_updated: bool = True,
    ) -> None:
        """Give a worklog another duration."""
        with self.jira.lock:
            moment, issue = self.time(at), self.jira.documents[reference]
            old, _ = _without(issue.worklogs, number)
            new = {"timeSpentSeconds": seconds, "timeSpent": f"{seconds // 60}m", "updated": moment}
            rows = [row | new if row["id"] == number else row for row in issue.worklogs]
            items = [item("WorklogId", (number, number), (number, number))]
            change = seconds - old["timeSpentSeconds"]
            more: Json = {"worklogs": rows, "moves_updated": moves_updated}
            self._spend(issue, change, items, at=moment, by=by, **more)

    def delete_worklog(
        self,
        reference: str,
        number: str,
        *,
        at: At = None,
        by: str = "worker",
        moves_updated: bool = True,
    ) -> None:
        """Delete a worklog, which `/worklog/deleted` shows a minute later."""
        with self.jira.lock:
            moment, issue = self.time(at), self.jira.documents[reference]
            gone, left = _without(issue.worklogs, number)
            self.jira.documents.gone_worklogs.append((moment, number))
            items = [item("WorklogId", (number, number), (None, None))]
            more: Json = {"worklogs": left, "moves_updated": moves_updated}
            self._spend(issue, -gone["timeSpentSeconds"], items, at=moment, by=by, **more)

    def _spend(self, issue: Issue, seconds: int, items: list[Json], **more: Any) -> None:
        before = issue.fields.get("timespent")
        after = (before or 0) + seconds or None
        items.insert(0, self.items.numbers("timespent", before, after))
        self.save(issue.id, items, fields={"timespent": after}, **more)

    def attach(self, reference: str, name: str, *, at: At = None, by: str = "worker") -> str:
        """Attach a file and return the attachment's id."""
        with self.jira.lock:
            moment, issue = self.time(at), self.jira.documents[reference]
            number = self.number("attachment")
            row = {"id": number, "filename": name, "created": moment, "size": 1024}
            row["author"] = self.jira.catalogue.person(by)
            rows = [*(issue.fields.get("attachment") or ()), row]
            made = item("Attachment", (None, None), (number, name))
            self.save(reference, [made], at=moment, by=by, fields={"attachment": rows})
            return number

    def detach(self, reference: str, number: str, *, at: At = None, by: str = "worker") -> None:
        """Delete an attached file."""
        with self.jira.lock:
            gone, left = _without(self.jira.documents[reference].fields["attachment"], number)
            made = item("Attachment", (number, gone["filename"]), (None, None))
            self.save(reference, [made], at=at, by=by, fields={"attachment": left})

    def link(
        self,
        reference: str,
        other: str,
        outward: str = "blocks",
        inward: str = "is blocked by",
        *,
        at: At = None,
        by: str = "worker",
    ) -> str:
        """Link two issues, which writes a sentence into both histories; return the link's id."""
        with self.jira.lock:
            moment, number = self.time(at), self.number("link")
            kind = {"id": "10000", "name": outward.title(), "inward": inward, "outward": outward}
            one, two = self.jira.documents[reference], self.jira.documents[other]
            for mine, theirs, side, words in (
                (one, two, "outwardIssue", outward),
                (two, one, "inwardIssue", inward),
            ):
                shown = {name: theirs.fields[name] for name in ("summary", "status")}
                row = {"id": number, "type": kind}
                row[side] = {"id": theirs.id, "key": theirs.key, "fields": shown}
                rows = [*(mine.fields.get("issuelinks") or ()), row]
                made = item("Link", (None, None), (theirs.key, f"This issue {words} {theirs.key}"))
                self.save(mine.id, [made], at=moment, by=by, fields={"issuelinks": rows})
            return number

    def unlink(self, number: str, *, at: At = None, by: str = "worker") -> None:
        """Take a link away from both issues."""
        with self.jira.lock:
            for issue in list(self.jira.documents):
                rows = issue.fields.get("issuelinks") or []
                if any(row["id"] == number for row in rows):
                    gone, left = _without(rows, number)
                    side = "outwardIssue" if "outwardIssue" in gone else "inwardIssue"
                    words = gone["type"][side.removesuffix("Issue")]
                    key = gone[side]["key"]
                    made = item("Link", (key, f"This issue {words} {key}"), (None, None))
                    self.save(issue.id, [made], at=at, by=by, fields={"issuelinks": left})


def _without(rows: list[Json], number: str) -> tuple[Json, list[Json]]:
    """Return the row with this id, and all others."""
    [gone] = [row for row in rows if row["id"] == number]
    return gone, [row for row in rows if row["id"] != number]
