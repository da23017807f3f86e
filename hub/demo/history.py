"""The vendor's Jira as it stood at an instant, from the script `jira.toml`."""

import tomllib
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cache
from typing import Any
from zoneinfo import ZoneInfo

from hub.demo.tables import HERE, plan

ZONE = ZoneInfo("Asia/Shanghai")
PERCENT = "customfield_10050"
Json = dict[str, Any]


@dataclass(frozen=True)
class Change:
    """One line of the script: what somebody saved at an instant, or a comment."""

    at: datetime
    who: str
    values: dict[str, str]  # by id of the field, as text
    comment: str = ""


@dataclass(frozen=True)
class Issue:
    """One issue: how it was created, and what was said of it since."""

    id: str
    key: str
    title: str
    module: str
    person: str
    created: datetime
    due: str
    changes: list[Change] = field(default_factory=list)

    def until(self, at: datetime) -> list[Change]:
        """Give what had been said by an instant, oldest first."""
        return [change for change in self.changes if change.at <= at]

    def updated(self, at: datetime) -> datetime:
        """Give when it had last changed by an instant."""
        return max([self.created, *(change.at for change in self.until(at))])


@cache
def script() -> Json:
    """Give the script as it is written."""
    return tomllib.loads((HERE / "jira.toml").read_text("utf-8"))


@cache
def issues() -> list[Issue]:
    """Give every issue that there will be, in the order of its number."""
    ids = {name: account for account, name in script()["accounts"].items()}
    return [_issue(number, told, ids) for number, told in enumerate(script()["issue"], 1)]


def _issue(number: int, told: Json, ids: dict[str, str]) -> Issue:
    row = plan().get(told.get("plan", ""), {})
    person = ids.get(told.get("person") or row["责任人"], "")
    lines = told.get("said", "").splitlines()
    return Issue(
        id=str(10000 + number),
        key=f"MES-{number}",
        title=told.get("title") or row["任务名称"],
        module=told.get("module") or row["模块"],
        person=person,
        created=instant(told.get("created") or script()["created"]),
        due=told.get("due") or row["计划完成"],
        changes=[_change(line, person) for line in lines],
    )


def instant(text: str) -> datetime:
    """Read an instant of the script; it is in the project's zone."""
    return datetime.fromisoformat(text).replace(tzinfo=ZONE)


def _change(line: str, person: str) -> Change:
    at, *words = line.split()
    if words[0].startswith("@"):
        person = words.pop(0)[1:]
    if words[0] == "说":
        return Change(instant(at), person, {}, " ".join(words[1:]))
    return Change(instant(at), person, dict(map(_value, words)))


def _value(word: str) -> tuple[str, str]:
    if word.endswith("%"):
        return PERCENT, word[:-1]
    if word in script()["statuses"]:
        return "status", word
    return "duedate", date.fromisoformat(word).isoformat()


def written(at: datetime) -> str:
    """Write an instant as Jira does."""
    return f"{at.astimezone(ZONE):%Y-%m-%dT%H:%M:%S}.000+0800"


def person(account: str) -> Json:
    """Give somebody as Jira shows them."""
    name = script()["accounts"][account]
    return {"accountId": account, "displayName": name, "active": True, "accountType": "atlassian"}


def status(name: str) -> Json:
    """Give a status as Jira shows it."""
    number, category = script()["statuses"][name]
    return {"id": number, "name": name, "statusCategory": {"key": category}}


def fields(issue: Issue, at: datetime) -> Json:
    """Give all fields of an issue as they stood."""
    said = issue.until(at)
    values = {"status": next(iter(script()["statuses"])), "duedate": issue.due}
    for change in said:
        values |= change.values
    comments = [comment(issue, place) for place, each in enumerate(said) if each.comment]
    return {
        "summary": issue.title,
        "status": status(values["status"]),
        "resolution": None,
        "assignee": person(issue.person),
        "reporter": person(script()["lead"]),
        "creator": person(script()["lead"]),
        "created": written(issue.created),
        "updated": written(issue.updated(at)),
        "duedate": values["duedate"],
        "priority": {"id": "3", "name": "Medium"},
        "issuetype": {"id": "10001", "name": "任务"},
        "project": {"id": "10000", "key": "MES", "name": "MES"},
        "description": None,
        "environment": None,
        "labels": [],
        "fixVersions": [],
        "versions": [],
        "components": [{"id": f"2{plan_order(issue.module):04}", "name": issue.module}],
        "issuelinks": [],
        "attachment": [],
        "comment": {"comments": comments, "total": len(comments), "startAt": 0, "maxResults": 20},
        "worklog": {"worklogs": [], "total": 0, "startAt": 0, "maxResults": 20},
        PERCENT: float(values[PERCENT]) if PERCENT in values else None,
    }


def plan_order(module: str) -> int:
    """Number the modules in the order in which the plan names them."""
    return list(dict.fromkeys(row["模块"] for row in plan().values())).index(module)


def comment(issue: Issue, place: int) -> Json:
    """Give one comment as Jira shows it."""
    change = issue.changes[place]
    at = written(change.at)
    who = person(change.who)
    named = {"id": f"{issue.id}{place:02}", "created": at, "updated": at}
    return {**named, "author": who, "updateAuthor": who, "body": change.comment}


def histories(issue: Issue, at: datetime) -> list[Json]:
    """Give the changelog as it stood, oldest first."""
    found: list[Json] = []
    held = {"status": next(iter(script()["statuses"])), "duedate": issue.due}
    for place, change in enumerate(issue.until(at)):
        items = [_item(name, held.get(name, ""), value) for name, value in change.values.items()]
        held |= change.values
        if items:
            named = {"id": f"{issue.id}{place:02}", "created": written(change.at)}
            found.append({**named, "author": person(change.who), "items": items})
    return found


def _item(name: str, old: str, new: str) -> Json:
    kind = "custom" if name == PERCENT else "jira"
    shown = {"field": "完成百分比" if name == PERCENT else name, "fieldtype": kind, "fieldId": name}
    if name == "status":
        ids = script()["statuses"]
        return {**shown, "from": ids[old][0], "fromString": old, "to": ids[new][0], "toString": new}
    if name == "duedate":
        return {**shown, "from": old, "fromString": old, "to": new, "toString": new}
    return {**shown, "from": None, "fromString": old or None, "to": None, "toString": new}
