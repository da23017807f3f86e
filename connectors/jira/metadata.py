"""Tests a connection before anything is read: credential, permissions, mapping, clock."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from jira import JIRA
from jira.exceptions import JIRAError
from requests import RequestException

from connectors.jira.catalogue_pass import CataloguePass
from connectors.jira.client import Client, Clocks
from connectors.jira.connection import connect
from connectors.jira.errors import Forbidden, Unavailable
from connectors.jira.library import open_jira, session_of
from connectors.jira.meaning import meaning_of, unmapped
from connectors.jira.refusals import refusal
from connectors.jira.settings import JiraSettings
from hub.errors import HubError, SourceFailed
from hub.ingest import ConnectorKind

READ = ("BROWSE_PROJECTS",)
WRITE = ("ADD_COMMENTS", "EDIT_ISSUES")


@dataclass(frozen=True)
class CheckedKind(ConnectorKind):
    """A connector whose settings can be tried out; `checks` yields all that is wrong."""

    checks: Callable[[JiraSettings, datetime], Iterator[HubError]] | None = None


def checks(
    settings: JiraSettings, at: datetime, clocks: Clocks | None = None
) -> Iterator[HubError]:
    """Yield what would hinder reading or writing back; nothing is changed in Jira."""
    client = Client(settings, clocks)
    try:
        here = connect(client, at)
        found = CataloguePass(client, here.dialect, here.now).read()
        meaning = meaning_of(settings.source, settings.fields, settings.status, found.catalogue)
    except HubError as error:
        yield error
        return
    finally:
        client.close()
    if here.skewed:
        yield _skewed(settings, here.now, at)
    if nameless := unmapped(meaning, found.catalogue.statuses):
        yield _nameless(settings, [found.catalogue.statuses[one].name for one in nameless])
    yield from _permissions(settings)


def _permissions(settings: JiraSettings) -> Iterator[HubError]:
    wanted = READ if settings.write_back == "off" else READ + WRITE
    jira = open_jira(settings)
    try:
        for project in settings.projects:
            lacking = _lacking(jira, project, wanted)
            if lacking:
                yield _forbidden(settings, project, lacking)
    except JIRAError as error:
        said = str(error.text or "").encode("utf-8", "replace")
        path = "/rest/api/2/mypermissions"
        yield refusal(settings.source, error.status_code or 0, said, path=path, about="permissions")
    except RequestException as error:
        yield Unavailable(
            "{source} did not answer when it was asked for permissions: {reason}.",
            remedy="Try again later; nothing was read or written.",
            source=settings.source,
            reason=type(error).__name__,
        )
    finally:
        session_of(jira).close()


def _lacking(jira: JIRA, project: str, wanted: tuple[str, ...]) -> list[str]:
    answer: dict[str, Any] = jira.my_permissions(projectKey=project, permissions=",".join(wanted))
    found = answer.get("permissions", {})
    return [name for name in wanted if not found.get(name, {}).get("havePermission")]


def _forbidden(settings: JiraSettings, project: str, lacking: list[str]) -> Forbidden:
    return Forbidden(
        "The account of {source} lacks {permissions} on the project {project}.",
        remedy="Ask an administrator of that project to give them to the account.",
        source=settings.source,
        permissions=", ".join(lacking),
        project=project,
    )


def _skewed(settings: JiraSettings, now: datetime, at: datetime) -> SourceFailed:
    return SourceFailed(
        "The clock of {source} is {seconds} seconds ahead of the hub's.",
        remedy="Set both by a time server; until then intervals of changes are less exact.",
        source=settings.source,
        seconds=int((now - at).total_seconds()),
    )


def _nameless(settings: JiraSettings, names: list[str]) -> SourceFailed:
    return SourceFailed(
        "These statuses of {source} mean nothing to the hub yet: {names}.",
        remedy="Say what they mean in `status.states` of the source; until then they are unknown.",
        source=settings.source,
        names=", ".join(sorted(names)),
    )
