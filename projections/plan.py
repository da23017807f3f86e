"""What was agreed: proposed plans, their rows, and the commitments with what was said of them."""

from collections.abc import Sequence
from typing import Any

from msgspec import convert, to_builtins
from sqlalchemy import (
    JSON,
    Boolean,
    Column,
    Connection,
    Date,
    Index,
    Integer,
    String,
    Table,
    select,
    update,
)

from hub.model.commitments import (
    CommitmentAcknowledged,
    CommitmentDeclined,
    CommitmentDropProposed,
    CommitmentMet,
    CommitmentProposed,
    CommitmentRaised,
    CommitmentRefused,
    CommitmentWithdrawn,
    GateFailed,
    GatePassed,
    NoticeSent,
    PromiseGiven,
    Terms,
)
from hub.model.event import Event
from hub.model.plans import (
    BaselineApproved,
    BaselineProposed,
    ProposalRejected,
    RevisionApproved,
    RevisionProposed,
)
from hub.projection import Projection, instant_column, metadata, upsert

proposal = Table(
    "proposal",
    metadata,
    Column("id", String(80), primary_key=True),
    Column("project", String, nullable=False),
    Column("series", String, nullable=False),
    Column("is_revision", Boolean, nullable=False),
    Column("revises", String(80), nullable=False),
    Column("state", String(20), nullable=False),  # proposed, approved, rejected, superseded
    Column("name", String, nullable=False),
    Column("original", String(64), nullable=False),
    Column("set_hash", String(64), nullable=False),
    Column("rows", Integer, nullable=False),
    Column("changed", Integer, nullable=False),
    Column("added", Integer, nullable=False),
    Column("dropped", Integer, nullable=False),
    Column("dated_on", Date),
    instant_column("proposed_at"),
    instant_column("decided_at", nullable=True),
    Column("decided_by", String, nullable=False),
    Column("reason", String, nullable=False),
    Column("signed_by", JSON, nullable=False),
)

plan_row = Table(
    "plan_row",
    metadata,
    Column("proposal", String(80), primary_key=True),
    Column("commitment", String(36), primary_key=True),
    Column("key", String, nullable=False),
    Column("terms", JSON),  # none: the proposal drops it
    Column("locators", JSON, nullable=False),
    Column("event_id", String(60), nullable=False),
)

commitment = Table(
    "commitment",
    metadata,
    Column("id", String(36), primary_key=True),
    Column("project", String, nullable=False),
    Column("series", String, nullable=False),
    Column("key", String, nullable=False),
    Column("title", String, nullable=False),
    Column("kind", String(20), nullable=False),
    Column("topic", String, nullable=False),
    Column("side", String(10), nullable=False),
    Column("unit", String, nullable=False),
    Column("accountable", String, nullable=False),
    Column("module", String, nullable=False),
    Column("phase", String, nullable=False),
    Column("start_on", Date),
    Column("finish_on", Date),
    Column("state", String(20), nullable=False),  # proposed, agreed, raised, met, passed …
    Column("proposal", String(80), nullable=False),  # the approved one; empty: none yet, or raised
    Column("confirmed_on", Date),  # the date that its unit has confirmed
    Column("countered_on", Date),
    Column("promised_on", Date),
    Column("noticed", Integer, nullable=False),
    instant_column("noticed_at", nullable=True),
    Column("reason", String, nullable=False),  # of the last refusal or decline
    Column("terms", JSON, nullable=False),
    Column("locators", JSON, nullable=False),
    Index("commitment_project", "project", "series", "key"),
    Index("commitment_topic", "project", "topic", "finish_on"),
)

TERMS = ("title", "topic", "unit", "accountable", "module", "phase", "start_on", "finish_on")

plan = Projection("plan", version=3, tables=[proposal, plan_row, commitment])


@plan.on(CommitmentProposed, CommitmentDropProposed)
def row_proposed(db: Connection, run: Sequence[Event]) -> None:
    """Keep the rows of a proposal; a commitment is shown as proposed until something binds."""
    rows = []
    for event in run:
        terms = getattr(event, "terms", None)
        rows.append(
            {
                "proposal": event.proposal,  # type: ignore[attr-defined]
                "commitment": str(event.originator_id),
                "key": event.subject.partition("/")[2],
                "terms": to_builtins(terms) if terms else None,
                "locators": getattr(event, "locators", {}),
                "event_id": event.event_id,
            }
        )
    upsert(db, plan_row, rows)
    known = _known(db, [row["commitment"] for row in rows])
    new = [
        e for e in run if isinstance(e, CommitmentProposed) and str(e.originator_id) not in known
    ]
    upsert(db, commitment, [_commitment(e, e.terms, e.locators, "proposed") for e in new])


def _known(db: Connection, names: list[str]) -> set[str]:
    found: set[str] = set()
    for start in range(0, len(names), 500):
        some = commitment.c.id.in_(names[start : start + 500])
        found |= set(db.scalars(select(commitment.c.id).where(some)))
    return found


def _commitment(event: Event, terms: Terms, locators: dict[str, str], state: str) -> dict[str, Any]:
    return {
        "id": str(event.originator_id),
        "project": event.project,
        "series": event.subject.partition("/")[0],
        "key": event.subject.partition("/")[2],
        **{name: getattr(terms, name) for name in TERMS},
        "kind": terms.kind.value,
        "side": terms.side.value,
        "state": state,
        "proposal": "",
        "confirmed_on": None,
        "countered_on": None,
        "promised_on": None,
        "noticed": 0,
        "noticed_at": None,
        "reason": "",
        "terms": to_builtins(terms),
        "locators": locators,
    }


