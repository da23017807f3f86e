"""What the connector needs of Jira's answers; fields that are not named here are never built."""

# ruff: noqa: N815 - the names are those that Jira writes

from keyword import iskeyword
from typing import Any

import msgspec
from msgspec import UNSET, Raw, Struct, UnsetType

Text = str | dict[str, Any] | None  # an object is Atlassian's document format (ADF)
ABSENT = Raw(b"")


class Person(Struct, gc=False):
    """Somebody; Cloud tells an account id, a server a key, an old server only the login."""

    accountId: str | None = None
    key: str | None = None
    name: str | None = None
    displayName: str | None = None

    @property
    def id(self) -> str:
        """Give the most lasting id; `unknown` where Jira shows a person without one."""
        return self.accountId or self.key or self.name or "unknown"


class Named(Struct, gc=False):
    """Something with an id and a name: a priority, a version, a component."""

    id: str
    name: str | None = None


class Category(Struct, gc=False):
    """The neutral group of a status: `new`, `indeterminate`, `done`."""

    key: str = ""


class Status(Struct, gc=False):
    """A status with its category."""

    id: str
    name: str | None = None
    statusCategory: Category | None = None


class Reference(Struct, gc=False):
    """Another issue."""

    id: str = ""
    key: str = ""


class LinkType(Struct, gc=False):
    """What a link says, in both directions."""

    id: str = ""
    inward: str = ""
    outward: str = ""


class IssueLink(Struct, gc=False):
    """A link as it is now; one of the two issues is given, the other is the one that was read."""

    type: LinkType
    inwardIssue: Reference | None = None
    outwardIssue: Reference | None = None


class Attachment(Struct, gc=False):
    """A file."""

    id: str
    created: str | float
    author: Person | None = None
    filename: str = ""


class Comment(Struct, gc=False):
    """A comment with the text it has now."""

    id: str
    created: str | float
    updated: str | float | None = None
    author: Person | None = None
    body: Text = None


class Worklog(Struct, gc=False):
    """Time that somebody has logged."""

    id: str
    created: str | float
    updated: str | float | None = None
    author: Person | None = None
    comment: Text = None
    timeSpentSeconds: float | None = None


class Comments(Struct, gc=False):
    """The comments that came with the issue, or a page of them."""

    comments: list[Comment]
    total: int
    startAt: int = 0
    maxResults: int = 0


class Worklogs(Struct, gc=False):
    """The worklogs that came with the issue, or a page of them."""

    worklogs: list[Worklog]
    total: int
    startAt: int = 0
    maxResults: int = 0


class Item(Struct, gc=False, rename={"before": "from", "after": "to"}):
    """One changed field of one save: ids and strings, any of which may be missing."""

    field: str
    fieldtype: str = ""
    fieldId: str | None = None
    before: str | None = None
    fromString: str | None = None
    after: str | None = None
    toString: str | None = None


class History(Struct, gc=False):
    """One save: who, when, what."""

    id: str
    created: str | float
    items: list[Item]
    author: Person | None = None


class Changelog(Struct, gc=False):
    """The histories that came with an issue; complete when `total` says so."""

    histories: list[History]
    total: int = -1


class Fields(Struct, gc=False, kw_only=True):
    """The fields of an issue that every source needs. What is UNSET was not in the answer."""

    created: str | float
    updated: str | float
    summary: str | UnsetType | None = UNSET
    status: Status | UnsetType | None = UNSET
    resolution: Named | UnsetType | None = UNSET
    assignee: Person | UnsetType | None = UNSET
    reporter: Person | UnsetType | None = UNSET
    creator: Person | None = None
    duedate: str | UnsetType | None = UNSET
    priority: Named | UnsetType | None = UNSET
    issuetype: Named | UnsetType | None = UNSET
    parent: Reference | UnsetType | None = UNSET
    description: Text | UnsetType = UNSET
    environment: Text | UnsetType = UNSET
    labels: list[str] | UnsetType | None = UNSET
    fixVersions: list[Named] | UnsetType | None = UNSET
    versions: list[Named] | UnsetType | None = UNSET
    components: list[Named] | UnsetType | None = UNSET
    issuelinks: list[IssueLink] | UnsetType | None = UNSET
    attachment: list[Attachment] | UnsetType | None = UNSET
    comment: Comments | UnsetType | None = UNSET
    worklog: Worklogs | UnsetType | None = UNSET


class Issue(Struct, gc=False):
    """One issue; the type of `fields` is made for a source, with its own custom fields."""

    id: str
    key: str
    fields: Fields
    changelog: Changelog | None = None


class Decoders:
    """The decoders of one source, built once: its fields are known only from its settings.

    *extra* are ids of fields beyond those of `Fields`; they are kept as raw JSON.
    """

    def __init__(self, extra: frozenset[str] = frozenset()) -> None:
        # An answer may hold anything for an id; what is no name is none of Jira's.
        extra = frozenset(name for name in extra if name.isidentifier() and not iskeyword(name))
        own = [(name, Raw, ABSENT) for name in sorted(extra - set(Fields.__struct_fields__))]
        fields = msgspec.defstruct("SourceFields", own, bases=(Fields,), kw_only=True, gc=False)
        self.issue_type = msgspec.defstruct(
            "SourceIssue", [("fields", fields)], bases=(Issue,), kw_only=True, gc=False
        )
        page = msgspec.defstruct(
            "Found",
            [
                ("issues", list[self.issue_type]),  # type: ignore[name-defined] # made above
                ("startAt", int, 0),
                ("maxResults", int, 0),
                ("total", int, -1),
                ("nextPageToken", str | None, None),
                ("isLast", bool | None, None),
            ],
            kw_only=True,
            gc=False,
        )
        self.asked = sorted({*Fields.__struct_fields__, *extra})
        self.issue: msgspec.json.Decoder[Issue] = msgspec.json.Decoder(self.issue_type)
        self.page = msgspec.json.Decoder(page)
