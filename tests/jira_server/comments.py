"""Comments of one issue, page by page."""

from typing import TYPE_CHECKING, Any

from .exchange import Refused, Reply
from .rendering import comment_json, encoder
from .routing import PAGED, Ask, Routes

if TYPE_CHECKING:
    from .jira import LocalJira

routes = Routes()


@routes.at(
    "GET",
    "/rest/api/{api}/issue/{issue}/comment",
    "comments",
    query=("orderBy", "expand", *PAGED),
)
def comments(jira: "LocalJira", ask: Ask) -> Reply:
    """Answer a page of comments, oldest first unless asked otherwise."""
    found = jira.issue(ask)
    order = ask.text("orderBy", "created")
    if order.lstrip("+-") != "created":
        raise Refused(400, f"Comments cannot be ordered by '{order}'.")
    rows = sorted(found.comments, key=_created, reverse=order.startswith("-"))
    cap = jira.knobs.caps["comments"] if jira.mode == "cloud" else 1_048_576
    start, size = ask.page(cap, cap)
    view = jira.view(ask)
    page = {
        "startAt": start,
        "maxResults": size,
        "total": len(rows),
        "comments": [comment_json(found, row, view) for row in rows[start : start + size]],
    }
    return Reply(200, encoder(jira.zone).encode(page))


def _created(comment: dict[str, Any]) -> tuple[int, int]:
    return int(comment["created"]), int(comment["id"])


@routes.at("GET", "/rest/api/{api}/issue/{issue}/comment/{comment}", "comment", query=("expand",))
def comment(jira: "LocalJira", ask: Ask) -> Reply:
    """Answer one comment."""
    found = jira.issue(ask)
    for row in found.comments:
        if row["id"] == ask.words["comment"]:
            return Reply(200, encoder(jira.zone).encode(comment_json(found, row, jira.view(ask))))
    raise Refused(404, f"Can not find a comment for the id: {ask.words['comment']}.")
