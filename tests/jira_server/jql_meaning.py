"""What a JQL tree means: a test for one issue, in the caller's zone, and an order of issues."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from .catalogue import Catalogue
from .clock import Instant
from .documents import Documents, Issue, Json
from .exchange import Refused
from .jql import Clause, Tree, Value

Test = Callable[[Issue], bool]
DATE = re.compile(r"(\d{4})[-/](\d{1,2})[-/](\d{1,2})(?: (\d{1,2}):(\d{2}))?")
RELATIVE = re.compile(r"[+-]?(?:\d+[wdhm]\s*)+", re.IGNORECASE)
UNITS = {"w": 604800, "d": 86400, "h": 3600, "m": 60}
NAMES = {
    "key": "key",
    "issue": "key",
    "issuekey": "key",
    "id": "key",
    "type": "issuetype",
    "due": "duedate",
    "createddate": "created",
    "updateddate": "updated",
}
DATES = ("updated", "created", "duedate")
NAMED = ("key", "project", "status", "statuscategory", "issuetype", "labels", "sprint")
FIELDS = {*DATES, *NAMED, "fixversion", "assignee"}
MINUTE = 60_000


@dataclass(slots=True)
class Asker:
    """Who asks, and what the query may refer to."""

    catalogue: Catalogue
    documents: Documents
    zone: ZoneInfo
    now: Instant
    account: str
    visible: Callable[[Issue], bool]
    epoch_bound: bool = True
    ambiguous_fold: int = 0
    sprint_field: str = "customfield_10020"


def meaning(tree: Tree | None, asker: Asker) -> Test:
    """Return the test that *tree* puts to an issue; a wrong value is refused in Jira's words."""
    if tree is None:
        return lambda issue: True
    if isinstance(tree, Clause):
        return _clause(tree, asker)
    tests = [meaning(part, asker) for part in tree.parts]
    if tree.every:
        return lambda issue: all(test(issue) for test in tests)
    return lambda issue: any(test(issue) for test in tests)


def _clause(clause: Clause, asker: Asker) -> Test:
    field = NAMES.get(clause.field, clause.field)
    if field not in FIELDS:
        name = clause.field
        raise Refused(
            400, f"Field '{name}' does not exist or you do not have permission to view it."
        )
    if clause.operator in {"is", "is not"} or any(v.content == "EMPTY" for v in clause.values):
        wanted = clause.operator in {"is", "=", "in"}
        return lambda issue: (not _held(issue, field, asker)) is wanted
    if clause.operator in {"<", "<=", ">", ">="} and field not in {*DATES, "key"}:
        named = f"The operator '{clause.operator}' is not supported by the '{clause.field}' field."
        raise Refused(400, named)
    if field in DATES:
        return _dated(clause, field, asker)
    if field == "key" and clause.operator[0] in "<>":
        return _numbered(clause)
    wanted_values = {_known(value, field, clause.field, asker) for value in clause.values}
    if clause.operator in {"=", "in"}:
        return lambda issue: not wanted_values.isdisjoint(_held(issue, field, asker))
    return lambda issue: bool(held := _held(issue, field, asker)) and wanted_values.isdisjoint(held)


def _names(record: Json | None, *parts: str) -> set[str]:
    return {str(record[part]).casefold() for part in parts if record and record.get(part)}


def _held(issue: Issue, field: str, asker: Asker) -> set[str]:
    """Return every word under which *issue* can be found in *field*."""
    fields = issue.fields
    if field in HELD_AS:
        return _names(fields.get(field), *HELD_AS[field])
    match field:
        case "key":
            return {issue.id}
        case "project":
            return {issue.project.casefold()}
        case "statuscategory":
            return _names((fields.get("status") or {}).get("statusCategory"), "id", "key", "name")
        case "labels" | "fixversion" | "sprint":
            stored = {"fixversion": "fixVersions", "sprint": asker.sprint_field}
            return _all_names(fields.get(stored.get(field, field)))
    value = fields.get(field)
    return set() if value is None else {str(value)}


HELD_AS = {
    "status": ("id", "name"),
    "issuetype": ("id", "name"),
    "assignee": ("accountId", "key", "name"),
}


def _all_names(records: Any) -> set[str]:
    found: set[str] = set()
    for record in records or ():
        found |= (
            _names(record, "id", "name") if isinstance(record, dict) else {str(record).casefold()}
        )
    return found


def _known(value: Value, field: str, said: str, asker: Asker) -> str:
    """Return the word to look for; what does not exist or is hidden is refused."""
    word = value.content
    if field == "assignee" and value.arguments is not None:
        return asker.account.casefold()
    if field == "key":
        issue = asker.documents.find(word)
        if issue and asker.visible(issue):
            return issue.id
        raise Refused(400, f"An issue with key '{word}' does not exist for field '{said}'.")
    found: str | None = word.casefold()
    if field == "project":
        project = asker.catalogue.project(word)
        found = project.key.casefold() if project and project.browsable else None
    elif field in {"status", "issuetype"}:
        records = asker.catalogue.kinds[field].values()
        if not any(found in _names(record, "id", "name") for record in records):
            found = None
    if found is None:
        raise Refused(400, f"The value '{word}' does not exist for the field '{said}'.")
    return found


