"""What the values of a column look like: dates, numbers, names, words of a vocabulary."""

import itertools
from collections.abc import Sequence, Set
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property, lru_cache
from statistics import median

from connectors.workbook.cells import EMPTY, Cell, Odd, text_of
from connectors.workbook.dates import (
    FIRST,
    SERIALS,
    NotUnderstood,
    Situation,
    read_date,
    read_number,
)
from connectors.workbook.owners import read_owners
from connectors.workbook.percent import NoPercent, read_percent
from connectors.workbook.status import read_status
from connectors.workbook.words import usual_words
from connectors.workbook.words.letters import compact

SAMPLE = 200  # rows that are looked at to tell what a column is
FEW = 3  # fewer values tell nothing
NOTHING = ("-", "—", "–", "/", "——", "\\")  # what people write to say that there is nothing
SYMBOLS = frozenset("✓✔√●○◎△▲×✗■□★☆")  # what people tick with; they mean nothing by themselves
LONG = 25  # letters; a longer text is more than a label
ANY_DAY = Situation(
    date(2026, 6, 15), order="dmy"
)  # to tell a date from no date, the year is the same


@dataclass(frozen=True)
class Look:
    """The filled cells of a column, from the header down, and how many rows were looked at."""

    values: Sequence[Cell]
    rows: int
    merged: int = 0  # vertical merges in the sample
    units: Set[str] = frozenset()  # normalised names of departments that are known
    parties: Set[str] = frozenset()  # and of companies

    @property
    def filled(self) -> int:
        """Count the filled cells."""
        return len(self.values)

    @cached_property
    def texts(self) -> list[str]:
        """Give the lexical texts."""
        return [text_of(value).strip() for value in self.values]

    @cached_property
    def coverage(self) -> float:
        """Give the share of rows with a value."""
        return self.filled / self.rows if self.rows else 0.0

    @cached_property
    def distinct(self) -> float:
        """Give the share of values that stand only once."""
        return len(set(self.texts)) / self.filled if self.filled else 0.0

    @cached_property
    def length(self) -> float:
        """Give the median length of the texts."""
        return median(map(len, self.texts)) if self.texts else 0.0

    def share(self, count: int) -> float:
        """Give the share of the filled cells."""
        return count / self.filled if self.filled else 0.0

    @cached_property
    def numbers(self) -> float:
        """Give the share of numbers, typed or written."""
        return self.share(sum(is_number(value) for value in self.values))

    @cached_property
    def dates(self) -> float:
        """Give the share of values that can be read as dates."""
        return self.share(sum(is_date(value) for value in self.values))

    def behind(self, day: date) -> float:
        """Give the share of values that are dates on or before *day*."""
        return self.share(sum(begins is not None and begins <= day for begins in self.days(day)))

    def days(self, edition: date) -> list[date | None]:
        """Read the values as dates of a report of *edition*; None for one that is no date."""
        situation = Situation(edition, order=ANY_DAY.order)
        return [day_of(value, situation) for value in self.values]

    @cached_property
    def percents(self) -> float:
        """Give the share of values that can be read as percents."""
        return self.share(sum(is_percent(value) for value in self.values))

    @cached_property
    def states(self) -> float:
        """Give the share of values that are words of a status."""
        return self.share(sum(any(read_status(text)) for text in self.texts))

    @cached_property
    def people(self) -> float:
        """Give the share of values that may be names of people."""
        return self.share(sum(is_people(text) for text in self.texts))

    @cached_property
    def sides(self) -> float:
        """Give the share of values that name a side."""
        known = usual_words().sides
        told = (compact(text) for text in self.texts)
        return self.share(sum(text in known or text in self.parties for text in told))

    @cached_property
    def departments(self) -> float:
        """Give the share of values that name a known department or team."""
        return self.share(sum(compact(text) in self.units for text in self.texts))

    @cached_property
    def ticks(self) -> float:
        """Give the share of single letters and marks."""
        return self.share(sum(len(text) <= 1 for text in self.texts))

    @cached_property
    def symbols(self) -> float:
        """Give the share of ticks, circles and the like."""
        return self.share(sum(text in SYMBOLS for text in self.texts))

    @cached_property
    def running(self) -> bool:
        """Tell a numbering: whole numbers that mostly count up by one."""
        numbers = [whole(value) for value in self.values]
        if any(number is None for number in numbers) or not numbers:
            return False
        steps = sum(b - a == 1 for a, b in itertools.pairwise(numbers))  # type: ignore[operator]
        return len(numbers) == 1 or steps >= 0.8 * (len(numbers) - 1)


def whole(value: Cell) -> int | None:
    """Return a whole number, typed or written."""
    if isinstance(value, bool):
        return None
    if isinstance(value, float) and value == int(value):
        return int(value)
    text = text_of(value).strip().rstrip(".、")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else None


def is_number(value: Cell) -> bool:
    """Tell a number, typed or written."""
    if isinstance(value, (int, float)):
        return not isinstance(value, bool)
    if not isinstance(value, str):
        return False
    text = value.strip().removeprefix("-").replace(",", "")
    return text.isascii() and text.replace(".", "", 1).isdigit()


def is_date(value: Cell) -> bool:
    """Tell a value that can be read as a date."""
    if isinstance(value, (date, datetime)):
        return value.year >= FIRST.year
    if isinstance(value, float):
        return int(value) in SERIALS or number_is_date(value)
    return isinstance(value, str) and text_is_date(value)


def day_of(value: Cell, situation: Situation) -> date | None:
    """Return the first day of a date; None for anything else."""
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    text = text_of(value).strip()
    try:
        if isinstance(value, float):
            return read_number(value, text, situation).start
        return read_date(text, situation).start
    except NotUnderstood:
        return None


def number_is_date(value: float) -> bool:
    """Tell a number written as the digits of a date."""
    try:
        read_number(value, text_of(value), ANY_DAY)
    except NotUnderstood:
        return False
    return True


@lru_cache(maxsize=1 << 14)
def text_is_date(text: str) -> bool:
    """Tell a text that can be read as a date, in whatever order."""
    try:
        read_date(text.strip(), ANY_DAY)
    except NotUnderstood as problem:
        return problem.reason == "date_out_of_range"
    return True


def is_percent(value: Cell) -> bool:
    """Tell a value that can be read as a percent."""
    if isinstance(value, (bool, date, Odd)):
        return False
    if isinstance(value, float):
        return 0 <= value <= 100
    try:
        read_percent(text_of(value))
    except NoPercent:
        return False
    return True


@lru_cache(maxsize=1 << 14)
def is_people(text: str) -> bool:
    """Tell a text that may name people: short pieces without digits."""
    names = read_owners(text)
    if names is None:
        return False
    if not names:
        return compact(text) in usual_words().no_owner
    return all(is_name(name) for name in names)


def is_name(name: str) -> bool:
    """Tell a possible name: two to four Chinese letters, or one to four words."""
    if any(letter.isdigit() for letter in name) and not name.isascii():
        return False
    if name.isascii():
        return len(name) <= 30 and len(name.split()) <= 4
    return len(name) <= 6


def look_at(column: Sequence[Cell], merged: int = 0) -> Look:
    """Look at a column of cells from below its header on."""
    sample = column[:SAMPLE]
    values = [
        value for value in sample if value != EMPTY and not blank(value) and value not in NOTHING
    ]
    return Look(values, len(sample), merged)


def blank(value: Cell) -> bool:
    """Tell a text of nothing but white space."""
    return isinstance(value, str) and not value.strip()
