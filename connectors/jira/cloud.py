"""Cloud: ids by token pages, then bodies and histories by bulk calls."""

from collections import deque
from collections.abc import Iterator
from concurrent.futures import Executor, Future, ThreadPoolExecutor
from datetime import datetime, timedelta
from typing import Any

import msgspec
from msgspec import Struct

from connectors.jira.ahead import Ahead
from connectors.jira.batches import Attachments, Batch, chunks, issue_page, page_reader, take
from connectors.jira.client import Client, decoder
from connectors.jira.cursor import Run
from connectors.jira.errors import EndpointGone, PagingStuck, QueryRefused
from connectors.jira.payloads import Changelog, Decoders, History, Issue
from connectors.jira.salvage import Salvaged
from connectors.jira.times import DAY, NoInstant, instant_from

MOST_IDS = 5000
MOST_HISTORIES = 5000
MOST_EMPTY = 50
MOST_ROUNDS = 5
MOST_BATCHES = 3  # in memory at once: one is used, two are fetched or wait
SAME_MOMENT = timedelta(seconds=2)  # the Date header has no fractions


Logs = dict[str, list[History]]  # by issue id


class Id(Struct, gc=False):
    """An issue in a list of ids."""

    id: str


class Ids(Struct, gc=False):
    """A page of ids."""

    issues: list[Id]
    nextPageToken: str | None = None  # noqa: N815 - the names are those that Jira writes
    isLast: bool | None = None  # noqa: N815


class Histories(Struct, gc=False):
    """Histories of one issue, as far as they are on this page."""

    issueId: str  # noqa: N815
    changeHistories: list[History]  # noqa: N815


class HistoryPage(Struct, gc=False):
    """Histories by time: those of one issue may be on several pages."""

    issueChangeLogs: list[Histories]  # noqa: N815
    nextPageToken: str | None = None  # noqa: N815


