"""Data Center and Server: offset pages that bring bodies and complete histories at once."""

from collections.abc import Iterator
from typing import Any
from urllib.parse import quote

from msgspec import Struct

from connectors.jira.batches import PER_BATCH, Attachments, Batch, chunks, issue_page, take
from connectors.jira.client import Client, decoder
from connectors.jira.cursor import Run
from connectors.jira.errors import EndpointGone, PagingStuck
from connectors.jira.payloads import Decoders, Issue
from connectors.jira.salvage import Broken

OVERLAP = 10
MOST_RESTARTS = 20
LISTED = 1000


class Key(Struct, gc=False):
    """An issue in a list."""

    id: str
    key: str = ""


class Keys(Struct, gc=False):
    """A page of a list."""

    issues: list[Key]
    startAt: int = 0  # noqa: N815 - the names are those that Jira writes
    maxResults: int = 0  # noqa: N815
    total: int = 0


class DataCenter:
    """Reads issues from a server."""

    bulk = ""

    def __init__(self, client: Client, decoders: Decoders) -> None:
        self.client, self.decoders = client, decoders
        self.attachments = Attachments(client)
        self.read_issues = issue_page(decoders)

    def batches(self, jql: str, run: Run) -> Iterator[Batch]:
        """Yield every issue that *jql* finds, from where *run* stopped on."""
        body = {"jql": jql, "fields": self.decoders.asked, "expand": ["changelog"]}
        start = max(0, run.start - OVERLAP)
        before: set[tuple[str, str | float]] = set()
        for page, rows, found, answer in self._rows(body, start, run.last):
            batch = Batch(start=page.startAt + len(rows))
            original = batch.keep(answer, "jira-page")
            take(batch, page.issues, found, original)
            # What was repeated for the overlap alone, and has not changed since, counts once.
            now = {(issue.id, issue.fields.updated) for issue in batch.issues}
            now |= {(broken.id, broken.reason) for broken in batch.broken}
            batch.issues = [i for i in batch.issues if (i.id, i.fields.updated) not in before]
            batch.broken = [b for b in batch.broken if (b.id, b.reason) not in before]
            before = now
            self._truncated(batch)
            batch.last = rows[-1] if rows else ""
            self.attachments.complete(batch)
            yield batch

    def _rows(self, body: dict[str, Any], start: int, last: str) -> Iterator[Any]:
        """Page by offsets over rows that move: each page repeats the last rows of the one before.

        If these are not there, the rows have moved up: one page back. If the total falls, rows
        before this page have gone: begin anew. What is read twice is dropped by its entry.
        """
        total = restarts = 0
        size = PER_BATCH
        while True:
            ask = body | {"startAt": start, "maxResults": size}
            (page, found), answer = self.client.post("/rest/api/2/search", ask, self.read_issues)
            rows = [one.id for one in (found.read if found is not None else page.issues)]
            rows += [broken.id for broken in (found.broken if found is not None else ())]
            size = min(size, page.maxResults) or size
            fell, total = page.total < total, page.total
            if fell or (last and start > 0 and last not in rows):
                restarts += 1
                if restarts > MOST_RESTARTS:
                    raise self._stuck()
                start = 0 if fell else max(0, start - size)
                continue
            yield page, rows, found, answer
            end = page.startAt + len(rows)
            if end >= total or not rows:
                return
            last, start = rows[-1], max(end - OVERLAP, start + 1)

    def _stuck(self) -> PagingStuck:
        return PagingStuck(
            "The rows of {source} move faster than they can be read.",
            remedy="Read it at a quieter time, or split `projects` into several sources.",
            source=self.client.settings.source,
        )

    def _truncated(self, batch: Batch) -> None:
        whole: list[Issue] = []
        for issue in batch.issues:
            log = issue.changelog
            if log is not None and log.total > len(log.histories):
                items = sum(len(history.items) for history in log.histories)
                batch.broken.append(Broken(issue.id, "truncated_history", b"", items))
            else:
                whole.append(issue)
        batch.issues = whole

    def listing(self, jql: str) -> Iterator[list[str]]:
        """Yield the ids of everything that *jql* finds, page by page."""
        seen: set[str] = set()
        total = restarts = start = 0
        while True:
            ask = {"jql": jql, "fields": ["updated"], "startAt": start, "maxResults": LISTED}
            page, _ = self.client.post("/rest/api/2/search", ask, decoder(Keys))
            if page.total < total:
                restarts += 1
                if restarts > MOST_RESTARTS:
                    raise self._stuck()
                start, total = 0, page.total
                continue
            total = page.total
            rows = [issue.id for issue in page.issues]
            yield [row for row in rows if row not in seen]
            seen.update(rows)
            end = page.startAt + len(rows)
            if end >= total or not rows:
                return
            start = max(end - OVERLAP, start + 1)

    def by_ids(self, ids: list[str]) -> Batch:
        """Fetch these issues one by one: one unknown id would refuse a query for all."""
        batch = Batch()
        for id_ in ids:
            try:
                (page, found), answer = self.client.get(
                    f"/rest/api/2/issue/{quote(id_, safe='')}",
                    self._read_one,
                    fields=",".join(self.decoders.asked),
                    expand="changelog",
                )
            except EndpointGone:
                batch.absent += 1
                continue
            take(batch, page.issues, found, batch.keep(answer, "jira-issue"))
        self._truncated(batch)
        self.attachments.complete(batch)
        batch.last = ids[-1] if ids else ""
        return batch

    def _read_one(self, body: bytes) -> Any:
        """Read a single issue as a page of one, so that it may be broken as well."""
        return self.read_issues(b'{"issues":[' + body + b"]}")

    def look(self, ids: list[str]) -> dict[str, str]:
        """Give the key of each of these issues that is shown, by id."""
        shown: dict[str, str] = {}
        for part in chunks(ids):
            for id_ in part:
                try:
                    found, _ = self.client.get(
                        f"/rest/api/2/issue/{quote(id_, safe='')}", decoder(Key), fields="updated"
                    )
                except EndpointGone:
                    continue
                shown[found.id] = found.key
        return shown
