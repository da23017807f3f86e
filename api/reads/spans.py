"""Planned and actual spans per module and phase, for the chart of the plan."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import case, func, select

from api.deps import Read
from projections.items import item
from projections.links import link
from projections.plan import commitment


@dataclass(frozen=True)
class Span:
    """One module in one phase: agreed from–to, and the latest day that is said for it."""

    module: str
    phase: str
    start_on: date
    finish_on: date
    promised_on: date | None
    started: bool
    rows: int
    met: int

    @property
    def late_days(self) -> int:
        """Give the calendar days by which the latest word lies behind the plan."""
        return max(0, (self.promised_on - self.finish_on).days) if self.promised_on else 0


def spans(read: Read) -> list[Span]:
    """Give the spans of what binds, by first start."""
    said = _said(read)
    binds = (read.visible.commitments(), commitment.c.state.in_(("agreed", "met", "passed")))
    dated = (commitment.c.start_on.is_not(None), commitment.c.finish_on.is_not(None))
    names = ("id", "module", "phase", "start_on", "finish_on", "promised_on", "state")
    wanted = select(*(commitment.c[name] for name in names)).where(
        *binds, *dated, commitment.c.module != ""
    )
    groups: dict[tuple[str, str], list[Any]] = {}
    with read.engine.connect() as db:
        for row in db.execute(wanted):
            groups.setdefault((row.module, row.phase), []).append(row)
    found = [_span(module, phase, rows, said) for (module, phase), rows in groups.items()]
    return sorted(found, key=lambda span: (span.start_on, span.module, span.phase))


def _span(module: str, phase: str, rows: list[Any], said: dict[str, tuple[str, bool]]) -> Span:
    latest = [_day(said[row.id][0]) for row in rows if row.id in said and said[row.id][0]]
    latest += [row.promised_on for row in rows if row.promised_on]
    return Span(
        module,
        phase,
        min(row.start_on for row in rows),
        max(row.finish_on for row in rows),
        max(filter(None, latest), default=None),
        any(row.id in said and said[row.id][1] for row in rows),
        len(rows),
        sum(row.state in {"met", "passed"} for row in rows),
    )


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text[:10])
    except ValueError:
        return None


def _said(read: Read) -> dict[str, tuple[str, bool]]:
    """Give per commitment the latest due date of its items, and whether any has begun."""
    begun = item.c.state.not_in(("not_started", "unknown", "cancelled"))
    wanted = (
        select(link.c.commitment, func.max(item.c.due), func.max(case((begun, 1), else_=0)))
        .join(item, item.c.id == link.c.item)
        .where(link.c.state != "rejected", link.c.confidence >= 0.9, read.visible.items())
        .group_by(link.c.commitment)
    )
    with read.engine.connect() as db:
        return {row[0]: (row[1] or "", bool(row[2])) for row in db.execute(wanted)}
