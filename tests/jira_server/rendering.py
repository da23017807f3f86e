"""Issues and histories as JSON, in one reader's zone; each view of an issue is encoded once."""

from dataclasses import dataclass
from functools import lru_cache
from typing import Any
from zoneinfo import ZoneInfo

import msgspec

from .clock import Instant
from .documents import History, Issue, Json
from .exchange import Piece

TEXT_FIELDS = frozenset({"description", "environment"})


@dataclass(frozen=True, slots=True)
class View:
    """Which parts of an issue are shown, to whom, and in which form.

    `fields`: as asked (`*all`, `-comment`, `status`), None for ids only. `changelog`: how many of
    the newest histories, newest first; None for none, -1 for all, oldest first. `comments` and
    `worklogs`: how many are embedded, None for all. `adf`: text as documents instead of strings.
    """

    site: str
    zone: ZoneInfo
    fields: tuple[str, ...] | None = ("*all",)
    api: str = "2"
    changelog: int | None = None
    comments: int | None = None
    worklogs: int | None = 20
    adf: bool = False
    texts: frozenset[str] = TEXT_FIELDS


@lru_cache(maxsize=64)
def encoder(zone: ZoneInfo) -> msgspec.json.Encoder:
    """Return an encoder that writes instants in *zone*."""

    def written(value: Any) -> Any:
        return value.written(zone) if isinstance(value, Instant) else value.__dict__

    return msgspec.json.Encoder(enc_hook=written)


def issue_piece(issue: Issue, view: View) -> Piece:
    """Return the JSON of *issue* as *view* shows it."""
    piece = issue.encoded.get(view)
    if piece is None:
        piece = Piece(encoder(view.zone).encode(issue_json(issue, view)))
        issue.encoded[view] = piece
    return piece


def issue_json(issue: Issue, view: View) -> Json:
    if view.fields is None:
        return {"id": issue.id}
    shown: Json = {
        "expand": "operations,versionedRepresentations,editmeta,changelog,renderedFields",
        "id": issue.id,
        "self": f"{view.site}/rest/api/{view.api}/issue/{issue.id}",
        "key": issue.key,
    }
    fields = {name: _field(issue, name, view) for name in chosen(issue, view.fields)}
    if fields:
        shown["fields"] = fields
    if view.changelog is not None:
        shown["changelog"] = changelog_json(issue, view.changelog)
    return shown


def chosen(issue: Issue, asked: tuple[str, ...]) -> list[str]:
    """Return the ids of the fields that *asked* means: `*all`, `*navigable`, `-comment`, `due`."""
    names: dict[str, None] = {}
    for name in asked:
        if name in {"*all", "*navigable"}:
            names.update(dict.fromkeys(issue.fields))
            if name == "*all":
                names.update({"comment": None, "worklog": None})
        elif name.startswith("-"):
            names.pop(name[1:], None)
        elif name in issue.fields or name in {"comment", "worklog"}:
            names[name] = None
    return list(names)


def _field(issue: Issue, name: str, view: View) -> Any:
    if name == "comment":
        rows = [comment_json(issue, row, view) for row in issue.comments[: view.comments]]
        return _embedded("comments", rows, len(issue.comments), view.comments)
    if name == "worklog":
        rows = [worklog_json(issue, row, view) for row in issue.worklogs[: view.worklogs]]
        return _embedded("worklogs", rows, len(issue.worklogs), view.worklogs)
    return text(issue.fields[name], view) if name in view.texts else issue.fields[name]


def _embedded(name: str, rows: list[Json], total: int, limit: int | None) -> Json:
    size = total if limit is None else limit
    return {name: rows, "maxResults": size, "total": total, "startAt": 0}


def changelog_json(issue: Issue, limit: int) -> Json:
    histories = issue.histories if limit < 0 else issue.histories[::-1][:limit]
    shown = [history_json(history) for history in histories]
    total = len(issue.histories)
    size = total if limit < 0 else min(limit, total)
    return {"startAt": 0, "maxResults": size, "total": total, "histories": shown}


def history_json(history: History) -> Json:
    shown: Json = {"id": history.id, "author": history.author}
    shown |= {"created": history.created, "items": history.items}
    if history.author is None:
        del shown["author"]
    return shown


def comment_json(issue: Issue, comment: Json, view: View) -> Json:
    link = f"{view.site}/rest/api/{view.api}/issue/{issue.id}/comment/{comment['id']}"
    return {"self": link, **comment, "body": text(comment.get("body"), view)}


def worklog_json(issue: Issue, worklog: Json, view: View) -> Json:
    link = f"{view.site}/rest/api/{view.api}/issue/{issue.id}/worklog/{worklog['id']}"
    shown = {"self": link, **worklog, "issueId": issue.id}
    if "comment" in worklog:
        shown["comment"] = text(worklog["comment"], view)
    return shown


def text(value: Any, view: View) -> Any:
    """Return *value* as this version of the interface writes text."""
    if isinstance(value, str) and view.adf:
        return document(value)
    if isinstance(value, dict) and value.get("type") == "doc" and not view.adf:
        return plain(value)
    return value


def document(content: str) -> Json:
    """Return *content* in Atlassian Document Format, a paragraph for each line."""
    paragraphs: list[Json] = []
    for line in content.splitlines():
        inner = [{"type": "text", "text": line}] if line else []
        paragraphs.append({"type": "paragraph", "content": inner})
    return {"type": "doc", "version": 1, "content": paragraphs}


def plain(node: Json) -> str:
    """Return the words of a document."""
    if node.get("type") == "text":
        return str(node.get("text", ""))
    inner = [plain(child) for child in node.get("content") or []]
    return ("\n" if node.get("type") == "doc" else "").join(inner)
