"""One issue, its history, who asks, and what server this is."""

from typing import TYPE_CHECKING

from .cloud import unknown_fields
from .exchange import Reply, json_reply
from .rendering import encoder, history_json, issue_piece
from .routing import PAGED, Ask, Routes

if TYPE_CHECKING:
    from .jira import LocalJira

routes = Routes()
WRITABLE = frozenset({"labels", "summary", "duedate", "description"})
SHOWN = ("fields", "expand", "properties", "fieldsByKeys", "updateHistory", "failFast")


@routes.at("GET", "/rest/api/{api}/issue/{issue}", "issue", query=SHOWN)
def issue(jira: "LocalJira", ask: Ask) -> Reply:
    """Answer the truth, whatever the index shows."""
    fields = tuple(ask.names("fields")) or ("*all",)
    unknown_fields(jira, ask, fields)
    limit = None
    if "changelog" in ask.names("expand"):
        limit = -1 if jira.mode == "dc" else jira.knobs.caps["history_page"]
    view = jira.view(ask, fields, changelog=limit)
    return Reply(200, pieces=[issue_piece(jira.issue(ask), view)])


@routes.at(
    "GET",
    "/rest/api/{api}/issue/{issue}/changelog",
    "changelog",
    query=PAGED,
    modes=("cloud",),
)
def changelog(jira: "LocalJira", ask: Ask) -> Reply:
    """Answer a page of an issue's history, oldest first."""
    found = jira.issue(ask)
    cap = jira.knobs.caps["history_page"]
    start, size = ask.page(cap, cap)
    rows = found.histories
    page = {
        "self": f"{jira.site}/rest/api/{ask.api}/issue/{found.id}/changelog",
        "maxResults": size,
        "startAt": start,
        "total": len(rows),
        "isLast": start + size >= len(rows),
        "values": [history_json(history) for history in rows[start : start + size]],
    }
    return Reply(200, encoder(jira.zone).encode(page))


@routes.at("GET", "/rest/api/{api}/issue/{issue}/editmeta", "editmeta")
def editable(jira: "LocalJira", ask: Ask) -> Reply:
    """Answer which fields the reader may change on an issue."""
    jira.issue(ask)
    denied = "EDIT_ISSUES" in jira.access.denied
    rows = {
        name: {
            "required": name == "summary",
            "schema": jira.catalogue.fields[name]["schema"],
            "name": jira.catalogue.fields[name]["name"],
            "key": name,
            "operations": ["add", "set", "remove"] if name == "labels" else ["set"],
        }
        for name in sorted(WRITABLE)
        if not denied
    }
    return json_reply({"fields": rows})


@routes.at("GET", "/rest/api/{api}/serverInfo", "serverInfo")
def server_info(jira: "LocalJira", ask: Ask) -> Reply:
    """Say what kind of server this is, and what its clock says."""
    numbers = jira.knobs.version or ((1001, 0, 0) if jira.mode == "cloud" else (9, 12, 4))
    usual = "Cloud" if jira.mode == "cloud" else "Server"
    shown = {
        "baseUrl": jira.site,
        "version": ".".join(map(str, numbers)),
        "versionNumbers": numbers,
        "deploymentType": jira.knobs.deployment or usual,
        "buildNumber": 9120004,
        "serverTitle": "Local Jira",
    }
    if jira.knobs.server_time:
        shown["serverTime"] = jira.clock.read()
    return Reply(200, encoder(jira.zone).encode(shown))


@routes.at("GET", "/rest/api/{api}/myself", "myself", query=("expand",))
def myself(jira: "LocalJira", ask: Ask) -> Reply:
    """Answer the reader's profile, or somebody without a name."""
    if not jira.access.authenticated:
        return json_reply({"displayName": "Anonymous", "active": True})
    return json_reply({"locale": "en_US", **jira.reader})
