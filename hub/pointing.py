"""Where a person says that a table begins, or that there is none; remembered with its columns."""

from collections.abc import Mapping
from dataclasses import dataclass

NO_TABLE = {"table": "no"}  # option of a confirmed mapping: what has this header is no table


@dataclass(frozen=True)
class Pointed:
    """Where a table begins: *row* is the first of its header, counted from 1.

    No *rows* leaves their number to us. With a *fingerprint* the header may have moved since.
    """

    sheet: str
    row: int
    rows: int = 0
    fingerprint: str = ""

    @property
    def options(self) -> dict[str, str]:
        """Give what a confirmed mapping remembers of it."""
        return {"sheet": self.sheet, "row": str(self.row), "rows": str(self.rows)}


def pointed_by(options: Mapping[str, str], fingerprint: str) -> Pointed | None:
    """Give where a person pointed when the columns were confirmed; None for what was found."""
    if "row" not in options:
        return None
    row, rows = (int(options.get(name, "0")) for name in ("row", "rows"))
    return Pointed(options.get("sheet", ""), row, rows, fingerprint)


def is_refused(options: Mapping[str, str]) -> bool:
    """Tell whether a person has said that this is no table."""
    return options.items() >= NO_TABLE.items()
