"""Sources: how well each is known, what was held, what could not be read."""

from dataclasses import dataclass
from typing import Annotated

import msgspec
from fastapi import APIRouter, Depends, Form, Response

from api.deps import Read, Reading
from api.pages import render
from api.paging import Paging, Slice
from api.reads import sources as reads
from api.reads.held import HeldDifference, difference
from api.reads.sources import EditionRow, QuarantineFilters, QuarantineRow, RunRow, SourceHealth
from api.visible import VENDOR
from api.writes import Recorded, Write, Writing, WritingJson, back_to
from hub import uploads
from hub.model.facts import Edition
from hub.model.people import Role
from hub.model.runs import IgnoreRecord, RejectEdition, ReleaseEdition
from hub.uploads import PLAN

router = APIRouter(tags=["sources"])
Filters = Annotated[QuarantineFilters, Depends()]
READERS = (Role.COORDINATOR, Role.SPONSOR, Role.AUDITOR, Role.JOB, *VENDOR)


@dataclass(frozen=True)
class Reason:
    """Why."""

    reason: str = ""


@router.get("/v1/sources/health")
def health(read: Reading) -> list[SourceHealth]:
    """Give the state of every source that the reader may see."""
    return reads.health(read)


@router.get("/v1/sync/runs")
def list_runs(read: Reading) -> list[RunRow]:
    """List the last readings of the sources."""
    read.require(Role.COORDINATOR, Role.SPONSOR, Role.AUDITOR, Role.JOB)
    return reads.runs(read)


@router.get("/v1/sync/runs/{run_id}")
def one_run(read: Reading, run_id: str) -> RunRow:
    """Give one reading."""
    read.require(Role.COORDINATOR, Role.SPONSOR, Role.AUDITOR, Role.JOB)
    return reads.one_run(read, run_id)


@router.get("/v1/quarantine")
def list_quarantine(read: Reading, filters: Filters, page: Paging) -> Slice[QuarantineRow]:
    """List what could not be read, with its place."""
    return reads.list_quarantine(read, filters, page)


@router.post("/v1/quarantine/{record}/ignore")
def ignore(write: WritingJson, record: str, body: Reason) -> Recorded:
    """Say that what could not be read need not be read; it stays on record."""
    return ignore_record(write, record, body.reason)


@router.post("/quarantine/{record}/ignore", include_in_schema=False)
def ignore_form(
    write: Writing, record: str, reason: Annotated[str, Form(max_length=2000)] = ""
) -> Response:
    """Ignore it, and go back to the list."""
    ignore_record(write, record, reason)
    return back_to(write, "/sources")


def ignore_record(write: Write, record: str, reason: str) -> Recorded:
    """Put on record that a person ignores what could not be read."""
    write.require(Role.COORDINATOR)
    row = reads.one_quarantined(write, record)
    return write.act(
        IgnoreRecord(by=write.by, source=row.source, record=row.subject, reason=reason)
    )


@router.get("/v1/editions")
def list_editions(read: Reading, state: str = "") -> list[EditionRow]:
    """List the files that have come; `state=held` those that wait for a person."""
    return reads.editions(read, state)


@router.get("/sources", include_in_schema=False)
def sources_page(read: Reading, filters: Filters, page: Paging) -> Response:
    """Show them."""
    read.require(*READERS)
    is_vendor = read.visible.is_vendor
    return render(
        read,
        "sources.html",
        sources=reads.health(read),
        runs=[] if is_vendor else reads.runs(read, 7),
        held=reads.editions(read, "held"),
        editions=[each for each in reads.editions(read, limit=5) if each.state != "held"],
        part=reads.list_quarantine(read, filters, page),
        filters=filters,
        is_vendor=is_vendor,
        may_answer=read.principal.person.role is Role.COORDINATOR,
    )


@dataclass(frozen=True)
class HeldEdition:
    """A file that has come, why it waits, and what it would put on record."""

    edition: EditionRow
    difference: HeldDifference | None  # None: it does not wait


def held_edition(read: Read, edition_id: str) -> HeldEdition:
    """Read a held file as if it were released."""
    read.require(Role.COORDINATOR)
    row = reads.one_edition(read, edition_id)
    shown = reads.edition_row(read, row)
    if row.state != "held":
        return HeldEdition(shown, None)
    return HeldEdition(
        shown, difference(read, row.source, msgspec.convert(row.edition, Edition), into_of(row))
    )


def into_of(row: EditionRow) -> str:
    """Give what such a file is brought for."""
    return PLAN if row.series == PLAN else row.source


@router.get("/v1/editions/{edition_id}")
def one_edition(read: Reading, edition_id: str) -> HeldEdition:
    """Give a file that has come; of one that waits, what differs from the last one."""
    return held_edition(read, edition_id)


@router.get("/editions/{edition_id}", include_in_schema=False)
def edition_page(read: Reading, edition_id: str) -> Response:
    """Show why a file waits, and what differs."""
    found = held_edition(read, edition_id)
    return render(read, "edition.html", held=found, into=into_of(found.edition))


def answer_edition(write: Write, edition_id: str, *, release: bool, reason: str = "") -> Recorded:
    """Say whether a held file is the right one."""
    row = reads.one_edition(write, edition_id)
    file = msgspec.convert(row.edition, Edition)
    if release:
        said = ReleaseEdition(by=write.by, source=row.source, edition=file, reason=reason)
        recorded = write.act(said)
        uploads.read_released(write.hub, row.source, file, write.by, write.now)
        return recorded
    return write.act(RejectEdition(by=write.by, source=row.source, edition=file, reason=reason))


@router.post("/v1/editions/{edition_id}/release")
def release(write: WritingJson, edition_id: str, body: Reason | None = None) -> Recorded:
    """Say that a held file is the right one; the reason may be left out."""
    return answer_edition(write, edition_id, release=True, reason=body.reason if body else "")


@router.post("/v1/editions/{edition_id}/reject")
def reject(write: WritingJson, edition_id: str, body: Reason) -> Recorded:
    """Say that a held file is the wrong one."""
    return answer_edition(write, edition_id, release=False, reason=body.reason)


@router.post("/editions/{edition_id}", include_in_schema=False)
def edition_form(
    write: Writing,
    edition_id: str,
    answer: Annotated[str, Form(max_length=10)],
    reason: Annotated[str, Form(max_length=2000)] = "",
) -> Response:
    """Release or reject a held file."""
    answer_edition(write, edition_id, release=answer == "release", reason=reason)
    return back_to(write, "/sources")
