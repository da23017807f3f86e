"""Boards and sprints."""

from typing import TYPE_CHECKING

from .catalogue_lists import paged
from .documents import Json
from .exchange import Refused, Reply, json_reply
from .routing import PAGED, Ask, Routes

if TYPE_CHECKING:
    from .jira import LocalJira

routes = Routes()
HIDDEN = {"projectKey", "statuses"}


@routes.at(
    "GET",
    "/rest/agile/1.0/board",
    "board",
    query=("type", "name", "projectKeyOrId", "orderBy", *PAGED),
)
def boards(jira: "LocalJira", ask: Ask) -> Reply:
    """Answer the boards whose project the reader may browse."""
    rows = [
        {key: value for key, value in board.items() if key not in HIDDEN}
        for board in jira.catalogue.boards.values()
        if _shown(jira, board, ask)
    ]
    return paged(jira, ask, rows, "/rest/agile/1.0/board")


def _shown(jira: "LocalJira", board: Json, ask: Ask) -> bool:
    key = board.get("projectKey")
    project = jira.catalogue.project(str(key)) if key else None
    wanted = ask.text("projectKeyOrId")
    if wanted and (project is None or wanted not in {project.key, project.id}):
        return False
    if ask.text("type") and board["type"] != ask.text("type"):
        return False
    return project is None or project.browsable


def _board(jira: "LocalJira", ask: Ask) -> Json:
    number = ask.words["board"]
    board = jira.catalogue.boards.get(int(number)) if number.isdigit() else None
    project = jira.catalogue.project(str(board.get("projectKey"))) if board else None
    if board is None or (project and not project.browsable):
        raise Refused(404, jira.said("no board", ask.request))
    return board


@routes.at("GET", "/rest/agile/1.0/board/{board}/sprint", "sprints", query=("state", *PAGED))
def sprints(jira: "LocalJira", ask: Ask) -> Reply:
    """Answer a Scrum board's sprints, without a total; other boards have none."""
    board = _board(jira, ask)
    if board["type"] != "scrum":
        raise Refused(400, jira.said("no sprints", ask.request))
    states = ask.names("state")
    rows = [
        sprint
        for sprint in jira.catalogue.sprints.values()
        if sprint.get("originBoardId") == board["id"] and (not states or sprint["state"] in states)
    ]
    return paged(jira, ask, rows, "", total=False)


@routes.at("GET", "/rest/agile/1.0/board/{board}/configuration", "board configuration")
def configuration(jira: "LocalJira", ask: Ask) -> Reply:
    """Answer how a board maps statuses to columns."""
    board = _board(jira, ask)
    columns: dict[str, list[Json]] = {"To Do": [], "In Progress": [], "Done": []}
    names = {"new": "To Do", "indeterminate": "In Progress", "done": "Done"}
    for status in jira.catalogue.kinds["status"].values():
        category = (status.get("statusCategory") or {}).get("key")
        link = {"id": status["id"], "self": status.get("self", "")}
        columns[names.get(str(category), "To Do")].append(link)
    return json_reply(
        {
            "id": board["id"],
            "name": board["name"],
            "type": board["type"],
            "self": f"{jira.site}/rest/agile/1.0/board/{board['id']}/configuration",
            "filter": {"id": str(10000 + board["id"])},
            "columnConfig": {
                "columns": [{"name": n, "statuses": rows} for n, rows in columns.items()],
                "constraintType": "issueCount",
            },
            "estimation": {"type": "none"},
        }
    )