def _numbered(clause: Clause) -> Test:
    project, _, number = clause.values[0].content.rpartition("-")
    if not number.isdigit():
        raise Refused(400, f"The issue key '{clause.values[0].content}' is invalid.")
    compare = COMPARE[clause.operator]

    def test(issue: Issue) -> bool:
        own, _, mine = issue.key.rpartition("-")
        return own == project.upper() and compare(int(mine), int(number), 1)

    return test


COMPARE: dict[str, Callable[[Any, Any, Any], bool]] = {
    ">=": lambda held, value, _: held >= value,
    ">": lambda held, value, _: held > value,
    "<=": lambda held, value, _: held <= value,
    "<": lambda held, value, _: held < value,
    "=": lambda held, value, width: value <= held < value + width,
    "!=": lambda held, value, width: not value <= held < value + width,
}


def _dated(clause: Clause, field: str, asker: Asker) -> Test:
    if field == "duedate":
        days = [_day(value, clause, asker) for value in clause.values]
        return _compared(clause.operator, days, lambda i: i.fields.get("duedate"), "\0")
    bounds = [_instant(value, clause, asker) for value in clause.values]
    if field == "updated":
        return _compared(clause.operator, bounds, lambda issue: issue.updated, MINUTE)
    return _compared(clause.operator, bounds, lambda issue: issue.created, MINUTE)


def _compared(operator: str, values: list[Any], held: Callable[[Issue], Any], width: Any) -> Test:
    single = {"in": "=", "not in": "!="}.get(operator, operator)
    compare, combine = COMPARE[single], all if operator == "not in" else any
    if len(values) == 1:
        [value] = values
        return lambda issue: (at := held(issue)) is not None and compare(at, value, width)
    return lambda issue: (
        (at := held(issue)) is not None and combine(compare(at, value, width) for value in values)
    )


def _day(value: Value, clause: Clause, asker: Asker) -> str:
    at = datetime.fromtimestamp(_instant(value, clause, asker) / 1000, asker.zone)
    return at.strftime("%Y-%m-%d")


def _instant(value: Value, clause: Clause, asker: Asker) -> Instant:
    """Return the instant that a date, a duration, a function or an epoch number means."""
    word = value.content.strip()
    if value.arguments is not None:
        return _function(value, asker)
    if match := DATE.fullmatch(word):
        parts = [int(part or 0) for part in match.groups()]
        try:
            local = datetime(*parts, tzinfo=asker.zone, fold=asker.ambiguous_fold)  # type: ignore[misc, arg-type]
        except ValueError:
            raise _no_date(value, clause) from None
        return Instant(int(local.timestamp()) * 1000)
    if word.isdigit() and not value.quoted and asker.epoch_bound:
        return Instant(word)
    if RELATIVE.fullmatch(word):
        return Instant(asker.now + _seconds(word) * 1000)
    raise _no_date(value, clause)


def _no_date(value: Value, clause: Clause) -> Refused:
    said = f"Date value '{value.content}' for field '{clause.field}' is invalid."
    forms = "Valid formats include: 'yyyy/MM/dd HH:mm', 'yyyy-MM-dd HH:mm', 'yyyy/MM/dd', "
    return Refused(400, f"{said} {forms}'yyyy-MM-dd', or a period format e.g. '-5d', '4w 2d'.")


def _seconds(duration: str) -> int:
    total = sum(int(n) * UNITS[unit.lower()] for n, unit in re.findall(r"(\d+)(\w)", duration))
    return -total if duration.startswith("-") else total


def _function(value: Value, asker: Asker) -> Instant:
    arguments = value.arguments or ()
    shift = arguments[0] if arguments else "0d"
    shift = f"{shift}d" if shift.lstrip("+-").isdigit() else shift
    if value.content.lower() == "now" and RELATIVE.fullmatch(shift):
        return Instant(asker.now + _seconds(shift) * 1000)
    if value.content.lower() == "startofday" and RELATIVE.fullmatch(shift):
        local = datetime.fromtimestamp(asker.now / 1000, asker.zone)
        midnight = local.replace(hour=0, minute=0, second=0, microsecond=0, fold=0)
        shifted = midnight + timedelta(seconds=_seconds(shift))  # wall-clock arithmetic
        return Instant(int(shifted.timestamp()) * 1000)
    raise Refused(400, f"Unable to find JQL function '{value.content}({', '.join(arguments)})'.")


def order_key(name: str) -> Callable[[Issue], Any]:
    """Return what issues are sorted by for one field of ORDER BY."""
    field = NAMES.get(name, name)
    match field:
        case "key":
            return (lambda issue: int(issue.id)) if name == "id" else _key_order
        case "updated":
            return lambda issue: issue.updated
        case "created":
            return lambda issue: issue.created
        case "duedate":
            return lambda issue: issue.fields.get("duedate") or "9999"
        case "project":
            return lambda issue: issue.project
        case "status" | "issuetype" | "priority" | "assignee":
            return lambda issue: str((issue.fields.get(field) or {}).get("name", ""))
    message = f"Field '{name}' does not exist or you do not have permission to view it."
    raise Refused(400, message)


def _key_order(issue: Issue) -> tuple[str, int]:
    project, _, number = issue.key.rpartition("-")
    return project, int(number)
