"""Who is there, and who we are there: detection of the dialect, account, clock and zone."""

from dataclasses import dataclass
from datetime import datetime, timedelta

import structlog
from msgspec import Struct

from connectors.jira.client import Client, decoder
from connectors.jira.errors import AnonymousAnswer, DialectUnknown
from connectors.jira.times import NoInstant, instant_from

SKEW = timedelta(minutes=5)
DIALECTS = {"Cloud": "cloud", "Server": "dc", "Data Center": "dc"}
lines = structlog.get_logger()


class Server(Struct):
    """What a server says of itself; an empty answer occurs."""

    deploymentType: str = ""  # noqa: N815 - the names are those that Jira writes
    version: str = ""
    serverTime: str = ""  # noqa: N815


class Myself(Struct):
    """The account that a credential belongs to."""

    accountId: str | None = None  # noqa: N815
    key: str | None = None
    name: str | None = None
    timeZone: str = ""  # noqa: N815


@dataclass(frozen=True, slots=True)
class Connection:
    """What was found at connect."""

    dialect: str  # cloud, dc
    version: str
    account: str  # id of our own account there
    zone: str
    now: datetime  # Jira's clock
    skewed: bool
    deployment: str = ""  # what the server calls itself


def connect(client: Client, at: datetime) -> Connection:
    """Ask who is there and who we are. Raise `DialectUnknown`, `AnonymousAnswer` and others."""
    info, date = _server(client)
    dialect = _dialect(client, info)
    me, answer = client.get("/rest/api/2/myself", decoder(Myself))
    account = me.accountId or me.key or me.name
    if not account:
        raise AnonymousAnswer(
            "{source} answers, but sees nobody: the credential did not arrive.",
            remedy="A proxy or single sign-on between the hub and Jira may remove it: let"
            " /rest pass there, or use the address behind it.",
            source=client.settings.source,
        )
    now = _now(info, date or answer.date, at)
    skewed = abs(now - at) > SKEW
    if skewed:
        seconds = int((now - at).total_seconds())
        lines.warning("clock_skew", source=client.settings.source, ahead_s=seconds)
    zone = client.settings.zone or me.timeZone
    return Connection(dialect, info.version, account, zone, now, skewed, info.deploymentType)


def _server(client: Client) -> tuple[Server, datetime | None]:
    for _ in range(3):
        info, answer = client.get("/rest/api/2/serverInfo", decoder(Server))
        if info.deploymentType:
            break
    return info, answer.date


def _dialect(client: Client, info: Server) -> str:
    if client.settings.dialect != "auto":
        return client.settings.dialect
    found = DIALECTS.get(info.deploymentType)
    if found is None:
        raise DialectUnknown(
            "{source} does not say whether it is Cloud or Data Center (“{said}”).",
            remedy="Set `dialect` of the source to cloud or dc.",
            source=client.settings.source,
            said=info.deploymentType,
        )
    return found


def _now(info: Server, date: datetime | None, at: datetime) -> datetime:
    try:
        return instant_from(info.serverTime, at + timedelta(days=3650))
    except NoInstant:
        return date or at
