"""A tiny Jira that answers as the vendor's would have answered at an instant; read-only."""

import json
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from email.utils import format_datetime
from functools import partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any
from urllib.parse import parse_qs, urlsplit

from hub.demo.tracker import CUSTOM, Issue, Json, Tracker, written

FIELDS = {
    **dict.fromkeys(("summary", "description", "environment"), "string"),
    **dict.fromkeys(("assignee", "reporter", "creator"), "user"),
    **dict.fromkeys(("created", "updated"), "datetime"),
    **dict.fromkeys(("labels", "fixVersions", "versions", "components"), "array"),
    **dict.fromkeys(("issuelinks", "attachment"), "array"),
    **{name: name for name in ("status", "resolution", "priority", "issuetype", "project")},
    "duedate": "date",
    "comment": "comments-page",
    "worklog": "array",
    "timeoriginalestimate": "number",
}
Asked = dict[str, Any]


class Answers:
    """What each path answers. `now` gives the instant at which the Jira stands."""

    def __init__(self, now: Callable[[], datetime], tracker: Tracker) -> None:
        self.now, self.tracker = now, tracker
        key = tracker.project["key"]
        self.paths: dict[str, Callable[[Asked], Any]] = {
            "serverInfo": self.server,
            "myself": lambda _: self.myself(),
            "field": lambda _: self.fields(),
            "field/search": lambda _: _page(self.fields()),
            "status": lambda _: self.statuses(),
            "project": lambda _: [tracker.project],
            "project/search": lambda _: _page([tracker.project]),
            f"project/{key}/versions": lambda _: tracker.versions,
            "issueLinkType": lambda _: {"issueLinkTypes": []},
            "search/jql": self.search,
            "issue/bulkfetch": self.bulk,
            "changelog/bulkfetch": self.changelogs,
            "worklog/updated": lambda _: {"values": [], "until": 0, "lastPage": True},
            "worklog/deleted": lambda _: {"values": [], "until": 0, "lastPage": True},
        }

    def answer(self, path: str, asked: Asked) -> Any:
        """Give the answer for a path below `/rest/api/2/`; None where there is no such thing."""
        if path in self.paths:
            return self.paths[path](asked)
        found = re.fullmatch(r"issue/([\w-]+)(/changelog|/comment|/worklog)?", path)
        issue = next((i for i in self.shown() if found and found[1] in (i.id, i.key)), None)
        if issue is None or found is None:
            return None
        if found[2] == "/changelog":
            return _page(self.tracker.histories(issue, self.now()))
        if found[2]:
            return self.tracker.fields(issue, self.now())[found[2][1:]]
        return self.whole(issue, ["*all"])

    def shown(self) -> list[Issue]:
        """Give the issues that exist by now, in the order in which they were created."""
        existing = [issue for issue in self.tracker.issues if issue.exists(self.now())]
        return sorted(existing, key=lambda issue: (issue.created, int(issue.id)))

    def myself(self) -> Json:
        """Give the account that reads."""
        who = {"accountId": "hub", "displayName": "hub", "active": True}
        return {**who, "accountType": "atlassian", "timeZone": "Asia/Shanghai", "locale": "zh_CN"}

    def server(self, _: Asked) -> Json:
        """Say what kind of Jira this is, and its clock."""
        versions = {"version": "1001.0.0-SNAPSHOT", "versionNumbers": [1001, 0, 0]}
        return {"deploymentType": "Cloud", **versions, "serverTime": written(self.now())}

    def fields(self) -> list[Json]:
        """List the fields."""
        known = [
            {"id": name, "name": name, "custom": False, "schema": {"type": kind}}
            for name, kind in FIELDS.items()
        ]
        own = [
            {"id": each, "name": name, "custom": True, "schema": {"type": kind, "custom": made_by}}
            for each in self.tracker.customs
            for name, kind, made_by in (CUSTOM[each],)
        ]
        return [*known, *own]

    def statuses(self) -> list[Json]:
        """List the statuses."""
        return [self.tracker.status(name) for name in self.tracker.statuses]

    def search(self, asked: Asked) -> Json:
        """Answer one page of what a query finds; `fits` says which queries are understood."""
        found = self.meant(asked["jql"])
        start, size = int(asked.get("nextPageToken") or 0), int(asked.get("maxResults") or 50)
        page, rest = found[start : start + size], found[start + size :]
        more = {"nextPageToken": str(start + size)} if rest else {}
        wanted = _names(asked.get("fields", []))
        return {"issues": [self.whole(i, wanted) for i in page], "isLast": not rest, **more}

    def meant(self, jql: str) -> list[Issue]:
        """Give the issues that a query means, by bounds in milliseconds, by id and by key.

        Other conditions are passed over: a reader that gets too much does no harm.
        """
        found = self.shown()
        for name, sign, bound in BOUND.findall(jql):
            fits = partial(_fits, name=name, sign=sign, bound=float(bound), now=self.now())
            found = [issue for issue in found if fits(issue)]
        listed = NAMED.search(jql)
        if listed is None:
            return found
        names = {*re.findall(r"[\w-]+", listed[1])}
        return [issue for issue in found if {issue.id, issue.key} & names]

    def bulk(self, asked: Asked) -> Json:
        """Answer some issues as they stand."""
        wanted = _names(asked.get("fields", []))
        named = set(map(str, asked["issueIdsOrKeys"]))
        found = [issue for issue in self.shown() if {issue.id, issue.key} & named]
        return {"issues": [self.whole(issue, wanted) for issue in found], "issueErrors": []}

    def changelogs(self, asked: Asked) -> Json:
        """Answer the whole histories of some issues in one page."""
        named = set(map(str, asked["issueIdsOrKeys"]))
        found = [
            {"issueId": issue.id, "changeHistories": rows}
            for issue in self.shown()
            if {issue.id, issue.key} & named and (rows := self.tracker.histories(issue, self.now()))
        ]
        return {"issueChangeLogs": found}

    def whole(self, issue: Issue, wanted: list[str]) -> Json:
        """Give one issue with the fields that were asked for."""
        if set(wanted) <= {"id"}:
            return {"id": issue.id}
        shown = self.tracker.fields(issue, self.now())
        if not {"*all", "*navigable"} & set(wanted):
            shown = {name: value for name, value in shown.items() if name in wanted}
        return {"id": issue.id, "key": issue.key, "fields": shown}


