"""Reads the values of MSPDI: days, durations, percents. All of them come as text."""

import re
from datetime import datetime

FIRST_YEAR, LAST_YEAR = 2000, 2099
DURATION = re.compile(r"(-?)P(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:([\d.]+)S)?)?")
NUMBER = re.compile(r"-?\d{1,12}(\.\d+)?")


class NotUnderstood(ValueError):
    """A value that is none; the message is the reason's code."""


def day_of(text: str) -> str:
    """Give the day of a local date and time as ISO 8601; empty for none.

    Raise `NotUnderstood` for what is no date, and for years that no rollout has: 1984 and 2149 are
    the ends of Project's own calendar and stand for nothing.
    """
    if text in ("", "NA"):
        return ""
    try:
        at = datetime.fromisoformat(text)
    except ValueError:
        raise NotUnderstood("date_not_understood") from None
    if not FIRST_YEAR <= at.year <= LAST_YEAR:
        raise NotUnderstood("date_out_of_range")
    return at.date().isoformat()


def hours_of(text: str) -> float | None:
    """Give the hours of an ISO 8601 duration such as `PT40H0M0S`; None for none."""
    if not text:
        return None
    match = DURATION.fullmatch(text)
    if match is None or text.endswith(("P", "T")):
        raise NotUnderstood("number_not_understood")
    sign, days, hours, minutes, seconds = match.groups("0")
    try:
        found = int(days) * 24 + int(hours) + int(minutes) / 60 + float(seconds) / 3600
    except ValueError:
        raise NotUnderstood("number_not_understood") from None
    return round(-found if sign == "-" else found, 2)


def percent_of(text: str) -> float | None:
    """Give a percent from 0 to 100; None for none."""
    if not text:
        return None
    if not NUMBER.fullmatch(text):
        raise NotUnderstood("percent_not_understood")
    if not 0 <= float(text) <= 100:
        raise NotUnderstood("percent_out_of_range")
    return float(text)


def whole_of(text: str, usual: int = 0) -> int:
    """Give a whole number, or the usual one."""
    return int(text) if NUMBER.fullmatch(text) and "." not in text else usual


def is_set(text: str) -> bool:
    """Read a flag, which Project writes as a digit and other tools as a word."""
    return text.strip().lower() in ("1", "true")
