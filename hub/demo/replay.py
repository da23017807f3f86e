"""A tiny Jira that answers as the vendor's would have answered at an instant; read-only."""

import json
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from email.utils import format_datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any
from urllib.parse import parse_qs, urlsplit

from hub.demo.history import (
    PERCENT,
    Issue,
    Json,
    fields,
    histories,
    issues,
    person,
    script,
    written,
)

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
}
Asked = dict[str, Any]


class Answers:
    """What each path answers. `now` gives the instant at which the Jira stands."""

    def __init__(self, now: Callable[[], datetime]) -> None:
        self.now = now
        self.paths: dict[str, Callable[[Asked], Any]] = {
            "serverInfo": self.server,
            "myself": lambda _: {**person("hub"), "timeZone": "Asia/Shanghai", "locale": "zh_CN"},
            "field": lambda _: self.fields(),
            "field/search": lambda _: _page(self.fields()),
            "status": lambda _: self.statuses(),
            "project": lambda _: [PROJECT],
            "project/search": lambda _: _page([PROJECT]),
            "project/MES/versions": lambda _: [],
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
            return _page(histories(issue, self.now()))
        if found[2]:
            return fields(issue, self.now())[found[2][1:]]
        return self.whole(issue, ["*all"])

    def shown(self) -> list[Issue]:
        """Give the issues that exist by now, in the order in which they were created."""
        existing = [issue for issue in issues() if issue.created <= self.now()]
        return sorted(existing, key=lambda issue: (issue.created, int(issue.id)))

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
        schema = {
            "type": "number",
            "custom": "com.atlassian.jira.plugin.system.customfieldtypes:float",
        }
        return [*known, {"id": PERCENT, "name": "完成百分比", "custom": True, "schema": schema}]

    def statuses(self) -> list[Json]:
        """List the statuses."""
        return [
            {"id": number, "name": name, "statusCategory": {"key": category}}
            for name, (number, category) in script()["statuses"].items()
        ]

    def search(self, asked: Asked) -> Json:
        """Answer one page of what a query finds; `fits` says which queries are understood."""
        found = [issue for issue in self.shown() if self.fits(issue, asked["jql"])]
        start, size = int(asked.get("nextPageToken") or 0), int(asked.get("maxResults") or 50)
        page, rest = found[start : start + size], found[start + size :]
        more = {"nextPageToken": str(start + size)} if rest else {}
        wanted = _names(asked.get("fields", []))
        return {"issues": [self.whole(i, wanted) for i in page], "isLast": not rest, **more}

    def fits(self, issue: Issue, jql: str) -> bool:
        """Tell whether a query means an issue, by bounds in milliseconds, by id and by key.

        Other conditions are passed over: a reader that gets too much does no harm.
        """
        held = {"updated": issue.updated(self.now()), "created": issue.created}
        for name, sign, bound in BOUND.findall(jql):
            if not COMPARE[sign](held[name].timestamp() * 1000, float(bound)):
                return False
        named = re.search(
            r"\b(?:id|key|issue|issuekey)\s*(?:=|in)\s*\(?([^)]*?)(?:\)|\bAND\b|\bORDER\b|$)", jql
        )
        return named is None or bool({issue.id, issue.key} & set(re.findall(r"[\w-]+", named[1])))

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
            if {issue.id, issue.key} & named and (rows := histories(issue, self.now()))
        ]
        return {"issueChangeLogs": found}

    def whole(self, issue: Issue, wanted: list[str]) -> Json:
        """Give one issue with the fields that were asked for."""
        if set(wanted) <= {"id"}:
            return {"id": issue.id}
        shown = fields(issue, self.now())
        if not {"*all", "*navigable"} & set(wanted):
            shown = {name: value for name, value in shown.items() if name in wanted}
        return {"id": issue.id, "key": issue.key, "fields": shown}


PROJECT = {"id": "10000", "key": "MES", "name": "MES"}
BOUND = re.compile(r"\b(updated|created)\s*(>=|<=|>|<)\s*(\d+)\b")
COMPARE: dict[str, Callable[[float, float], bool]] = {
    ">=": lambda a, b: a >= b,
    "<=": lambda a, b: a <= b,
    ">": lambda a, b: a > b,
    "<": lambda a, b: a < b,
}


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
def replaying(now: Callable[[], datetime]) -> Iterator[str]:
    """Serve on a free port of this machine as long as the block lasts; give the address."""
    handler = type("Bound", (Handler,), {"answers": Answers(now)})
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        server.daemon_threads = True
        Thread(target=server.serve_forever, name="replayed jira", daemon=True).start()
        try:
            yield f"http://127.0.0.1:{server.server_address[1]}"
        finally:
            server.shutdown()
