"""Cloud's bulk calls: many issues, or the histories of many, in one answer."""

from operator import itemgetter
from typing import TYPE_CHECKING

from .cloud import CLOUD, Cursor, cursor_of, issue_token, unknown_fields
from .documents import History, Issue
from .exchange import Refused, Reply, joined
from .rendering import encoder, history_json, issue_piece
from .routing import Ask, Routes

if TYPE_CHECKING:
    from .jira import LocalJira

routes = Routes()
MULTI = frozenset({"comment", "worklog", "attachment", "issuelinks", "subtasks", "labels"})
MOST_HISTORIES = 10_000
Row = tuple[int, int, str, History]  # time, rank of the issue, its id


def asked_issues(jira: "LocalJira", ask: Ask, limit: int) -> list[Issue]:
    """Return the issues of `issueIdsOrKeys` by ascending id, without unknown and hidden ones."""
    references = ask.names("issueIdsOrKeys")
    if not references:
        raise Refused(400, "issueIdsOrKeys must not be empty.")
    if len(references) > limit:
        jira.violated("too many ids", ask.request, f"{len(references)} of at most {limit}")
        raise Refused(400, f"The number of issues must not be more than {limit}.")
    found = {issue.id: issue for one in references if (issue := jira.documents.find(one))}
    return sorted((i for i in found.values() if jira.visible(i)), key=lambda i: int(i.id))


@routes.at(
    "POST",
    "/rest/api/{api}/issue/bulkfetch",
    "bulkfetch",
    body={
        "issueIdsOrKeys": list,
        "fields": list,
        "expand": list,
        "properties": list,
        "fieldsByKeys": bool,
    },
    modes=CLOUD,
)
def bulkfetch(jira: "LocalJira", ask: Ask) -> Reply:
    """Answer up to 100 issues as they are now."""
    fields = tuple(ask.names("fields")) or ("*navigable",)
    unknown_fields(jira, ask, fields)
    schemas = jira.catalogue.fields
    single = not ask.names("expand") and all(
        name in schemas and schemas[name]["schema"]["type"] != "array" and name not in MULTI
        for name in fields
    )
    issues = asked_issues(jira, ask, 1000 if single else 100)
    embedded = jira.knobs.caps["embedded"]
    histories = jira.knobs.caps["histories"] if "changelog" in ask.names("expand") else None
    view = jira.view(ask, fields, changelog=histories, comments=embedded, worklogs=embedded)
    head = b'{"expand":"schema,names","issues":['
    pieces = joined(head, (issue_piece(i, view) for i in issues), b'],"issueErrors":[]}')
    return Reply(200, pieces=pieces)


@routes.at(
    "POST",
    "/rest/api/{api}/changelog/bulkfetch",
    "changelog/bulkfetch",
    body={"issueIdsOrKeys": list, "fieldIds": list, "maxResults": int, "nextPageToken": str},
    modes=CLOUD,
)
def changelog_bulkfetch(jira: "LocalJira", ask: Ask) -> Reply:
    """Answer histories oldest first over all issues, so that one issue may be on several pages."""
    limit = ask.number("maxResults", jira.knobs.caps["bulk_histories"])
    if not 1 <= limit <= MOST_HISTORIES:
        raise Refused(400, f"maxResults must be between 1 and {MOST_HISTORIES}.")
    query = f"{ask.names('issueIdsOrKeys')}{ask.names('fieldIds')}"
    cursor = cursor_of(jira, ask.text("nextPageToken"), query)
    start = cursor.position if cursor else 0
    rows = _kept_rows(jira, ask, cursor)
    tail = b"]}"
    if (end := start + limit) < len(rows):
        kept = (_state(jira), rows)
        token = issue_token(jira, Cursor(query, jira.clock.read(), kept, end))
        tail = b'],"nextPageToken":"%s"}' % token.encode()
    return Reply(200, b'{"issueChangeLogs":[' + _logs(jira, rows[start:end]) + tail)


def _state(jira: "LocalJira") -> tuple[int, int]:
    return jira.documents.version, jira.access.version


def _kept_rows(jira: "LocalJira", ask: Ask, cursor: Cursor | None) -> list[Row]:
    """Return the rows of the page before, as long as nothing has changed since."""
    if cursor and cursor.last[0] == _state(jira):
        return list(cursor.last[1])
    wanted = set(ask.names("fieldIds"))
    if len(wanted) > 10:
        jira.violated("too many ids", ask.request, f"{len(wanted)} field ids")
        raise Refused(400, "The number of fieldIds must not be more than 10.")
    rows = [
        (history.created, rank, issue.id, history)
        for rank, issue in enumerate(asked_issues(jira, ask, 1000))
        for history in issue.histories
        if not wanted or any(item.get("fieldId") in wanted for item in history.items)
    ]
    return sorted(rows, key=itemgetter(0, 1))


def _logs(jira: "LocalJira", rows: list[Row]) -> bytes:
    """Return the JSON of *rows*, grouped by issue."""
    numeric, zone = jira.knobs.numeric_history_times, jira.zone
    key, write = (zone.key, numeric), encoder(zone).encode
    lists: dict[str, list[bytes]] = {}
    for _, _, issue_id, history in rows:
        encoded = history.encoded.get(key)
        if encoded is None:
            more = {"created": int(history.created)} if numeric else {}
            encoded = history.encoded[key] = write(history_json(history) | more)
        lists.setdefault(issue_id, []).append(encoded)
    return b",".join(
        b'{"issueId":"%s","changeHistories":[%s]}' % (issue_id.encode(), b",".join(parts))
        for issue_id, parts in lists.items()
    )
