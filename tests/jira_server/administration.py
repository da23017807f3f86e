"""What administrators do: it changes issues without a history, and mostly without `updated`."""

from datetime import date
from typing import Any

from .catalogue import CATEGORIES, Project
from .documents import Json
from .items import day
from .saving import Saving


class Administration(Saving):
    """The part of the script that concerns the catalogue and the people."""

    # --- who may see what

    def permit(self, project: str, allowed: bool) -> None:
        """Give or take the reader's permission to browse *project*."""
        with self.jira.lock:
            self.jira.access.permit(project, allowed)

    def archive(self, project: str, archived: bool = True) -> None:
        """Archive *project*, or bring it back."""
        with self.jira.lock:
            self.jira.access.archive(project, archived)

    def secure(self, reference: str, level: str | None, *, at: Any = None) -> None:
        """Set an issue's security level, to which the reader does not belong."""
        with self.jira.lock:
            if level is not None:
                kinds = self.jira.catalogue.kinds["securitylevel"]
                if all(row["name"] != level for row in kinds.values()):
                    number = str(80_000 + len(kinds))
                    self.jira.catalogue.add("securitylevel", number, level)
            issue = self.jira.documents[reference]
            field, after = self.value("security", level, issue.project)
            items = self.items.of(field, issue.fields.get(field), after)
            self.save(reference, items, at=at, by="admin", fields={field: after})

    # --- statuses and fields

    def rename_status(self, status: str, name: str) -> None:
        """Give a status another name; histories keep the old one."""
        self._status(status, {"name": name})

    def categorise_status(self, status: str, category: str) -> None:
        """Put a status in another category: new, indeterminate, done."""
        self._status(status, {"statusCategory": dict(CATEGORIES[category])})

    def _status(self, status: str, change: Json) -> None:
        record = self.jira.catalogue.find("status", status)
        record.update(change)
        number = record["id"]

        def concerns(value: Json) -> bool:
            marked = "statusCategory" in value or "/status/" in str(value.get("self"))
            return marked and value.get("id") == number

        self.rewrite(concerns, change)

    def retype_field(self, field: str, kind: str, items: str = "") -> None:
        """Give a custom field another type; the values stay as they are."""
        with self.jira.lock:
            old = self.jira.catalogue.field_named(field)
            self.jira.catalogue.add_field(old["id"], old["name"], kind, items)

    # --- people

    def rename_user(self, account: str, login: str, *, keyless: bool = False) -> None:
        """Give a person another login; histories keep the old. *keyless*: as servers before 6.0."""
        self._person(account, {"name": login}, *(("key",) if keyless else ()))

    def anonymise_user(self, account: str) -> None:
        """Make a person unrecognisable, as an administrator does on request."""
        change: Json = {"displayName": "Former user", "active": False}
        if self.jira.mode == "dc":
            number = 10_000 + list(self.jira.catalogue.users).index(account)
            change |= {"displayName": f"user-{number:x}", "name": f"jirauser{number}"}
            change |= {"key": f"JIRAUSER{number}"}
        self._person(account, change, "emailAddress")

    def delete_user(self, account: str) -> None:
        """Delete a person: fields that name them become empty without a history."""
        with self.jira.lock:
            for issue in list(self.jira.documents):
                for field in ("assignee", "reporter"):
                    if self.jira.catalogue.identity(issue.fields.get(field)) == account:
                        gone = {field: None}
                        self.save(issue.id, [], moves_updated=False, fields=gone)
            self.jira.catalogue.users.pop(account, None)

    def _person(self, account: str, change: Json, *absent: str) -> None:
        catalogue = self.jira.catalogue
        old = catalogue.users.get(account) or catalogue.add_user(account)
        catalogue.users[account] = {k: v for k, v in (old | change).items() if k not in absent}

        def concerns(value: Json) -> bool:
            return "displayName" in value and catalogue.identity(value) == account

        self.rewrite(concerns, change, *absent)

    # --- versions, boards, sprints

    def project(self, key: str, name: str = "") -> Project:
        """Add a project, or return the one there is."""
        with self.jira.lock:
            return self.jira.catalogue.add_project(key, name)

    def version(self, project: str, name: str, **change: Any) -> Json:
        """Add a version, or change its `releaseDate`, `released`, `name` and the like."""
        with self.jira.lock:
            row = self.member("fixVersions", name, project)
            row.update({k: day(v) if isinstance(v, date) else v for k, v in change.items()})
            self.rewrite(lambda v: "released" in v and v.get("id") == row["id"], dict(row))
            return row

    def delete_version(self, project: str, name: str) -> None:
        """Delete a version: issues lose it without a history."""
        with self.jira.lock:
            row = self.member("fixVersions", name, project)
            self.jira.catalogue.projects[project].versions.pop(row["id"])
            for issue in list(self.jira.documents):
                for field in ("fixVersions", "versions"):
                    left = [r for r in issue.fields.get(field) or () if r["id"] != row["id"]]
                    if len(left) != len(issue.fields.get(field) or ()):
                        self.save(issue.id, [], moves_updated=False, fields={field: left})

    def add_board(self, name: str, project: str, kind: str = "scrum") -> int:
        """Add a board (scrum, kanban, simple) and return its id."""
        with self.jira.lock:
            number = max(self.jira.catalogue.boards, default=0) + 1
            row: Json = {"id": number, "name": name, "type": kind, "projectKey": project}
            row["self"] = f"{self.jira.site}/rest/agile/1.0/board/{number}"
            self.jira.catalogue.boards[number] = row
            return number

    def add_sprint(self, board: int, name: str, **more: Any) -> int:
        """Add a sprint (`state`, `startDate`, `endDate`, `goal`) and return its id."""
        with self.jira.lock:
            number = int(self.number("sprint"))
            row = {"id": number, "name": name, "state": "future", "originBoardId": board, **more}
            row["self"] = f"{self.jira.site}/rest/agile/1.0/sprint/{number}"
            self.jira.catalogue.sprints[number] = row
            return number

    def change_sprint(self, number: int, **change: Any) -> None:
        """Start, close or rename a sprint; its issues keep their `updated`."""
        with self.jira.lock:
            self.jira.catalogue.sprints[number].update(change)
            self.rewrite(lambda v: "originBoardId" in v and v.get("id") == number, change)
