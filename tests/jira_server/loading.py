"""Loads recorded answers of Jira: JSON, lines of JSON (also gzip), and CSV with a `data` column."""

import csv
import gzip
import io
import json
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from .catalogue import CATEGORIES
from .clock import Instant, thawed
from .documents import History, Issue, Json

if TYPE_CHECKING:
    from .jira import LocalJira

HOUR = 3_600_000
OLD_CATEGORIES = {"1": "new", "3": "indeterminate", "4": "new", "5": "done", "6": "done"}
CSV_KINDS = (
    (r"/changelog\b", "history"),
    (r"/worklog\b", "worklog"),
    (r"/remotelink\b", "ignored"),
    (r"/board/\d+/issue\b", "issue"),
    (r"/sprint\b", "sprint"),
    (r"/user\b", "user"),
    (r"/issuetype\b", "issuetype"),
    (r"/status\b", "status"),
    (r"/field\b", "field"),
    (r"/project\b", "project"),
)


def load(jira: "LocalJira", *paths: Path | str) -> Counter[str]:
    """Load *paths* into *jira* and return what was found, `orphan` being what belongs to no issue.

    The clock moves to an hour after the latest change, unless it is there already.
    """
    with jira.lock:
        loader = Loader(jira)
        for path in paths:
            for kind, value, source in records(Path(path)):
                loader.take(kind, value, source)
        loader.finish()
        return loader.counts


def records(path: Path) -> Iterator[tuple[str, Any, Any]]:
    """Yield kind, value and source of every record in *path*."""
    raw = path.read_bytes()
    name = path.name
    if name.endswith(".gz"):
        raw, name = gzip.decompress(raw), name.removesuffix(".gz")
    text = raw.decode("utf-8")
    if name.endswith(".csv"):
        csv.field_size_limit(2**31 - 1)
        for row in csv.DictReader(io.StringIO(text.lstrip("\r\n"))):
            kind = next(
                (k for pattern, k in CSV_KINDS if re.search(pattern, row["url"])), "ignored"
            )
            yield kind, json.loads(row["data"]), json.loads(row["input"] or "null")
    elif name.endswith(".jsonl"):
        for line in io.StringIO(text):
            yield from _recognised(json.loads(line))
    else:
        yield from _recognised(json.loads(text))


def _recognised(value: Any) -> Iterator[tuple[str, Any, Any]]:
    """Yield the records of one JSON document, by its shape."""
    if isinstance(value, list):
        for one in value:
            yield from _recognised(one)
    elif "issues" in value or "values" in value:
        yield from _recognised(value.get("issues") or value.get("values"))
    elif "response" in value:
        yield "comments", value["response"], str(value["file"]).partition("_")[0]
    else:
        yield _kind(value), value, None


def _kind(value: Json) -> str:
    if "fields" in value and "key" in value:
        return "issue"
    for mark, kind in (
        ("schema", "field"),
        ("clauseNames", "field"),
        ("statusCategory", "status"),
        ("subtask", "issuetype"),
        ("accountId", "user"),
        ("originBoardId", "sprint"),
        ("released", "version"),
        ("projectTypeKey", "project"),
    ):
        if mark in value:
            return kind
    if value.get("type") in {"scrum", "kanban", "simple"}:
        return "board"
    if value.get("state") in {"future", "active", "closed"}:
        return "sprint"
    link = re.search(r"/(project|priority|resolution|component)/[\w-]+$", str(value.get("self")))
    return link.group(1) if link and "id" in value else "ignored"


