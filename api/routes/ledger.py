"""The delay ledger: working days with the ball, and the right of reply."""

from dataclasses import dataclass
from datetime import date
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Form, Response

from api.charts.ledger import bar
from api.deps import Reading
from api.pages import render
from api.paging import PageOf, Paging, Slice
from api.reads import ledger as reads
from api.reads.ledger import LedgerFilters, LedgerRow
from api.reads.ledger_detail import LedgerDetail, one_ledger
from api.writes import Recorded, Write, Writing, WritingJson, back_to
from hub.errors import NotFound
from hub.model.charges import UNEXPLAINED, DecideCharge, DisputeCharge

router = APIRouter(tags=["ledger"])
Filters = Annotated[LedgerFilters, Depends()]
Words = Annotated[str, Form(max_length=2000)]
Court = Annotated[str, Form(max_length=120)]
MOVED_TO = (UNEXPLAINED, "concurrent", "third")


@router.get("/v1/ledger")
def list_ledger(read: Reading, filters: Filters, page: Paging) -> Slice[LedgerRow]:
    """List the delay ledger by side, department, module, window or item; columns add up."""
    return reads.list_ledger(read, filters, page)


@router.get("/v1/ledger/{commitment}")
def ledger_of(read: Reading, commitment: str) -> LedgerDetail:
    """Give the ledger of one commitment, with the events behind each figure."""
    return one_ledger(read, commitment)


@router.get("/ledger", include_in_schema=False)
def ledger_page(read: Reading, filters: Filters, page: Paging) -> Response:
    """Show who had the ball while go-live moved, by week, by module, by commitment."""
    with read.engine.connect() as db:
        ends = reads.subject_of(read, db, LedgerFilters(module=filters.module))
    modules = reads.list_ledger(read, LedgerFilters("module"), PageOf())
    items = LedgerFilters("item", module=filters.module)
    return render(
        read,
        "ledger.html",
        part=reads.list_ledger(read, items, page),
        filters=filters,
        modules=modules.items,
        **_shown(read, ends.id if ends else ""),
    )


@router.get("/ledger/{commitment}", include_in_schema=False)
def commitment_page(read: Reading, commitment: str) -> Response:
    """Show the ledger of one commitment."""
    return render(read, "ledger_one.html", **_shown(read, commitment))


def _shown(read: Reading, commitment: str) -> dict[str, Any]:
    found = one_ledger(read, commitment) if commitment else None
    columns = found.columns if found else []
    return {
        "ledger": found,
        "standing": reads.standing(read),
        "wide": bar(columns, width=1180),
        "small": bar(columns, width=360),
        "moved_to": MOVED_TO,
    }


@dataclass(frozen=True)
class Dispute:
    """Which days, why not, and what shows it."""

    window_on: date
    court: str
    reason: str
    evidence: str = ""


@dataclass(frozen=True)
class Decision:
    """The answer to a dispute; days of one that is upheld leave their column for *to*."""

    window_on: date
    court: str
    upheld: bool
    reason: str
    to: str = UNEXPLAINED


def dispute(write: Write, commitment: str, body: Dispute) -> Recorded:
    """Record that a side disagrees with its days."""
    found = one_ledger(write, commitment)
    parts = [part for week in found.windows if week.on == body.window_on for part in week.parts]
    days = next((part.days for part in parts if part.column == body.court), None)
    if days is None:
        raise NotFound("There are no such days.", remedy="Open the ledger of the commitment.")
    return write.act(
        DisputeCharge(
            by=write.by,
            series=found.series,
            key=found.key,
            window_on=body.window_on,
            court=body.court,
            days=days,
            reason=body.reason,
            evidence=body.evidence,
        )
    )


def decide(write: Write, commitment: str, body: Decision) -> Recorded:
    """Answer a dispute about days."""
    found = one_ledger(write, commitment)
    return write.act(
        DecideCharge(
            by=write.by,
            series=found.series,
            key=found.key,
            window_on=body.window_on,
            court=body.court,
            upheld=body.upheld,
            reason=body.reason,
            to=body.to,
        )
    )


@router.post("/v1/ledger/{commitment}/dispute")
def dispute_json(write: WritingJson, commitment: str, body: Dispute) -> Recorded:
    """Disagree with days of one's own column, with counter-evidence."""
    return dispute(write, commitment, body)


@router.post("/v1/ledger/{commitment}/decide")
def decide_json(write: WritingJson, commitment: str, body: Decision) -> Recorded:
    """Answer a dispute about days, with a reason."""
    return decide(write, commitment, body)


@router.post("/ledger/{commitment}/dispute", include_in_schema=False)
def dispute_form(
    write: Writing,
    commitment: str,
    *,
    window_on: Annotated[date, Form()],
    court: Court,
    reason: Words,
    evidence: Words = "",
) -> Response:
    """Disagree with days of one's own column."""
    dispute(write, commitment, Dispute(window_on, court, reason, evidence))
    return back_to(write, f"/ledger/{commitment}")


@router.post("/ledger/{commitment}/decide", include_in_schema=False)
def decide_form(
    write: Writing,
    commitment: str,
    *,
    window_on: Annotated[date, Form()],
    court: Court,
    upheld: Annotated[bool, Form()],
    reason: Words,
    to: Court = UNEXPLAINED,
) -> Response:
    """Answer a dispute about days."""
    decide(write, commitment, Decision(window_on, court, upheld, reason, to))
    return back_to(write, f"/ledger/{commitment}")
