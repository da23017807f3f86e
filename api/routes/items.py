"""Work items and commitments: what is claimed and what was shown, side by side, over time."""

from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Depends, Form, Response

from api.access import seen
from api.charts.slip import Slip, slip_chart
from api.deps import Read, Reading
from api.pages import render
from api.paging import Paging, Slice
from api.reads import commitments as owed
from api.reads import items as reads
from api.reads.commitments import CommitmentDetail, CommitmentFilters, CommitmentRow
from api.reads.evidence import evidence_for
from api.reads.findings import findings_about
from api.reads.flags import flags_about
from api.reads.history import Happening, happenings, streams_of
from api.reads.items import ItemDetail, ItemFilters, ItemRow
from api.reads.plans import slip_points
from api.reads.twofold import rows_of
from api.rights import acts_of
from api.writes import Recorded, Writing, WritingJson, back_to
from hub.model.links import ConfirmLink, RejectLink
from hub.model.people import Role

router = APIRouter(tags=["items"])
Filters = Annotated[ItemFilters, Depends()]
OwedFilters = Annotated[CommitmentFilters, Depends()]


@router.get("/v1/items")
def list_items(read: Reading, filters: Filters, page: Paging) -> Slice[ItemRow]:
    """List work items as their sources showed them last."""
    return reads.list_items(read, filters, page)


@router.get("/items", include_in_schema=False)
def items_page(read: Reading, filters: Filters, page: Paging) -> Response:
    """Show the list."""
    return render(
        read,
        "items.html",
        part=reads.list_items(read, filters, page),
        filters=filters,
        sources=reads.sources_of_items(read),
        states=reads.STATES,
    )


@router.get("/v1/items/{item_id}")
def one_item(read: Reading, item_id: str) -> ItemDetail:
    """Give one work item with its fields and links."""
    found = reads.one_item(read, item_id)
    seen(read, item_id)
    return found


@router.get("/v1/items/{item_id}/history")
def item_history(read: Reading, item_id: str) -> list[Happening]:
    """Give what happened to a work item, newest first."""
    reads.one_item(read, item_id)
    seen(read, item_id)
    return happenings(read, [item_id])


@router.get("/items/{item_id}", include_in_schema=False)
def item_page(read: Reading, item_id: str) -> Response:
    """Show one work item beside what was agreed about it."""
    found = one_item(read, item_id)
    tied = [
        tie.commitment for tie in found.links if tie.state == "confirmed" or tie.confidence >= 0.9
    ]
    details = [owed.one_commitment(read, name) for name in owed.commitments_by_id(read, tied)]
    return _subject(read, details, [found], found)


@router.get("/v1/commitments")
def list_commitments(read: Reading, filters: OwedFilters, page: Paging) -> Slice[CommitmentRow]:
    """List commitments by due date."""
    return owed.list_commitments(read, filters, page)


@router.get("/v1/commitments/{commitment_id}")
def one_commitment(read: Reading, commitment_id: str) -> CommitmentDetail:
    """Give one commitment with its terms."""
    found = owed.one_commitment(read, commitment_id)
    seen(read, commitment_id)
    return found


@router.get("/v1/commitments/{commitment_id}/history")
def commitment_history(read: Reading, commitment_id: str) -> list[Happening]:
    """Give what happened to a commitment, newest first."""
    owed.one_commitment(read, commitment_id)
    seen(read, commitment_id)
    return happenings(read, [commitment_id])


@router.get("/commitments/{commitment_id}", include_in_schema=False)
def commitment_page(read: Reading, commitment_id: str) -> Response:
    """Show one commitment beside what is said and what was shown about it."""
    found = one_commitment(read, commitment_id)
    items = [reads.one_item(read, row.id) for _tie, row in reads.items_of(read, commitment_id)]
    return _subject(read, [found], items, found)


def _subject(
    read: Read,
    commitments: list[CommitmentDetail],
    items: list[ItemDetail],
    named: CommitmentDetail | ItemDetail,
) -> Response:
    ids = [*(owed.id for owed in commitments), *(item.id for item in items)]
    evidence = evidence_for(read, [owed.id for owed in commitments])
    flags = flags_about(read, ids=ids)
    role = read.principal.person.role
    told = streams_of(read.hub.project, commitments, evidence, flags)
    return render(
        read,
        "subject.html",
        named=named,
        commitments=commitments,
        items=items,
        table=rows_of(commitments, items, evidence),
        evidence=evidence,
        findings=findings_about(read, ids),
        flags=flags,
        slip=[(owed, _slip(read, owed.id)) for owed in commitments],
        people=_people(read, commitments, items),
        history=happenings(read, [*ids, *told]),
        is_coordinator=role is Role.COORDINATOR,
        may_claim=role not in {Role.AUDITOR, Role.JOB},
        acts=acts_of(read.principal.person, commitments[0]) if commitments else [],
    )


def _people(
    read: Read, commitments: list[CommitmentDetail], items: list[ItemDetail]
) -> dict[str, str]:
    """Give the names of those whom commitments and items mention, by reference."""
    named = [owed.accountable for owed in commitments]
    named += [str(held.value) for item in items for held in item.fields if held.name == "assignee"]
    return read.hub.accounts.names.of(named)


@dataclass(frozen=True)
class _Charts:
    """One chart twice: a phone has a drawing of its own, so that its text keeps its size."""

    wide: Slip
    small: Slip


def _slip(read: Read, commitment_id: str) -> _Charts | None:
    points, on = slip_points(read, commitment_id), read.hub.calendar.day_of(read.instant)
    wide = slip_chart(points, on=on, width=820, height=180)
    small = slip_chart(points, on=on, width=340, height=180)
    return _Charts(wide, small) if wide and small else None


@router.post("/v1/links/{item_id}/{commitment_id}/confirm")
def confirm_link(write: WritingJson, item_id: str, commitment_id: str) -> Recorded:
    """Say that the two belong together."""
    return write.act(ConfirmLink(by=write.by, item=item_id, commitment=commitment_id))


@router.post("/v1/links/{item_id}/{commitment_id}/reject")
def reject_link(write: WritingJson, item_id: str, commitment_id: str) -> Recorded:
    """Say that the two do not belong together."""
    return write.act(RejectLink(by=write.by, item=item_id, commitment=commitment_id))


@router.post("/links/answer", include_in_schema=False)
def link_form(
    write: Writing,
    item_id: Annotated[str, Form(max_length=36)],
    commitment_id: Annotated[str, Form(max_length=36)],
    answer: Annotated[str, Form(max_length=10)],
) -> Response:
    """Confirm or reject a proposed link."""
    kind = ConfirmLink if answer == "confirm" else RejectLink
    write.act(kind(by=write.by, item=item_id, commitment=commitment_id))
    return back_to(write, f"/items/{item_id}")
