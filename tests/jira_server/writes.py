"""What a client may write: comments, labels and other fields, and properties of an issue."""

from typing import TYPE_CHECKING, Any

from .documents import Issue
from .exchange import Refused, Reply, json_reply
from .issues import WRITABLE
from .rendering import comment_json, encoder, plain
from .routing import Ask, Routes

if TYPE_CHECKING:
    from .jira import LocalJira

routes = Routes()
TEXT: tuple[type, ...] = (str, dict)
COMMENT: dict[str, Any] = {"body": TEXT, "visibility": dict, "properties": list}


def _allowed(jira: "LocalJira", permission: str) -> None:
    if permission in jira.access.denied or not jira.access.authenticated:
        raise Refused(403, "You do not have the permission to do this on this issue.")


def _body(ask: Ask) -> str:
    """Return the text that is to be written, in the form that this version of the interface has."""
    body = ask.body.get("body")
    if isinstance(body, dict) is not (ask.api == "3") or not body:
        raise Refused(400, comment="Comment body is not valid!")
    return plain(body) if isinstance(body, dict) else str(body)


@routes.at(
    "POST",
    "/rest/api/{api}/issue/{issue}/comment",
    "add comment",
    query=("expand",),
    body=COMMENT,
    writes=True,
)
def add_comment(jira: "LocalJira", ask: Ask) -> Reply:
    """Add a comment by the reader's account."""
    found = jira.issue(ask)
    _allowed(jira, "ADD_COMMENTS")
    number = jira.script.comment(found.id, _body(ask), by="reader")
    return _shown(jira, ask, number, 201)


@routes.at(
    "PUT",
    "/rest/api/{api}/issue/{issue}/comment/{comment}",
    "edit comment",
    query=("notifyUsers", "expand", "overrideEditableFlag"),
    body=COMMENT,
    writes=True,
)
def edit_comment(jira: "LocalJira", ask: Ask) -> Reply:
    """Change a comment's text."""
    found = jira.issue(ask)
    _allowed(jira, "ADD_COMMENTS")
    if all(row["id"] != ask.words["comment"] for row in found.comments):
        raise Refused(404, f"Can not find a comment for the id: {ask.words['comment']}.")
    jira.script.edit_comment(found.id, ask.words["comment"], _body(ask), by="reader")
    return _shown(jira, ask, ask.words["comment"], 200)


def _shown(jira: "LocalJira", ask: Ask, number: str, status: int) -> Reply:
    issue = jira.issue(ask)
    [row] = [row for row in issue.comments if row["id"] == number]
    shown = comment_json(issue, row, jira.view(ask))
    return Reply(status, encoder(jira.zone).encode(shown))


@routes.at(
    "PUT",
    "/rest/api/{api}/issue/{issue}",
    "edit issue",
    query=("notifyUsers", "overrideScreenSecurity", "overrideEditableFlag", "returnIssue"),
    body={"fields": dict, "update": dict},
    writes=True,
)
def edit_issue(jira: "LocalJira", ask: Ask) -> Reply:
    """Change labels, summary, due date or description."""
    found = jira.issue(ask)
    _allowed(jira, "EDIT_ISSUES")
    fields, update = ask.body.get("fields") or {}, ask.body.get("update") or {}
    changes = {name: value for name, value in fields.items() if name in WRITABLE}
    wrong = {name: CANNOT.format(name) for name in (*fields, *update) if name not in WRITABLE}
    for name, operations in update.items():
        if name == "labels":
            changes["labels"] = _labels(found, operations)
        elif name in WRITABLE:
            changes[name] = operations[-1]["set"]
    if any(" " in label for label in changes.get("labels") or ()):
        wrong["labels"] = "The label contains spaces which is invalid."
    if wrong:
        raise Refused(400, **wrong)
    if changes:
        jira.script.change(found.id, by="reader", **changes)
    return Reply(204)


CANNOT = "Field '{}' cannot be set. It is not on the appropriate screen, or unknown."


def _labels(issue: Issue, operations: list[dict[str, Any]]) -> list[str]:
    labels = list(issue.fields.get("labels") or ())
    for operation in operations:
        for verb, value in operation.items():
            if verb == "set":
                labels = list(value)
            elif verb == "add" and value not in labels:
                labels.append(value)
            elif verb == "remove" and value in labels:
                labels.remove(value)
    return labels


PROPERTY = "/rest/api/{api}/issue/{issue}/properties/{property}"


@routes.at("PUT", PROPERTY, "set property", body={"*any": object}, writes=True)
def set_property(jira: "LocalJira", ask: Ask) -> Reply:
    """Keep any JSON value under a name."""
    found = jira.issue(ask)
    _allowed(jira, "EDIT_ISSUES")
    name = ask.words["property"]
    if len(name) > 255 or len(ask.request.body) > 32_768:
        raise Refused(400, "The property key or value is too long.")
    status = 200 if name in found.properties else 201
    found.properties[name] = ask.body["*any"]
    return json_reply(None, status)


@routes.at("GET", PROPERTY, "property")
def get_property(jira: "LocalJira", ask: Ask) -> Reply:
    """Answer what is kept under a name."""
    found, name = jira.issue(ask), ask.words["property"]
    if name not in found.properties:
        raise Refused(404, f"The property {name} does not exist.")
    return json_reply({"key": name, "value": found.properties[name]})


@routes.at("DELETE", PROPERTY, "delete property", writes=True)
def delete_property(jira: "LocalJira", ask: Ask) -> Reply:
    """Forget what is kept under a name."""
    found, name = jira.issue(ask), ask.words["property"]
    if found.properties.pop(name, None) is None:
        raise Refused(404, f"The property {name} does not exist.")
    return Reply(204)
