"""A workbook of flags: what is asked of a vendor, on its own file, and what comes back."""

from collections.abc import Callable
from datetime import date
from hashlib import blake2b

from msgspec import Struct

IDENTITY = "hub_flags_identity"  # hidden names of the workbook; the sheet may be moved or renamed
PLACE = "hub_flags_place"
OPEN = ("reply", "new_on", "evidence", "blocked_by", "since_on", "words")
LOCKED = ("flag", "item", "place", "sentence", "reply_by")
COLUMNS = (*LOCKED, *OPEN)
LONGEST = 2_000  # characters of a cell that comes back


def digest_of(text: str) -> str:
    """Give eight digits that tell whether a locked cell still says what was sent."""
    said = " ".join(text.split())[:LONGEST]
    return blake2b(said.encode("utf-8", "replace"), digest_size=4).hexdigest()


class Asked(Struct, frozen=True):
    """One flag as the workbook shows it. *cells* are its places in the file, such as `周报!D14`."""

    flag: str
    item: str  # key and title of what it is about
    title: str  # of the item alone, to find its row where no cell is known
    sentence: str
    reply_by: date
    severity: str  # S1 … S4; empty: no finding stands behind it
    comment: str  # rule, sentence, citation, number
    cells: tuple[str, ...] = ()


class FlagBook(Struct, frozen=True):
    """What a workbook is made of; every text is in the vendor's language already."""

    identity: str
    sheet: str  # name of the sheet of flags
    titles: dict[str, str]  # by name of the column
    answers: tuple[str, ...]  # words for the four answers
    departments: tuple[str, ...]
    author: str  # of comments
    rebuilt: str  # first line where formatting was not kept
    asked: tuple[Asked, ...]


class FlaggedFile(Struct, frozen=True):
    """The workbook as bytes, always .xlsx."""

    body: bytes
    is_rebuilt: bool
    placed: tuple[str, ...]  # flags found in the file; the others stand in the sheet alone


class Filled(Struct, frozen=True):
    """One row of a returned sheet: texts as they stand there, days where they were understood."""

    row: int
    texts: dict[str, str]  # by name of the column
    days: dict[str, date]
    changed: tuple[str, ...] = ()  # locked cells that say something else than was sent


class Returned(Struct, frozen=True):
    """A workbook that came back. *identity* is empty where the hub has not sent it."""

    identity: str
    sheet: str
    rows: tuple[Filled, ...]


Annotate = Callable[[bytes, str, FlagBook], FlaggedFile]
"""Give the vendor's own file, called by its name, with the flags; an empty file: flags alone."""

ReadReturned = Callable[[bytes, str, date], Returned]
"""Read the replies out of a file, called by its name, that was received on a day.

Raise `FileRefused` for a file that cannot be read.
"""
