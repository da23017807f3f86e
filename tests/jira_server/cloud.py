"""Cloud's search: page by token, ids unless asked otherwise."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from .clock import Instant
from .documents import Issue
from .exchange import Refused, Reply, joined, json_reply
from .index import place_after
from .jql import Query, parsed
from .jql_meaning import meaning
from .rendering import issue_piece
from .routing import Ask, Routes

if TYPE_CHECKING:
    from .jira import LocalJira

routes = Routes()
CLOUD = ("cloud",)
SEARCHED: tuple[str, ...] = ("jql", "nextPageToken", "maxResults", "fields", "expand", "properties")
SEARCHED += ("fieldsByKeys", "failFast", "reconcileIssues")
SEARCH_BODY: dict[str, Any] = {
    "jql": str,
    "nextPageToken": str,
    "maxResults": int,
    "fields": list,
    "expand": str,
    "properties": list,
    "fieldsByKeys": bool,
    "failFast": bool,
    "reconcileIssues": list,
}
IDS_ONLY = frozenset({"id", "key"})


@dataclass(frozen=True, slots=True)
class Cursor:
    """What a page token stands for."""

    query: str
    issued: Instant
    last: Any = None  # the issue after which to go on, or a position
    position: int = 0


def issue_token(jira: "LocalJira", cursor: Cursor) -> str:
    token = f"Ch0jU3RyaW5n{len(jira.cursors):06x}=="
    jira.cursors[token] = cursor
    return token


def cursor_of(jira: "LocalJira", token: str, query: str) -> Cursor | None:
    """Return what *token* stands for; one of another query, or too old, is refused."""
    if not token:
        return None
    cursor = jira.cursors.get(token)
    if cursor is None:
        raise Refused(400, "The provided next page token is invalid or has expired.")
    if cursor.query != query:
        raise Refused(400, "The provided next page token does not match the query.")
    if jira.clock.read() - cursor.issued > jira.knobs.token_days * 86_400_000:
        raise Refused(400, "The provided next page token is invalid or has expired.")
    return cursor


@routes.at("GET", "/rest/api/{api}/search/jql", "search", query=SEARCHED, modes=CLOUD)
@routes.at("POST", "/rest/api/{api}/search/jql", "search", body=SEARCH_BODY, modes=CLOUD)
def search(jira: "LocalJira", ask: Ask) -> Reply:
    """Answer one page of ids, or of issues, in the query's order."""
    jql = ask.text("jql")
    query = bounded(jql)
    fields = tuple(ask.names("fields"))
    unknown_fields(jira, ask, fields)
    limit = _page_size(jira, ask, fields)
    cursor = cursor_of(jira, ask.text("nextPageToken"), jql)
    rows = _rows(jira, ask, jql, query)
    start = 0
    if cursor:
        start = cursor.position
        if not (start and start <= len(rows) and rows[start - 1] is cursor.last):
            start = place_after(rows, cursor.last, query) if cursor.last else start
    page = rows[start : start + limit]
    if jira.faults.took("empty page"):
        page = []
    end = start + len(page)
    tail = b'],"isLast":true}'
    if end < len(rows):
        last = page[-1] if page else (cursor.last if cursor else None)
        token = issue_token(jira, Cursor(jql, jira.clock.read(), last, end))
        tail = b'],"nextPageToken":"%s","isLast":false}' % token.encode()
    view = jira.view(
        ask,
        None if set(fields) <= {"id"} else fields,
        changelog=jira.knobs.caps["histories"] if "changelog" in ask.names("expand") else None,
        comments=jira.knobs.caps["embedded"],
        worklogs=jira.knobs.caps["embedded"],
    )
    return Reply(200, pieces=joined(b'{"issues":[', (issue_piece(i, view) for i in page), tail))


def bounded(jql: str) -> Query:
    """Return the tree of *jql*, which must narrow the search down."""
    query = parsed(jql)
    if query.where is None:
        message = "Unbounded JQL queries are not allowed here. "
        raise Refused(400, message + "Please add a search restriction to your query.")
    if len(query.order) > 7:
        raise Refused(400, "The maximum number of order by fields is 7.")
    return query


def unknown_fields(jira: "LocalJira", ask: Ask, fields: tuple[str, ...]) -> None:
    """Note fields that this Jira does not have; like Jira, go on without them."""
    known = jira.catalogue.fields.keys() | {"*all", "*navigable", "id", "key"}
    for name in fields:
        if name.removeprefix("-") not in known:
            jira.violated("unknown field", ask.request, name)


def _page_size(jira: "LocalJira", ask: Ask, fields: tuple[str, ...]) -> int:
    asked = ask.number("maxResults", 50)
    if asked < 1:
        raise Refused(400, "maxResults must be between 1 and 5000.")
    ids = set(fields) <= IDS_ONLY and not ask.names("expand")
    limit = min(asked, jira.knobs.caps["ids" if ids else "bodies"])
    return min(limit, jira.knobs.page_cap or limit)


def _rows(jira: "LocalJira", ask: Ask, jql: str, query: Query) -> list[Issue]:
    asker = jira.asker()
    test = meaning(query.where, asker)
    reconciled = ask.names("reconcileIssues")
    if len(reconciled) > 50:
        jira.violated("too many ids", ask.request, f"{len(reconciled)} in reconcileIssues")
        raise Refused(400, "reconcileIssues: at most 50 issues are allowed.")
    found = [jira.documents.find(one) for one in reconciled]
    fresh = tuple(issue for issue in found if issue)
    key = (jql, jira.zone.key, jira.access.version, jira.access.authenticated, asker.now)
    return jira.index.found(key, query, test, jira.visible, fresh=fresh)


@routes.at("GET", "/rest/api/{api}/search", "old search", query=(*SEARCHED, "startAt"), modes=CLOUD)
@routes.at("POST", "/rest/api/{api}/search", "old search", body={"*": object}, modes=CLOUD)
def old_search(jira: "LocalJira", ask: Ask) -> Reply:
    """Say that it is gone."""
    raise Refused(
        410,
        "The requested API has been removed. Please migrate to the /rest/api/3/search/jql API. "
        "A full migration guideline is available at "
        "https://developer.atlassian.com/changelog/#CHANGE-2046",
    )


@routes.at(
    "POST",
    "/rest/api/{api}/search/approximate-count",
    "approximate-count",
    body={"jql": str},
    modes=CLOUD,
)
def approximate_count(jira: "LocalJira", ask: Ask) -> Reply:
    """Say about how many issues match."""
    jql = ask.text("jql")
    return json_reply({"count": len(_rows(jira, ask, jql, bounded(jql)))})
