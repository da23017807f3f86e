"""A history to order: each call is one save, with the changelog that Jira would write."""

from collections.abc import Iterable
from datetime import datetime
from typing import TYPE_CHECKING, Any

from .clock import Instant
from .documents import History, Issue, Json
from .items import LISTS, PEOPLE, RECORDS, Items, day, item

if TYPE_CHECKING:
    from .jira import LocalJira

At = datetime | str | int | None
EMPTY = ("resolution", "resolutiondate", "assignee", "duedate", "description", "environment")
EMPTY += ("security", "timespent", "timeestimate", "timeoriginalestimate", "parent")
EMPTY_LISTS = ("labels", "fixVersions", "versions", "components", "issuelinks", "subtasks")
EMPTY_LISTS += ("attachment",)


class Script:
    """Writes the truth of a local Jira.

    `at` is when it happens: now, if not given; a later time moves the clock there. `by` is the
    account that does it. Fields are named by id or by the name in the catalogue; records such as
    statuses, people and versions by id or name.
    """

    def __init__(self, jira: "LocalJira") -> None:
        self.jira = jira
        self.last = {"issue": 10_000, "history": 20_000, "comment": 30_000}
        self.last |= {"worklog": 40_000, "version": 50_000, "sprint": 0, "link": 60_000}

    # --- numbers and time

    def number(self, kind: str) -> str:
        self.last[kind] += 1
        return str(self.last[kind])

    def taken(self, kind: str, number: str | int) -> None:
        """Never give *number* to something new."""
        if str(number).isdigit():
            self.last[kind] = max(self.last[kind], int(number))

    def time(self, at: At) -> Instant:
        if at is None:
            return self.jira.clock.read()
        self.jira.clock.reach(at)
        return Instant.of(at)

    @property
    def items(self) -> Items:
        return Items(self.jira.catalogue, self.jira.knobs.sprint_field)

    # --- issues

    def create(
        self, project: str, summary: str = "A work item", *, at: At = None, **fields: Any
    ) -> str:
        """Create an issue and return its id; what is given here has no history. `by` is reporter."""
        with self.jira.lock:
            moment, catalogue = self.time(at), self.jira.catalogue
            reporter = fields.pop("by", "reporter")
            home = catalogue.add_project(project)
            home.last_number += 1
            values: Json = dict.fromkeys(EMPTY) | {name: [] for name in EMPTY_LISTS}
            values |= {"project": home.short(self.jira.site), "summary": summary}
            values |= {"created": moment, "updated": moment}
            values["statuscategorychangedate"] = moment
            values["creator"] = values["reporter"] = catalogue.person(reporter)
            defaults = {"status": "To Do", "issuetype": "Task", "priority": "Medium"}
            for name, value in (defaults | fields).items():
                field, after = self.value(name, value, project)
                values[field] = after
            key, number = f"{project}-{home.last_number}", self.number("issue")
            self.jira.documents.put(Issue(number, key, moment, moment, values), moment)
            return number

    def change(
        self,
        reference: str,
        *,
        at: At = None,
        by: str = "worker",
        strings_only: bool = False,
        moves_updated: bool = True,
        **fields: Any,
    ) -> str:
        """Change *fields* in one save and return the history's id.

        *strings_only* leaves the items without ids, as old servers did; without *moves_updated*
        the issue keeps its `updated`, as after an import or a migration.
        """
        with self.jira.lock:
            issue = self.jira.documents[reference]
            values, items = {}, []
            for name, value in fields.items():
                field, after = self.value(name, value, issue.project)
                items += self.items.of(field, issue.fields.get(field), after)
                values[field] = after
            if strings_only:
                items = [row | {"from": None, "to": None} for row in items]
            return self.save(
                reference, items, at=at, by=by, moves_updated=moves_updated, fields=values
            )

    def save(
        self,
        reference: str,
        items: Iterable[Json],
        *,
        at: At = None,
        by: str | None = "worker",
        moves_updated: bool = True,
        fields: Json | None = None,
        **changes: Any,
    ) -> str:
        """Write one history with exactly these *items*, and set *fields*; return its id."""
        with self.jira.lock:
            moment, issue = self.time(at), self.jira.documents[reference]
            values = issue.fields | (fields or {})
            if "status" in (fields or {}):
                values["statuscategorychangedate"] = moment
            if "resolution" in (fields or {}):
                values["resolutiondate"] = moment if values["resolution"] else None
            number = self.number("history")
            histories = list(issue.histories)
            rows = list(items)
            if rows:
                author = self.jira.catalogue.person(by)
                histories.append(History(number, moment, author, rows))
                histories.sort(key=lambda history: history.created)
            updated = max(moment, issue.updated) if moves_updated else issue.updated
            values["updated"] = updated
            after = issue.evolved(fields=values, histories=histories, updated=updated, **changes)
            self.jira.documents.put(after, moment)
            return number

    def silently(self, reference: str, *, moves_updated: bool = False, **fields: Any) -> None:
        """Set *fields* without any history, as scripts and deletions of versions do."""
        issue = self.jira.documents[reference]
        values = dict(self.value(name, value, issue.project) for name, value in fields.items())
        self.save(reference, [], moves_updated=moves_updated, fields=values)

    def value(self, name: str, value: Any, project: str) -> tuple[str, Any]:
        """Return the field's id and the JSON value that *value* stands for."""
        catalogue = self.jira.catalogue
        if name == "sprint":
            return self.jira.knobs.sprint_field, self._sprints(value)
        if name in RECORDS:
            return name, catalogue.find(name, value) if value is not None else None
        if name in PEOPLE:
            return name, catalogue.person(value)
        if name == "parent":
            return name, self._parent(value)
        if name in LISTS:
            return name, [self.member(name, one, project) for one in value or ()]
        if name == "security":
            return name, catalogue.find("securitylevel", value) if value is not None else None
        field = catalogue.field_named(name)
        if field["schema"]["type"] == "date":
            return field["id"], day(value)
        if field["schema"]["type"] == "user":
            return field["id"], catalogue.person(value)
        return field["id"], value

    def _parent(self, reference: str | None) -> Json | None:
        if reference is None:
            return None
        parent = self.jira.documents[reference]
        shown = {name: parent.fields[name] for name in ("summary", "status", "issuetype")}
        return {"id": parent.id, "key": parent.key, "fields": shown}

    def _sprints(self, names: Iterable[int | str] | None) -> list[Json] | None:
        known = self.jira.catalogue.sprints
        found = [
            row
            for name in names or ()
            for row in known.values()
            if name in {row["id"], row["name"]}
        ]
        return found or None

    def member(self, field: str, name: str, project: str) -> Json:
        """Return a version or component of *project*, adding it where it is missing."""
        home = self.jira.catalogue.add_project(project)
        rows = home.components if field == "components" else home.versions
        for row in rows.values():
            if name in {row["id"], row["name"]}:
                return row
        number = self.number("version")
        kind = "component" if field == "components" else "version"
        row = {"self": f"{self.jira.site}/rest/api/2/{kind}/{number}", "id": number, "name": name}
        if kind == "version":
            row |= {"archived": False, "released": False, "projectId": int(home.id)}
        rows[number] = row
        return row

    # --- annotations

    def comment(self, reference: str, body: str, *, at: At = None, by: str = "worker") -> str:
        """Add a comment, which writes no history, and return its id."""
        with self.jira.lock:
            moment, issue = self.time(at), self.jira.documents[reference]
            author, number = self.jira.catalogue.person(by), self.number("comment")
            row: Json = {"id": number, "author": author, "body": body, "updateAuthor": author}
            row |= {"created": moment, "updated": moment}
            self.save(reference, [], at=moment, comments=[*issue.comments, row])
            return number

    def edit_comment(
        self, reference: str, number: str, body: str, *, at: At = None, by: str = "worker"
    ) -> None:
        with self.jira.lock:
            moment, issue = self.time(at), self.jira.documents[reference]
            new = {"body": body, "updateAuthor": self.jira.catalogue.person(by), "updated": moment}
            rows = [row | new if row["id"] == number else row for row in issue.comments]
            self.save(reference, [], at=moment, comments=rows)

    def delete_comment(self, reference: str, number: str, *, at: At = None) -> None:
        """Delete a comment; all that is left is its text in an item without ids."""
        with self.jira.lock:
            issue = self.jira.documents[reference]
            [gone] = [row for row in issue.comments if row["id"] == number]
            left = [row for row in issue.comments if row["id"] != number]
            row = item("Comment", (str(gone["body"]), None), (None, None))
            self.save(reference, [row], at=at, comments=left)
