"""The plan: baselines and revisions, the difference of two, what was approved and what was not."""

from dataclasses import dataclass, field
from typing import Annotated

from fastapi import APIRouter, Depends, Form, Query, Response

from api.charts.gantt import gantt
from api.charts.slip import Slip, slip_chart
from api.deps import Read, Reading
from api.pages import render
from api.paging import Paging
from api.reads import plans as reads
from api.reads.commitments import CommitmentFilters, list_commitments, modules
from api.reads.plans import Difference, ProposalRow
from api.reads.slips import MilestoneSlip, slips
from api.reads.spans import spans
from api.writes import Recorded, Write, Writing, WritingJson, back_to
from hub.model.people import EXECUTIVES
from hub.model.plans import ApprovePlan, RejectPlan, require_named

router = APIRouter(tags=["plan"])
LATEST, MOST = 10, 500  # plans on the page; each of them has a page of its own
Filters = Annotated[CommitmentFilters, Depends()]


@router.get("/v1/plan/proposals")
def list_proposals(read: Reading) -> list[ProposalRow]:
    """List baselines and revisions, the newest first."""
    return reads.proposals(read)


@router.get("/v1/plan/diff")
def difference(
    read: Reading,
    new: Annotated[str, Query(max_length=80, description="Id of the later plan.")],
    old: Annotated[str, Query(max_length=80, description="Of the earlier one; empty: none.")] = "",
) -> list[Difference]:
    """Give the rows in which two plans differ."""
    before = reads.one_proposal(read, old) if old else None
    return reads.difference(read, before, reads.one_proposal(read, new))


@router.get("/plan", include_in_schema=False)
def plan_page(
    read: Reading,
    filters: Filters,
    page: Paging,
    plans: Annotated[
        str, Query(max_length=10, description="`all`: not only the latest.")
    ] = "latest",
) -> Response:
    """Show what is agreed, and which plans lie on the table."""
    rows = spans(read)
    latest, count = reads.latest_proposals(read, LATEST if plans == "latest" else MOST)
    return render(
        read,
        "plan.html",
        part=list_commitments(read, filters, page),
        filters=filters,
        proposals=latest,
        proposals_left=count - len(latest),
        modules=modules(read),
        wide=gantt(rows, on=read.hub.calendar.day_of(read.instant), width=1180),
        small=gantt(rows, on=read.hub.calendar.day_of(read.instant), width=360),
        spans=rows,
        slips=[(each, _slip_charts(read, each)) for each in slips(read).milestones],
    )


def _slip_charts(read: Read, told: MilestoneSlip) -> tuple[Slip | None, Slip | None]:
    """Draw one milestone twice: a phone has a drawing of its own."""
    on = read.hub.calendar.day_of(read.instant)
    wide = slip_chart(told.changes, on=on, width=1180, height=170, least=1)
    return wide, slip_chart(told.changes, on=on, width=340, height=170, least=1)


@router.get("/plan/{proposal:path}", include_in_schema=False)
def proposal_page(
    read: Reading, proposal: str, old: Annotated[str, Query(max_length=80)] = ""
) -> Response:
    """Show one plan beside another."""
    shown = reads.one_proposal(read, proposal)
    every = reads.proposals(read)
    before = reads.one_proposal(read, old) if old else _before(shown, every)
    differences, concerned = reads.difference(read, before, shown), reads.courts_in(read, shown)
    changes = [c for each in differences for c in each.fields if c.name == "accountable"]
    people = read.hub.accounts.names.of(
        str(v) for each in changes for v in (each.before, each.after)
    )
    return render(
        read,
        "proposal.html",
        proposal=shown,
        before=before,
        differences=differences,
        people=people,
        others=[other for other in every if other.id != shown.id and other.series == shown.series],
        decided_by=_name(read, shown.decided_by),
        concerned=concerned,
        own=[c for c in concerned if c.startswith(f"{read.principal.person.side}:")],
        may_decide=shown.state == "proposed" and read.principal.person.role in EXECUTIVES,
    )


def _before(shown: ProposalRow, every: list[ProposalRow]) -> ProposalRow | None:
    """Give what a plan is compared with: what it revises, else the last one approved before."""
    earlier = [p for p in every if p.series == shown.series and p.proposed_at < shown.proposed_at]
    revised = [p for p in earlier if p.id == shown.revises]
    approved = [p for p in earlier if p.state == "approved"]
    return next(iter([*revised, *approved]), None)


def _name(read: Read, reference: str) -> str:
    return read.hub.accounts.names.of([reference]).get(reference, reference)


def approve(write: Write, proposal: str, body: "Approval") -> Recorded:
    """Approve exactly the set that was shown."""
    plan = reads.one_proposal(write, proposal)
    require_named(body.signed_by, reads.courts_in(write, plan))
    return write.act(
        ApprovePlan(
            by=write.by,
            proposal=proposal,
            set_hash=body.set_hash,
            reason=body.reason,
            signed_by=tuple(body.signed_by),
        )
    )


def reject(write: Write, proposal: str, reason: str) -> Recorded:
    """Do not approve it."""
    reads.one_proposal(write, proposal)
    return write.act(RejectPlan(by=write.by, proposal=proposal, reason=reason))


@dataclass(frozen=True)
class Approval:
    """The set that was seen, and the units that have signed it."""

    set_hash: str
    reason: str = ""
    signed_by: list[str] = field(default_factory=list)  # courts such as `client:warehouse`


@dataclass(frozen=True)
class Rejection:
    """Why not."""

    reason: str


@router.post("/v1/plan/proposals/{proposal:path}/approve")
def approve_json(write: WritingJson, proposal: str, body: Approval) -> Recorded:
    """Approve exactly the set that was seen."""
    return approve(write, proposal, body)


@router.post("/v1/plan/proposals/{proposal:path}/reject")
def reject_json(write: WritingJson, proposal: str, body: Rejection) -> Recorded:
    """Do not approve it."""
    return reject(write, proposal, body.reason)


@router.post("/plan/{proposal:path}/approve", include_in_schema=False)
def approve_form(
    write: Writing,
    proposal: str,
    set_hash: Annotated[str, Form(max_length=64)],
    reason: Annotated[str, Form(max_length=2000)] = "",
    signed_by: Annotated[list[str] | None, Form(max_length=500)] = None,
) -> Response:
    """Approve what was shown."""
    approve(write, proposal, Approval(set_hash, reason, signed_by or []))
    return back_to(write, f"/plan/{proposal}")


@router.post("/plan/{proposal:path}/reject", include_in_schema=False)
def reject_form(
    write: Writing, proposal: str, reason: Annotated[str, Form(max_length=2000)]
) -> Response:
    """Do not approve it."""
    reject(write, proposal, reason)
    return back_to(write, f"/plan/{proposal}")
