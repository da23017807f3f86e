"""Reads percents: 0…100 with their text."""

import re
import unicodedata
from collections.abc import Iterable

NUMBER = r"(\d{1,4}(?:[.,]\d+)?)"
WITH_SIGN = re.compile(rf"^\D{{0,6}}?(-?){NUMBER}\s*%\D{{0,4}}$")
RANGE = re.compile(rf"^\D{{0,4}}?{NUMBER}\s*%?\s*[-~至到]\s*{NUMBER}\s*%$")
SHARE = re.compile(r"^(\d{1,5})\s*/\s*(\d{1,5})$")
PLAIN = re.compile(r"^-?\d{1,4}(?:\.\d+)?$")
TENTHS = {
    "一": 10,
    "二": 20,
    "两": 20,
    "三": 30,
    "四": 40,
    "五": 50,
    "六": 60,
    "七": 70,
    "八": 80,
    "九": 90,
    "十": 100,
}
IN_TENTHS = re.compile(r"^\D{0,4}?([一二两三四五六七八九十])成(?:多|左右|半)?$")


class NoPercent(Exception):
    """The text is no percent: *reason* is a code of quarantine."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


def in_range(value: float) -> float:
    """Return the percent, or refuse one below 0 or above 100."""
    if not 0 <= value <= 100:
        raise NoPercent("percent_out_of_range")
    return round(value, 4)


def read_percent(text: str, factor: float = 1.0) -> float:
    """Read a text; *factor* is what a plain number of this column is multiplied with."""
    folded = unicodedata.normalize("NFKC", text).strip().replace("～", "~")
    if PLAIN.match(folded):
        return in_range(float(folded) * factor)
    if found := RANGE.match(folded):  # the lower bound counts: nobody has claimed more
        return in_range(number(found[1]))
    if found := WITH_SIGN.match(folded):
        return in_range(-number(found[2]) if found[1] else number(found[2]))
    if (found := SHARE.match(folded)) and int(found[2]) > 0:
        return in_range(100 * int(found[1]) / int(found[2]))
    if found := IN_TENTHS.match(folded):
        return float(TENTHS[found[1]])
    raise NoPercent("percent_not_understood")


def number(text: str) -> float:
    """Read a number with a point or a comma."""
    return float(text.replace(",", "."))


def factor_of(values: Iterable[float], *, formatted: bool | None = None) -> float | None:
    """Decide for a whole column what its plain numbers mean: 100 for fractions, 1 for percents.

    *formatted* tells whether the cells have a percent format, if that is known. None: only 0 and
    1 occur and nobody knows whether 1 is all or one hundredth; a person has to say.
    """
    found = set(values)
    if not found:
        return 1.0
    if formatted:
        return 100.0
    if any(value > 1 for value in found):
        return 1.0
    if any(0 < value < 1 for value in found):
        return 100.0
    return None if 1 in found and formatted is None else 1.0
