"""Reads the text of one date: points, ranges, periods and open ends."""

import re
from calendar import monthrange
from collections.abc import Callable
from datetime import date, timedelta

from connectors.workbook.date_values import NotUnderstood, Situation
from connectors.workbook.date_words import (
    BRACKETED_WEEKDAY,
    CALLED_QUARTER,
    MONTHS,
    NAMED_WEEKDAY,
    NUMERALS,
    PART_OF_DAY,
    RANGE,
    SHAPES,
    SINCE_AFTER,
    SINCE_BEFORE,
    TIME_OF_DAY,
    UNTIL_AFTER,
    UNTIL_BEFORE,
    WEEKDAY_NAMES,
    WEEKDAYS,
)

NEAR_YEARS = 5  # a two-digit year is read so that the date lies this near to the edition
LATE_REPORT = timedelta(days=7)
THIRDS = {"上旬": 0, "初": 0, "中旬": 1, "中": 1, "下旬": 2, "底": 2, "末": 2}
WEEKS = {"本周": 0, "这周": 0, "周": 0, "星期": 0, "礼拜": 0, "下周": 1, "上周": -1, "下下周": 2}
OPEN_ENDS = ("until", "since")

Span = tuple[date, date, str]


class Reader:
    """Reads one text against one situation."""

    def __init__(self, situation: Situation) -> None:
        self.at = situation
        self.year_from = "text"

    def read(self, text: str) -> Span:
        """Read a point, a range, or an open end."""
        for pattern, precision in ((UNTIL_BEFORE, "until"), (SINCE_BEFORE, "since")):
            if found := pattern.match(text):
                return self._open(text[found.end() :], precision)
        if span := self.point(text):
            return span
        if span := self.between(text):
            return span
        for pattern, precision in ((UNTIL_AFTER, "until"), (SINCE_AFTER, "since")):
            if (found := pattern.search(text)) and found.start() > 0:
                return self._open(text[: found.start()], precision)
        raise NotUnderstood

    def _open(self, text: str, precision: str) -> Span:
        span = self.point(text.strip())
        if span is None:
            raise NotUnderstood
        start, end, _ = span
        return (end, end, precision) if precision == "until" else (start, start, precision)

    def between(self, text: str) -> Span | None:
        """Read a range: `3月下旬至4月初`, `2026-03-20~3-25`."""
        pieces = [piece for piece in RANGE.split(text) if piece]
        if len(pieces) != 2:
            pieces = text.split("-")
        if len(pieces) != 2:
            return None
        first = self.point(pieces[0].strip())
        if first is None or first[2] in OPEN_ENDS:
            return None
        second = self.second(pieces[1].strip(), first[0])
        if second is None or second[1] < first[0]:
            return None
        return first[0], second[1], "range"

    def second(self, text: str, start: date) -> Span | None:
        """Read the second end of a range, which may leave out year or month."""
        if found := re.fullmatch(r"(\d{1,2})[日号]?", text):
            return self.day(start.year, start.month, int(found[1]))
        if found := re.fullmatch(r"(\d{1,2})[-/.月](\d{1,2})[日号]?", text):
            span = self.day(start.year, int(found[1]), int(found[2]))
            if span is not None and span[1] < start:
                span = self.day(start.year + 1, int(found[1]), int(found[2]))
            return span
        inner = Reader(Situation(self.at.edition, row_date=start, is_finish=True, row_start=start))
        return inner.point(text)

    def point(self, text: str) -> Span | None:
        """Read a single date or period; None if the text is none."""
        weekday: int | None = None
        if found := NAMED_WEEKDAY.match(text):
            weekday, text = WEEKDAY_NAMES[found["day"]], text[found.end() :]
        if (found := BRACKETED_WEEKDAY.search(text)) and found.start() > 0:
            before = text[: found.start()].rstrip()
            if before[-1] in "日号0123456789":
                weekday, text = WEEKDAYS[found["day"]], before
        text = PART_OF_DAY.sub("", TIME_OF_DAY.sub("", text)).strip(" ,")
        for name, shape in SHAPES.items():
            if found := shape.fullmatch(text):
                span = self.meaning(name, found, weekday)
                if span is not None:
                    if weekday is not None and (span[2] != "day" or span[0].weekday() != weekday):
                        raise NotUnderstood
                    return span
        return None

    def meaning(self, name: str, found: re.Match[str], weekday: int | None) -> Span | None:
        """Give the meaning of a matched shape."""
        part = {key: value for key, value in found.groupdict().items() if value is not None}
        if name in ("short", "year_last", "slash"):
            return self.ordered(name, part, weekday)
        if "name" in part:
            part["m"] = str(MONTHS[part["name"]])
        if "m" in part and "d" in part:
            return self.month_day(part)
        if name in PERIODS:
            return PERIODS[name](self, part, found[0])
        return None

    def month_day(self, part: dict[str, str]) -> Span | None:
        """Read a day of a month, with or without its year."""
        month, day = int(part["m"]), int(part["d"])
        if "rel" in part:
            self.year_from = "edition"
            shift = {"明年": 1, "去年": -1}.get(part["rel"], 0)
            return self.day(self.at.edition.year + shift, month, day)
        year = full_year(part["y"]) if "y" in part else self.year_for(month, day)
        first = self.day(year, month, day)
        if first is None or "e" not in part:
            return first
        second = self.day(year, month, int(part["e"]))
        return (first[0], second[1], "range") if second and second[1] >= first[0] else None

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
            return near.year + (1 if wraps and start is not None and near <= start else 0)
        self.year_from = "edition"
        edition = self.at.edition
        if self.at.is_actual:
            late = edition + LATE_REPORT
            return late.year if (month, day) <= (late.month, late.day) else late.year - 1
        years = (edition.year - 1, edition.year, edition.year + 1)
        safe = min(day, 28)
        return min(years, key=lambda year: abs((date(year, month % 13 or 1, safe) - edition).days))

    def ordered(self, name: str, part: dict[str, str], weekday: int | None) -> Span | None:
        """Read a date whose order of day, month and year has to be found out."""
        if name == "slash":
            return self._slash(int(part["a"]), int(part["b"]))
        a, b = int(part["a"]), int(part["b"])
        year = full_year(part["y"] if name == "year_last" else part["c"])
        readings = {"dmy": self.day(year, b, a), "mdy": self.day(year, a, b)}
        if name == "short":
            readings["ymd"] = self.day(full_year(part["a"]), b, int(part["c"]))
        spans = {
            order: span for order, span in readings.items() if span and self._fits(span, weekday)
        }
        if self.at.order in spans:
            return spans[self.at.order]
        if len(set(spans.values())) == 1:
            return next(iter(spans.values()))
        if spans:
            raise NotUnderstood("date_order_unknown")
        return None

    def _fits(self, span: Span, weekday: int | None) -> bool:
        near = abs((span[0] - self.at.edition).days) <= NEAR_YEARS * 366
        return near and (weekday is None or span[0].weekday() == weekday)

    def _slash(self, a: int, b: int) -> Span | None:
        """Read `03/20`: month and day by the column's order, or by what is possible."""
        if a > 12 or (self.at.order == "dmy" and b <= 12):
            a, b = b, a
        elif b <= 12 and not self.at.order and a != b:
            raise NotUnderstood("date_order_unknown")
        if not 1 <= a <= 12:
            return None
        return self.day(self.year_for(a, b), a, b)

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
        number = int(part["q"]) if part["q"].isdigit() else NUMERALS[part["q"]]
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


PERIODS: dict[str, Callable[[Reader, dict[str, str], str], Span | None]] = {
    "third": Reader.third,
    "month": Reader.month,
    "bare_month": Reader.month,
    "named_my": Reader.month,
    "quarter": Reader.quarter,
    "quarter_first": Reader.quarter,
    "half": Reader.half,
    "half_en": Reader.half,
    "year": Reader.year,
    "week_number": Reader.week_number,
    "weekday": Reader.weekday,
    "week": Reader.week,
    "month_end": Reader.month_end,
    "month_word": Reader.month_word,
    "year_end": Reader.year_end,
}


def full_year(text: str) -> int:
    """Complete a two-digit year."""
    return int(text) if len(text) == 4 else 2000 + int(text)


def months(year: int, first: int, count: int, precision: str) -> Span:
    """Make a period of whole months."""
    last = first + count - 1
    return date(year, first, 1), date(year, last, monthrange(year, last)[1]), precision