BOUND = re.compile(r"\b(updated|created)\s*(>=|<=|>|<)\s*(\d+)\b")
NAMED = re.compile(
    r"\b(?:id|key|issue|issuekey)\s*(?:=|in)\s*\(?([^)]*?)(?:\)|\bAND\b|\bORDER\b|$)"
)
COMPARE: dict[str, Callable[[float, float], bool]] = {
    ">=": lambda a, b: a >= b,
    "<=": lambda a, b: a <= b,
    ">": lambda a, b: a > b,
    "<": lambda a, b: a < b,
}


def _fits(issue: Issue, *, name: str, sign: str, bound: float, now: datetime) -> bool:
    at = issue.updated(now) if name == "updated" else issue.created
    return COMPARE[sign](at.timestamp() * 1000, bound)


def _names(asked: str | list[str]) -> list[str]:
    return asked.split(",") if isinstance(asked, str) else list(asked)


def _page(rows: list[Json]) -> Json:
    size = len(rows)
    return {
        "values": rows,
        "startAt": 0,
        "maxResults": max(size, 50),
        "total": size,
        "isLast": True,
    }


class Handler(BaseHTTPRequestHandler):
    """One request."""

    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True  # head and body are two pieces; they would wait for each other
    answers: Answers

    def do_GET(self) -> None:
        """Answer a path with its query."""
        query = parse_qs(urlsplit(self.path).query)
        self.reply({name: values[-1] for name, values in query.items()})

    def do_POST(self) -> None:
        """Answer a path with its body."""
        self.reply(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))

    def reply(self, asked: Asked) -> None:
        """Send what the answers say, or that there is no such thing."""
        path = re.sub(r"^/rest/api/[23]/", "", urlsplit(self.path).path)
        found = self.answers.answer(path, asked)
        missing = {
            "errorMessages": ["There is no such thing, or you may not see it."],
            "errors": {},
        }
        body = json.dumps(missing if found is None else found).encode()
        self.send_response(404 if found is None else 200)
        self.send_header("Content-Type", "application/json;charset=UTF-8")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def date_time_string(self, timestamp: float | None = None) -> str:
        """Tell the instant at which this Jira stands."""
        return format_datetime(self.answers.now().astimezone(UTC), usegmt=True)

    def log_message(self, *_: object) -> None:
        """Say nothing; the hub tells what it has read."""


@contextmanager
def replaying(now: Callable[[], datetime], tracker: Tracker) -> Iterator[str]:
    """Serve on a free port of this machine as long as the block lasts; give the address."""
    handler = type("Bound", (Handler,), {"answers": Answers(now, tracker)})
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        server.daemon_threads = True
        Thread(target=server.serve_forever, name="replayed jira", daemon=True).start()
        try:
            yield f"http://127.0.0.1:{server.server_address[1]}"
        finally:
            server.shutdown()
