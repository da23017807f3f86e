"""The state of an issue at its creation: what it is now, minus its changes from the newest on."""

from collections.abc import Sequence
from dataclasses import dataclass

from msgspec import Struct
from msgspec import field as made

from connectors.jira.changes import Change, Members
from connectors.jira.linked import add_link, drop_link
from connectors.jira.tracks import Shape

Cell = tuple[str | None, str]  # value, label


class State(Struct, gc=False):
    """What an issue holds, by the ids of Jira's fields. What Jira did not show is not in it."""

    cells: dict[str, Cell] = made(default_factory=dict)
    sets: dict[str, Members] = made(default_factory=dict)
    undone: set[str] = made(default_factory=set)  # ids of the fields that were rewound


@dataclass(slots=True)
class Gap:
    """The history leads to *expected*, and *found* is what was there."""

    change: Change
    expected: str | None
    found: str | None


def rewound(
    current: State, changes: Sequence[Change], loose: frozenset[str] = frozenset()
) -> tuple[State, list[Gap]]:
    """Undo *changes*, which stand oldest first. Give the state at creation, and the gaps.

    *current* is corrected in place where it names a person, or an issue of a *loose* field, by
    another id than the history while both read the same: a renamed login is an alias, no gap.
    """
    before = State(dict(current.cells), dict(current.sets))
    cells, sets, undone = before.cells, before.sets, before.undone
    gaps: list[Gap] = []
    for change in reversed(changes):
        track = change.track
        if not track.is_held:
            continue
        raw = track.raw
        if not track.is_set:
            held = cells.get(raw)
            if held is not None and held[0] != change.new:
                _differs(held, change, current, gaps, loose)
            cells[raw] = (change.old, change.old_label)
        elif raw in sets:
            if raw not in undone:
                sets[raw] = dict(sets[raw])
            _undo_set(sets[raw], change, gaps)
        undone.add(raw)
    return before, gaps


def _differs(
    held: Cell, change: Change, current: State, gaps: list[Gap], loose: frozenset[str]
) -> None:
    """Note a gap where *held* is not what *change* led to, unless it is the same by another id."""
    raw = change.track.raw
    if not _is_alias(held, change, loose):
        gaps.append(Gap(change, change.new, held[0]))
    elif current.cells[raw] == held:
        current.cells[raw] = (change.new, held[1])


def _is_alias(held: Cell, change: Change, loose: frozenset[str]) -> bool:
    if change.track.shape is not Shape.PERSON and change.track.raw not in loose:
        return False
    return bool(held[1]) and held[1] == change.new_label


def _undo_link(members: Members, change: Change, gaps: list[Gap]) -> None:
    gaps += [Gap(change, key, None) for key in change.added if not drop_link(members, key)]
    for key, label in change.removed.items():
        add_link(members, key, label)


def _undo_set(members: Members, change: Change, gaps: list[Gap]) -> None:
    if change.track.shape is Shape.LINK:
        _undo_link(members, change, gaps)
        return
    for member in change.added:
        if member in members:
            del members[member]
        else:
            gaps.append(Gap(change, member, None))
    for member, label in change.removed.items():
        if member in members:
            gaps.append(Gap(change, None, member))
        members[member] = label
