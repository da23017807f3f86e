"""The bar of a ledger: its columns side by side, credits below the line left out of its length."""

from collections.abc import Sequence
from dataclasses import dataclass

from api.reads.ledger import ColumnDays
from hub.ball.summary import LAST, OTHERS

LEAST = 30  # pixels in which a figure can be read


@dataclass(frozen=True)
class Piece:
    """One column as a piece of the bar."""

    x: float
    width: float
    column: str
    kind: str  # vendor, client, concurrent, third, unexplained, approved_change, others
    shown: float
    has_label: bool


@dataclass(frozen=True)
class Bar:
    """The whole bar; None of it where nothing moved."""

    width: int
    pieces: list[Piece]


def kind_of(column: str) -> str:
    """Give what a column looks like: by its side, never by who it is."""
    return column if column in (*LAST, OTHERS) else column.partition(":")[0]


def bar(columns: Sequence[ColumnDays], *, width: int) -> Bar | None:
    """Give the pieces, each as long as its days; credits have no length and stay in the table."""
    held = [each for each in columns if each.shown > 0]
    whole = sum(each.shown for each in held)
    if not whole:
        return None
    pieces, x = [], 0.0
    for each in held:
        length = round(width * each.shown / whole, 1)
        pieces.append(
            Piece(x, length, each.column, kind_of(each.column), each.shown, length >= LEAST)
        )
        x = round(x + length, 1)
    return Bar(width, pieces)
