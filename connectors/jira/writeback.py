"""Writes flags into issues: one property, one label, and one comment for each flag, once."""

import re
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from hashlib import sha256
from typing import Any
from urllib.parse import quote

from jira import JIRA
from jira.exceptions import JIRAError
from requests import RequestException, TooManyRedirects

from connectors.jira.annotations import MARKER
from connectors.jira.current import flattened
from connectors.jira.errors import (
    CredentialRefused,
    Forbidden,
    QueryRefused,
    RateLimited,
    RedirectRefused,
    Unavailable,
)
from connectors.jira.library import open_jira, session_of
from connectors.jira.payloads import Comment
from connectors.jira.settings import JiraSettings
from hub.errors import SourceFailed
from hub.locale import _, translate
from hub.outbox import Doubtful, Message, Turn
from hub.outbox.flag_notes import ASKED, WITHDRAWN

LABEL = "client-flag"
PERMISSIONS = ("ADD_COMMENTS", "EDIT_ISSUES")
PAGE = 100
SAFE_ID = re.compile(r"[^A-Za-z0-9_.-]+")


class IssueGone(SourceFailed):
    """The issue or comment that was to be written to is not there, or not to be seen (404)."""

    code = "issue_gone"


def is_own(comment: Comment, account: str) -> bool:
    """Tell whether *account*, the hub's own, wrote it under a flag's marker.

    Both are needed: others quote the marker, and people use the account for their own words.
    """
    author = comment.author
    return bool(author and author.id == account and MARKER.search(flattened(comment.body)))


def marker_of(flag: str) -> str:
    """Give the line by which the comment of a flag is found again."""
    return f"[flag {sha256(flag.encode()).hexdigest()[:16]}]"


def property_of(flag: str) -> str:
    """Give the name of the issue property of a flag."""
    return f"client-flag.{SAFE_ID.sub('-', flag)}"[:255]


class JiraSender:
    """Sends to one Jira. Steps may be repeated; only the comment needs a look before."""

    def __init__(
        self, settings: JiraSettings, lang: str, connect: Callable[[JiraSettings], JIRA] = open_jira
    ) -> None:
        self.settings, self.lang, self.connect = settings, lang, connect
        self.mode = settings.write_back
        self._jira: JIRA | None = None

    @property
    def jira(self) -> JIRA:
        """Connect when something is to be sent."""
        if self._jira is None:
            self._jira = self.connect(self.settings)
        return self._jira

    def preview(self, message: Message, others: Sequence[Message]) -> str:
        """Give the comment that would be written."""
        return "" if is_over(message, others) else self.text(message)

    def text(self, message: Message) -> str:
        """Give the comment of a flag as it is to stand, its marker on a line of its own."""
        words = {
            ASKED: _("The client asks, with an answer until {reply_by}:\n{sentence}"),
            WITHDRAWN: _("The client does not ask this any more:\n{sentence}"),
        }.get(message.kind, _("The client has read the answer to this:\n{sentence}"))
        shown = {name: MARKER.sub("", value) for name, value in message.content.items()}
        return f"{translate(words, self.lang, **shown)}\n\n{marker_of(message.about)}"

    def send(self, message: Message, turn: Turn) -> bool:
        """Bring the issue into the state that *message* asks for."""
        if is_over(message, turn.others):
            return False
        text = self.text(message)
        digest = sha256(text.encode()).hexdigest()
        with answered(self.settings.source, message.thing):
            account = self._account()
            self._require_permissions(message.thing)
            if message.kind == ASKED:
                self._mark(message, {"state": "pending", "hash": digest})
                self._label(message.thing, "add")
            comment = self._found(message, account)
            if comment is None and message.kind != ASKED:
                return False  # it was never asked there
        turn.keep(hash=digest)
        comment_id = self._commented(message, comment, text)
        with answered(self.settings.source, message.thing):
            if message.kind != ASKED and not open_flags(message, turn.others):
                self._label(message.thing, "remove")
            self._mark(message, {"state": "done", "hash": digest, "comment": comment_id})
        turn.keep(comment=comment_id)
        return True

    def _account(self) -> str:
        me = self.jira.myself()
        return str(me.get("accountId") or me.get("key") or me.get("name") or "")

    def _require_permissions(self, issue: str) -> None:
        found = self.jira.my_permissions(issueId=issue, permissions=",".join(PERMISSIONS))
        held = found.get("permissions", {})
        lacking = [name for name in PERMISSIONS if not held.get(name, {}).get("havePermission")]
        if lacking:
            raise Forbidden(
                "The hub's account in {source} may not do {permissions} on issue {issue}.",
                remedy="Give it these permissions in the project, or set `write_back` to off; then"
                " send the message again with `hub outbox resend`.",
                source=self.settings.source,
                permissions=", ".join(lacking),
                issue=issue,
            )

    def _mark(self, message: Message, value: dict[str, str]) -> None:
        self.jira.add_issue_property(message.thing, property_of(message.about), value)

    def _label(self, issue: str, verb: str) -> None:
        # Not through the library's Issue: it would read the issue, and write the whole list.
        self._put(f"issue/{quote(issue, safe='')}", {"update": {"labels": [{verb: LABEL}]}})

    def _found(self, message: Message, account: str) -> Any | None:
        """Look for the comment of a flag, newest first."""
        start = 0
        while page := self.jira.comments(
            message.thing, order_by="-created", start_at=start, max_results=PAGE
        ):
            for comment in page:
                if marker_of(message.about) in written(comment) and by(comment) == account:
                    return comment
            start += len(page)
        return None

    def _commented(self, message: Message, comment: Any | None, text: str) -> str:
        """Write the comment if it is not there, or its new words; give its id."""
        if comment is None:
            with answered(self.settings.source, message.thing, may_have_happened=True):
                return str(self.jira.add_comment(message.thing, text).id)
        if written(comment).strip() != text.strip():
            path = f"issue/{quote(message.thing, safe='')}/comment/{comment.id}"
            with answered(self.settings.source, message.thing):
                self._put(path, {"body": text})
        return str(comment.id)

    def _put(self, path: str, body: dict[str, Any]) -> None:
        url = f"{self.settings.address}/rest/api/2/{path}"
        session_of(self.jira).put(url, json=body)


