"""The home page: what changed, whose turn it is, which decisions wait, five figures."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import Connection, func, select

from api.deps import Read
from api.labels import label
from api.reads.commitments import CommitmentRow, row_from
from api.reads.findings import FindingRow, findings_by_id, state_is, status_date
from api.reads.standing import standing
from hub.locale import _
from hub.model.event import Side
from projections.cases import event_of
from projections.evidence import evidence
from projections.findings import finding
from projections.flags import flag
from projections.links import link
from projections.plan import commitment, proposal
from projections.sources import edition, quarantine

CALLS = 6
AT_MOST = 12  # decisions at a sitting
WEEK = timedelta(days=7)


@dataclass(frozen=True)
class Turn:
    """How much waits for one court."""

    court: str
    findings: int
    critical: int
    overdue: int


@dataclass(frozen=True)
class Card:
    """One decision, to be taken with what is on it."""

    kind: str
    title: str
    detail: str
    path: str
    since: datetime


@dataclass(frozen=True)
class Overview:
    """Monday morning in one answer."""

    status_date: date | None
    go_live: date | None
    go_live_promised: date | None
    open_findings: int
    critical: int
    unknown: int
    to_check: int
    overdue: int
    opened_this_week: int
    cleared_this_week: int
    turns: list[Turn]
    cards: list[Card]
    cards_left: int
    moved: list[FindingRow]
    urgent: list[FindingRow]
    calls: list[CommitmentRow]
    as_of: datetime


def overview(read: Read) -> Overview:
    """Collect it, of what the reader may see."""
    with read.engine.connect() as db:
        on = status_date(db, read.hub.project)
        owed = [read.visible.commitments(), standing(read, db)]
        figures = _figures(read, db, on, owed)
        turns = _turns(read, db, on, owed)
        cards = _cards(read, db)
        calls = _calls(read, db, on, owed)
        urgent = _ids(read, db, on, limit=6)
        moved = _ids(read, db, on, rules=("SILENT-REPLAN", "DUE-DATE-CHURN"), limit=4)
    found = findings_by_id(read, [*urgent, *moved])
    return Overview(
        status_date=on,
        turns=turns,
        calls=calls,
        cards=cards[:AT_MOST],
        cards_left=max(0, len(cards) - AT_MOST),
        urgent=[found[name] for name in urgent if name in found],
        moved=[found[name] for name in moved if name in found],
        as_of=read.instant,
        **figures,
    )


def _figures(read: Read, db: Connection, on: date | None, owed: list[Any]) -> dict[str, Any]:
    go_live = _go_live(read, db)
    waits = (evidence.c.verdict == "none", read.visible.evidence())
    return {
        "go_live": go_live[0],
        "go_live_promised": go_live[1],
        "unknown": _count(db, quarantine, read.visible.quarantine()),
        "to_check": _count(db, evidence, *waits),
        "overdue": _count(db, commitment, *owed, _is_due(on)),
        **_counts(read, db, on),
    }


def _counts(read: Read, db: Connection, on: date | None) -> dict[str, int]:
    """Count findings: open, critical, opened and cleared within the week before the day."""
    week, is_open = (on or read.instant.date()) - WEEK, state_is("open", on)
    seen = read.visible.findings()
    by_severity = select(finding.c.severity, func.count()).where(seen, is_open)
    rows = db.execute(by_severity.group_by(finding.c.severity)).all()
    counts = {row[0]: int(row[1]) for row in rows}
    return {
        "open_findings": sum(counts.values()),
        "critical": counts.get("S1", 0),
        "opened_this_week": _count(db, finding, seen, finding.c.opened_on > week),
        "cleared_this_week": _count(db, finding, seen, finding.c.cleared_on > week),
    }


def _is_due(on: date | None) -> Any:
    return commitment.c.finish_on <= (on or date.min)


def _calls(read: Read, db: Connection, on: date | None, owed: list[Any]) -> list[CommitmentRow]:
    """Give whom to call today: what departments owe and is due.

    A department sees what it owes itself, due or not, the earliest first.
    """
    person = read.principal.person
    wanted = [*owed, commitment.c.side == str(Side.CLIENT)]
    if person.unit:
        wanted.append(commitment.c.unit == person.unit)
    else:
        wanted += [commitment.c.unit != "", _is_due(on)]
    order = (commitment.c.finish_on, commitment.c.id)
    rows = db.execute(select(commitment).where(*wanted).order_by(*order).limit(CALLS))
    return [row_from(row) for row in rows]


def _count(db: Connection, table: Any, *conditions: Any) -> int:
    return db.execute(select(func.count()).select_from(table).where(*conditions)).scalar_one()


def _go_live(read: Read, db: Connection) -> tuple[date | None, date | None]:
    """Give the agreed and the promised date of the last go-live that binds."""
    binds = (commitment.c.topic == "go_live", commitment.c.proposal != "")
    wanted = select(commitment.c.finish_on, commitment.c.promised_on).where(
        read.visible.commitments(), *binds, commitment.c.finish_on.is_not(None)
    )
    row = db.execute(wanted.order_by(commitment.c.finish_on.desc()).limit(1)).one_or_none()
    return (row[0], row[1]) if row else (None, None)


def _turns(read: Read, db: Connection, on: date | None, owed: list[Any]) -> list[Turn]:
    """Count what waits, by court: open findings, and due commitments that are not met."""
    conditions = (read.visible.findings(), state_is("open", on))
    rows = select(finding.c.court, finding.c.severity, func.count()).where(*conditions)
    counted: dict[str, list[int]] = {}
    for court, severity, count in db.execute(rows.group_by(finding.c.court, finding.c.severity)):
        held = counted.setdefault(court, [0, 0, 0])
        held[0] += count
        held[1] += count if severity == "S1" else 0
    due = select(commitment.c.side, commitment.c.unit, func.count()).where(*owed, _is_due(on))
    for side, unit, count in db.execute(due.group_by(commitment.c.side, commitment.c.unit)):
        lead = "coordinator" if side == "client" else "pm"
        counted.setdefault(f"{side}:{unit or lead}", [0, 0, 0])[2] += count
    turns = [Turn(court, *held) for court, held in counted.items()]
    return sorted(
        turns, key=lambda turn: (-turn.critical, -turn.findings, -turn.overdue, turn.court)
    )


def _ids(
    read: Read, db: Connection, on: date | None, *, limit: int, rules: tuple[str, ...] = ()
) -> list[str]:
    wanted = select(finding.c.id).where(read.visible.findings(), state_is("open", on))
    if rules:
        wanted = wanted.where(finding.c.rule.in_(rules))
    order = (finding.c.severity, finding.c.opened_on, finding.c.id)
    return list(db.scalars(wanted.order_by(*order).limit(limit)))


def _cards(read: Read, db: Connection) -> list[Card]:
    """Give the decisions that wait: replies and disputes first, then the oldest."""
    seen = read.visible
    replied = select(flag).where(seen.flags(), flag.c.state == "replied")
    disputed = select(finding).where(seen.findings(), state_is("disputed", None))
    waits = select(proposal).where(seen.proposals(), proposal.c.state == "proposed")
    shown = select(evidence).where(seen.evidence(), evidence.c.verdict == "none")
    held = select(edition).where(seen.editions(), edition.c.state == "held")
    unsure = link.c.confidence < read.hub.policy.sources.link_confidence
    asked = select(link).where(
        link.c.project == read.hub.project, link.c.state == "proposed", unsure
    )
    cards = [
        *(_of_reply(read, row) for row in db.execute(replied)),
        *(_of_dispute(row) for row in db.execute(disputed)),
        *(_of_plan(row) for row in db.execute(waits)),
        *(_of_evidence(row) for row in db.execute(shown)),
        *(_of_edition(read, row) for row in db.execute(held)),
        *(_of_link(row) for row in db.execute(asked)),
    ]
    first = {"reply": 0, "dispute": 1}
    return sorted(cards, key=lambda card: (first.get(card.kind, 2), card.since))


def _of_reply(read: Read, row: Any) -> Card:
    answer = read.say(_("answer: {answer}"), answer=label(row.answer, read.lang))
    return Card("reply", row.sentence, answer, f"/flags/{row.id}", row.replied_at)


def _of_dispute(row: Any) -> Card:
    title = f"{row.about_key} {row.about_title}".strip()
    return Card("dispute", title, row.said, f"/findings/{row.id}", row.opened_at)


def _of_plan(row: Any) -> Card:
    return Card("plan", row.name or row.series, row.reason, f"/plan/{row.id}", row.proposed_at)


def _of_evidence(row: Any) -> Card:
    return Card("evidence", row.title, row.key, f"/evidence/{row.id}", row.submitted_at)


def _of_edition(read: Read, row: Any) -> Card:
    return Card("edition", row.name, read.say(row.reason), "/sources#editions", row.recorded_at)


def _of_link(row: Any) -> Card:
    return Card("link", "", row.found_by, f"/items/{row.item}", row.recorded_at)


def changed_since(read: Read, since: datetime) -> int:
    """Count the events recorded after an instant."""
    wanted = select(func.count()).select_from(event_of)
    mine = (event_of.c.project == read.hub.project, event_of.c.recorded_at > since)
    with read.engine.connect() as db:
        return db.execute(wanted.where(*mine)).scalar_one()
