"""What an edition says about work items, as facts: by difference with what is known."""

from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import blake2b

from connectors.workbook.past import Prior
from connectors.workbook.values import Field, Line
from connectors.workbook.words.letters import compact
from hub.model.event import Event, Interval, Value
from hub.model.facts import (
    Basis,
    WorkItemFieldChanged,
    WorkItemFirstSeen,
    WorkItemReappeared,
    WorkItemVanished,
)

BROKEN = "\ufffd"  # stands for a character that no database takes


@dataclass(frozen=True, slots=True)
class Told:
    """What all facts of one edition have in common."""

    original: str  # SHA-256
    mapping: str
    occurred: Interval

    def locator(self, sheet: str, cell: str) -> str:
        """Name a cell of the original."""
        return f"workbook:{self.original}/{sheet}!{cell}"

    def entry(self, *parts: str) -> str:
        """Name one fact: the same reading of the same cell is the same fact."""
        text = "\x1f".join((self.original, self.mapping, *parts))
        return blake2b(text.encode("utf-8", "replace"), digest_size=16).hexdigest()


def first_seen(line: Line, subject: str, told: Told) -> WorkItemFirstSeen:
    """Tell of a row that no earlier edition had."""
    shown = {name: field for name, field in line.fields.items() if field.value is not None}
    status = line.fields.get("status")
    at = told.locator(line.sheet, cell_of(line))
    return WorkItemFirstSeen(
        subject=subject,
        entry=told.entry(subject, "first"),
        occurred=told.occurred,
        locator=at,
        basis=Basis.STATED if told.occurred.lo is None else Basis.DIFFED,
        original=told.original,
        mapping=told.mapping,
        key=line.identity.key,
        fields={name: field.value for name, field in shown.items()},
        repaired=any(BROKEN in str(field.value) for field in shown.values()),
        labels={name: field.label for name, field in shown.items() if field.label},
        precisions={name: field.precision for name, field in shown.items() if field.precision},
        locators={name: told.locator(line.sheet, field.cell) for name, field in shown.items()},
        state=status.state if status and status.value is not None else None,
    )


def cell_of(line: Line) -> str:
    """Return the cell of the row's title."""
    title = line.fields.get("title")
    return title.cell if title else f"A{line.row}"


def changes(line: Line, prior: Prior, told: Told) -> Iterator[WorkItemFieldChanged]:
    """Tell each value that is another than before. A field that is not shown says nothing."""
    occurred = told.occurred
    if prior.since is not None:  # a person has said that it went on under another name meanwhile
        occurred = Interval(prior.since.lo, occurred.hi)
    for name, field in line.fields.items():
        old = prior.values.get(name)
        otherwise = name == "status" and prior.state not in (None, field.state)
        if same(name, old, field) and not otherwise:
            continue
        status = field.state if name == "status" and field.value is not None else None
        yield WorkItemFieldChanged(
            subject=prior.subject,
            entry=told.entry(prior.subject, line.sheet, field.cell, name, str(field.value)),
            occurred=occurred,
            locator=told.locator(line.sheet, field.cell),
            basis=Basis.DIFFED,
            original=told.original,
            mapping=told.mapping,
            repaired=BROKEN in str(field.value),
            field=name,
            old=old,
            new=field.value,
            new_label=field.label,
            state=status,
            precision=field.precision,
            old_locator=prior.locators.get(name, ""),
        )


def same(name: str, old: Value, field: Field) -> bool:
    """Tell values that mean the same: a text written otherwise is no change of a value."""
    new = field.value
    if old == new:
        return True
    if (
        isinstance(old, str)
        and isinstance(new, str)
        and name in ("title", "module", "status", "phase", "parent")
    ):
        return compact(old) == compact(new)
    return False


def vanished(subject: str, told: Told, reason: str = "removed") -> WorkItemVanished:
    """Tell of an item that a complete edition does not show any more."""
    return WorkItemVanished(
        subject=subject,
        entry=told.entry(subject, "vanished"),
        occurred=told.occurred,
        locator=f"workbook:{told.original}",
        basis=Basis.DIFFED,
        original=told.original,
        mapping=told.mapping,
        reason=reason,
    )


def reappeared(line: Line, prior: Prior, told: Told) -> WorkItemReappeared:
    """Tell of an item that is back."""
    return WorkItemReappeared(
        subject=prior.subject,
        entry=told.entry(prior.subject, "reappeared"),
        occurred=told.occurred,
        locator=told.locator(line.sheet, cell_of(line)),
        basis=Basis.DIFFED,
        original=told.original,
        mapping=told.mapping,
    )


def claims_of(line: Line, prior: Prior | None, subject: str, told: Told) -> Iterator[Event]:
    """Tell everything that one row says."""
    if prior is None:
        yield first_seen(line, subject, told)
        return
    if prior.vanished:
        yield reappeared(line, prior, told)
    yield from changes(line, prior, told)
