"""Working time that was changed or deleted: on Cloud that need not move its issue's `updated`."""

from collections.abc import Iterable, Iterator
from typing import Any

from msgspec import Struct

from connectors.jira.changes import text_hash
from connectors.jira.client import Client, decoder
from connectors.jira.current import flattened
from connectors.jira.errors import PagingStuck
from connectors.jira.payloads import Text
from hub.ingest import Known
from hub.model.items import Item

AT_ONCE = 1000


class Changed(Struct, gc=False):
    """A worklog that was created, edited or deleted."""

    worklogId: int | str  # noqa: N815 - the names are those that Jira writes


class Changes(Struct, gc=False):
    """A page of them. The last minute is never in it."""

    values: list[Changed]
    until: int
    lastPage: bool = True  # noqa: N815


class Logged(Struct, gc=False):
    """As much of a worklog as tells whether it is known."""

    id: str
    issueId: str  # noqa: N815
    timeSpentSeconds: float | None = None  # noqa: N815
    comment: Text = None


class WorklogChanges:
    """What has become of worklogs since an instant, in epoch milliseconds."""

    def __init__(self, client: Client, known: Known) -> None:
        self.client, self.known = client, known

    def updated(self, since: int) -> tuple[set[str], int]:
        """Give the ids of the issues whose worklogs are not as they are known, and until when."""
        ids, until = self._ids("updated", since)
        logs = [log for part in _parts(ids) for log in self._listed(part)]
        items = self.known.items({log.issueId for log in logs})
        return {log.issueId for log in logs if _is_new(log, items.get(log.issueId))}, until

    def deleted(self, since: int) -> tuple[set[str], int]:
        """Give the ids of the known issues that have lost a worklog, and until when."""
        ids, until = self._ids("deleted", since)
        gone = {f"worklog:{id_}" for id_ in ids}
        if not gone:
            return set(), until
        items = self.known.all_items()
        return {i.subject for i in items if not i.vanished and gone & i.annotations.keys()}, until

    def _ids(self, kind: str, since: int) -> tuple[list[str], int]:
        """Page on from *since*, which is included. The address of a next page is never followed."""
        found: dict[str, None] = {}
        path = f"/rest/api/2/worklog/{kind}"
        while True:
            page, _ = self.client.get(path, decoder(Changes), since=since)
            found |= dict.fromkeys(str(row.worklogId) for row in page.values)
            if page.lastPage:
                return list(found), max(since, page.until) if page.values else since
            if page.until <= since:
                raise self._stuck(path)
            since = page.until

    def _listed(self, ids: list[str]) -> Iterable[Logged]:
        body: dict[str, Any] = {"ids": [int(id_) for id_ in ids if id_.isdigit()]}
        rows, _ = self.client.post("/rest/api/2/worklog/list", body, decoder(list[Logged]))
        found: list[Logged] = rows
        return found

    def _stuck(self, path: str) -> PagingStuck:
        return PagingStuck(
            "{source} names more worklogs of one instant in {path} than fit on a page.",
            remedy="Nothing was taken for complete. If it happens again, report it to Atlassian"
            " with the time of this run.",
            source=self.client.settings.source,
            path=path,
        )


def _parts(ids: list[str]) -> Iterator[list[str]]:
    for start in range(0, len(ids), AT_ONCE):
        yield ids[start : start + AT_ONCE]


def _is_new(log: Logged, item: Item | None) -> bool:
    """Tell whether a known issue holds it otherwise; an unknown one is not in scope."""
    if item is None or item.vanished:
        return False
    name, body = f"worklog:{log.id}", text_hash(flattened(log.comment)) or ""
    held = (item.annotations.get(name), item.amounts.get(name))
    return held != (body, log.timeSpentSeconds)
