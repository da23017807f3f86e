"""Lists as files: workbook, CSV, and JSON in which nothing is lost."""

from typing import Annotated

from fastapi import APIRouter, Depends, Query, Response

from api.deps import Reading
from api.exports import as_file, everything
from api.reads import commitments, findings, flags, items, sources
from api.reads.commitments import CommitmentFilters
from api.reads.findings import FindingFilters
from api.reads.flags import FlagFilters
from api.reads.items import ItemFilters
from api.reads.scope import ScopeRow, scope_rows
from api.reads.sources import QuarantineFilters, QuarantineRow
from hub.export.writing import Form
from hub.model.people import Role

router = APIRouter(tags=["exports"], prefix="/v1/exports")
FileForm = Annotated[
    Form,
    Query(description="`json` is lossless; in `csv` text that looks like a formula is quoted."),
]
FINDINGS = (
    *("severity", "rule", "about_key", "about_title", "sentence", "court", "state", "module"),
    *("phase", "since", "opened_on", "waived_until", "id"),
)
ITEMS = ("key", "title", "state", "percent", "due", "source", "vanished", "last_at", "id")
FLAGS = (
    *("sentence", "reply_by", "state", "party", "key", "answer", "words", "new_on", "evidence"),
    *("blocked_by", "since_on", "flagged_at", "replied_at", "finding", "item", "commitment", "id"),
)
PLAN = (
    *("key", "title", "kind", "side", "unit", "module", "phase", "start_on", "finish_on", "state"),
    *("confirmed_on", "promised_on", "countered_on", "noticed", "reason", "series", "id"),
)
QUARANTINE = tuple(n for n in QuarantineRow.__dataclass_fields__ if n not in ("id", "subject"))
SCOPE = tuple(n for n in ScopeRow.__dataclass_fields__ if n != "id")


@router.get("/findings")
def findings_file(
    read: Reading, filters: Annotated[FindingFilters, Depends()], form: FileForm = "xlsx"
) -> Response:
    """Give findings as a file, as the list with the same filters has them."""
    rows = everything(lambda page: findings.list_findings(read, filters, page))
    return as_file(read, "findings", FINDINGS, rows, form)


@router.get("/items")
def items_file(
    read: Reading, filters: Annotated[ItemFilters, Depends()], form: FileForm = "xlsx"
) -> Response:
    """Give work items as a file."""
    rows = everything(lambda page: items.list_items(read, filters, page))
    return as_file(read, "items", ITEMS, rows, form)


@router.get("/flags")
def flags_file(
    read: Reading, filters: Annotated[FlagFilters, Depends()], form: FileForm = "xlsx"
) -> Response:
    """Give flags and their last answers as a file."""
    rows = everything(lambda page: flags.list_flags(read, filters, page))
    return as_file(read, "flags", FLAGS, rows, form)


@router.get("/plan")
def plan_file(
    read: Reading, filters: Annotated[CommitmentFilters, Depends()], form: FileForm = "xlsx"
) -> Response:
    """Give what is owed as a file."""
    rows = everything(lambda page: commitments.list_commitments(read, filters, page))
    return as_file(read, "plan", PLAN, rows, form)


@router.get("/quarantine")
def quarantine_file(
    read: Reading, filters: Annotated[QuarantineFilters, Depends()], form: FileForm = "xlsx"
) -> Response:
    """Give what could not be read as a file, each with its place and what would help."""
    rows = everything(lambda page: sources.list_quarantine(read, filters, page))
    return as_file(read, "quarantine", QUARANTINE, rows, form)


@router.get("/scope")
def scope_file(read: Reading, form: FileForm = "xlsx") -> Response:
    """Give hardware and scope as a file: contract, wanted, delivered, gap, who asked, decision."""
    read.require(Role.COORDINATOR, Role.SPONSOR, Role.AUDITOR, Role.JOB)
    return as_file(read, "scope", SCOPE, scope_rows(read), form)