def is_over(message: Message, others: Sequence[Message]) -> bool:
    """Tell whether the flag has been closed since: then there is nothing to ask any more."""
    return message.kind == ASKED and any(
        other.about == message.about and other.kind != ASKED for other in others
    )


def open_flags(message: Message, others: Sequence[Message]) -> set[str]:
    """Give the flags on the same issue that are still open."""
    over = {other.about for other in others if other.kind != ASKED} | {message.about}
    return {other.about for other in others} - over


def written(comment: Any) -> str:
    """Give the words of a comment of the library."""
    return flattened(getattr(comment, "raw", {}).get("body"))


def by(comment: Any) -> str:
    """Give the account that wrote a comment of the library."""
    author = getattr(comment, "raw", {}).get("author") or {}
    return str(author.get("accountId") or author.get("key") or author.get("name") or "")


@contextmanager
def answered(source: str, issue: str, *, may_have_happened: bool = False) -> Iterator[None]:
    """Turn what the library raises into what the outbox understands.

    *may_have_happened*: the request is no repeatable one, so a lost answer leaves a doubt.
    """
    try:
        yield
    except TooManyRedirects as error:
        raise RedirectRefused(
            "{source} wants to send the writer to another address.",
            remedy="Set `base_url` to that address if it is yours.",
            source=source,
        ) from error
    except JIRAError as error:
        raise said_by_jira(error, source, issue, doubtful=may_have_happened) from error
    except (RequestException, ValueError) as error:
        # No answer at all, half an answer, or a page of a proxy where an answer should be.
        raise unknown(
            source, issue, f"{type(error).__name__}", doubtful=may_have_happened
        ) from error


def said_by_jira(error: JIRAError, source: str, issue: str, *, doubtful: bool) -> Exception:
    """Give our error for a status."""
    status = error.status_code or 0
    values = {"source": source, "issue": issue, "reason": str(error.text)[:300]}
    if status == 401:
        return CredentialRefused(
            "{source} refused the credential while writing.",
            remedy="Create a new token and put it where the source's `token` points.",
            source=source,
        )
    if status == 403:
        return Forbidden(
            "{source} does not let the hub write to issue {issue}: {reason}.",
            remedy="Give the account Add comments and Edit issues there; then send the message"
            " again with `hub outbox resend`.",
            **values,
        )
    if status == 404:
        return IssueGone(
            "Issue {issue} of {source} is gone, or the hub's account cannot see it.",
            remedy="Look whether it was deleted or hidden; then send the message again with"
            " `hub outbox resend`, or leave it.",
            **values,
        )
    if status == 429:
        return RateLimited(
            "{source} asks for a pause.", remedy="It is tried again later.", source=source
        )
    if 400 <= status < 500:
        return QueryRefused(
            "{source} does not take what was to be written to issue {issue}: {reason}.",
            remedy="Mend what it says; then send the message again with `hub outbox resend`.",
            **values,
        )
    return unknown(source, issue, f"status {status}", doubtful=doubtful)


def unknown(source: str, issue: str, reason: str, *, doubtful: bool) -> Exception:
    """Say that the answer was lost; after a comment nobody knows whether it is there."""
    kind = Doubtful if doubtful else Unavailable
    return kind(
        _("{source} did not confirm what was written to issue {issue} ({reason})."),
        remedy=_("It is looked at again later, and sent again only if it is not there."),
        source=source,
        issue=issue,
        reason=reason,
    )
