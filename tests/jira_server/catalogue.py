"""What an administrator sets up: projects, statuses, fields, people, versions, boards, sprints."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from .documents import Json

CATEGORIES: dict[str, Json] = {
    "undefined": {"id": 1, "key": "undefined", "colorName": "medium-gray", "name": "No Category"},
    "new": {"id": 2, "key": "new", "colorName": "blue-gray", "name": "To Do"},
    "done": {"id": 3, "key": "done", "colorName": "green", "name": "Done"},
    "indeterminate": {
        "id": 4,
        "key": "indeterminate",
        "colorName": "yellow",
        "name": "In Progress",
    },
}
# id, name, type, items of an array
SYSTEM_FIELDS = """
summary Summary string; issuetype|Issue Type|issuetype; status Status status;
statuscategorychangedate|Status Category Changed|datetime; project Project project;
priority Priority priority; resolution Resolution resolution; resolutiondate Resolved datetime;
assignee Assignee user; reporter Reporter user; creator Creator user; created Created datetime;
updated Updated datetime; duedate|Due date|date; description Description string;
environment Environment string; labels Labels array string; fixVersions|Fix versions|array|version;
versions|Affects versions|array|version; components Components array component;
issuelinks|Linked Issues|array|issuelinks; subtasks Sub-tasks array issuelinks;
parent Parent issuelink; attachment Attachment array attachment; comment Comment comments-page;
worklog|Log Work|array|worklog; security|Security Level|securitylevel;
timespent|Time Spent|number; timeestimate|Remaining Estimate|number; votes Votes votes;
timeoriginalestimate|Original estimate|number; timetracking|Time tracking|timetracking;
aggregatetimespent|Σ Time Spent|number; aggregatetimeestimate|Σ Remaining Estimate|number;
aggregatetimeoriginalestimate|Σ Original Estimate|number; progress Progress progress;
aggregateprogress|Σ Progress|progress; watches Watchers watches; workratio|Work Ratio|number;
lastViewed|Last Viewed|datetime; thumbnail Images array thumbnail; issuekey Key string
"""
# number, name, type, items of an array, key of the type
CUSTOM_FIELDS = """
10014|Epic Link|any||com.pyxis.greenhopper.jira:gh-epic-link
10015|Start date|date||com.atlassian.jira.plugin.system.customfieldtypes:datepicker
10016|Story point estimate|number||com.pyxis.greenhopper.jira:jsw-story-points
10019|Rank|any||com.pyxis.greenhopper.jira:gh-lexo-rank
10020|Sprint|array|json|com.pyxis.greenhopper.jira:gh-sprint
"""
CLAUSES = {"duedate": "due", "fixVersions": "fixVersion", "versions": "affectedVersion"}


@dataclass(slots=True)
class Project:
    """A project, and whether the reader may browse it."""

    id: str
    key: str
    name: str
    browsable: bool = True
    archived: bool = False
    last_number: int = 0
    versions: dict[str, Json] = field(default_factory=dict)
    components: dict[str, Json] = field(default_factory=dict)

    def short(self, site: str) -> Json:
        return {
            "self": f"{site}/rest/api/2/project/{self.id}",
            "id": self.id,
            "key": self.key,
            "name": self.name,
            "projectTypeKey": "software",
            "simplified": False,
        }


class Catalogue:
    """Everything that issues refer to, by id. Loaded records replace seeded ones of the same id."""

    def __init__(self, mode: str, site: str) -> None:
        self.mode, self.site = mode, site
        self.projects: dict[str, Project] = {}
        self.users: dict[str, Json] = {}
        self.fields: dict[str, Json] = {}
        self.scoped_fields: set[str] = set()
        self.boards: dict[int, Json] = {}
        self.sprints: dict[int, Json] = {}
        self.kinds: dict[str, dict[str, Json]] = {
            kind: {} for kind in ("status", "issuetype", "priority", "resolution", "securitylevel")
        }
        self._seed()

    def _seed(self) -> None:
        for row in SYSTEM_FIELDS.replace("\n", " ").split(";"):
            words = row.strip().split("|") if "|" in row else row.split()
            self.add_field(words[0], words[1], words[2], *words[3:])
        for row in CUSTOM_FIELDS.strip().splitlines():
            number, name, kind, items, key = row.split("|")
            self.add_field(f"customfield_{number}", name, kind, items)
            self.fields[f"customfield_{number}"]["schema"]["custom"] = key
        for name, (number, category) in {
            "To Do": ("10000", "new"),
            "In Progress": ("3", "indeterminate"),
            "Done": ("10001", "done"),
        }.items():
            self.add_status(number, name, category)
        for number, name in {"10002": "Task", "10003": "Sub-task", "10004": "Story"}.items():
            self.add("issuetype", number, name, subtask=name == "Sub-task")
        for number, name in {"2": "High", "3": "Medium", "4": "Low"}.items():
            self.add("priority", number, name)
        for number, name in {"10000": "Done", "10001": "Won't Do"}.items():
            self.add("resolution", number, name)

    def add(self, kind: str, number: str, name: str, **more: Any) -> Json:
        """Add a status, issue type, priority, resolution or security level."""
        link = f"{self.site}/rest/api/2/{kind}/{number}"
        record = {"self": link, "id": number, "name": name, "description": "", **more}
        self.kinds[kind][number] = record
        return record

    def add_status(self, number: str, name: str, category: str) -> Json:
        return self.add("status", number, name, statusCategory=dict(CATEGORIES[category]))

    def add_field(
        self, number: str, name: str, type_: str, items: str = "", *, scoped: bool = False
    ) -> Json:
        """Add a field; a *scoped* one belongs to one project and is in `/field/search` only."""
        custom = number.startswith("customfield_")
        clauses = [CLAUSES.get(number, number)]
        schema: Json = {"type": type_} | ({"items": items} if items else {})
        if custom:
            clauses = [f"cf[{number.removeprefix('customfield_')}]", name]
            schema |= {"custom": f"local:{type_}", "customId": int(number.partition("_")[2])}
        else:
            schema["system"] = number
        record = {"id": number, "name": name, "custom": custom, "orderable": True}
        record |= {"navigable": True, "searchable": True, "clauseNames": clauses, "schema": schema}
        if self.mode == "cloud":
            record["key"] = number
        self.fields[number] = record
        if scoped:
            self.scoped_fields.add(number)
        return record

    def field_named(self, name: str) -> Json:
        """Return the field with this id, or this name."""
        if name in self.fields:
            return self.fields[name]
        for record in self.fields.values():
            if record["name"].casefold() == name.casefold():
                return record
        raise KeyError(f"There is no field {name!r}: add it with catalogue.add_field().")

    def find(self, kind: str, name: str) -> Json:
        """Return the record of *kind* with this id or name."""
        records = self.kinds[kind]
        if name in records:
            return records[name]
        for record in records.values():
            if record["name"].casefold() == name.casefold():
                return record
        raise KeyError(f"There is no {kind} {name!r} in this Jira.")

    def add_project(self, key: str, name: str = "", number: str = "") -> Project:
        """Return the project *key*, adding it where it is missing."""
        if key not in self.projects:
            number = number or str(10000 + len(self.projects))
            self.projects[key] = Project(number, key, name or f"Project {key}")
        return self.projects[key]

    def project(self, reference: str) -> Project | None:
        """Return the project with this key, id or name."""
        wanted = reference.casefold()
        for project in self.projects.values():
            if wanted in {project.key.casefold(), project.id, project.name.casefold()}:
                return project
        return None

    def versions(self) -> Iterator[Json]:
        for project in self.projects.values():
            yield from project.versions.values()

    def add_user(self, account: str, name: str = "", zone: str = "UTC", **more: Any) -> Json:
        """Add a person; *account* is the accountId on Cloud, the user key on Data Center."""
        name = name or account.replace(".", " ").title()
        kind = "accountId" if self.mode == "cloud" else "username"
        record: Json = {"self": f"{self.site}/rest/api/2/user?{kind}={account}"}
        if self.mode == "cloud":
            record |= {"accountId": account, "accountType": "atlassian"}
        else:
            record |= {"name": account, "key": account}
            record["emailAddress"] = f"{account}@example.test"
        record |= {"displayName": name, "active": True, "timeZone": zone, **more}
        self.users[account] = record
        return record

    def person(self, account: str | None) -> Json | None:
        """Return the record of a person, adding an unknown one."""
        if account is None:
            return None
        return dict(self.users.get(account) or self.add_user(account))

    def identity(self, person: Json | None) -> str | None:
        """Return what a changelog writes for *person*: accountId, or user key, or login."""
        if person is None:
            return None
        names = ("accountId",) if self.mode == "cloud" else ("key", "name", "accountId")
        return next((str(person[name]) for name in names if person.get(name)), None)
