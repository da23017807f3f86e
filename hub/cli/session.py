"""What commands share: the clock, one open installation, options that many of them take."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, time
from typing import Annotated, Any

import typer
from sqlalchemy import Engine

from hub.cli.shell import Misused
from hub.installation import Installation, opened
from hub.locale import _
from hub.settings import Settings, load_settings

AsJson = Annotated[bool, typer.Option("--json", help=_("Write one JSON object."))]
AsOf = Annotated[
    str,
    typer.Option(
        metavar="INSTANT",
        help=_("Answer as the hub would have then, such as 2025-08-21T08:00 or 2025-08-21."),
    ),
]
By = Annotated[
    str,
    typer.Option(metavar="PERSON", help=_("Who acts: the reference of a person with a role.")),
]


def now() -> datetime:
    """Ask the clock of this machine; everything below is told the time."""
    return datetime.now(UTC)  # noqa: TID251  one of the two places that may


@contextmanager
def session(**options: Any) -> Iterator[Installation]:
    """Open the configured installation for the length of a command."""
    with opened(load_settings(Settings), now, **options) as hub:
        yield hub


def instant(hub: Installation, text: str) -> datetime | None:
    """Read `--as-of` in the project's zone; a day alone means its end. None: now."""
    if not text:
        return None
    zone = hub.calendar.tz
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        raise Misused(
            _("{text} is no instant."),
            remedy=_("Write it like 2025-08-21T08:00, or a day alone, such as 2025-08-21."),
            text=text[:40],
        ) from None
    if len(text) == len("2025-08-21"):
        found = datetime.combine(found.date(), time.max)
    found = found if found.tzinfo else found.replace(tzinfo=zone)
    if found > hub.now() and len(text) > len("2025-08-21"):
        raise Misused(
            _("{text} lies in the future; nobody knows yet what will be known then."),
            remedy=_("Choose an instant of the past, or leave it out."),
            text=text[:40],
        )
    return found


def views(hub: Installation, at: datetime | None) -> Engine:
    """Give the read models, brought up to date, or as they were at an instant."""
    if at is not None:
        return hub.as_of(at)
    hub.catch_up()
    return hub.views
