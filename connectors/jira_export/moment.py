"""When an export was made: as the file, its name or somebody says. The file system says nothing."""

import codecs
import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

from connectors.jira_export.settings import JiraExportSettings
from hub.refused_files import FileRefused

PROLOGUE = 4096
IN_COMMENT = re.compile(rb"\bat (\w{3} \w{3} +\d{1,2} \d\d:\d\d:\d\d [A-Z+:\d-]+ \d{4})")
WRITTEN = re.compile(r"\w{3} (\w{3}) +(\d{1,2}) (\d\d):(\d\d):(\d\d) (\S+) (\d{4})")
MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
UNIVERSAL = frozenset({"UTC", "GMT", "Z"})
OFFSET = re.compile(r"(?:GMT|UTC)?([+-]\d{2}):?(\d{2})")


@dataclass(frozen=True, slots=True)
class Moment:
    """An instant, the day that it was in the exporter's zone, and who says so.

    *mark* is what was said: the same file with another moment is another edition.
    """

    at: datetime
    on: date
    told_by: str  # legend, file_name, setting
    mark: str


def moment_of(
    name: str,
    body: bytes,
    settings: JiraExportSettings,
    at: datetime,
    said: datetime | date | None = None,
) -> Moment:
    """Give when the file *name* was made. *said* is what somebody told with an upload.

    A day alone means its end, or *at* if it has not ended. Raise `FileRefused` where nobody tells
    it, or where it has not come yet.
    """
    zone = settings.at_zone
    for told_by, found in (
        ("setting", said),
        ("legend", from_comment(told_in(body), zone)),
        ("file_name", from_name(name, settings)),
        ("setting", settings.as_of),
    ):
        if found is not None:
            return _moment(found, zone, at, told_by)
    raise FileRefused("as_of_unknown")


def _moment(found: datetime | date, zone: ZoneInfo, at: datetime, told_by: str) -> Moment:
    if isinstance(found, datetime):
        instant = found if found.tzinfo else found.replace(tzinfo=zone)
        if instant <= at:
            day = instant.astimezone(zone).date()
            return Moment(instant.astimezone(UTC), day, told_by, instant.isoformat())
        raise FileRefused("as_of_ahead", as_of=instant.isoformat())
    if found > at.astimezone(zone).date():
        raise FileRefused("as_of_ahead", as_of=found.isoformat())
    end = datetime.combine(found, time(23, 59, 59), zone).astimezone(UTC)
    return Moment(min(end, at), found, told_by, found.isoformat())


def told_in(body: bytes) -> str:
    """Give what the comment before the XML says of its own time; empty for other files."""
    head = body[:PROLOGUE]
    if b"<rss" not in head or not head.removeprefix(codecs.BOM_UTF8).lstrip().startswith(b"<"):
        return ""
    found = IN_COMMENT.search(head.partition(b"<rss")[0])
    return found[1].decode() if found else ""


def from_comment(written_at: str, zone: ZoneInfo) -> datetime | None:
    """Read `Thu Sep 25 21:31:43 UTC 2025`, as Jira writes it into the XML.

    A name such as CST means three zones: only that of the settings' own zone is taken.
    """
    match = WRITTEN.fullmatch(written_at)
    if match is None or match[1] not in MONTHS:
        return None
    numbers = [int(part) for part in match.group(2, 3, 4, 5, 7)]
    day, hour, minute, second, year = numbers
    try:
        found = datetime(year, MONTHS.index(match[1]) + 1, day, hour, minute, second, tzinfo=zone)
    except ValueError:
        return None
    if match[6] in UNIVERSAL:
        return found.replace(tzinfo=UTC)
    if offset := OFFSET.fullmatch(match[6]):
        return datetime.fromisoformat(f"{found:%Y-%m-%dT%H:%M:%S}{offset[1]}:{offset[2]}")
    return found if found.tzname() == match[6] else None


def from_name(name: str, settings: JiraExportSettings) -> datetime | date | None:
    """Find the day, and the time where there is one, in a file's name."""
    match = re.search(settings.date_in_name, name)
    if match is None:
        return None
    told = {key: value for key, value in match.groupdict().items() if value}
    try:
        day = date(int(told["year"]), int(told["month"]), int(told["day"]))
        if "hour" not in told or "minute" not in told:
            return day
        clock = time(int(told["hour"]), int(told["minute"]), tzinfo=settings.at_zone)
        return datetime.combine(day, clock)
    except (KeyError, ValueError):
        return None
