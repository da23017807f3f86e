"""The fields of a changelog: how each is written, and what we call it."""

from collections.abc import Callable
from dataclasses import dataclass, field
from enum import IntEnum, auto
from typing import Any, NamedTuple


class Shape(IntEnum):
    """How a change of a field is written, and so how it is read."""

    ID = auto()
    PERSON = auto()
    TEXT = auto()  # strings only
    LONG_TEXT = auto()  # strings only; kept as a hash
    DAY = auto()  # a date, on old servers only within the string
    ONE_OF_SET = auto()  # one item for each member added or removed
    NUMBER = auto()
    LISTED = auto()  # the whole set: ids with commas
    BRACKETED = auto()  # the whole set: `[1, 2]`
    PEOPLE = auto()  # the whole set, of persons: ids alone
    WORDS = auto()  # the whole set: labels with blanks between
    LINK = auto()
    KEY = auto()
    MOVED = auto()  # the project beside a new key
    ATTACHMENT = auto()
    REMOTE_LINK = auto()
    COMMENT = auto()
    DROPPED = auto()


UNHELD = frozenset({Shape.ATTACHMENT, Shape.REMOTE_LINK, Shape.COMMENT, Shape.MOVED})
SETS = frozenset(
    {Shape.ONE_OF_SET, Shape.LISTED, Shape.BRACKETED, Shape.PEOPLE, Shape.WORDS, Shape.LINK}
)


@dataclass(frozen=True, slots=True)
class Track:
    """One field of the changelog: where its state is kept, how it is read, what we call it."""

    raw: str  # id of the field in Jira
    shape: Shape
    name: str = ""  # our name; empty where it only feeds others, or is dropped
    rule: str = ""  # by which it is dropped
    is_set: bool = field(init=False)
    is_held: bool = field(init=False)  # whether an issue holds a value or set of it

    def __post_init__(self) -> None:
        """Say once what is asked for every item."""
        object.__setattr__(self, "is_set", self.shape in SETS)
        object.__setattr__(self, "is_held", self.shape not in UNHELD)


class About(NamedTuple):
    """What the items of one name, id and type are about; found once, for there are few such."""

    track: Track
    read: Callable[..., None]  # puts what an item says into a `Change`
    named: Any  # a hash that the field's name has gone into


@dataclass(frozen=True, slots=True)
class Origin:
    """A field of Jira that feeds one of ours."""

    raw: str
    reading: str  # date, number, percent, text, project, person, raw
    prefix: str = ""  # of labels


def _dropped(rule: str, *names: str) -> dict[str, Track]:
    return {name: Track(name, Shape.DROPPED, rule=rule) for name in names}


# An epic's child: it stands at the epic, and the child's own history tells the same.
NOISE = _dropped("rank", "rank", "global rank") | _dropped("told_by_child", "epic child")
# By the names that stand in changelogs, in small letters, and by the ids that Cloud adds.
KNOWN: dict[str, Track] = {
    "status": Track("status", Shape.ID, "status"),
    "resolution": Track("resolution", Shape.ID, "resolution"),
    "priority": Track("priority", Shape.ID, "priority"),
    "issuetype": Track("issuetype", Shape.ID, "type"),
    "assignee": Track("assignee", Shape.PERSON, "assignee"),
    "reporter": Track("reporter", Shape.PERSON, "reporter"),
    "summary": Track("summary", Shape.TEXT, "title"),
    "description": Track("description", Shape.LONG_TEXT, "description"),
    "environment": Track("environment", Shape.LONG_TEXT, "environment"),
    "duedate": Track("duedate", Shape.DAY),
    "fix version": (fixed := Track("fixVersions", Shape.ONE_OF_SET, "fix_versions")),
    "fixVersions": fixed,
    "fixversions": fixed,
    "version": (affected := Track("versions", Shape.ONE_OF_SET, "versions")),
    "versions": affected,
    "component": (component := Track("components", Shape.ONE_OF_SET, "components")),
    "components": component,
    "labels": Track("labels", Shape.WORDS, "labels"),
    "link": (link := Track("issuelinks", Shape.LINK, "links")),
    "issuelinks": link,
    "parent": (parent := Track("parent", Shape.ID)),
    "issueparentassociation": parent,
    "key": Track("key", Shape.KEY, "key"),
    "project": Track("project", Shape.MOVED),
    "attachment": Track("attachment", Shape.ATTACHMENT),
    "remoteissuelink": Track("remote_link", Shape.REMOTE_LINK),
    "comment": Track("comment", Shape.COMMENT),
    **_dropped("workflow", "workflow"),
    **_dropped("import_mark", "projectimport"),
    **_dropped("time_tracking", "timespent", "timeestimate", "worklogid", "worklogtimespent"),
    **_dropped("time_tracking", "timeoriginalestimate", "timetracking"),
}
NOT_MAPPED = Track("", Shape.DROPPED, rule="not_mapped")