class Cloud:
    """Reads issues from a Cloud site."""

    def __init__(self, client: Client, decoders: Decoders, bulk: str = "") -> None:
        self.client, self.decoders = client, decoders
        self.bulk = bulk or "2"
        self.attachments = Attachments(client)
        self.read_issues = issue_page(decoders)
        self.read_histories = page_reader(
            "issueChangeLogs",
            msgspec.json.Decoder(HistoryPage).decode,
            msgspec.json.Decoder(Histories).decode,
        )

    def batches(self, jql: str, run: Run) -> Iterator[Batch]:
        """Yield every issue that *jql* finds, from where *run* stopped on."""
        several = self.client.settings.connections > 1
        listed = self._from(jql, run.token)
        parts = (
            (token, part)
            for token, ids in (Ahead(listed) if several else listed)
            # Where it was interrupted within this page, the rest of it.
            for part in chunks(ids[ids.index(run.last) + 1 if run.last in ids else 0 :])
        )
        # Over one connection, one call follows the other, and a page is read while another is used.
        pool = ThreadPoolExecutor(MOST_BATCHES if several else 1, "jira-bulk")
        beside = ThreadPoolExecutor(MOST_BATCHES, "jira-histories") if several else None
        waiting: deque[Future[Batch]] = deque()
        try:
            for token, part in parts:
                waiting.append(pool.submit(self._part, token, part, beside))
                if len(waiting) == MOST_BATCHES:
                    yield waiting.popleft().result()
            while waiting:
                yield waiting.popleft().result()
        finally:
            # One of them may sit in a long wait for Jira when nobody wants its pages any more.
            for threads in (pool, beside):
                if threads is not None:
                    threads.shutdown(wait=False, cancel_futures=True)

    def _part(self, token: str, ids: list[str], beside: Executor | None) -> Batch:
        batch = self.by_ids(ids, beside)
        batch.token, batch.last = token, ids[-1]
        return batch

    def _from(self, jql: str, token: str) -> Iterator[tuple[str, list[str]]]:
        try:
            yield from self.pages(jql, token)
        except QueryRefused:
            if not token:
                raise
            # The token has expired or is another query's: begin anew, with the old bound.
            yield from self.pages(jql)

    def listing(self, jql: str) -> Iterator[list[str]]:
        """Yield the ids of everything that *jql* finds, page by page."""
        for _, ids in self.pages(jql):
            yield ids

    def pages(self, jql: str, token: str = "") -> Iterator[tuple[str, list[str]]]:
        """Yield the token that led to a page, and its ids. Raise `PagingStuck`."""
        seen = {token}
        empty = 0
        while True:
            body: dict[str, Any] = {"jql": jql, "fields": ["id"], "maxResults": MOST_IDS}
            if token:
                body["nextPageToken"] = token
            page, _ = self.client.post("/rest/api/2/search/jql", body, decoder(Ids))
            yield token, [issue.id for issue in page.issues]
            if page.isLast or not page.nextPageToken:
                return
            token = page.nextPageToken
            empty = 0 if page.issues else empty + 1
            if token in seen or empty >= MOST_EMPTY:
                raise self._stuck(token in seen)
            seen.add(token)

    def _stuck(self, repeated: bool) -> PagingStuck:
        return PagingStuck(
            "The pages of {source} do not come to an end: {reason}.",
            remedy="Nothing was taken for complete; the next run begins anew. If it happens again,"
            " report it to Atlassian with the time of this run.",
            source=self.client.settings.source,
            reason="a page token was repeated" if repeated else "page after page was empty",
        )

    def by_ids(self, ids: list[str], beside: Executor | None = None) -> Batch:
        """Fetch these issues, at most 100, with complete histories.

        *beside* runs the call for the histories while that for the fields is under way.
        """
        batch = Batch()
        logs = self._side_by_side(batch, ids, beside) if beside else self._in_turn(batch, ids)
        unread = {broken.id for broken in batch.broken}
        batch.issues = [issue for issue in batch.issues if issue.id not in unread]
        for issue in batch.issues:
            histories = logs.get(issue.id, [])
            issue.changelog = Changelog(histories, len(histories))
        batch.absent = len(ids) - len(batch.issues) - len(unread & set(ids))
        self.attachments.complete(batch)
        return batch

    def _in_turn(self, batch: Batch, ids: list[str]) -> Logs:
        date = self._bodies(batch, ids)
        logs = self._logs(batch, ids)
        if date is not None and (late := _later(logs, date - SAME_MOMENT)):
            self._agreed(batch, logs, late)
        return logs

    def _agreed(self, batch: Batch, logs: Logs, late: set[str]) -> None:
        """Read issues again that changed between the calls, until their history stands still.

        Fields are read between two equal histories, or they would tell of changes that have none.
        """
        for _ in range(MOST_ROUNDS):
            batch.issues = [issue for issue in batch.issues if issue.id not in late]
            self._bodies(batch, sorted(late))
            now = self._logs(batch, sorted(late))
            late = {issue for issue in late if len(now.get(issue, [])) != len(logs[issue])}
            logs |= now
            if not late:
                return

    def _side_by_side(self, batch: Batch, ids: list[str], beside: Executor) -> Logs:
        """Ask for both at the same time; what moved meanwhile is asked for again in turn."""
        clock = self.client.clocks.monotonic
        began, told = clock(), Batch()
        coming = beside.submit(self._logs, told, ids)
        self._bodies(batch, ids)
        logs = coming.result()
        dates = [at for at in (batch.at, told.at) if at is not None]
        batch.join(told)
        if not dates:
            return logs
        since = min(dates) - SAME_MOMENT - timedelta(seconds=clock() - began)
        late = _later(logs, since) | _moved(batch.issues, since)
        late -= {broken.id for broken in batch.broken}
        if late:
            batch.issues = [issue for issue in batch.issues if issue.id not in late]
            logs |= {key: [] for key in late} | self._in_turn(batch, sorted(late))
        return logs

    def _bodies(self, batch: Batch, ids: list[str]) -> Any:
        body = {"issueIdsOrKeys": ids, "fields": self.decoders.asked}
        (page, found), answer = self._bulk("issue/bulkfetch", body, self.read_issues)
        original = batch.keep(answer, "jira-page")
        take(batch, page.issues, found, original)
        return answer.date

    def _logs(self, batch: Batch, ids: list[str]) -> Logs:
        logs: Logs = {}
        body: dict[str, Any] = {"issueIdsOrKeys": ids, "maxResults": MOST_HISTORIES}
        seen: set[str] = set()
        while True:
            (page, found), answer = self._bulk("changelog/bulkfetch", body, self.read_histories)
            original = batch.keep(answer, "jira-changelog")
            for part in _parts(page, found):
                logs.setdefault(part.issueId, []).extend(part.changeHistories)
                batch.told_by[part.issueId] = original
            if found is not None:
                batch.broken += found.broken
                batch.repaired |= found.repaired
            if not page.nextPageToken:
                return logs
            if page.nextPageToken in seen:
                raise self._stuck(repeated=True)
            seen.add(page.nextPageToken)
            body["nextPageToken"] = page.nextPageToken

    def _bulk(self, path: str, body: dict[str, Any], read: Any) -> tuple[Any, Any]:
        version = self.bulk
        try:
            return self.client.post(f"/rest/api/{version}/{path}", body, read)
        except EndpointGone:
            if version == "3":
                raise
            # Not every site offers the bulk calls in the second version.
            self.bulk = "3"
            return self.client.post(f"/rest/api/{self.bulk}/{path}", body, read)

    def look(self, ids: list[str]) -> dict[str, str]:
        """Give the key of each of these issues that is shown, by id."""
        shown: dict[str, str] = {}
        for part in chunks(ids):
            body = {"issueIdsOrKeys": part, "fields": self.decoders.asked}
            (page, found), _ = self._bulk("issue/bulkfetch", body, self.read_issues)
            issues: list[Issue] = found.read if found is not None else page.issues
            shown |= {issue.id: issue.key for issue in issues}
        return shown


def _later(logs: Logs, since: datetime) -> set[str]:
    """Name the issues with a history of *since* or later."""
    # Whatever the zone, what was written with an earlier day than this is older.
    day = (since - DAY).date().isoformat()
    late = set()
    for issue, histories in logs.items():
        for history in histories:
            written = history.created
            if isinstance(written, str) and written < day and not written.isdigit():
                continue
            if _is_since(written, since):
                late.add(issue)
                break
    return late


def _moved(issues: list[Issue], since: datetime) -> set[str]:
    return {issue.id for issue in issues if _is_since(issue.fields.updated, since)}


def _is_since(written: str | float, since: datetime) -> bool:
    try:
        return instant_from(written, since + 2 * DAY) >= since
    except NoInstant:
        return False


def _parts(page: HistoryPage, found: Salvaged[Histories] | None) -> list[Histories]:
    return found.read if found is not None else page.issueChangeLogs
