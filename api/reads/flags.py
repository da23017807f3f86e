"""Flags: what the client asks the vendor, and what came back."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Annotated, Any

from fastapi import Query
from sqlalchemy import select

from api.deps import Read
from api.paging import PageOf, Slice, question, take
from api.reads.filters import known
from hub.errors import NotFound
from projections.flags import flag

STATES = ("open", "replied", "closed", "withdrawn")


@dataclass(frozen=True)
class FlagFilters:
    """Which flags are asked for; empty means any."""

    state: Annotated[str, Query(max_length=20)] = ""
    party: Annotated[str, Query(max_length=80)] = ""


@dataclass(frozen=True)
class FlagRow:
    """One question of the client, with the vendor's last answer beside it."""

    id: str
    party: str
    sentence: str
    reply_by: date
    state: str
    finding: str
    item: str
    commitment: str
    series: str
    key: str
    flagged_at: datetime
    answer: str
    words: str
    new_on: date | None
    evidence: str
    blocked_by: str
    since_on: date | None
    replied_at: datetime | None
    reply_event: str
    reply_locator: str  # the row of the workbook that the answer came in, if it came in one
    closing_words: str


def list_flags(read: Read, filters: FlagFilters, page: PageOf) -> Slice[FlagRow]:
    """List flags by the day on which the answer is due."""
    known("state", filters.state, STATES)
    wanted = [read.visible.flags()]
    if filters.state:
        wanted.append(flag.c.state == filters.state)
    if filters.party:
        wanted.append(flag.c.party == filters.party)
    with read.engine.connect() as db:
        return take(
            db,
            select(flag).where(*wanted),
            [flag.c.reply_by, flag.c.id],
            page,
            asked=question("flags", filters, read.principal.person, read.as_of),
            as_of=read.instant,
            build=_row,
        )


def flags_about(read: Read, *, finding: str = "", ids: list[str] | None = None) -> list[FlagRow]:
    """Give the flags about a finding, or about these items and commitments."""
    about = flag.c.finding == finding
    if ids is not None:
        about = flag.c.item.in_(ids) | flag.c.commitment.in_(ids)
    with read.engine.connect() as db:
        rows = db.execute(
            select(flag).where(about, read.visible.flags()).order_by(flag.c.flagged_at)
        )
        return [_row(row) for row in rows]


def one_flag(read: Read, flag_id: str) -> FlagRow:
    """Give one flag, or say that there is none: withdrawn and never there look the same."""
    with read.engine.connect() as db:
        row = db.execute(
            select(flag).where(flag.c.id == flag_id, read.visible.flags())
        ).one_or_none()
    if row is None:
        raise NotFound("There is no such flag.", remedy="Open the list of flags.")
    return _row(row)


def _row(row: Any) -> FlagRow:
    return FlagRow(**{name: getattr(row, name) for name in FlagRow.__dataclass_fields__})
