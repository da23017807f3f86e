"""What stands in a replayed Jira: issues with their histories, as they were at any instant."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

ZONE = ZoneInfo("Asia/Shanghai")
PERCENT, START = "customfield_10050", "customfield_10015"
CUSTOM = {
    PERCENT: ("完成百分比", "number", "com.atlassian.jira.plugin.system.customfieldtypes:float"),
    START: ("Start date", "date", "com.atlassian.jira.plugin.system.customfieldtypes:datepicker"),
}
EMPTY_LISTS = ("labels", "fixVersions", "versions", "components", "issuelinks", "attachment")
RESOLVED = "10000"  # the only resolution there is
Json = dict[str, Any]


@dataclass(frozen=True)
class Change:
    """What somebody saved at an instant, or a comment."""

    at: datetime
    who: str
    values: Json  # by id of the field; people, statuses, versions and components by their names
    comment: str = ""
    is_told: bool = True  # False: no entry of the history tells of it


@dataclass(frozen=True)
class Issue:
    """One issue: how it was created, and what was said of it since."""

    id: str
    key: str
    created: datetime
    values: Json
    changes: list[Change] = field(default_factory=list)
    gone_at: datetime | None = None

    def exists(self, at: datetime) -> bool:
        """Tell whether it is there at an instant."""
        return self.created <= at and (self.gone_at is None or at < self.gone_at)

    def until(self, at: datetime) -> list[Change]:
        """Give what had been said by an instant, oldest first."""
        return [change for change in self.changes if change.at <= at]

    def updated(self, at: datetime) -> datetime:
        """Give when it had last changed by an instant."""
        return max([self.created, *(change.at for change in self.until(at))])


@dataclass(frozen=True)
class Tracker:
    """One project of a Jira."""

    project: Json  # id, key, name
    lead: str  # account that has set everything up
    accounts: dict[str, str]  # account -> name
    statuses: Mapping[str, Sequence[str]]  # name -> id, category; new issues: the first
    components: dict[str, str]  # name -> id
    customs: tuple[str, ...]  # fields of its own
    issues: list[Issue]
    versions: list[Json] = field(default_factory=list)

    def person(self, account: str | None) -> Json | None:
        """Give somebody as Jira shows them."""
        if not account:
            return None
        name = self.accounts[account]
        who = {"accountId": account, "displayName": name}
        return {**who, "active": True, "accountType": "atlassian"}

    def status(self, name: str) -> Json:
        """Give a status as Jira shows it."""
        number, category = self.statuses[name]
        return {"id": number, "name": name, "statusCategory": {"key": category}}

    def version(self, name: str) -> Json:
        """Give a version as Jira shows it."""
        return next(each for each in self.versions if each["name"] == name)

    def shown(self, name: str, value: Any) -> Any:
        """Give the value of a field as Jira shows it."""
        match name:
            case "status":
                return self.status(value)
            case "assignee":
                return self.person(value)
            case "resolution":
                return {"id": RESOLVED, "name": value} if value else None
            case "components":
                return [{"id": self.components[each], "name": each} for each in value]
            case "fixVersions":
                return [self.version(each) for each in value]
        return value

    def fields(self, issue: Issue, at: datetime) -> Json:
        """Give all fields of an issue as they stood."""
        said = issue.until(at)
        values = {"status": next(iter(self.statuses)), "assignee": None, **issue.values}
        for change in said:
            values |= change.values
        comments = [self.comment(issue, place) for place, each in enumerate(said) if each.comment]
        usual: Json = {
            **dict.fromkeys(("summary", "resolution", "duedate", "timeoriginalestimate")),
            **{name: [] for name in EMPTY_LISTS},
            **dict.fromkeys(self.customs),
            "reporter": self.person(self.lead),
            "creator": self.person(self.lead),
            "created": written(issue.created),
            "updated": written(issue.updated(at)),
            "priority": {"id": "3", "name": "Medium"},
            "issuetype": {"id": "10001", "name": "任务"},
            "project": self.project,
            "description": None,
            "environment": None,
            "comment": {
                **{"comments": comments, "total": len(comments)},
                **{"startAt": 0, "maxResults": 20},
            },
            "worklog": {"worklogs": [], "total": 0, "startAt": 0, "maxResults": 20},
        }
        return usual | {name: self.shown(name, value) for name, value in values.items()}

    def comment(self, issue: Issue, place: int) -> Json:
        """Give one comment as Jira shows it."""
        change = issue.changes[place]
        at, who = written(change.at), self.person(change.who)
        named = {"id": f"{issue.id}{place:02}", "created": at, "updated": at}
        return {**named, "author": who, "updateAuthor": who, "body": change.comment}

    def histories(self, issue: Issue, at: datetime) -> list[Json]:
        """Give the changelog as it stood, oldest first."""
        found: list[Json] = []
        held = {"status": next(iter(self.statuses)), **issue.values}
        for place, change in enumerate(issue.until(at)):
            items = [
                self.item(name, held.get(name), value) for name, value in change.values.items()
            ]
            held |= change.values
            if items and change.is_told:
                named = {"id": f"{issue.id}{place:02}", "created": written(change.at)}
                found.append({**named, "author": self.person(change.who), "items": items})
        return found

    def item(self, name: str, old: Any, new: Any) -> Json:
        """Give one changed field as the changelog writes it."""
        kind = "custom" if name in CUSTOM else "jira"
        word = CUSTOM[name][0] if name in CUSTOM else WRITTEN_AS.get(name, name)
        (before, was), (after, now) = self.pair(name, old), self.pair(name, new)
        shown = {"field": word, "fieldtype": kind, "fieldId": name}
        return {**shown, "from": before, "fromString": was, "to": after, "toString": now}

    def pair(self, name: str, value: Any) -> tuple[str | None, str | None]:
        """Give a value as an id and as a text."""
        if value in (None, "", []):
            return None, None
        text = f"{value:g}" if isinstance(value, float) else str(value)
        match name:
            case "status":
                return self.statuses[value][0], text
            case "assignee":
                return text, self.accounts[value]
            case "fixVersions":
                return self.version(value[0])["id"], value[0]
            case "labels":
                return "", " ".join(value)
        return IDS.get(name, text if name in IDS_ARE_TEXTS else None), text


IDS = {"resolution": RESOLVED}
IDS_ARE_TEXTS = frozenset({"duedate", "timeoriginalestimate", START})
WRITTEN_AS = {"fixVersions": "Fix Version"}


def written(at: datetime) -> str:
    """Write an instant as Jira does."""
    return f"{at.astimezone(ZONE):%Y-%m-%dT%H:%M:%S}.000+0800"
