"""Reads an answer of Jira again, by itself: what stands at each place that a fact points to."""

import json
from collections.abc import Iterator, Mapping
from typing import Any

from connectors.jira.settings import JiraSettings
from hub.ingest.contract import Known
from hub.model.event import Value

Places = dict[str, list[Value]]


def said_at(settings: JiraSettings, known: Known, sha256: str) -> Mapping[str, list[Value]]:
    """Give every value at every place of an original, by its locator."""
    found: Places = {}
    for issue, place, values in _walked(json.loads(known.original(sha256)), ""):
        found.setdefault(f"{settings.source}/{issue}{place}", []).extend(values)
    return found


def _walked(node: Any, issue: str) -> Iterator[tuple[str, str, list[Value]]]:
    """Yield the issue, the place within it, and the values there, however deep they lie."""
    if isinstance(node, dict):
        own = str(node.get("issueId") or (node.get("id") if "fields" in node else "") or issue)
        yield from ((own, place, values) for place, values in _told(node))
        issue, node = own, list(node.values())
    for each in node if isinstance(node, list) else ():
        yield from _walked(each, issue)


def _told(node: dict[str, Any]) -> Iterator[tuple[str, list[Value]]]:
    """Yield what one object says by itself: an issue's fields, a history's changes, a comment."""
    if "fields" in node:
        yield "", list(_values(node))
    if isinstance(node.get("items"), list) and "created" in node:
        for position, item in enumerate(node["items"]):
            yield f"#history={node['id']}/{position}", list(_values(item))
    for name in ("comments", "worklogs", "attachment"):
        noted = node.get(name)
        for each in noted if isinstance(noted, list) else ():
            yield f"#{name.rstrip('s')}={each.get('id')}", list(_values(each))


def _values(node: Any) -> Iterator[Value]:
    if isinstance(node, dict):
        for name, each in node.items():
            if name != "changelog":
                yield from _values(each)
    elif isinstance(node, list):
        for each in node:
            yield from _values(each)
    else:
        yield node
