"""The recorded ledger from several sides: whose days, which module, which week, which commitment.

It works on what the read models hold, so that pages and the command line say the same.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Any

from hub.model.charges import APPROVED, CONCURRENT, THIRD, UNEXPLAINED
from hub.model.event import Side

BY = ("side", "department", "module", "window", "item")
LAST = (CONCURRENT, THIRD, UNEXPLAINED, APPROVED)
OTHERS = "others"

Days = dict[str, Fraction]


@dataclass(frozen=True)
class Line:
    """One line of a ledger. Its columns add up to its days."""

    name: str  # a side, a court, a module, a Monday, or the key of a commitment
    commitment: str = ""  # id
    key: str = ""
    title: str = ""
    module: str = ""
    agreed_on: date | None = None
    finish_on: date | None = None
    columns: Mapping[str, Fraction] | None = None

    @property
    def days(self) -> Fraction:
        """Give the working days of the line."""
        return sum((self.columns or {}).values(), Fraction())


def exact(columns: Mapping[str, str]) -> Days:
    """Read columns as they are recorded."""
    return {name: Fraction(days) for name, days in columns.items()}


def in_order(names: Iterable[str]) -> list[str]:
    """Order columns: the vendor's, the client's, then those of nobody alone."""
    return sorted(names, key=lambda name: (_place(name), name))


def _place(column: str) -> int:
    if column in (*LAST, OTHERS):
        return 2 + (*LAST, OTHERS).index(column)
    return 0 if column.startswith(str(Side.VENDOR)) else 1


def by_side(columns: Mapping[str, Fraction]) -> Days:
    """Add up the columns of each side; what is nobody's alone stays."""
    found: Days = {}
    for column, days in columns.items():
        name = column if column in LAST else column.partition(":")[0]
        found[name] = found.get(name, Fraction()) + days
    return {name: found[name] for name in in_order(found)}


def masked(columns: Mapping[str, Fraction], own: frozenset[str] | None, side: str) -> Days:
    """Leave a party its own columns, and everybody else's as one; None: it sees all.

    *own* names courts; an empty set means that only the total is theirs to see. *side* lets all
    columns of a side be its own.
    """
    if own is None:
        return dict(columns)
    mine = {c: d for c, d in columns.items() if c in own or (side and c.startswith(f"{side}:"))}
    rest = sum((d for c, d in columns.items() if c not in mine), Fraction())
    return {**mine, **({OTHERS: rest} if rest else {})}


def finishing(rows: Sequence[Any], module: str = "") -> Any | None:
    """Give the commitment with which a module, or the project, ends: its last milestone.

    Go-live where there is one; else the last milestone; else what ends last of the plan.
    """
    some = [row for row in rows if row.finish_on and row.proposal and module in ("", row.module)]
    ranks = {row.id: (row.topic == "go_live", row.kind == "milestone") for row in some}
    return max(some, key=lambda row: (*ranks[row.id], row.finish_on, row.key), default=None)
