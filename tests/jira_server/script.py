"""A history to order: each call is one save, with the changelog that Jira would write."""

from typing import Any

from .administration import Administration
from .annotations import Annotations
from .documents import Issue, Json
from .items import Pair, item
from .saving import At, first_version

EPIC_LINK = "customfield_10014"
NOTHING: Pair = (None, None)
EMPTY: tuple[str, ...] = (
    "resolution",
    "resolutiondate",
    "assignee",
    "duedate",
    "description",
    "environment",
)
EMPTY += ("security", "timespent", "timeestimate", "timeoriginalestimate")
EMPTY_LISTS: tuple[str, ...] = (
    "labels",
    "fixVersions",
    "versions",
    "components",
    "issuelinks",
    "subtasks",
)
EMPTY_LISTS += ("attachment",)


class Script(Annotations, Administration):
    """Writes the truth of a local Jira.

    `at` is when it happens: now, if not given; a later time moves the clock there. `by` is the
    account that does it. Fields are named by id or by the name in the catalogue; records such as
    statuses, people and versions by id or name. Issues are referred to by id or by any key.
    """

    def create(
        self,
        project: str,
        summary: str = "A work item",
        *,
        at: At = None,
        by: str = "reporter",
        **fields: Any,
    ) -> str:
        """Create an issue and return its id; what is given here has no history."""
        with self.jira.lock:
            moment, catalogue = self.time(at), self.jira.catalogue
            home = catalogue.add_project(project)
            home.last_number += 1
            person = catalogue.person(by)
            values: Json = dict.fromkeys(EMPTY) | {name: [] for name in EMPTY_LISTS}
            values |= {"project": home.short(self.jira.site), "summary": summary}
            values |= {"statuscategorychangedate": moment, "creator": person, "reporter": person}
            defaults = {"status": "To Do", "issuetype": "Task", "priority": "Medium"}
            for name, value in (defaults | fields).items():
                field, after = self.value(name, value, project)
                values[field] = after
            number = self.number("issue")
            issue = first_version(number, f"{project}-{home.last_number}", moment, values)
            self.jira.documents.put(issue, moment)
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

    def silently(
        self, reference: str, *, at: At = None, moves_updated: bool = False, **fields: Any
    ) -> None:
        """Set *fields* without any history, as scripts and screens of other apps do."""
        with self.jira.lock:
            issue = self.jira.documents[reference]
            values = dict(self.value(n, value, issue.project) for n, value in fields.items())
            self.save(reference, [], at=at, moves_updated=moves_updated, fields=values)

    def touch(self, reference: str, *, at: At = None) -> None:
        """Move `updated` and nothing else."""
        self.save(reference, [], at=at)

    def migrate(self, reference: str, status: str, *, at: At = None, by: str = "admin") -> str:
        """Change workflow and status in one history that leaves `updated` alone."""
        with self.jira.lock:
            issue = self.jira.documents[reference]
            field, after = self.value("status", status, issue.project)
            workflow = item("Workflow", ("18234", "Old workflow"), ("21392", "New workflow"))
            items = [workflow, *self.items.of(field, issue.fields["status"], after)]
            return self.save(
                reference, items, at=at, by=by, moves_updated=False, fields={field: after}
            )

    def move(self, reference: str, project: str, *, at: At = None, by: str = "worker") -> str:
        """Move an issue to another project and return its new key; the id stays, old keys lead on.

        Coming back to a project gives a new key there, too.
        """
        with self.jira.lock:
            issue = self.jira.documents[reference]
            old = self.jira.catalogue.add_project(issue.project)
            home = self.jira.catalogue.add_project(project)
            home.last_number += 1
            key = f"{project}-{home.last_number}"
            cloud = self.jira.mode == "cloud"
            before: Pair = (old.id, old.name)
            items = [
                item("project" if cloud else "Project", before, (home.id, home.name)),
                item("Key", (None, issue.key), (None, key)),
            ]
            if cloud:
                items[0]["fieldId"] = "project"
            fields = {"project": home.short(self.jira.site)}
            lost: Json = {name: [] for name in ("fixVersions", "versions", "components")}
            for name, empty in lost.items():
                items += self.items.of(name, issue.fields.get(name), empty)
            self.save(reference, items, at=at, by=by, fields=fields | lost, key=key)
            return key

    def delete(self, reference: str, *, at: At = None) -> None:
        """Delete an issue for good."""
        with self.jira.lock:
            moment = self.time(at)
            self.jira.documents.remove(self.jira.documents[reference], moment)

    def reparent(
        self,
        reference: str,
        parent: str | None,
        kind: str = "Parent",
        *,
        at: At = None,
        by: str = "worker",
    ) -> str:
        """Put an issue under another: `Parent`, `Epic Link` or `IssueParentAssociation`."""
        with self.jira.lock:
            issue = self.jira.documents[reference]
            if kind == "Epic Link":
                return self._epic(issue, parent, at, by)
            field, after = self.value("parent", parent, issue.project)
            before = issue.fields.get("parent")
            pairs = [(row["id"], row["key"]) if row else (None, None) for row in (before, after)]
            made = item(kind, pairs[0], pairs[1])
            return self.save(reference, [made], at=at, by=by, fields={field: after})

    def _epic(self, issue: Issue, epic: str | None, at: At, by: str) -> str:
        """Set the epic by its key, which also writes into the history of the epic."""
        moment, documents = self.time(at), self.jira.documents
        cloud = self.jira.mode == "cloud"
        old = documents.find(issue.fields.get(EPIC_LINK) or "")
        new = documents[epic] if epic else None
        pairs: list[Pair] = [(row.id, row.key) if row else (None, None) for row in (old, new)]
        made = item(
            "Epic Link", pairs[0], pairs[1], custom=True, field_id=EPIC_LINK if cloud else None
        )
        child: Pair = (issue.id, issue.key)
        for row, before, after in ((old, child, NOTHING), (new, NOTHING, child)):
            if row:
                told = item("Epic Child", before, after, custom=True)
                self.save(row.id, [told], at=moment, by=by)
        fields: Json = {EPIC_LINK: new.key if new else None}
        if cloud:
            fields["parent"] = self.value("parent", epic, issue.project)[1]
        return self.save(issue.id, [made], at=moment, by=by, fields=fields)
