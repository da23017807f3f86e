"""Builds issues as Jira writes them; a test names only what it is about."""

import json
from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any

from connectors.jira.catalogue import Catalogue, FieldEntry, Schema, StatusEntry
from connectors.jira.mapping import facts_from
from connectors.jira.meaning import Meaning, meaning_of
from connectors.jira.payloads import Category, Decoders, Issue
from connectors.jira.settings import FieldMapping, StatusMapping
from connectors.jira.sight import Sight, Tally
from hub.model.facts import Fact
from hub.model.items import Item

SEEN_AT = datetime(2026, 3, 10, 12, tzinfo=UTC)
CATALOGUE = Catalogue(
    fields={
        "customfield_10030": FieldEntry("customfield_10030", "Percent", True, Schema("number")),
        "customfield_10031": FieldEntry("customfield_10031", "Go-live", True, Schema("date")),
        "customfield_10032": FieldEntry("customfield_10032", "Area", True, Schema("option")),
        "customfield_10033": FieldEntry(
            "customfield_10033", "Sites", True, Schema("array", "option")
        ),
    },
    statuses={
        "1": StatusEntry("1", "To Do", Category("new")),
        "3": StatusEntry("3", "In Progress", Category("indeterminate")),
        "5": StatusEntry("5", "Done", Category("done")),
    },
)


def meaning(fields: dict[str, Any] | None = None, status: dict[str, Any] | None = None) -> Meaning:
    mapping = FieldMapping.model_validate(fields or {})
    return meaning_of("jira:SRC", mapping, StatusMapping.model_validate(status or {}), CATALOGUE)


def item(field: str, old: Any = None, new: Any = None, **more: Any) -> dict[str, Any]:
    """An item by ids alone; strings are given as *words* (old, new)."""
    words = more.pop("words", (old, new))
    row = {"field": field, "fieldtype": "jira", "from": old, "to": new}
    return row | {"fromString": words[0], "toString": words[1]} | more


def history(number: int, *items: dict[str, Any], at: str = "", author: str = "li") -> Any:
    created = at or f"2026-03-02T{number // 60:02}:{number % 60:02}:00.000+0000"
    return {"id": str(number), "created": created, "author": person(author), "items": list(items)}


def person(name: str, shown: str = "") -> dict[str, str]:
    return {"key": name, "name": name, "displayName": shown or name.title()}


def issue(*histories: Any, of: Meaning | None = None, **fields: Any) -> Issue:
    shown = {
        "created": "2026-03-01T08:00:00.000+0000",
        "updated": "2026-03-09T08:00:00.000+0000",
        "summary": "Connect the gateway",
        "status": {"id": "1", "name": "To Do", "statusCategory": {"key": "new"}},
        "fixVersions": [],
        "components": [],
        "labels": [],
    }
    body = {
        "id": "10001",
        "key": fields.pop("key", "ALPHA-1"),
        "fields": shown | fields,
        "changelog": {"histories": list(histories), "total": len(histories)},
    }
    decoders = Decoders(frozenset((of or meaning()).asked))
    return decoders.issue.decode(json.dumps(body))


def told(
    found: Issue,
    of: Meaning | None = None,
    *,
    known: Item | None = None,
    tally: Tally | None = None,
    at: datetime = SEEN_AT,
) -> list[Fact]:
    return facts_from(found, Sight(at, known=known), of or meaning(), tally or Tally())


def without_places(facts: Iterable[Fact]) -> list[Any]:
    """Facts without the position in the original, which follows the order of what came."""
    return sorted((f.entry, f.locator.rpartition("/")[0], type(f).__name__) for f in facts)
