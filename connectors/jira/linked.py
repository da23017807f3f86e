"""Links as members of a set: two issues may be linked twice, in different words.

The words are localised, and shortened here and there, so the other issue's key alone identifies a
link. Further links to the same issue stand in the state as `KEY (2)`, `KEY (3)` …; in facts the
key is a member as long as one of them remains.
"""

from collections.abc import Iterable

from connectors.jira.payloads import IssueLink


def links_of(links: Iterable[IssueLink]) -> dict[str, str]:
    """Give the members, each with what the link says in the direction of this issue."""
    found: dict[str, str] = {}
    for link in links:
        if link.inwardIssue is not None:
            add_link(found, link.inwardIssue.key, link.type.inward)
        elif link.outwardIssue is not None:
            add_link(found, link.outwardIssue.key, link.type.outward)
    return found


def add_link(members: dict[str, str], key: str, words: str) -> None:
    """Add one link to the issue *key*."""
    number = _count(members, key) + 1
    members[key if number == 1 else f"{key} ({number})"] = words


def drop_link(members: dict[str, str], key: str) -> bool:
    """Take one link to the issue *key* away. Tell whether there was one."""
    number = _count(members, key)
    if number:
        del members[key if number == 1 else f"{key} ({number})"]
    return number > 0


def _count(members: dict[str, str], key: str) -> int:
    number = 0
    while (key if number == 0 else f"{key} ({number + 1})") in members:
        number += 1
    return number


def linked(members: Iterable[str]) -> dict[str, None]:
    """Give the keys of the linked issues, each once."""
    return {member: None for member in members if " (" not in member}
