"""Tests a connection before anything is read: credential, permissions, mapping, clock."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from jira import JIRA
from jira.exceptions import JIRAError
from requests import RequestException

from connectors.jira.catalogue import Catalogue
from connectors.jira.catalogue_pass import CataloguePass
from connectors.jira.client import Client, Clocks
from connectors.jira.connection import DIALECTS, Connection, connect
from connectors.jira.errors import DialectUnknown, Forbidden, Unavailable
from connectors.jira.library import open_jira, session_of
from connectors.jira.meaning import Meaning, meaning_of, unmapped
from connectors.jira.refusals import refusal, unseen
from connectors.jira.settings import JiraSettings
from connectors.jira.tracks import Origin
from connectors.jira.window import is_zone
from hub.errors import HubError, SourceFailed
from hub.ingest import ConnectorKind, Seen
from hub.locale import _

FOUND = _("{dialect} {version} answers, account {account}, zone {zone}; its clock says {at} UTC.")
NO_ZONE = _(
    "Give the account's profile a time zone, or set `zone` of the source: where Jira takes no"
    " milliseconds, changes are asked for a day further back."
)
MAPPED = _("Fields: {fields}.")
TRIES = 2  # somebody waits for the answer
READ = ("BROWSE_PROJECTS",)
WRITE = ("ADD_COMMENTS", "EDIT_ISSUES")


@dataclass(frozen=True)
class CheckedKind(ConnectorKind):
    """A connector whose settings can be tried out; `checks` yields all that is wrong."""

    checks: Callable[[JiraSettings, datetime], Iterator[HubError | Seen]] | None = None


def checks(
    settings: JiraSettings, at: datetime, clocks: Clocks | None = None
) -> Iterator[HubError | Seen]:
    """Yield what would hinder reading or writing back, else what was found.

    Nothing is changed in Jira.
    """
    client = Client(settings, clocks, TRIES)
    try:
        here = connect(client, at)
        yield from _connection(settings, here, at)
        found = CataloguePass(client, here.dialect, here.now).read()
        meaning = meaning_of(settings.source, settings.fields, settings.status, found.catalogue)
    except HubError as error:
        yield error
        return
    finally:
        client.close()
    missing = [key for key in settings.projects if key not in found.catalogue.projects]
    if missing:
        yield unseen(settings.source, missing)
    yield Seen(MAPPED, {"fields": _mapped(meaning, found.catalogue)})
    if nameless := unmapped(meaning, found.catalogue.statuses):
        yield _nameless(settings, [found.catalogue.statuses[one].name for one in nameless])
    yield from _permissions(settings, [key for key in settings.projects if key not in missing])


def _connection(
    settings: JiraSettings, here: Connection, at: datetime
) -> Iterator[HubError | Seen]:
    said = DIALECTS.get(here.deployment, here.dialect)
    if said != here.dialect:
        yield _other_dialect(settings, said)
    if here.skewed:
        yield _skewed(settings, here.now, at)
    values = {"dialect": here.dialect, "version": here.version or "?", "account": here.account}
    values |= {"zone": here.zone or "?", "at": f"{here.now:%Y-%m-%d %H:%M}"}
    yield Seen(FOUND, values, "" if is_zone(here.zone) else NO_ZONE)


def _mapped(meaning: Meaning, catalogue: Catalogue) -> str:
    """Write which of Jira's fields feed which of ours."""
    return "; ".join(
        f"{name} ← {', '.join(_named(origin, catalogue) for origin in origins)}"
        for name, origins in meaning.origins.items()
    )


def _named(origin: Origin, catalogue: Catalogue) -> str:
    entry = catalogue.fields.get(origin.raw)
    shown = f"{entry.name} ({origin.raw})" if entry and entry.custom else origin.raw
    return f"{shown}:{origin.prefix}" if origin.prefix else shown


def _permissions(settings: JiraSettings, projects: list[str]) -> Iterator[HubError]:
    wanted = READ if settings.write_back == "off" else READ + WRITE
    jira = open_jira(settings)
    try:
        for project in projects:
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
    ahead = int((now - at).total_seconds())
    return SourceFailed(
        _("The clock of {source} is {seconds} seconds ahead of the hub's.")
        if ahead > 0
        else _("The clock of {source} is {seconds} seconds behind the hub's."),
        remedy="Set both by a time server; until then intervals of changes are less exact.",
        source=settings.source,
        seconds=abs(ahead),
    )


def _other_dialect(settings: JiraSettings, said: str) -> DialectUnknown:
    return DialectUnknown(
        "`dialect` of {source} is {set}, and the server says that it is {said}.",
        remedy="Set `dialect` to {said}, or leave it out.",
        source=settings.source,
        set=settings.dialect,
        said=said,
    )


def _nameless(settings: JiraSettings, names: list[str]) -> SourceFailed:
    return SourceFailed(
        "These statuses of {source} mean nothing to the hub yet: {names}.",
        remedy="Say what they mean in `status.states` of the source; until then they are unknown.",
        source=settings.source,
        names=", ".join(sorted(names)),
    )
