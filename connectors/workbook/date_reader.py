"""Reads the text of one date: points, ranges, periods and open ends."""

import re
from datetime import date

from connectors.workbook.date_periods import PERIODS, Periods, Span, full_year
from connectors.workbook.date_values import NotUnderstood, Situation
from connectors.workbook.date_words import (
    BRACKETED_WEEKDAY,
    MONTHS,
    NAMED_WEEKDAY,
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
OPEN_ENDS = ("until", "since")


class Reader(Periods):
    """Reads one text against one situation."""

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
            found = shape.fullmatch(text)
            span = self.meaning(name, found, weekday) if found else None
            if span is None:
                continue
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
