"""Lists of what is set up: fields, statuses, projects, versions, types, permissions."""

from typing import TYPE_CHECKING, Any

from .catalogue import Project
from .documents import Json
from .exchange import Refused, Reply, json_reply
from .routing import PAGED, Ask, Routes

if TYPE_CHECKING:
    from .jira import LocalJira

routes = Routes()
CLOUD = ("cloud",)


def paged(jira: "LocalJira", ask: Ask, rows: list[Any], path: str, *, total: bool = True) -> Reply:
    """Answer one page in the form of Cloud's newer lists."""
    start, size = ask.page(50, 50)
    shown: Json = {"maxResults": size, "startAt": start}
    if total:
        shown = {"self": f"{jira.site}{path}", **shown, "total": len(rows)}
    shown |= {"isLast": start + size >= len(rows), "values": rows[start : start + size]}
    return json_reply(shown)


@routes.at("GET", "/rest/api/{api}/field", "field")
def fields(jira: "LocalJira", ask: Ask) -> Reply:
    """Answer the fields of the whole site."""
    scoped = jira.catalogue.scoped_fields
    return json_reply([f for f in jira.catalogue.fields.values() if f["id"] not in scoped])


@routes.at(
    "GET",
    "/rest/api/{api}/field/search",
    "field/search",
    query=("type", "id", "query", "orderBy", "expand", "projectIds", *PAGED),
    modes=CLOUD,
)
def field_search(jira: "LocalJira", ask: Ask) -> Reply:
    """Answer fields in pages, those of single projects included."""
    rows = list(jira.catalogue.fields.values())
    kinds = ask.names("type")
    if kinds:
        rows = [row for row in rows if ("custom" if row["custom"] else "system") in kinds]
    slim = [
        {key: row[key] for key in ("id", "name", "schema", "key") if key in row} for row in rows
    ]
    return paged(jira, ask, slim, "/rest/api/3/field/search")


def _list(kind: str) -> None:
    """Serve the plain list of *kind*."""

    @routes.at("GET", "/rest/api/{api}/" + kind, kind)
    def answer(jira: "LocalJira", ask: Ask) -> Reply:
        return json_reply(list(jira.catalogue.kinds[kind].values()))


for _kind in ("status", "issuetype", "priority", "resolution"):
    _list(_kind)


def _browsable(jira: "LocalJira") -> list[Project]:
    rows = jira.catalogue.projects.values() if jira.access.authenticated else ()
    return [row for row in rows if row.browsable]


@routes.at(
    "GET",
    "/rest/api/{api}/project",
    "project",
    query=("expand", "recent", "properties", "includeArchived"),
)
def projects(jira: "LocalJira", ask: Ask) -> Reply:
    """Answer the projects that the reader may browse."""
    archived = ask.flag("includeArchived")
    rows = [row for row in _browsable(jira) if archived or not row.archived]
    return json_reply([row.short(jira.site) for row in rows])


@routes.at(
    "GET",
    "/rest/api/{api}/project/search",
    "project/search",
    query=("status", "orderBy", "keys", "id", "query", "typeKey", "action", "expand", *PAGED),
    modes=CLOUD,
)
def project_search(jira: "LocalJira", ask: Ask) -> Reply:
    """Answer projects in pages: live ones, unless archived ones are asked for."""
    wanted = ask.names("status") or ["live"]
    keys = ask.names("keys")
    rows = [
        row.short(jira.site) | ({"archived": True} if row.archived else {})
        for row in _browsable(jira)
        if ("archived" if row.archived else "live") in wanted and (not keys or row.key in keys)
    ]
    return paged(jira, ask, rows, "/rest/api/3/project/search")


def _project(jira: "LocalJira", ask: Ask) -> Project:
    name = ask.words["project"]
    found = jira.catalogue.project(name)
    if found is None or not found.browsable:
        raise Refused(404, f"No project could be found with key '{name}'.")
    return found


@routes.at(
    "GET", "/rest/api/{api}/project/{project}", "one project", query=("expand", "properties")
)
def project(jira: "LocalJira", ask: Ask) -> Reply:
    """Answer one project."""
    found = _project(jira, ask)
    return json_reply(found.short(jira.site) | {"versions": list(found.versions.values())})


@routes.at("GET", "/rest/api/{api}/project/{project}/versions", "versions", query=("expand",))
def versions(jira: "LocalJira", ask: Ask) -> Reply:
    """Answer all versions of a project."""
    return json_reply(list(_project(jira, ask).versions.values()))


@routes.at("GET", "/rest/api/{api}/project/{project}/components", "components")
def components(jira: "LocalJira", ask: Ask) -> Reply:
    """Answer all components of a project."""
    return json_reply(list(_project(jira, ask).components.values()))


@routes.at(
    "GET",
    "/rest/api/{api}/mypermissions",
    "mypermissions",
    query=("permissions", "projectKey", "projectId", "issueKey", "issueId"),
)
def permissions(jira: "LocalJira", ask: Ask) -> Reply:
    """Say which of the asked permissions the reader has."""
    asked = ask.names("permissions")
    if jira.mode == "cloud" and not asked:
        raise Refused(400, "The 'permissions' query parameter is required.")
    asked = asked or ["BROWSE_PROJECTS", "ADD_COMMENTS", "EDIT_ISSUES"]
    found = jira.catalogue.project(ask.text("projectKey")) if ask.text("projectKey") else None
    browse = found is None or found.browsable
    rows = {
        name: {
            "id": str(number),
            "key": name,
            "name": name.replace("_", " ").title(),
            "type": "PROJECT",
            "havePermission": browse and name not in jira.access.denied,
        }
        for number, name in enumerate(asked, 10)
    }
    return json_reply({"permissions": rows})
