"""What Jira sends unasked: a signed reason to read an issue soon, and never a fact."""

import hashlib
import hmac
import re
from datetime import UTC, datetime
from typing import Any

import msgspec
from msgspec import Struct

from connectors.jira.settings import JiraSettings
from hub.ingest.contract import Delivery, Hint, Unheard

SIGNATURE = "x-hub-signature"
IDENTIFIER = "x-atlassian-webhook-identifier"
SCHEME = "sha256="
EARLIEST_MS, LATEST_MS = 631_152_000_000, 4_102_444_800_000  # 1990 and 2100
OF_ISSUE = re.compile(r"/issue/(\d{1,19})/")  # in the address of a comment or a worklog
ID = re.compile(r"\d{1,19}")
EVENT = re.compile(r"[A-Za-z0-9_:.-]{1,80}")


class Named(Struct):
    """Something with an id; old servers leave the issue out and name it in an address."""

    id: Any = None
    self: str = ""
    issueId: Any = None  # noqa: N815 - the names are those that Jira writes


class Linked(Struct):
    """A link between two issues."""

    sourceIssueId: Any = None  # noqa: N815
    destinationIssueId: Any = None  # noqa: N815


class Told(Struct):
    """The little that is read of a body. Nothing of what it says has changed is looked at."""

    webhookEvent: Any = None  # noqa: N815
    timestamp: Any = None
    issue: Named | None = None
    comment: Named | None = None
    worklog: Named | None = None
    issueLink: Linked | None = None  # noqa: N815


_decode = msgspec.json.Decoder(Told).decode


def heard(settings: JiraSettings, delivery: Delivery) -> Hint | Unheard:
    """Read one delivery to the source of *settings*, whose secrets are read for it."""
    secret = settings.webhook_secret.read() if settings.webhook_secret else ""
    token = settings.webhook_token.read() if settings.webhook_token else ""
    return hint_from(delivery, secret=secret, token=token)


def hint_from(delivery: Delivery, *, secret: str, token: str) -> Hint | Unheard:
    """Look at signature or token first, over the raw bytes; only then read the body."""
    if not (secret or token):
        return Unheard("not_configured")
    signed = bool(secret) and is_signed(delivery, secret)
    known = bool(token) and is_same(delivery.token, token)
    if not (signed or known):
        return Unheard("wrong_signature" if SIGNATURE in delivery.headers else "no_signature")
    try:
        told = _decode(delivery.body)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
        return Unheard("unreadable", is_authentic=True)
    return Hint(name_of(delivery), event_of(told), subjects_of(told), said_at(told))


def is_signed(delivery: Delivery, secret: str) -> bool:
    """Compare the HMAC over the raw body in constant time (RFC 2104, SHA-256)."""
    written = delivery.headers.get(SIGNATURE, "")
    wanted = hmac.new(secret.encode(), delivery.body, hashlib.sha256).hexdigest()
    return is_same(written, SCHEME + wanted)


def is_same(given: str, wanted: str) -> bool:
    """Compare two texts in a time that tells nothing about where they differ."""
    return hmac.compare_digest(given.encode("utf-8", "replace"), wanted.encode())


def name_of(delivery: Delivery) -> str:
    """Name a delivery so that its repetition has the same name."""
    given = delivery.headers.get(IDENTIFIER, "").encode("utf-8", "replace")
    return hashlib.sha256(given or delivery.body).hexdigest()


def event_of(told: Told) -> str:
    """Give the event's name; old servers send none."""
    event = told.webhookEvent
    return event if isinstance(event, str) and EVENT.fullmatch(event) else ""


def subjects_of(told: Told) -> tuple[str, ...]:
    """Give the ids of the issues that the message is about."""
    found: list[Any] = [told.issue.id] if told.issue else []
    for part in (told.comment, told.worklog):
        if part is not None and not found:
            match = OF_ISSUE.search(part.self)
            found = [part.issueId if part.issueId is not None else match and match[1]]
    if told.issueLink is not None:
        found += [told.issueLink.sourceIssueId, told.issueLink.destinationIssueId]
    return tuple(dict.fromkeys(str(one) for one in found if is_id(one)))


def is_id(value: Any) -> bool:
    """Tell whether it is an issue's id; everything else is left out."""
    return isinstance(value, str | int) and bool(ID.fullmatch(str(value)))


def said_at(told: Told) -> datetime | None:
    """Give when Jira says it happened; None where that is no time."""
    millis = told.timestamp
    if isinstance(millis, int) and EARLIEST_MS <= millis <= LATEST_MS:
        return datetime.fromtimestamp(millis / 1000, UTC)
    return None
