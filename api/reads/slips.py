"""How the date of each milestone looked from every past week."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import select

from api.deps import Read
from api.reads.findings import status_date
from hub.model.progress import Seen, Slip
from projections.plan import commitment
from projections.progress import slip, slip_of

WEEK = timedelta(days=7)


@dataclass(frozen=True)
class Look:
    """A date as it was told from a day on. *state*: approved, promised, silent; null: no date."""

    on: date
    finish_on: date | None
    state: str
    event_id: str


@dataclass(frozen=True)
class WeekLook:
    """How the date looked at the end of a week."""

    on: date
    finish_on: date | None


@dataclass(frozen=True)
class MilestoneSlip:
    """One milestone: each change of its date, and the date as of each week."""

    commitment: str
    key: str
    title: str
    topic: str
    agreed_on: date | None
    slip_days: int | None  # of the last date from the first; null: no date any more
    changes: list[Look]
    weeks: list[WeekLook]


@dataclass(frozen=True)
class Slips:
    """Every milestone, go-live first."""

    milestones: list[MilestoneSlip]
    as_of: datetime


def slips(read: Read) -> Slips:
    """Give the slip of every milestone; a vendor sees what was approved."""
    wanted = (
        select(slip.c.body, commitment.c.finish_on)
        .join(commitment, commitment.c.id == slip.c.commitment)
        .where(slip.c.project == read.hub.project, read.visible.commitments())
    )
    with read.engine.connect() as db:
        until = status_date(db, read.hub.project) or read.instant.date()
        rows = [(slip_of(row.body), row.finish_on) for row in db.execute(wanted)]
    found = [_milestone(read, each, agreed, until) for each, agreed in rows]
    order = sorted(found, key=lambda m: (m.topic != "go_live", m.agreed_on or date.max, m.key))
    return Slips([each for each in order if each.changes], read.instant)


def _milestone(read: Read, told: Slip, agreed: date | None, until: date) -> MilestoneSlip:
    is_open = not read.visible.is_vendor
    seen = [each for each in told.seen if is_open or each.how == "approved"]
    first = next((each.finish_on for each in seen if each.finish_on), None)
    last = seen[-1].finish_on if seen else None
    return MilestoneSlip(
        commitment=told.commitment,
        key=told.key,
        title=told.title,
        topic=told.topic,
        agreed_on=agreed,
        slip_days=(last - first).days if first and last else None,
        changes=[Look(each.on, each.finish_on, each.how, each.event_id) for each in seen],
        weeks=_weeks(seen, until),
    )


def _weeks(seen: list[Seen], until: date) -> list[WeekLook]:
    """Give the date as it stood at the end of each week up to the status date."""
    if not seen:
        return []
    on = seen[0].on + timedelta(days=6 - seen[0].on.weekday())
    ends = []
    while on < until:
        ends.append(on)
        on += WEEK
    return [WeekLook(end, _as_of(seen, end)) for end in [*ends, until]]


def _as_of(seen: list[Seen], on: date) -> date | None:
    return next((each.finish_on for each in reversed(seen) if each.on <= on), None)