@plan.on(BaselineProposed, RevisionProposed)
def proposed(db: Connection, run: Sequence[Event]) -> None:
    """A complete proposal lies on the table."""
    rows = []
    for event in run:
        names = ("series", "name", "original", "set_hash", "rows", "dated_on")
        rows.append(
            {
                "id": event.subject,
                "project": event.project,
                "is_revision": isinstance(event, RevisionProposed),
                "state": "proposed",
                **{name: getattr(event, name) for name in names},
                "revises": getattr(event, "revises", ""),
                "changed": getattr(event, "changed", 0),
                "added": getattr(event, "added", 0),
                "dropped": getattr(event, "dropped", 0),
                "proposed_at": event.recorded_at,
                "decided_at": None,
                "decided_by": "",
                "reason": getattr(event, "reason", ""),
                "signed_by": [],
            }
        )
    upsert(db, proposal, rows)


@plan.on(BaselineApproved, RevisionApproved, ProposalRejected)
def decided(db: Connection, run: Sequence[Event]) -> None:
    """An approved set binds; what it does not hold any more is dropped."""
    for event in run:
        is_rejected = isinstance(event, ProposalRejected)
        db.execute(
            update(proposal)
            .where(proposal.c.id == event.subject)
            .values(
                state="rejected" if is_rejected else "approved",
                decided_at=event.recorded_at,
                decided_by=event.actor,
                reason=getattr(event, "reason", ""),
                signed_by=list(getattr(event, "signed_by", ())),
            )
        )
        if not is_rejected:
            _bind(db, event)
            _supersede(db, event)


def _supersede(db: Connection, event: Event) -> None:
    """What was proposed before the approved plan, and never decided, waits no longer."""
    known = select(proposal.c.series, proposal.c.proposed_at)
    row = db.execute(known.where(proposal.c.id == event.subject)).one()
    earlier = (proposal.c.series == row.series) & (proposal.c.proposed_at < row.proposed_at)
    waiting = earlier & (proposal.c.project == event.project) & (proposal.c.state == "proposed")
    db.execute(update(proposal).where(waiting).values(state="superseded"))


def _bind(db: Connection, event: Event) -> None:
    rows = db.execute(select(plan_row).where(plan_row.c.proposal == event.subject)).all()
    for row in rows:
        if row.terms is None:
            values: dict[str, Any] = {"state": "dropped", "proposal": event.subject}
        else:
            terms = convert(row.terms, Terms)
            values = {name: getattr(terms, name) for name in TERMS}
            values |= {"kind": terms.kind.value, "side": terms.side.value, "terms": row.terms}
            values |= {"locators": row.locators, "proposal": event.subject, "state": "agreed"}
            signed = terms.court in getattr(event, "signed_by", ())
            values |= {"confirmed_on": terms.finish_on} if signed else {}
        db.execute(update(commitment).where(commitment.c.id == row.commitment).values(values))


@plan.on(CommitmentRaised)
def raised(db: Connection, run: Sequence[Event]) -> None:
    """What is raised outside the plan stands at once."""
    raisings = [e for e in run if isinstance(e, CommitmentRaised)]
    upsert(db, commitment, [_commitment(e, e.terms, {}, "raised") for e in raisings])


@plan.on(
    CommitmentAcknowledged,
    CommitmentDeclined,
    CommitmentMet,
    CommitmentRefused,
    CommitmentWithdrawn,
    PromiseGiven,
    GatePassed,
    GateFailed,
)
def said(db: Connection, run: Sequence[Event]) -> None:
    """Keep the last word on each commitment."""
    for event in run:
        if values := _values(event):
            where = commitment.c.id == str(event.originator_id)
            db.execute(update(commitment).where(where).values(values))


def _values(event: Event) -> dict[str, Any]:
    values: dict[str, Any] = {}
    match event:
        case CommitmentAcknowledged(finish_on=on):
            values = {"confirmed_on": on}
        case CommitmentDeclined(reason=reason, counter_on=on):
            values = {"countered_on": on, "reason": reason, "confirmed_on": None}
        case CommitmentMet(defect=""):
            values = {"state": "met"}
        case CommitmentRefused(reason=reason):
            values = {"state": "refused", "reason": reason}
        case CommitmentWithdrawn(reason=reason):
            values = {"state": "withdrawn", "reason": reason}
        case PromiseGiven(finish_on=on):
            values = {"promised_on": on}
        case GatePassed():
            values = {"state": "passed"}
    return values


@plan.on(NoticeSent)
def noticed(db: Connection, run: Sequence[Event]) -> None:
    """Remember the last notice; the reasonable time starts when it surely was given."""
    for event in run:
        counted = {"noticed": commitment.c.noticed + 1, "noticed_at": event.occurred_hi}
        mine = commitment.c.id == str(event.originator_id)
        db.execute(update(commitment).where(mine).values(counted))


def courts_in(db: Connection, plan: str) -> set[str]:
    """Name the courts to which a plan, or what a revision changes, gives dates."""
    held = db.scalars(select(plan_row.c.terms).where(plan_row.c.proposal == plan))
    return {convert(terms, Terms).court for terms in held if terms is not None}
