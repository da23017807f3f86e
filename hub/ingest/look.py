"""What a person sees of a file before anything of it is recorded: tables, columns, samples."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from hub.refused_files import NOTES

SAMPLES = 3
LONGEST = 80  # letters of a sample


@dataclass(frozen=True)
class LookedSheet:
    """The first rows of one sheet, as they stand there; row and column are counted from 1."""

    name: str
    is_hidden: bool
    first_row: int
    first_column: int
    rows: list[list[str]]


@dataclass(frozen=True)
class LookedColumn:
    """One column: what it means (empty: nothing of ours), how sure that is, and what stands there.

    *path* is the header, group labels first. *confidence* goes from 0 to 1.
    """

    letter: str
    path: str
    name: str
    confidence: float
    samples: list[str]


def columns_of(rows: Iterable[Mapping[str, str]]) -> list[LookedColumn]:
    """Give the fields of a file whose format says what each means, with the first texts of each."""
    found: dict[str, list[str]] = {}
    for row in rows:
        for name, text in row.items():
            held = found.setdefault(name, [])
            if text.strip() and len(held) < SAMPLES:
                held.append(" ".join(text.split())[:LONGEST])
    return [LookedColumn("", "", name, 1.0, texts) for name, texts in found.items() if texts]


@dataclass(frozen=True)
class LookedTable:
    """One region of a sheet. Rows are counted as people do, from 1.

    *why* is the code of what keeps it from being used; *fingerprint* names its header.
    """

    sheet: str
    verdict: str
    why: str
    confidence: float
    is_used: bool
    header_rows: tuple[int, int]
    first_row: int
    last_row: int
    fingerprint: str
    columns: list[LookedColumn]


@dataclass(frozen=True)
class LookedNote:
    """What a person should know of a file: a code of `NOTES`, and the values of its sentence."""

    code: str
    values: Mapping[str, str] = field(default_factory=dict)

    @property
    def sentence(self) -> str:
        """Give the message id of the sentence."""
        return NOTES.get(self.code, self.code)


@dataclass(frozen=True)
class Look:
    """What was found in a file, and *meanings*: what a person may say that a column is.

    *sheets* are shown where a person may point at the header of a table.
    """

    edition_on: date | None = None
    dated_by: str = ""
    notes: list[LookedNote] = field(default_factory=list)
    tables: list[LookedTable] = field(default_factory=list)
    meanings: list[str] = field(default_factory=list)
    sheets: list[LookedSheet] = field(default_factory=list)
