"""History items in the shapes that Jira writes, field by field."""

from collections.abc import Callable, Iterable
from datetime import date, datetime
from typing import Any

from .catalogue import Catalogue
from .clock import Instant
from .documents import Json

OLD_NAMES = {"fixVersions": "Fix Version", "versions": "Version", "components": "Component"}
LISTS = frozenset(OLD_NAMES)
PEOPLE = frozenset({"assignee", "reporter"})
RECORDS = frozenset({"status", "resolution", "priority", "issuetype"})
WRITTEN_AS = {"issuelinks": "Link", "security": "security", "parent": "Parent"}
Pair = tuple[str | None, str | None]  # id and string


def item(
    field: str,
    before: Pair,
    after: Pair,
    *,
    custom: bool = False,
    field_id: str | None = None,
) -> Json:
    """Return one item; Data Center knows no `fieldId`."""
    made: Json = {"field": field, "fieldtype": "custom" if custom else "jira"}
    if field_id:
        made["fieldId"] = field_id
    made |= {"from": before[0], "fromString": before[1], "to": after[0], "toString": after[1]}
    return made


class Items:
    """Makes the items of a change for one kind of Jira."""

    def __init__(self, catalogue: Catalogue, sprint_field: str) -> None:
        self.catalogue = catalogue
        self.sprint_field = sprint_field

    def of(self, field: str, before: Any, after: Any) -> list[Json]:
        """Return what changing *field* writes; *before* and *after* are its JSON values."""
        if field in LISTS:
            return self._members(field, before or [], after or [])
        if field in PEOPLE:
            return [self._person(field, before, after)]
        shape = self._shape(field)
        record = self.catalogue.fields.get(field, {})
        custom = bool(record.get("custom"))
        name = record["name"] if custom else WRITTEN_AS.get(field, field)
        made = item(name, shape(before), shape(after), custom=custom, field_id=self._id(field))
        return [made]

    def numbers(self, field: str, before: int | None, after: int | None) -> Json:
        """Return the item of a number that is both its id and its text, such as spent seconds."""
        pairs = [(None, None) if value is None else (str(value),) * 2 for value in (before, after)]
        return item(field, pairs[0], pairs[1], field_id=self._id(field))

    def _id(self, field: str) -> str | None:
        return field if self.catalogue.mode == "cloud" else None

    def _shape(self, field: str) -> Callable[[Any], Pair]:
        by_name: dict[str, Callable[[Any], Pair]] = dict.fromkeys((*RECORDS, "security"), _record)
        by_name["labels"], by_name["duedate"], by_name["parent"] = self._labels, _day, _keyed
        by_name[self.sprint_field] = _listed
        by_type: dict[str, Callable[[Any], Pair]] = {
            "array": _bracketed,
            "date": _written_day,
            "user": self._account,
        }
        kind = self.catalogue.fields.get(field, {}).get("schema", {}).get("type")
        return by_name.get(field) or by_type.get(str(kind), _plain)

    def _labels(self, labels: list[str] | None) -> Pair:
        return ("" if self.catalogue.mode == "cloud" else None), " ".join(labels or ())

    def _account(self, person: Json | None) -> Pair:
        return self.catalogue.identity(person), person["displayName"] if person else None

    def _person(self, field: str, before: Json | None, after: Json | None) -> Json:
        old, new = self._account(before), self._account(after)
        made = item(field, old, new, field_id=self._id(field))
        if self.catalogue.mode == "cloud":
            made |= {"tmpFromAccountId": old[0], "tmpToAccountId": new[0]}
        return made

    def _members(self, field: str, before: list[Json], after: list[Json]) -> list[Json]:
        """Return one item for each that came or went; Cloud writes a single swap as one item."""
        held, wanted = {row["id"] for row in before}, {row["id"] for row in after}
        gone = [_record(row) for row in before if row["id"] not in wanted]
        new = [_record(row) for row in after if row["id"] not in held]
        name, field_id = OLD_NAMES[field], self._id(field)
        if self.catalogue.mode == "cloud" and len(gone) == len(new) == 1:
            return [item(name, gone[0], new[0], field_id=field_id)]
        made = [item(name, row, (None, None), field_id=field_id) for row in gone]
        return made + [item(name, (None, None), row, field_id=field_id) for row in new]


def _record(value: Json | None) -> Pair:
    return (str(value["id"]), str(value["name"])) if value else (None, None)


def _keyed(value: Json | None) -> Pair:
    return (str(value["id"]), str(value["key"])) if value else (None, None)


def _listed(rows: Iterable[Json] | None) -> Pair:
    """Return ids and names with commas; nothing is the empty string."""
    rows = list(rows or ())
    return ", ".join(str(r["id"]) for r in rows), ", ".join(str(r["name"]) for r in rows)


def _bracketed(rows: Iterable[Any] | None) -> Pair:
    rows = list(rows or ())
    if not rows:
        return None, ""
    ids = ", ".join(str(row["id"]) if isinstance(row, dict) else str(row) for row in rows)
    return f"[{ids}]", ",".join(_name(row) for row in rows)


def _name(value: Any) -> str:
    if not isinstance(value, dict):
        return str(value)
    return str(value.get("value") or value.get("name") or value.get("displayName"))


def _day(value: str | None) -> Pair:
    return (value, f"{value} 00:00:00.0") if value else (None, None)


def _written_day(value: str | None) -> Pair:
    return (value, f"{date.fromisoformat(value):%d/%b/%y}") if value else (None, None)


def _plain(value: Any) -> Pair:
    """Return text, numbers, single options and cascading ones as Jira writes them."""
    if value is None:
        return None, None
    if isinstance(value, dict) and "child" in value:
        inner = value["child"]
        words = f"Parent values: {value['value']}({value['id']})"
        return None, f"{words}Level 1 values: {inner['value']}({inner['id']})"
    if isinstance(value, dict):
        return str(value.get("id")), _name(value)
    if isinstance(value, float) and value.is_integer():
        return None, str(int(value))
    if isinstance(value, Instant):
        return None, f"{value.moment:%Y-%m-%dT%H:%M:%S+0000}"
    return None, str(value)


def day(value: date | datetime | str | None) -> str | None:
    """Return a due date as Jira keeps it."""
    return value.isoformat()[:10] if isinstance(value, date) else value
