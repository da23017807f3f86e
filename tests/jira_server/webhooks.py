"""Webhooks out: what happens becomes signed deliveries, which a test sends in any order."""

import hashlib
import hmac
import random
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal
from zoneinfo import ZoneInfo

from .clock import Instant
from .documents import Issue, Json
from .rendering import View, encoder, history_json, issue_json

if TYPE_CHECKING:
    from .jira import LocalJira

REPEATED = frozenset({408, 409, 425, 429})
ATTEMPTS = 5
Post = Callable[[bytes, dict[str, str]], int]
Order = Literal["sent", "reversed", "shuffled"]


@dataclass(frozen=True, slots=True)
class Delivery:
    """One request to a listener: its raw body, and headers with the signature over it."""

    body: bytes
    headers: dict[str, str]

    def again(self, retry: int) -> "Delivery":
        """Return the same delivery as its repetition: same identifier, same signature."""
        return replace(self, headers=self.headers | {"X-Atlassian-Webhook-Retry": str(retry)})


class Webhooks:
    """Watches the documents of one Jira once `listen` was called, and keeps what it would send."""

    def __init__(self, jira: "LocalJira") -> None:
        self.jira = jira
        self.secret: str | None = None
        self.typed = True
        self.waiting: list[Delivery] = []

    def listen(self, secret: str | None = "webhook-secret", *, typed: bool = True) -> None:
        """Start keeping deliveries: signed with *secret*, and with the event's type if *typed*."""
        self.secret, self.typed = secret, typed
        if self._changed not in self.jira.documents.listeners:
            self.jira.documents.listeners.append(self._changed)

    def _changed(self, before: Issue | None, after: Issue | None, at: Instant) -> None:
        for event, kind, more in happened(before, after):
            issue = after or before
            if issue is not None:
                self.waiting.append(self._delivery(event, kind, issue, more, at))

    def _delivery(self, event: str, kind: str, issue: Issue, more: Json, at: Instant) -> Delivery:
        view = View(self.jira.site, self.jira.zone)
        content: Json = {"timestamp": int(at)}
        if self.typed:
            content |= {"webhookEvent": event}
            content |= {"issue_event_type_name": kind} if kind else {}
        content |= {"user": self.jira.reader, "issue": issue_json(issue, view), **more}
        return self.signed(encoder(ZoneInfo(view.zone.key)).encode(content))

    def signed(self, body: bytes) -> Delivery:
        """Return a delivery of *body*, whatever it is, as this Jira would sign it."""
        number = hashlib.sha256(body + str(len(self.waiting)).encode()).hexdigest()[:32]
        headers = {"Content-Type": "application/json; charset=UTF-8"}
        headers["X-Atlassian-Webhook-Identifier"] = number
        if self.secret is not None:
            digest = hmac.new(self.secret.encode(), body, hashlib.sha256).hexdigest()
            headers["X-Hub-Signature"] = f"sha256={digest}"
        return Delivery(body, headers)

    def taken(self, order: Order = "sent", *, copies: int = 1, seed: int = 0) -> list[Delivery]:
        """Return what waits, in this order and so many times each, and forget it."""
        rows = [one.again(n) if n else one for one in self.waiting for n in range(copies)]
        self.waiting.clear()
        if order == "reversed":
            rows.reverse()
        elif order == "shuffled":
            random.Random(seed).shuffle(rows)
        return rows

    def deliver(self, post: Post, order: Order = "sent", *, copies: int = 1) -> list[list[int]]:
        """Send what waits by *post*, which returns a status; return the statuses of each delivery.

        Repeated on 408, 409, 425, 429 and 5xx, up to five times.
        """
        return [list(_sent(post, one)) for one in self.taken(order, copies=copies)]


def _sent(post: Post, delivery: Delivery) -> Iterator[int]:
    for attempt in range(ATTEMPTS):
        one = delivery.again(attempt) if attempt else delivery
        status = post(one.body, one.headers)
        yield status
        if status not in REPEATED and status < 500:
            return


def happened(before: Issue | None, after: Issue | None) -> Iterator[tuple[str, str, Json]]:
    """Yield event, its type and more content for what lies between two versions of an issue."""
    if after is None:
        yield "jira:issue_deleted", "", {}
    elif before is None:
        yield "jira:issue_created", "issue_created", {}
    else:
        yield from _updated(before, after)


def _updated(before: Issue, after: Issue) -> Iterator[tuple[str, str, Json]]:
    known = {history.id for history in before.histories}
    changes = [history_json(row) for row in after.histories if row.id not in known]
    annotated = [
        *_annotated("comment", before.comments, after.comments),
        *_annotated("worklog", before.worklogs, after.worklogs),
    ]
    if not changes and not annotated and before.updated != after.updated:
        changes = [{"id": "0", "items": []}]  # some updates say nothing of what changed
    for change in changes:
        more = {"changelog": {"id": change["id"], "items": change["items"]}}
        yield "jira:issue_updated", "issue_generic", more
    yield from annotated


def _annotated(
    name: str, before: Iterable[Json], after: Iterable[Json]
) -> Iterator[tuple[str, str, Json]]:
    old, new = {row["id"]: row for row in before}, {row["id"]: row for row in after}
    for number in old | new:
        verb = "updated"
        if number not in old or number not in new:
            verb = "created" if number in new else "deleted"
        elif old[number] == new[number]:
            continue
        yield f"{name}_{verb}", "", {name: new.get(number) or old[number]}