class Loader:
    """Puts records where they belong, and derives from the issues what no record told."""

    def __init__(self, jira: "LocalJira") -> None:
        self.jira, self.catalogue = jira, jira.catalogue
        self.counts: Counter[str] = Counter()
        self.latest = 0
        self.issues: dict[str, Issue] = {}
        self.keys: dict[str, str] = {}
        self.later: list[tuple[str, Any, Any]] = []

    def take(self, kind: str, value: Any, source: Any) -> None:
        self.counts[kind] += 1
        if kind in {"history", "worklog", "comments"}:
            self.later.append((kind, value, source))
        elif kind == "issue":
            self.issue(value)
        else:
            self.record(kind, value)

    def finish(self) -> None:
        for kind, value, source in self.later:
            self.attach(kind, value, source)
        for issue in self.issues.values():
            issue.histories.sort(key=lambda history: history.created)
            self.derive(issue)
            self.jira.documents.put(issue, issue.updated)
            for kind, rows in (("comment", issue.comments), ("worklog", issue.worklogs)):
                for row in rows:
                    self.jira.script.taken(kind, row["id"])
        self.jira.clock.reach(Instant(self.latest + HOUR))

    # --- issues

    def issue(self, value: Json) -> None:
        fields = thawed(value["fields"])
        comments = (fields.pop("comment", None) or {}).get("comments") or []
        worklogs = (fields.pop("worklog", None) or {}).get("worklogs") or []
        created = fields.get("created") or Instant(0)
        updated = fields.get("updated") or created
        histories = [_history(row) for row in (value.get("changelog") or {}).get("histories") or ()]
        if len(histories) > 1 and histories[0].created > histories[-1].created:
            histories.reverse()  # Cloud lists the newest first
        number = str(value.get("id") or self.jira.script.number("issue"))
        made = Issue(number, value["key"], created, updated, fields, histories)
        made.comments = [_own(row) for row in comments]
        made.worklogs = [_own(row) for row in worklogs]
        self.issues[number], self.keys[made.key] = made, number
        self.jira.script.taken("issue", number)
        for history in histories:
            self.jira.script.taken("history", history.id)
        self.latest = max(self.latest, updated, *(h.created for h in histories), 0)

    def attach(self, kind: str, value: Json, source: Any) -> None:
        """Give histories, comments and worklogs of other files to their issues."""
        issue = self._owner(kind, value, source)
        if issue is None:
            self.counts["orphan"] += 1
            return
        issue.encoded.clear()
        if kind == "comments":
            issue.comments = [_own(row) for row in thawed(value["comments"])]
        elif kind == "worklog":
            known = {row["id"]: row for row in issue.worklogs}
            known[value["id"]] = _own(thawed(value))
            issue.worklogs = list(known.values())
        elif value["id"] not in {history.id for history in issue.histories}:
            issue.histories.append(_history(value))

    def _owner(self, kind: str, value: Json, source: Any) -> Issue | None:
        reference = value.get("issueId") or source
        if kind == "comments":
            reference = self.keys.get(source, source)
        elif isinstance(reference, dict):
            reference = reference.get("issue_id")
        return self.issues.get(str(reference)) or self.jira.documents.find(str(reference))

    # --- what issues refer to

    def record(self, kind: str, value: Json) -> None:
        catalogue = self.catalogue
        if kind in catalogue.kinds:
            catalogue.kinds[kind][str(value["id"])] = value
        elif kind == "field":
            catalogue.fields[value["id"]] = value
        elif kind == "project" and value.get("id"):
            catalogue.add_project(value["key"], value.get("name", ""), str(value["id"]))
        elif kind == "user":
            catalogue.users[str(catalogue.identity(value))] = value
        elif kind in {"version", "component"}:
            self.part(kind, value)
        elif kind == "board":
            catalogue.boards[int(value["id"])] = value
        elif kind == "sprint":
            self.sprint(value)

    def part(self, kind: str, value: Json) -> None:
        """Put a version or component into its project."""
        home = self.catalogue.project(str(value.get("projectId") or value.get("project")))
        if home is None:
            self.counts["orphan"] += 1
        elif kind == "version":
            home.versions[str(value["id"])] = value
        else:
            home.components[str(value["id"])] = value

    def sprint(self, value: Json) -> None:
        self.catalogue.sprints[int(value["id"])] = value
        self.jira.script.taken("sprint", value["id"])
        board = value.get("originBoardId")
        if board is not None and board not in self.catalogue.boards:
            row = {"id": board, "name": f"Board {board}", "type": "scrum"}
            self.catalogue.boards[board] = row

    def derive(self, issue: Issue) -> None:
        """Add to the catalogue what *issue* mentions."""
        fields, catalogue = issue.fields, self.catalogue
        project = fields.get("project") or {"key": issue.project}
        home = catalogue.add_project(
            project["key"], project.get("name", ""), str(project.get("id") or "")
        )
        number = issue.key.rpartition("-")[2]
        home.last_number = max(home.last_number, int(number) if number.isdigit() else 0)
        for kind in ("status", "issuetype", "priority", "resolution"):
            if (record := fields.get(kind)) and record.get("id"):
                self.derived(kind, record)
        for name, rows in (("versions", home.versions), ("components", home.components)):
            fixes = fields.get("fixVersions") or [] if name == "versions" else []
            for record in [*(fields.get(name) or []), *fixes]:
                rows.setdefault(str(record["id"]), record)
                self.jira.script.taken("version", record["id"])
        for field, value in fields.items():
            self.derived_field(field, value)

    def derived(self, kind: str, record: Json) -> None:
        number = str(record["id"])
        if kind == "status" and "statusCategory" not in record:
            category = CATEGORIES[OLD_CATEGORIES.get(number, "undefined")]
            record = record | {"statusCategory": category}
        seeded = self.catalogue.kinds[kind].get(number)
        if seeded is None or str(seeded.get("self", "")).startswith(self.catalogue.site):
            self.catalogue.kinds[kind][number] = record

    def derived_field(self, field: str, value: Any) -> None:
        known = self.catalogue.fields.get(field)
        if known is None:
            self.catalogue.add_field(field, field.replace("customfield_", "Field "), *_type(value))
        elif known["schema"]["type"] == "any" and value is not None:
            kind, *items = _type(value)
            known["schema"] |= {"type": kind} | ({"items": items[0]} if items else {})


def _type(value: Any) -> tuple[str, ...]:
    """Guess the type of a custom field from a value of it."""
    if isinstance(value, list):
        return "array", _type(value[0])[0] if value else "string"
    if isinstance(value, dict):
        marks = {"accountId": "user", "displayName": "user", "released": "version"}
        return (next((kind for mark, kind in marks.items() if mark in value), "option"),)
    if isinstance(value, Instant):
        return ("datetime",)
    if isinstance(value, int | float):
        return ("number",)
    return ("string" if isinstance(value, str) else "any",)


def _own(row: Json) -> Json:
    """Return *row* without its link, which is written anew for this site."""
    return {key: value for key, value in row.items() if key != "self"}


def _history(row: Json) -> History:
    return History(str(row["id"]), thawed(row["created"]), row.get("author"), row["items"])
