"""What a Jira really holds, said as the hub would say it; and where the hub says otherwise."""

from collections import Counter
from collections.abc import Iterable, Iterator
from hashlib import sha256
from typing import Any

from hub.model.event import Event
from hub.model.facts import (
    AnnotationRecorded,
    AnnotationRemoved,
    AnnotationRevised,
    Basis,
    WorkItemFact,
    WorkItemFieldChanged,
    WorkItemMembersChanged,
)
from hub.model.items import Item
from tests.jira_server import LocalJira
from tests.jira_server.documents import Issue

from .life import PERCENT, Life
from .reading import Hub

STATES = {"new": "not_started", "indeterminate": "in_progress", "done": "done"}
IDS = {"status": "status", "resolution": "resolution", "priority": "priority", "type": "issuetype"}
SETS = {"labels": "labels", "fix_versions": "fixVersions", "versions": "versions"}
SETS |= {"components": "components", "sprints": "customfield_10020"}
FED = {"due": "duedate", "title": "summary", "fix_versions": "fixVersions", "sprints": "sprint"}
FED |= {"percent": PERCENT, "module": "components", "phase": "labels", "type": "issuetype"}


def differences(it: Hub, life: Life) -> list[str]:
    """Say where the folded state of the hub is not what *life* has left in its Jira."""
    held = {item.subject: item for item in it.past.all_items()}
    amounts = _amounts(it.events())
    told = []
    for issue in life.jira.documents:
        if not life.jira.visible(issue) or issue.project not in it.settings.projects:
            continue
        item = held.pop(issue.id, None)
        if item is None:
            told.append(f"{issue.id} {issue.key} is not known")
            continue
        told += [f"{issue.id} {line}" for line in _of_one(item, issue, life.jira, amounts)]
    for item in held.values():  # what is not shown (any more)
        told += [f"{item.subject} {line}" for line in _of_absent(item, life.jira)]
    return told


def _of_one(
    item: Item, issue: Issue, jira: LocalJira, amounts: dict[str, float | None]
) -> Iterator[str]:
    truth = _fields(issue, jira)
    found: dict[str, Any] = {name: item.value(name) for name in truth}
    parents = truth.pop("parent")
    if found.pop("parent") not in parents:
        yield f"parent is {item.value('parent')}, not {parents}"
    sets: dict[str, Any] = {name: _members(issue.fields.get(field)) for name, field in SETS.items()}
    sets["links"] = {_other(row) for row in issue.fields.get("issuelinks") or ()}
    truth |= sets | {"key": issue.key, "vanished": ""}
    truth["state"] = STATES[issue.fields["status"]["statusCategory"]["key"]]
    truth["annotations"] = _annotations(issue)
    found |= {name: item.members.get(name, set()) for name in sets}
    found |= {"key": item.key, "vanished": item.vanished, "state": item.state.value}
    logs = [name for name in item.annotations if name.startswith("worklog:")]
    found["annotations"] = item.annotations | {f"{one} s": amounts[one] for one in logs}
    for name, value in truth.items():
        if found[name] != value:
            yield f"{name} is {found[name]!r}, not {value!r}"


def _fields(issue: Issue, jira: LocalJira) -> dict[str, Any]:
    fields = issue.fields
    values: dict[str, Any] = {name: _id(fields.get(raw)) for name, raw in IDS.items()}
    for name in ("assignee", "reporter"):
        identity = jira.catalogue.identity(fields.get(name))
        values[name] = identity and f"jira:SRC/person/{identity}"
    values["title"], values["due"] = fields["summary"], fields.get("duedate")
    if "2" in jira.knobs.bulk_versions:  # else it is a document, which cannot be compared
        values["description"] = _hash(fields.get("description"))
    values["percent"] = fields.get(PERCENT)
    values["module"] = ", ".join(sorted(c["name"] for c in fields["components"])) or None
    phases = (word.removeprefix("phase-") for word in fields["labels"] if "phase-" in word)
    values["phase"] = ", ".join(sorted(phases)) or None
    values["parent"] = _parent(issue, jira)
    return values


def _parent(issue: Issue, jira: LocalJira) -> set[str | None]:
    """Give the id and all keys of what an issue stands under."""
    parent, epic = issue.fields.get("parent"), issue.fields.get("customfield_10014")
    id_ = parent["id"] if parent else jira.documents.ids.get(epic or "")
    return {id_, *(key for key, of in jira.documents.ids.items() if id_ and of == id_)}


def _id(record: Any) -> str | None:
    return record["id"] if record else None


def _hash(text: str | None) -> str | None:
    return sha256(text.encode()).hexdigest() if text else None


def _members(rows: Any) -> set[str]:
    return {str(row["id"]) if isinstance(row, dict) else row for row in rows or ()}


def _other(link: dict[str, Any]) -> str:
    return str((link.get("inwardIssue") or link["outwardIssue"])["key"])


def _annotations(issue: Issue) -> dict[str, Any]:
    found: dict[str, Any] = {
        f"comment:{row['id']}": _hash(row["body"]) or "" for row in issue.comments
    }
    for row in issue.worklogs:
        found[f"worklog:{row['id']}"] = _hash(row["comment"]) or ""
        found[f"worklog:{row['id']} s"] = row["timeSpentSeconds"]
    for row in issue.fields.get("attachment") or ():
        found[f"attachment:{row['id']}"] = _hash(row["filename"]) or ""
    return found


def _amounts(events: Iterable[Event]) -> dict[str, float | None]:
    return {
        f"worklog:{event.id}": event.amount_s
        for event in events
        if isinstance(event, AnnotationRecorded | AnnotationRevised) and event.kind == "worklog"
    }


def _of_absent(item: Item, jira: LocalJira) -> Iterator[str]:
    issue = jira.documents.find(item.subject)
    home = jira.catalogue.projects[item.key.rpartition("-")[0]]
    if not item.vanished and (not home.browsable or home.archived):
        return  # told once for the whole project, and nobody can look closer
    if not item.vanished:
        now = f"{issue.key} now" if issue is not None and jira.visible(issue) else "shown no more"
        yield f"{item.key} is {now}, and nothing says so"


def doubled(it: Hub, life: Life) -> list[str]:
    """Name what the hub tells twice, or as a difference although a history tells it."""
    facts = [event for event in it.events() if isinstance(event, WorkItemFact)]
    entries = Counter((fact.subject, fact.entry) for fact in facts)
    told = [f"{entry} stands {n} times" for entry, n in entries.items() if n > 1]
    changes = [f for f in facts if isinstance(f, WorkItemFieldChanged | WorkItemMembersChanged)]
    stated = Counter(
        (change.locator, change.field) for change in changes if change.basis is Basis.STATED
    )
    told += [f"{place} is told {n} times" for place, n in stated.items() if n > 1]
    for change in changes:
        field = FED.get(change.field, change.field)
        known = {(change.subject, field)} | {(change.subject, "resolution")}
        if change.basis is Basis.DIFFED and not known & life.silent:
            told.append(f"{change.subject} {change.field} is a difference: {change}")
    gone = Counter(f.entry for f in facts if isinstance(f, AnnotationRemoved) and f.entry)
    return told + [f"{entry} removed {n} times" for entry, n in gone.items() if n > 1]
