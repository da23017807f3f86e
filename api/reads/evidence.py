"""Evidence: what was shown for commitments, and what waits for a verdict."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Annotated, Any

from fastapi import Query
from sqlalchemy import select

from api.deps import Read
from api.paging import PageOf, Slice, question, take
from api.reads.filters import known
from hub.errors import NotFound
from hub.model.evidence import Verdict
from projections.evidence import evidence
from projections.plan import commitment

VERDICTS = tuple(str(verdict) for verdict in Verdict)


@dataclass(frozen=True)
class EvidenceFilters:
    """Which evidence is asked for; `none` waits for a verdict."""

    verdict: Annotated[str, Query(max_length=30)] = ""
    commitment: Annotated[str, Query(max_length=36)] = ""


@dataclass(frozen=True)
class EvidenceRow:
    """What one side has shown for one commitment."""

    id: str
    commitment: str
    commitment_title: str
    series: str
    key: str
    kind: str
    title: str
    side: str
    court: str
    shown_on: date | None
    original: str
    place: str
    verdict: str
    reason: str
    judged_by: str
    submitted_at: datetime
    judged_at: datetime | None


def list_evidence(read: Read, filters: EvidenceFilters, page: PageOf) -> Slice[EvidenceRow]:
    """List evidence: what waits for a verdict first, the oldest first."""
    known("verdict", filters.verdict, VERDICTS)
    wanted = [read.visible.evidence()]
    if filters.verdict:
        wanted.append(evidence.c.verdict == filters.verdict)
    if filters.commitment:
        wanted.append(evidence.c.commitment == filters.commitment)
    with read.engine.connect() as db:
        return take(
            db,
            _rows().where(*wanted),
            [evidence.c.submitted_at, evidence.c.id],
            page,
            asked=question("evidence", filters, read.principal.person, read.as_of),
            as_of=read.instant,
            build=_row,
        )


def evidence_for(read: Read, commitment_ids: list[str]) -> list[EvidenceRow]:
    """Give what was shown for these commitments, the newest first."""
    wanted = _rows().where(evidence.c.commitment.in_(commitment_ids), read.visible.evidence())
    with read.engine.connect() as db:
        return [_row(row) for row in db.execute(wanted.order_by(evidence.c.submitted_at.desc()))]


def one_evidence(read: Read, evidence_id: str) -> EvidenceRow:
    """Give one piece of evidence, or say that there is none."""
    with read.engine.connect() as db:
        row = db.execute(
            _rows().where(evidence.c.id == evidence_id, read.visible.evidence())
        ).one_or_none()
    if row is None:
        raise NotFound("There is no such evidence.", remedy="Open the list of evidence.")
    return _row(row)


def _rows() -> Any:
    title = commitment.c.title.label("commitment_title")
    return select(evidence, title).outerjoin(commitment, commitment.c.id == evidence.c.commitment)


def _row(row: Any) -> EvidenceRow:
    held = {name: getattr(row, name) for name in EvidenceRow.__dataclass_fields__}
    return EvidenceRow(**{**held, "commitment_title": held["commitment_title"] or held["key"]})
