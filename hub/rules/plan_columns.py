"""What a source shows as the agreed plan, beside what was approved."""

from collections.abc import Iterator
from dataclasses import dataclass

from hub.model.commitments import CommitmentProposed
from hub.rules.case import as_date
from hub.rules.cases import CommitmentCase, ItemCase
from hub.rules.citing import Said
from hub.rules.world import APPROVED

TERMS = {"start": "start_on", "finish": "finish_on", "weight": "weight", "title": "title"}
BASELINE = "extra:baseline"  # a source keeps up to eleven sets; each is `extra:baseline<n>_finish`


@dataclass(frozen=True, slots=True)
class Altered:
    """One column that shows something else than was approved."""

    column: str
    shown: Said
    approved: Said

    @property
    def is_wording(self) -> bool:
        """Tell whether only the words differ."""
        return self.column == "title"


def altered_rows(owed: CommitmentCase) -> Iterator[Altered]:
    """Give what the last row of another plan, such as that of a week, shows otherwise.

    A plan that is proposed in the same series waits for approval, so it hides nothing; a finish
    that was promised is a promise, wherever it stands.
    """
    promised = owed.promised_finish
    for other in owed.context.owed_by_key[owed.key]:
        row = other.rows[-1] if other.rows else None
        if other.series == owed.owed.series:
            continue
        if not isinstance(row, CommitmentProposed) or row.terms.side is not owed.side:
            continue
        for part, name in TERMS.items():
            approved, value = owed.agreed(name), getattr(row.terms, name)
            shown = Said(value, row, row.locators.get(name, row.locator))
            is_promise = part == "finish" and promised is not None and promised.value == value
            known = {None, *_ever_approved(owed, part)}
            if approved and not is_promise and plain(part, value) not in known:
                yield Altered(part, shown, approved)


def altered(case: ItemCase, owed: CommitmentCase) -> Iterator[Altered]:
    """Give the plan columns of an item that differ from the approved terms of its commitment.

    What once stood there as approved is out of date, not altered. A column counts when it is the
    set that a person has named as the agreed one, or once showed the value in force.
    """
    for column in sorted(case.item.fields):
        part = _part(column)
        approved = owed.agreed(TERMS[part]) if part else None
        shown = case.field(column) if approved is not None else None
        if approved is None or shown is None or shown.value is None:
            continue
        value = plain(part, shown.value)
        told = [plain(part, said.value) for said in case.history(column)]
        counts = _is_named(case, column) or plain(part, approved.value) in told
        if counts and value not in _ever_approved(owed, part):
            yield Altered(part if part in TERMS else column, shown, approved)


def plain(part: str, value: object) -> object:
    """Take formatting away: a date as a day, a weight as a number, words without their spacing."""
    if value is None:
        return None
    if part in ("start", "finish"):
        return as_date(value)
    if part == "weight":
        return round(float(value), 6) if isinstance(value, int | float) else None
    return "".join(char for char in str(value).casefold() if char.isalnum())


def _part(column: str) -> str:
    """Give which part of the plan a field shows; empty where it shows none."""
    if column.startswith(BASELINE):
        _, _, part = column.rpartition("_")
        return part if part in ("start", "finish") else ""
    return column if column in ("weight", "title") else ""


def _is_named(case: ItemCase, column: str) -> bool:
    """Tell whether a person has said that this set is the agreed one."""
    named = case.reading.content.get("baseline")
    return column.startswith(f"{BASELINE}{'' if named is None else named}_")


def _ever_approved(owed: CommitmentCase, part: str) -> set[object]:
    found = {plain(part, getattr(owed.terms, TERMS[part]))}
    for row in owed.owed.rows:
        events = owed.context.world.proposals.get(getattr(row, "proposal", ""), ())
        if isinstance(row, CommitmentProposed) and any(isinstance(e, APPROVED) for e in events):
            found.add(plain(part, getattr(row.terms, TERMS[part])))
    return found
