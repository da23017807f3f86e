"""Worklogs: of one issue, and what was changed or deleted since a time."""

from typing import TYPE_CHECKING, Any

from .clock import Instant
from .exchange import Refused, Reply, json_reply
from .rendering import encoder, worklog_json
from .routing import PAGED, Ask, Routes

if TYPE_CHECKING:
    from .jira import LocalJira

routes = Routes()
MINUTE = 60_000


@routes.at(
    "GET",
    "/rest/api/{api}/issue/{issue}/worklog",
    "worklogs",
    query=("startedAfter", "startedBefore", "expand", *PAGED),
)
def worklogs(jira: "LocalJira", ask: Ask) -> Reply:
    """Answer a page of worklogs; Data Center ignores the page and answers all."""
    found = jira.issue(ask)
    rows = found.worklogs
    start, size = 0, len(rows)
    if jira.mode == "cloud":
        after, before = ask.number("startedAfter", 0), ask.number("startedBefore", 2**62)
        rows = [row for row in rows if after <= row["started"] < before]
        start, size = ask.page(jira.knobs.caps["worklogs"], jira.knobs.caps["worklogs"])
    view = jira.view(ask)
    page = {
        "startAt": start,
        "maxResults": size,
        "total": len(rows),
        "worklogs": [worklog_json(found, row, view) for row in rows[start : start + size]],
    }
    return Reply(200, encoder(jira.zone).encode(page))


@routes.at("GET", "/rest/api/{api}/worklog/updated", "worklog/updated", query=("since", "expand"))
def updated(jira: "LocalJira", ask: Ask) -> Reply:
    """Answer ids of worklogs that were created or changed."""
    rows = [
        (row["updated"], str(row["id"]))
        for issue in jira.documents
        if jira.visible(issue)
        for row in issue.worklogs
    ]
    return _changes(jira, ask, "updated", rows)


@routes.at("GET", "/rest/api/{api}/worklog/deleted", "worklog/deleted", query=("since",))
def deleted(jira: "LocalJira", ask: Ask) -> Reply:
    """Answer ids of worklogs that were deleted."""
    return _changes(jira, ask, "deleted", jira.documents.gone_worklogs)


def _changes(jira: "LocalJira", ask: Ask, kind: str, rows: list[tuple[Instant, str]]) -> Reply:
    """Answer a page from `since` on (included); the last minute is left out."""
    since = ask.number("since", 0)
    settled = jira.clock.read() - MINUTE
    found = sorted((at, int(number)) for at, number in rows if since <= at <= settled)
    cap = jira.knobs.caps["worklog_changes"]
    page = found[:cap]
    until = int(page[-1][0]) if page else since
    link = f"{jira.site}/rest/api/{ask.api}/worklog/{kind}?since="
    shown: dict[str, Any] = {
        "values": [{"worklogId": n, "updatedTime": int(at), "properties": []} for at, n in page],
        "since": since,
        "until": until,
        "self": f"{link}{since}",
        "lastPage": len(found) <= cap,
    }
    if len(found) > cap:
        shown["nextPage"] = f"{link}{until}"
    return json_reply(shown)


@routes.at(
    "POST", "/rest/api/{api}/worklog/list", "worklog/list", query=("expand",), body={"ids": list}
)
def listed(jira: "LocalJira", ask: Ask) -> Reply:
    """Answer the worklogs with the asked ids, as far as they can be seen."""
    ids = set(ask.names("ids"))
    if len(ids) > 1000:
        jira.violated("too many ids", ask.request, f"{len(ids)} worklogs")
        raise Refused(400, "At most 1000 worklogs can be listed.")
    view = jira.view(ask)
    rows = [
        worklog_json(issue, row, view)
        for issue in jira.documents
        if jira.visible(issue)
        for row in issue.worklogs
        if str(row["id"]) in ids
    ]
    return Reply(200, encoder(jira.zone).encode(rows))
