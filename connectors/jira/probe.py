"""Finds out whether this Jira understands bounds in epoch milliseconds."""

from datetime import UTC, datetime, timedelta
from typing import Any

from msgspec import Struct

from connectors.jira.client import Client, decoder
from connectors.jira.errors import QueryRefused
from connectors.jira.times import instant_from
from connectors.jira.window import milliseconds

FAR = datetime(9000, 1, 1, tzinfo=UTC)


class Updated(Struct):
    """The one field that is asked for."""

    updated: str


class Settled(Struct):
    """An issue that has not changed for a while."""

    id: str
    key: str
    fields: Updated


class Rows(Struct):
    """A short answer."""

    issues: list[Settled]


def takes_epoch(client: Client, dialect: str, scope: str) -> bool | None:
    """Tell whether a bound at an issue's `updated` returns it, and a later one does not.

    None where there is no settled issue to try it on.
    """
    found = _search(client, dialect, f"{scope} AND updated <= -1h ORDER BY updated DESC")
    if not found:
        return None
    issue = found[0]
    updated = instant_from(issue.fields.updated, FAR)
    at, later = milliseconds(updated), milliseconds(updated + timedelta(minutes=2))
    try:
        hit = _search(client, dialect, f'key = "{issue.key}" AND updated >= {at}')
        miss = _search(client, dialect, f'key = "{issue.key}" AND updated >= {later}')
    except QueryRefused:
        return False
    return bool(hit) and not miss


def _search(client: Client, dialect: str, jql: str) -> list[Settled]:
    body: dict[str, Any] = {"jql": jql, "fields": ["updated"], "maxResults": 1}
    path = "/rest/api/2/search/jql" if dialect == "cloud" else "/rest/api/2/search"
    rows, _ = client.post(path, body, decoder(Rows))
    found: list[Settled] = rows.issues
    return found
