"""Under what an issue stands, where Jira tells it in two ways."""

from collections.abc import Iterable

from connectors.jira.changes import Change
from connectors.jira.rewind import State
from connectors.jira.sight import Tally

PARENT = "parent"


def told_once(changes: list[Change], current: State, epic: str, tally: Tally) -> list[Change]:
    """Leave one of two changes that tell the same parent; *current* is corrected in place.

    Cloud writes `IssueParentAssociation` beside `Parent` or `Epic Link`, and shows an epic as the
    parent too. Where the history tells of the epic alone, what it shows as the parent was not
    always there.
    """
    touched = {change.track.raw for change in changes}
    if PARENT in touched:
        return list(_without_repeats(changes, tally))
    if epic in touched and current.cells[PARENT][1] == current.cells.get(epic, (None, ""))[1]:
        del current.cells[PARENT]
    return changes


def _without_repeats(changes: Iterable[Change], tally: Tally) -> Iterable[Change]:
    last: Change | None = None
    for change in changes:
        if change.track.raw != PARENT:
            yield change
        elif last is not None and (last.old, last.new) == (change.old, change.new):
            tally.dropped["told_twice"] += 1
        else:
            last = change
            yield change
