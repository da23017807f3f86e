"""A handful of issues with their complete histories, as both dialects deliver them."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from urllib.parse import quote

import msgspec

from connectors.jira.client import Answer, Client, Undecodable
from connectors.jira.payloads import Comment, Comments, Decoders, Issue, Worklog, Worklogs
from connectors.jira.salvage import Broken, Salvaged, salvage
from hub.ingest import Original

PER_BATCH = 100
MENTION = re.compile(rb"\[~(?:accountid:)?([^\]\s\"\\]{1,128})\]")


@dataclass(slots=True)
class Batch:
    """What came in one go: its issues are complete, or stand among the broken."""

    issues: list[Issue] = field(default_factory=list)
    broken: list[Broken] = field(default_factory=list)
    repaired: set[str] = field(default_factory=set)
    originals: list[Original] = field(default_factory=list)
    body_of: dict[str, str] = field(default_factory=dict)  # issue id -> original of its fields
    told_by: dict[str, str] = field(default_factory=dict)  # issue id -> original of its histories
    comments: dict[str, list[Comment]] = field(default_factory=dict)
    worklogs: dict[str, list[Worklog]] = field(default_factory=dict)
    noted: dict[str, str] = field(default_factory=dict)
    incomplete: list[str] = field(default_factory=list)  # `comment:<issue id>` …
    absent: int = 0  # listed, but not shown
    token: str = ""  # where to go on (Cloud)
    start: int = 0  # where to go on (Data Center)
    last: str = ""  # id of the last issue
    at: datetime | None = None  # Jira's clock when it was answered

    def keep(self, answer: Answer, kind: str) -> str:
        """Keep an answer as it came; give the name that facts cite."""
        self.at = answer.date or self.at
        original = Original(answer.body, kind, answer.origin)
        self.originals.append(original)
        return original.sha256

    def join(self, other: "Batch") -> None:
        """Take what *other* kept of further answers about the same issues."""
        self.originals += other.originals
        self.told_by |= other.told_by
        self.broken += other.broken
        self.repaired |= other.repaired
        if other.at is not None:
            self.at = max(self.at or other.at, other.at)


def page_reader(name: str, whole: Callable[[bytes], Any], one: Any) -> Callable[[bytes], Any]:
    """Give a function that reads a page: typed and whole, or else record by record.

    It gives the page, and what the slow path found, if it was needed.
    """

    def read(body: bytes) -> tuple[Any, Salvaged[Any] | None]:
        try:
            return whole(body), None
        except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
            found = salvage(body, name, one)
        try:
            page = whole(found.envelope)
        except (msgspec.MsgspecError, UnicodeDecodeError) as error:
            raise Undecodable(f"the page around its records: {error}") from error
        return page, found

    return read


def take(batch: Batch, page: list[Issue], found: Salvaged[Issue] | None, original: str) -> None:
    """Put what was read of a page into *batch*."""
    issues = found.read if found is not None else page
    if found is not None:
        batch.broken += found.broken
        batch.repaired |= found.repaired
    for issue in issues:
        batch.body_of[issue.id] = original
    batch.issues += issues


class Attachments:
    """Pages comments and worklogs where an issue holds more of them than it shows."""

    def __init__(self, client: Client, per_page: int = PER_BATCH) -> None:
        self.client, self.per_page = client, per_page
        self.comments = msgspec.json.Decoder(Comments)
        self.worklogs = msgspec.json.Decoder(Worklogs)

    def complete(self, batch: Batch) -> None:
        """Fetch what is missing of each issue in *batch*; name what stays missing."""
        for issue in batch.issues:
            comments, worklogs = issue.fields.comment, issue.fields.worklog
            if comments and comments.total > len(comments.comments):
                rows = self._all(batch, issue.id, "comment", self.comments, orderBy="created")
                if rows is not None:
                    batch.comments[issue.id] = rows
            if worklogs and worklogs.total > len(worklogs.worklogs):
                rows = self._all(batch, issue.id, "worklog", self.worklogs)
                if rows is not None:
                    batch.worklogs[issue.id] = rows

    def _all(
        self, batch: Batch, issue: str, kind: str, decoder: Any, **query: str
    ) -> list[Any] | None:
        found: dict[str, Any] = {}
        start, total = 0, 1
        path = f"/rest/api/2/issue/{quote(issue, safe='')}/{kind}"
        while start < total:
            page, answer = self.client.get(
                path, _strict(decoder), startAt=start, maxResults=self.per_page, **query
            )
            rows = page.comments if kind == "comment" else page.worklogs
            original, known = batch.keep(answer, f"jira-{kind}s"), len(found)
            for row in rows:
                found[row.id] = row
                batch.noted[f"{kind}:{row.id}"] = original
            start, total = page.startAt + len(rows), page.total
            if len(found) == known:  # a server that shows no more than this, whatever it counts
                break
        if len(found) < total:
            batch.incomplete.append(f"{kind}:{issue}")
            return None
        return list(found.values())


def _strict(decoder: Any) -> Callable[[bytes], Any]:
    def read(body: bytes) -> Any:
        try:
            return decoder.decode(body)
        except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError) as error:
            raise Undecodable(str(error)) from error

    return read


def chunks(ids: list[str], size: int = PER_BATCH) -> Iterator[list[str]]:
    """Cut *ids* into parts of at most *size*."""
    for start in range(0, len(ids), size):
        yield ids[start : start + size]


def issue_page(decoders: Decoders) -> Callable[[bytes], Any]:
    """Give the reader of pages with a list `issues`."""
    return page_reader("issues", decoders.page.decode, decoders.issue.decode)
