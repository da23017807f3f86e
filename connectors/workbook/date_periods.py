"""Gives the meaning of days and periods: weeks, thirds of months, quarters, relative words."""

from calendar import monthrange
from collections.abc import Callable
from datetime import date, timedelta

from connectors.workbook.date_values import Situation
from connectors.workbook.date_words import CALLED_QUARTER, NUMERALS, WEEKDAYS

LATE_REPORT = timedelta(days=7)
THIRDS = {"上旬": 0, "初": 0, "中旬": 1, "中": 1, "下旬": 2, "底": 2, "末": 2}
WEEKS = {"本周": 0, "这周": 0, "周": 0, "星期": 0, "礼拜": 0, "下周": 1, "上周": -1, "下下周": 2}
Span = tuple[date, date, str]


class Periods:
    """Days and periods, read against one situation; notes where a year was taken from."""

    def __init__(self, situation: Situation) -> None:
        self.at = situation
        self.year_from = "text"

    def day(self, year: int, month: int, day: int) -> Span | None:
        """Make a day, if the calendar has it."""
        try:
            found = date(year, month, day)
        except ValueError:
            return None
        return found, found, "day"

    def year_for(self, month: int, day: int) -> int:
        """Choose the year of a date without one: from the row, else from the edition."""
        near = self.at.row_date
        if near is not None:
            self.year_from = "row"
            start = self.at.row_start
            wraps = (
                self.at.is_finish and start is not None and (month, day) < (start.month, start.day)
            )
            year = near.year + (1 if wraps and start is not None and near <= start else 0)
            told = date(year, month % 13 or 1, min(day, 28))
            is_ahead = self.at.is_actual and told > self.at.edition + LATE_REPORT
            return year - 1 if is_ahead else year  # what was done was done before it was reported
        self.year_from = "edition"
        edition = self.at.edition
        if self.at.is_actual:
            late = edition + LATE_REPORT
            return late.year if (month, day) <= (late.month, late.day) else late.year - 1
        years = (edition.year - 1, edition.year, edition.year + 1)
        safe = min(day, 28)
        return min(years, key=lambda year: abs((date(year, month % 13 or 1, safe) - edition).days))

    def period_year(self, part: dict[str, str], month: int) -> int:
        """Choose the year of a period."""
        if "y" in part:
            return full_year(part["y"])
        return self.year_for(month, 15)

    def third(self, part: dict[str, str], _: str) -> Span | None:
        """Read a third of a month (旬)."""
        month = int(part["m"])
        if not 1 <= month <= 12:
            return None
        year = self.period_year(part, month)
        third = THIRDS[part["t"]]
        last = monthrange(year, month)[1] if third == 2 else third * 10 + 10
        return date(year, month, third * 10 + 1), date(year, month, last), "third"

    def month(self, part: dict[str, str], _: str) -> Span | None:
        """Read a month."""
        month = int(part["m"])
        return (
            months(self.period_year(part, month), month, 1, "month") if 1 <= month <= 12 else None
        )

    def quarter(self, part: dict[str, str], text: str) -> Span | None:
        """Read a quarter, which must be called one."""
        if not CALLED_QUARTER.search(text):
            return None
        number = int(part["q"]) if part["q"].isdecimal() else NUMERALS[part["q"]]
        return months(self._own_year(part), number * 3 - 2, 3, "quarter")

    def half(self, part: dict[str, str], _: str) -> Span | None:
        """Read half a year."""
        is_second = part.get("h") == "下" or part.get("n") == "2"
        if "z" in part:
            part = part | {"y": part["z"]}
        return months(self._own_year(part), 7 if is_second else 1, 6, "half")

    def _own_year(self, part: dict[str, str]) -> int:
        if "y" in part:
            return full_year(part["y"])
        near = self.at.row_date
        self.year_from = "row" if near else "edition"
        return (near or self.at.edition).year

    def year(self, part: dict[str, str], text: str) -> Span | None:
        """Read a year."""
        return months(int(part["y"]), 1, 12, "year") if text.endswith("年") else None

    def week_number(self, part: dict[str, str], text: str) -> Span | None:
        """Read a week by its ISO number."""
        if text.startswith("第") and not text.endswith("周"):
            return None
        try:
            monday = date.fromisocalendar(self._own_year(part), int(part["w"]), 1)
        except ValueError:
            return None
        return monday, monday + timedelta(days=6), "week"

    def weekday(self, part: dict[str, str], _: str) -> Span | None:
        """Read a day of the edition's week or of one beside it."""
        self.year_from = "edition"
        day = self._monday(part["w"]) + timedelta(days=WEEKDAYS[part["d"]])
        return day, day, "day"

    def week(self, part: dict[str, str], _: str) -> Span | None:
        """Read the edition's week or one beside it."""
        self.year_from = "edition"
        monday = self._monday(part["w"])
        return monday, monday + timedelta(days=6), "week"

    def _monday(self, word: str) -> date:
        edition = self.at.edition
        return edition - timedelta(days=edition.weekday()) + timedelta(weeks=WEEKS[word])

    def month_end(self, part: dict[str, str], text: str) -> Span | None:
        """Read 月底: until the end of the edition's month, or of the next one."""
        if "w" not in part and not text.startswith("月"):
            return None
        _, end, _ = self._edition_month(part)
        return end, end, "until"

    def month_word(self, part: dict[str, str], _: str) -> Span | None:
        """Read 本月, 下月."""
        return self._edition_month(part)

    def _edition_month(self, part: dict[str, str]) -> Span:
        self.year_from = "edition"
        edition = self.at.edition
        ahead = 1 if part.get("w", "").startswith("下") else 0
        year, month = divmod(edition.year * 12 + edition.month - 1 + ahead, 12)
        return months(year, month + 1, 1, "month")

    def year_end(self, part: dict[str, str], text: str) -> Span | None:
        """Read 年底, 2026年内: until the last day of the year."""
        if "年" not in text:
            return None
        year = int(part["y"]) if "y" in part else self.at.edition.year + (part.get("w") == "明年")
        self.year_from = "text" if "y" in part else "edition"
        end = date(year, 12, 31)
        return end, end, "until"


PERIODS: dict[str, Callable[[Periods, dict[str, str], str], Span | None]] = {
    "third": Periods.third,
    "month": Periods.month,
    "bare_month": Periods.month,
    "named_my": Periods.month,
    "quarter": Periods.quarter,
    "quarter_first": Periods.quarter,
    "half": Periods.half,
    "half_en": Periods.half,
    "year": Periods.year,
    "week_number": Periods.week_number,
    "weekday": Periods.weekday,
    "week": Periods.week,
    "month_end": Periods.month_end,
    "month_word": Periods.month_word,
    "year_end": Periods.year_end,
}


def full_year(text: str) -> int:
    """Complete a two-digit year."""
    return int(text) if len(text) == 4 else 2000 + int(text)


def months(year: int, first: int, count: int, precision: str) -> Span:
    """Make a period of whole months."""
    last = first + count - 1
    return date(year, first, 1), date(year, last, monthrange(year, last)[1]), precision
