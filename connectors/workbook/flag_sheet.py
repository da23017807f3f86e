"""How the sheet of flags looks: its cells, which of them are open, and the lists to choose from."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from hub.export.harmless import fitting
from hub.flag_book import COLUMNS, LOCKED, Asked, FlagBook, digest_of

HEADER_ROW = 0
LISTS_FROM = 25  # column Z: far right of what people fill in, hidden
CHOICES = {"reply": LISTS_FROM, "blocked_by": LISTS_FROM + 1}  # column of each list
DIGESTS = LISTS_FROM + len(CHOICES)  # column with what the locked cells said
HIDDEN_COLUMNS = range(LISTS_FROM, DIGESTS + 1)
DAYS = ("reply_by", "new_on", "since_on")
WIDTHS = {"sentence": 60, "item": 40, "words": 50, "evidence": 40, "place": 20}
USUAL_WIDTH = 16
FILLS = {"S1": "FFC7CE", "S2": "FFD8A8", "S3": "FFF2A8", "S4": "E2E8F0", "": "DDEBF7"}
LONGEST_COMMENT = 500
NO_SEVERITY = "?"

Place = tuple[str, int, int]
"""A cell: sheet, and row and column from 1."""


@dataclass(frozen=True, slots=True)
class Spot:
    """One cell of the sheet. *kind* is title, locked or open; *target* is where its link leads."""

    row: int
    column: int
    value: str | date | None
    kind: str
    is_day: bool = False
    target: Place | None = None


def spots(book: FlagBook, places: Mapping[str, Place]) -> Iterator[Spot]:
    """Yield the cells from top to bottom and from left to right."""
    for column, name in enumerate(COLUMNS):
        yield Spot(HEADER_ROW, column, fitting(book.titles[name]), "title")
    lists = {CHOICES["reply"]: book.answers, CHOICES["blocked_by"]: book.departments}
    for row in range(1, last_row(book) + 1):
        told: list[Spot] = []
        if row <= len(book.asked):
            asked = book.asked[row - 1]
            told = list(asked_spots(asked, row, places.get(asked.flag)))
        yield from told
        for column, words in lists.items():
            if row <= len(words):
                yield Spot(row, column, fitting(words[row - 1]), "locked")
        if told:
            sent = [digest_of(str(spot.value or "")) for spot in told[: len(LOCKED)]]
            yield Spot(row, DIGESTS, " ".join(sent), "locked")


def asked_spots(asked: Asked, row: int, place: Place | None) -> Iterator[Spot]:
    """Yield the cells of one flag."""
    shown = asked.cells[0] if asked.cells else ""
    if place is not None and not shown:
        shown = f"{place[0]}!{letters(place[2])}{place[1]}"
    known: dict[str, str | date] = {
        "flag": fitting(asked.flag),
        "item": fitting(asked.item),
        "place": fitting(shown),
        "sentence": fitting(asked.sentence),
        "reply_by": asked.reply_by,
    }
    for column, name in enumerate(COLUMNS):
        kind = "locked" if name in LOCKED else "open"
        target = place if name == "place" else None
        yield Spot(row, column, known.get(name), kind, name in DAYS, target)


def last_row(book: FlagBook) -> int:
    """Give the last row that holds something, from 0."""
    return max(len(book.asked), len(book.answers), len(book.departments))


def mark_of(asked: Asked) -> str:
    """Give what stands beside a flagged row: colour alone says nothing to some readers."""
    return f"{asked.severity or NO_SEVERITY} {asked.flag}"


def comment_of(asked: Asked) -> str:
    """Give the comment of a flagged cell."""
    text = fitting(f"[{asked.severity or NO_SEVERITY}] {asked.comment}")
    return text if len(text) <= LONGEST_COMMENT else text[: LONGEST_COMMENT - 1] + "…"


def letters(column: int) -> str:
    """Name a column, from 1."""
    found = ""
    while column:
        column, rest = divmod(column - 1, 26)
        found = chr(65 + rest) + found
    return found


def area(sheet: str, book: FlagBook) -> str:
    """Give the range of the table as a defined name writes it."""
    last = letters(len(COLUMNS))
    return f"{quoted(sheet)}!$A$1:${last}${len(book.asked) + 1}"


def list_of(column: int, words: tuple[str, ...]) -> str:
    """Give the range of a list to choose from."""
    name = letters(column + 1)
    return f"=${name}$2:${name}${len(words) + 1}"


def quoted(sheet: str) -> str:
    """Write the name of a sheet as a reference does."""
    return "'" + sheet.replace("'", "''") + "'"


def free_name(wanted: str, taken: list[str]) -> str:
    """Give a name for the sheet that the workbook does not have yet."""
    lower = {name.casefold() for name in taken}
    number, name = 2, wanted
    while name.casefold() in lower:
        name = f"{wanted} {number}"
        number += 1
    return name
