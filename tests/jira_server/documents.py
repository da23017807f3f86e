"""The truth of the local Jira: issues with their histories, comments, worklogs and properties."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from .clock import Instant

Json = dict[str, Any]


@dataclass(slots=True, eq=False)
class History:
    """One save of an issue: who, when, and the items as Jira wrote them."""

    id: str
    created: Instant
    author: Json | None
    items: list[Json]
    encoded: dict[Any, bytes] = field(default_factory=dict, repr=False)


@dataclass(slots=True, eq=False)
class Issue:
    """One version of an issue. A change puts a new version into `Documents`, never edits one."""

    id: str
    key: str
    created: Instant
    updated: Instant
    fields: Json
    histories: list[History] = field(default_factory=list)
    comments: list[Json] = field(default_factory=list)
    worklogs: list[Json] = field(default_factory=list)
    properties: Json = field(default_factory=dict)
    encoded: dict[Any, Any] = field(default_factory=dict, repr=False)

    @property
    def project(self) -> str:
        """The project's key; an issue without a project field is judged by its own key."""
        project = self.fields.get("project") or {}
        return str(project.get("key") or self.key.rpartition("-")[0])

    @property
    def number(self) -> int:
        return int(self.id)

    def evolved(self, **changes: Any) -> "Issue":
        """Return a new version that shares no list with this one."""
        made = Issue(
            self.id,
            self.key,
            self.created,
            self.updated,
            dict(self.fields),
            list(self.histories),
            list(self.comments),
            list(self.worklogs),
            dict(self.properties),
        )
        for name, value in changes.items():
            setattr(made, name, value)
        return made


class Documents:
    """Issues by id and by every key they ever had."""

    def __init__(self) -> None:
        self.issues: dict[str, Issue] = {}
        self.ids: dict[str, str] = {}
        self.version = 0
        self.gone_worklogs: list[tuple[Instant, str]] = []
        self.listeners: list[Callable[[Issue | None, Issue | None, Instant], None]] = []

    def __iter__(self) -> Iterator[Issue]:
        return iter(self.issues.values())

    def __len__(self) -> int:
        return len(self.issues)

    def put(self, issue: Issue, at: Instant | None = None) -> Issue:
        """Make *issue* the truth, and tell whoever listens (the search index, the webhooks)."""
        before = self.issues.get(issue.id)
        self.issues[issue.id] = issue
        self.ids[issue.key.upper()] = issue.id
        self.tell(before, issue, issue.updated if at is None else at)
        return issue

    def remove(self, issue: Issue, at: Instant) -> None:
        """Forget *issue*; its keys stay taken but lead nowhere."""
        del self.issues[issue.id]
        self.tell(issue, None, at)

    def tell(self, before: Issue | None, after: Issue | None, at: Instant) -> None:
        self.version += 1
        for listener in self.listeners:
            listener(before, after, at)

    def find(self, reference: str) -> Issue | None:
        """Return the issue with this id, or with this present or former key."""
        if reference.isdigit():
            return self.issues.get(reference)
        return self.issues.get(self.ids.get(reference.upper(), ""))

    def __getitem__(self, reference: str) -> Issue:
        issue = self.find(reference)
        if issue is None:
            raise KeyError(reference)
        return issue

    @staticmethod
    def rewrite(change: Callable[[Any], Any], issues: Iterable[Issue]) -> None:
        """Apply *change* to every JSON value of *issues*, as a rename in the catalogue does."""
        for issue in issues:
            issue.fields = {name: _deep(value, change) for name, value in issue.fields.items()}
            issue.comments = [_deep(comment, change) for comment in issue.comments]
            issue.worklogs = [_deep(worklog, change) for worklog in issue.worklogs]
            issue.encoded.clear()
            for history in issue.histories:
                history.author = _deep(history.author, change)
                history.encoded.clear()


def _deep(value: Any, change: Callable[[Any], Any]) -> Any:
    if isinstance(value, dict):
        return change({key: _deep(inner, change) for key, inner in value.items()})
    if isinstance(value, list):
        return [_deep(inner, change) for inner in value]
    return value
