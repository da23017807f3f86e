"""Plans: baselines and revisions, what a revision changes, the finish as each plan gave it."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import func, select

from api.deps import Read
from hub.errors import NotFound
from projections.plan import courts_in as courts_of
from projections.plan import plan_row, proposal

COMPARED = ("title", "start_on", "finish_on", "unit", "side", "accountable", "module", "phase")


@dataclass(frozen=True)
class ProposalRow:
    """A plan that lies on the table, is in force, or was rejected."""

    id: str
    series: str
    name: str
    is_revision: bool
    revises: str
    state: str
    set_hash: str
    original: str
    rows: int
    changed: int
    added: int
    dropped: int
    dated_on: date | None
    proposed_at: datetime
    decided_at: datetime | None
    decided_by: str
    reason: str
    signed_by: list[str]


@dataclass(frozen=True)
class Difference:
    """One row in which two plans differ. *what*: added, dropped, changed."""

    commitment: str
    key: str
    title: str
    what: str
    fields: list["FieldChange"]
    event_id: str
    moved_wd: int | None  # of the finish; None where one of the two dates is missing


@dataclass(frozen=True)
class FieldChange:
    """One term before and after, with the cell of the new one."""

    name: str
    before: Any
    after: Any
    locator: str


@dataclass(frozen=True)
class SlipPoint:
    """The finish of one milestone as one plan gave it."""

    proposal: str
    state: str
    on: date  # of the plan
    finish_on: date | None


def proposals(read: Read) -> list[ProposalRow]:
    """Give the plans that the reader may see, the newest first."""
    wanted = select(proposal).where(read.visible.proposals())
    with read.engine.connect() as db:
        rows = db.execute(wanted.order_by(proposal.c.proposed_at.desc())).all()
    return [_row(row) for row in rows]


def latest_proposals(read: Read, most: int) -> tuple[list[ProposalRow], int]:
    """Give the newest plans that the reader may see, and how many there are in all."""
    mine = read.visible.proposals()
    wanted = select(proposal).where(mine).order_by(proposal.c.proposed_at.desc()).limit(most)
    with read.engine.connect() as db:
        count = select(func.count()).select_from(proposal).where(mine)
        return [_row(row) for row in db.execute(wanted)], db.execute(count).scalar_one()


def one_proposal(read: Read, proposal_id: str) -> ProposalRow:
    """Give one plan, or say that there is none."""
    wanted = select(proposal).where(proposal.c.id == proposal_id, read.visible.proposals())
    with read.engine.connect() as db:
        row = db.execute(wanted).one_or_none()
    if row is None:
        raise NotFound("There is no such plan.", remedy="Open the list of plans.")
    return _row(row)


def _row(row: Any) -> ProposalRow:
    return ProposalRow(**{name: getattr(row, name) for name in ProposalRow.__dataclass_fields__})


def difference(read: Read, old: ProposalRow | None, new: ProposalRow) -> list[Difference]:
    """Give the rows in which *new* differs from *old*: moved finishes first, the longest first.

    A revision holds only what it changes; a baseline holds everything, so that what it lacks is
    dropped.
    """
    before = terms_in(read, _chain(read, old)) if old else {}
    after = terms_in(read, [new.id])
    found = [_difference(read, name, before.get(name), held) for name, held in after.items()]
    if not new.is_revision:
        gone = [(name, held) for name, held in before.items() if name not in after]
        found += [_difference(read, name, held, {**held, "terms": None}) for name, held in gone]
    changed = [entry for entry in found if entry.what != "changed" or entry.fields]
    return sorted(changed, key=lambda entry: (-abs(entry.moved_wd or 0), entry.key))


def _chain(read: Read, newest: ProposalRow) -> list[str]:
    """Name a plan and what it revises, oldest first."""
    names, seen = [newest.id], newest
    while seen.is_revision and seen.revises and seen.revises not in names:
        seen = one_proposal(read, seen.revises)
        names.append(seen.id)
    return names[::-1]


def terms_in(read: Read, names: list[str]) -> dict[str, dict[str, Any]]:
    """Give the rows of plans that build on each other, by commitment; the later one counts."""
    wanted = select(plan_row).where(plan_row.c.proposal.in_(names))
    with read.engine.connect() as db:
        rows = sorted(db.execute(wanted), key=lambda row: names.index(row.proposal))
    found: dict[str, dict[str, Any]] = {}
    for row in rows:
        if row.terms is None:
            found[row.commitment] = {**found.get(row.commitment, {}), **row._mapping}
        else:
            found[row.commitment] = dict(row._mapping)
    return {name: held for name, held in found.items() if held["terms"] or len(names) == 1}


def courts_in(read: Read, plan: ProposalRow) -> list[str]:
    """Name the courts that a plan gives dates to: each may sign it, and who has not is shown."""
    with read.engine.connect() as db:
        return sorted(courts_of(db, plan.id))


def _difference(
    read: Read, name: str, old: dict[str, Any] | None, new: dict[str, Any]
) -> Difference:
    was, now = (old or {}).get("terms"), new["terms"]
    what = "dropped" if now is None else "added" if was is None else "changed"
    fields = [
        FieldChange(term, _term(was, term), _term(now, term), new["locators"].get(term, ""))
        for term in COMPARED
        if _term(was, term) != _term(now, term)
    ]
    title = _term(now, "title") or _term(was, "title") or new["key"]
    moved = _moved_wd(read, _term(was, "finish_on"), _term(now, "finish_on"))
    return Difference(name, new["key"], title, what, fields, new["event_id"], moved)


def _term(terms: dict[str, Any] | None, name: str) -> Any:
    value = (terms or {}).get(name) or ""
    return date.fromisoformat(value) if value and name.endswith("_on") else value


def _moved_wd(read: Read, was: Any, now: Any) -> int | None:
    return read.hub.calendar.wd(was, now) if was and now else None


def slip_points(read: Read, commitment_id: str) -> list[SlipPoint]:
    """Give the finish of a commitment in each plan that holds it, oldest plan first."""
    wanted = (
        select(
            proposal.c.id,
            proposal.c.state,
            proposal.c.dated_on,
            proposal.c.proposed_at,
            plan_row.c.terms,
        )
        .join(plan_row, plan_row.c.proposal == proposal.c.id)
        .where(plan_row.c.commitment == commitment_id, read.visible.proposals())
        .order_by(proposal.c.proposed_at)
    )
    with read.engine.connect() as db:
        rows = db.execute(wanted).all()
    return [
        SlipPoint(
            row.id,
            row.state,
            row.dated_on or read.hub.calendar.day_of(row.proposed_at),
            _term(row.terms, "finish_on") or None,
        )
        for row in rows
    ]
