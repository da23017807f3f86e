"""Reads dates as people write them. A date that cannot be told is a problem, never a guess."""

import re
import unicodedata
from datetime import date, timedelta

from connectors.workbook.date_reader import Reader
from connectors.workbook.date_values import DateValue, NotUnderstood, Situation
from connectors.workbook.date_words import (
    NUMBER_IN_NUMERALS,
    NUMERALS,
    WAVES,
    YEAR_IN_NUMERALS,
)

FIRST, LAST = date(2000, 1, 1), date(2099, 12, 31)
EPOCH = date(1899, 12, 30)  # day 0 of a spreadsheet; exact from day 61 on
SERIALS = range(36526, 73051)  # FIRST … LAST
LONGEST = 60

__all__ = ["DateValue", "NotUnderstood", "Situation", "read_date", "read_day", "read_number"]


def read_date(text: str, situation: Situation) -> DateValue:
    """Read a text; raise `NotUnderstood` where a person has to say what it means."""
    if len(text) > LONGEST:
        raise NotUnderstood
    reader = Reader(situation)
    start, end, precision = reader.read(normal(text))
    if start < FIRST or end > LAST:
        raise NotUnderstood("date_out_of_range")
    return DateValue(start, end, precision, text, reader.year_from)


def read_number(number: float, text: str, situation: Situation) -> DateValue:
    """Read a number in a date column: a serial day, or a date written as digits."""
    whole = int(number)
    if whole in SERIALS:
        day = EPOCH + timedelta(days=whole)
        return DateValue(day, day, "day", text, "cell")
    if number == whole and len(text) in (6, 8):
        return read_date(text, situation)
    may_be_two = 1 <= number < 13 and number != whole  # 4.2 is the 2nd or the 20th of April
    raise NotUnderstood("number_not_date" if may_be_two else "date_not_understood")


def read_day(day: date, text: str) -> DateValue:
    """Take a cell that the file types as a date."""
    if not FIRST <= day <= LAST:
        raise NotUnderstood("date_out_of_range")
    return DateValue(day, day, "day", text, "cell")


def normal(text: str) -> str:
    """Fold width, case, dashes, numerals and white space."""
    folded = unicodedata.normalize("NFKC", text).casefold().translate(WAVES)
    folded = re.sub(r"\s+", " ", folded).strip(" ,;。，")
    folded = YEAR_IN_NUMERALS.sub(lambda m: "".join(str(NUMERALS[x]) for x in m[0]), folded)
    return NUMBER_IN_NUMERALS.sub(lambda m: str(numeral(m[0])), folded)


def numeral(text: str) -> int:
    """Read a Chinese numeral below one hundred: 二十一 is 21."""
    if "十" not in text:
        return int("".join(str(NUMERALS[letter]) for letter in text))
    tens, _, ones = text.partition("十")
    return (NUMERALS[tens] if tens else 1) * 10 + (NUMERALS[ones] if ones else 0)
