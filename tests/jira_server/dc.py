"""Data Center's search: offset pages over data that move, with complete histories."""

from typing import TYPE_CHECKING

from .cloud import unknown_fields
from .documents import Issue
from .exchange import Reply, joined
from .jql import parsed
from .jql_meaning import meaning
from .rendering import issue_piece
from .routing import PAGED, Ask, Routes

if TYPE_CHECKING:
    from .jira import LocalJira

routes = Routes()
DC = ("dc",)


@routes.at(
    "GET",
    "/rest/api/2/search",
    "search",
    query=("jql", "fields", "expand", "validateQuery", *PAGED),
    modes=DC,
)
@routes.at(
    "POST",
    "/rest/api/2/search",
    "search",
    body={
        "jql": str,
        "startAt": int,
        "maxResults": int,
        "fields": list,
        "expand": list,
        "validateQuery": bool,
        "fieldsByKeys": bool,
    },
    modes=DC,
)
def search(jira: "LocalJira", ask: Ask) -> Reply:
    """Answer the rows from `startAt` on, as the data are at this moment."""
    fields = tuple(ask.names("fields")) or ("*navigable",)
    unknown_fields(jira, ask, fields)
    start, size = ask.page(50, jira.knobs.caps["dc_search"])
    rows = _rows(jira, ask)
    page = rows[start : start + size]
    expand = ask.names("expand")
    view = jira.view(ask, fields, changelog=-1 if "changelog" in expand else None)
    head = b'{"expand":"schema,names","startAt":%d,"maxResults":%d,"total":%d,"issues":['
    head %= (start, size, len(rows))
    return Reply(200, pieces=joined(head, (issue_piece(i, view) for i in page), b"]}"))


def _rows(jira: "LocalJira", ask: Ask) -> list[Issue]:
    """Return what one node finds; nodes take turns and differ in what ORDER BY leaves open."""
    jql = ask.text("jql")
    query = parsed(jql)
    asker = jira.asker()
    node = jira.asked["search"] % jira.knobs.nodes
    key = (jql, jira.zone.key, jira.access.version, jira.access.authenticated, asker.now)
    return jira.index.found(key, query, meaning(query.where, asker), jira.visible, node=node)
