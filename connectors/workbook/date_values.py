"""What a date in a cell says, and against what it is read."""

from datetime import date

from msgspec import Struct


class DateValue(Struct, frozen=True, array_like=True, gc=False):
    """What a date cell says: bounds included. *year_from* is `text`, `row`, `edition` or `cell`."""

    start: date
    end: date
    precision: str  # day, range, third, week, month, quarter, half, year, until, since
    text: str
    year_from: str = "text"


class Situation(Struct, frozen=True):
    """What a date without a year, or of unknown order, is read against."""

    edition: date
    is_actual: bool = False
    is_finish: bool = False
    order: str = ""  # `dmy` or `mdy`: how the column writes days and months; empty: not known
    row_date: date | None = None  # another date of the same row
    row_start: date | None = None


class NotUnderstood(Exception):
    """The text is no date: *reason* is a code of quarantine."""

    def __init__(self, reason: str = "date_not_understood") -> None:
        super().__init__(reason)
        self.reason = reason
