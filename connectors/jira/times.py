"""Reads the instants and dates that Jira writes."""

import re
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache

EARLIEST = datetime(1990, 1, 1, tzinfo=UTC)
DAY = timedelta(days=1)
_EPOCH_MS = re.compile(r"\d{12,14}")
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")


class NoInstant(ValueError):
    """What stands there is no instant that an issue could have."""


def instant_from(written: str | float, latest: datetime) -> datetime:
    """Read an ISO 8601 instant with offset, or epoch milliseconds; give it in UTC.

    Raise `NoInstant` where the offset is missing, before 1990, and after *latest*.
    """
    try:
        found = datetime.fromisoformat(written)  # type: ignore[arg-type] # a number goes below
    except (ValueError, TypeError):
        found = _from_epoch(written)
    zone = found.tzinfo
    if zone is not UTC:
        found = _in_utc(found, written) if zone is not None else _from_epoch(written)
    if not EARLIEST <= found <= latest:
        raise NoInstant(written)
    return found


def _in_utc(found: datetime, written: str | float) -> datetime:
    try:
        return found.astimezone(UTC)
    except OverflowError as error:  # the last hours of the year 9999
        raise NoInstant(written) from error


def _from_epoch(written: str | float) -> datetime:
    if isinstance(written, str) and not _EPOCH_MS.fullmatch(written):
        raise NoInstant(written)
    try:
        return datetime.fromtimestamp(float(written) / 1000, UTC)
    except (ValueError, OverflowError, OSError) as error:
        raise NoInstant(written) from error


@lru_cache(maxsize=4096)  # the same few days are named again and again
def date_from(written: str) -> str:
    """Give the date as written, `yyyy-MM-dd`; never converted between zones.

    Old servers write `2009-04-28 00:00:00.0`. Raise `ValueError` where there is none.
    """
    if len(written) != 10:
        found = _DATE.match(written)
        if not found:
            raise ValueError(written)
        written = found[0]
    return date.fromisoformat(written).isoformat()
