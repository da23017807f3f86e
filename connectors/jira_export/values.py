"""Reads the days, minutes and numbers that an export writes, and what its texts say."""

import html
import re
from datetime import UTC, date, datetime, timedelta
from email.utils import parsedate_to_datetime
from hashlib import sha256
from zoneinfo import ZoneInfo

from connectors.jira_export.words import is_afternoon, months, plain
from hub.model.event import Interval

MINUTE = timedelta(minutes=1) - timedelta(milliseconds=1)
SCALES = {"0-1": 100.0, "0-100": 1.0, "text": 1.0}
MARKUP = (
    (re.compile(r"<[^>]*>"), " "),  # tags
    (re.compile(r"\[([^\]|]*)\|[^\]]*\]"), r"\1"),  # wiki links: their words
    (re.compile(r"\{[^}]*\}"), " "),  # wiki macros
)
NOT_A_WORD = re.compile(r"[\W_]+")
BEYOND = re.compile("[\U00010000-\U0010ffff]")
BROKEN = "\ufffd\ufffd"
WRITTEN = re.compile(
    r"(\d{1,4})[-/. ]\s*([^\W\d]+\.?|\d{1,2}\s*[月]?|[^\W\d]+月)[-/. ]\s*(\d{1,4})日?"
    r"(?:[T ,]+(.*))?",
    re.DOTALL,
)
IN_CHINESE = re.compile(r"(\d{4})年\s*(\d{1,2})月\s*(\d{1,2})日")
CLOCK = re.compile(
    r"(\D*?)\s*(\d{1,2}):(\d{2})(?::(\d{2})(?:[.,]\d+)?)?\s*(Z|[+-]\d{2}:?\d{2})?\s*(.*)"
)


class NotUnderstood(ValueError):
    """A value that is none of what it should be; the reason is a code."""

    def __init__(self, reason: str, text: str) -> None:
        super().__init__(text)
        self.reason = reason
        self.text = text


def day_from(text: str) -> str:
    """Give the day as it is written, never converted between zones. Raise `NotUnderstood`."""
    rfc822 = _rfc822(text)
    return (rfc822.date() if rfc822 else _day_and_rest(text)[0]).isoformat()


def minute_from(text: str, zone: ZoneInfo) -> Interval:
    """Give the minute that is meant; one that occurs twice in a night is both.

    Seconds are let go: a CSV has none, and the same export as XML must say the same.
    """
    rfc822 = _rfc822(text)
    if rfc822 is not None:
        return _minute(rfc822, rfc822)
    day, rest = _day_and_rest(text)
    found = CLOCK.fullmatch(rest.strip()) if rest.strip() else None
    if rest.strip() and found is None:
        raise NotUnderstood("time_not_understood", text)
    hour, minute, offset = (0, 0, None) if found is None else _clock(found, text)
    try:
        local = datetime(day.year, day.month, day.day, hour, minute, tzinfo=zone)
        if offset:
            local = datetime.fromisoformat(f"{local:%Y-%m-%dT%H:%M}{offset.replace('Z', '+00:00')}")
    except ValueError as error:
        raise NotUnderstood("time_not_understood", text) from error
    return _minute(local.replace(fold=0), local.replace(fold=1))


def _minute(first: datetime, last: datetime) -> Interval:
    lo = first.astimezone(UTC).replace(second=0, microsecond=0)
    hi = last.astimezone(UTC).replace(second=0, microsecond=0)
    return Interval(min(lo, hi), max(lo, hi) + MINUTE)


def _rfc822(text: str) -> datetime | None:
    try:
        found = parsedate_to_datetime(text)
    except (ValueError, TypeError, IndexError):
        return None
    return found if found.tzinfo and "," in text else None


def _day_and_rest(text: str) -> tuple[date, str]:
    match = WRITTEN.fullmatch(IN_CHINESE.sub(r"\1/\2/\3", text.strip()))
    if match is None:
        raise NotUnderstood("date_not_understood", text)
    first, month, last, rest = match.groups()
    year, day = (first, last) if len(first) == 4 else (last, first)
    number = months().get(plain(month)) or months().get(plain(month).replace(" ", ""))
    if number is None and month.isdigit():
        number = int(month)
    try:
        # Two digits are of this century: there was no Jira before it.
        return date(int(year) + 2000 * (len(year) == 2), number or 0, int(day)), rest or ""
    except ValueError as error:
        raise NotUnderstood("date_not_understood", text) from error


def _clock(found: re.Match[str], text: str) -> tuple[int, int, str | None]:
    before, hour, minute, _, offset, after = found.groups()
    half = (before or after).strip()
    if not half:
        return int(hour), int(minute), offset
    afternoon = is_afternoon(half)
    if afternoon is None or not 1 <= int(hour) <= 12:
        raise NotUnderstood("time_not_understood", text)
    return int(hour) % 12 + 12 * afternoon, int(minute), offset


def number_from(text: str) -> float:
    """Read a number. Raise `NotUnderstood`."""
    try:
        found = float(text)
    except ValueError as error:
        raise NotUnderstood("number_not_understood", text) from error
    if not abs(found) < 1e15:
        raise NotUnderstood("number_not_understood", text)
    return found


def percent_from(text: str, scale: str) -> float:
    """Read a percent in its scale: `0-1`, `0-100`, or `text` with its sign."""
    if scale == "text" and not text.rstrip().endswith("%"):
        raise NotUnderstood("percent_not_understood", text)
    found = round(number_from(text.rstrip().removesuffix("%").rstrip()) * SCALES[scale], 6)
    if not 0 <= found <= 100:
        raise NotUnderstood("percent_out_of_range", text)
    return found


def words_hash(text: str) -> str | None:
    """Give the SHA-256 of what a long text says; None for no words.

    The CSV has Jira's own markup and the XML has HTML; the words are the same in both.
    """
    said = text
    for pattern, instead in MARKUP:
        said = pattern.sub(instead, said)
    said = NOT_A_WORD.sub("", BEYOND.sub("", html.unescape(said))).casefold()
    return sha256(said.encode("utf-8", "replace")).hexdigest() if said else None


def as_xml_shows(text: str) -> str:
    """Give a text as Jira's XML has it: each character beyond the first plane is broken in two."""
    return BEYOND.sub(BROKEN, text)
