"""Findings: where what was agreed, said and shown do not match, and what is done about it."""

from dataclasses import dataclass
from datetime import date
from typing import Annotated

from fastapi import APIRouter, Depends, Form, Response

from api.access import seen
from api.deps import Reading
from api.pages import render
from api.paging import Paging, Slice
from api.reads import findings as reads
from api.reads.findings import FindingDetail, FindingFilters, FindingRow
from api.reads.flags import flags_about
from api.writes import Recorded, Write, Writing, WritingJson, back_to
from hub.model.findings import (
    CLOSING_REASONS,
    CloseFinding,
    ConfirmFinding,
    DecideDispute,
    DisputeFinding,
    WaiveFinding,
)
from hub.model.flags import FlagItem
from hub.model.people import Role

router = APIRouter(tags=["findings"])
Filters = Annotated[FindingFilters, Depends()]
Words = Annotated[str, Form(max_length=2000)]


@router.get("/v1/findings")
def list_findings(read: Reading, filters: Filters, page: Paging) -> Slice[FindingRow]:
    """List findings, the most severe first."""
    return reads.list_findings(read, filters, page)


@router.get("/findings", include_in_schema=False)
def findings_page(read: Reading, filters: Filters, page: Paging) -> Response:
    """Show the list; the region alone needs no choices for the form."""
    is_region = "hub-region" in read.request.headers
    return render(
        read,
        "findings.html",
        part=reads.list_findings(read, filters, page),
        filters=filters,
        choices=None if is_region else reads.filter_choices(read),
        states=reads.STATES,
        severities=reads.SEVERITIES,
    )


@router.get("/v1/findings/{finding_id:path}")
def one_finding(read: Reading, finding_id: str) -> FindingDetail:
    """Give one finding with its formula's operands, their citations, and what would clear it."""
    found = reads.one_finding(read, finding_id)
    seen(read, finding_id)
    return found


@router.get("/findings/{finding_id:path}", include_in_schema=False)
def finding_page(read: Reading, finding_id: str) -> Response:
    """Show one finding."""
    person = read.principal.person
    found = one_finding(read, finding_id)
    return render(
        read,
        "finding.html",
        finding=found,
        flags=flags_about(read, finding=finding_id),
        is_coordinator=person.role is Role.COORDINATOR,
        may_dispute=found.court.startswith(f"{person.side}:") or person.role is Role.COORDINATOR,
        may_decide=person.role in {Role.COORDINATOR, Role.SPONSOR} and found.is_disputed,
        closing_reasons=CLOSING_REASONS,
        readings=_readings(read, finding_id),
    )


def _readings(read: Reading, finding_id: str) -> list[object]:
    if read.principal.person.role not in {Role.COORDINATOR, Role.AUDITOR}:
        return []
    return [*read.hub.accounts.readings.of(finding_id, limit=10)]


def confirm(write: Write, finding_id: str) -> Recorded:
    """Record that who looked agrees."""
    reads.one_finding(write, finding_id)
    return write.act(ConfirmFinding(by=write.by, finding=finding_id))


def dispute(write: Write, finding_id: str, reason: str, evidence: str = "") -> Recorded:
    """Record that a side disagrees."""
    reads.one_finding(write, finding_id)
    return write.act(
        DisputeFinding(by=write.by, finding=finding_id, reason=reason, evidence=evidence)
    )


def waive(write: Write, finding_id: str, reason: str, until_on: date) -> Recorded:
    """Accept it until a day."""
    reads.one_finding(write, finding_id)
    return write.act(
        WaiveFinding(by=write.by, finding=finding_id, reason=reason, until_on=until_on)
    )


def close(write: Write, finding_id: str, reason: str, comment: str = "") -> Recorded:
    """Close it for one of the agreed reasons."""
    reads.one_finding(write, finding_id)
    return write.act(CloseFinding(by=write.by, finding=finding_id, reason=reason, comment=comment))


def decide(write: Write, finding_id: str, upheld: bool, reason: str) -> Recorded:
    """Answer a dispute."""
    reads.one_finding(write, finding_id)
    return write.act(DecideDispute(by=write.by, finding=finding_id, upheld=upheld, reason=reason))


def flag(write: Write, finding_id: str, sentence: str, reply_by: date, party: str) -> Recorded:
    """Show it to the vendor, with one sentence and a day."""
    found = reads.one_finding(write, finding_id)
    return write.act(
        FlagItem(
            by=write.by,
            flag=write.name("flag"),
            party=party,
            sentence=sentence,
            reply_by=reply_by,
            finding=finding_id,
            item=found.about_id if found.over == "item" else "",
            commitment=found.about_id if found.over == "commitment" else "",
            key=found.about_key,
        )
    )


@dataclass(frozen=True)
class Reason:
    """Why."""

    reason: str
    evidence: str = ""


@dataclass(frozen=True)
class Waiver:
    """Why, and until when."""

    reason: str
    until_on: date


@dataclass(frozen=True)
class Closing:
    """One of the agreed reasons; a false positive needs a comment."""

    reason: str
    comment: str = ""


@dataclass(frozen=True)
class Decision:
    """The answer to a dispute; *upheld* is about the dispute, not about the finding."""

    upheld: bool
    reason: str


@router.post("/v1/findings/{finding_id:path}/confirm")
def confirm_json(write: WritingJson, finding_id: str) -> Recorded:
    """Record that who looked agrees."""
    return confirm(write, finding_id)


@router.post("/v1/findings/{finding_id:path}/dispute")
def dispute_json(write: WritingJson, finding_id: str, body: Reason) -> Recorded:
    """Record that a side disagrees, with its reason."""
    return dispute(write, finding_id, body.reason, body.evidence)


@router.post("/v1/findings/{finding_id:path}/waive")
def waive_json(write: WritingJson, finding_id: str, body: Waiver) -> Recorded:
    """Accept it until a day."""
    return waive(write, finding_id, body.reason, body.until_on)


@router.post("/v1/findings/{finding_id:path}/close")
def close_json(write: WritingJson, finding_id: str, body: Closing) -> Recorded:
    """Close it for one of the agreed reasons."""
    return close(write, finding_id, body.reason, body.comment)


@router.post("/v1/disputes/{finding_id:path}/decide")
def decide_json(write: WritingJson, finding_id: str, body: Decision) -> Recorded:
    """Answer a dispute."""
    return decide(write, finding_id, body.upheld, body.reason)


@router.post("/findings/{finding_id:path}/confirm", include_in_schema=False)
def confirm_form(write: Writing, finding_id: str) -> Response:
    """Record that who looked agrees."""
    confirm(write, finding_id)
    return back_to(write, f"/findings/{finding_id}")


@router.post("/findings/{finding_id:path}/dispute", include_in_schema=False)
def dispute_form(write: Writing, finding_id: str, reason: Words, evidence: Words = "") -> Response:
    """Record that a side disagrees."""
    dispute(write, finding_id, reason, evidence)
    return back_to(write, f"/findings/{finding_id}")


@router.post("/findings/{finding_id:path}/waive", include_in_schema=False)
def waive_form(
    write: Writing, finding_id: str, reason: Words, until_on: Annotated[date, Form()]
) -> Response:
    """Accept it until a day."""
    waive(write, finding_id, reason, until_on)
    return back_to(write, f"/findings/{finding_id}")


@router.post("/findings/{finding_id:path}/close", include_in_schema=False)
def close_form(write: Writing, finding_id: str, reason: Words, comment: Words = "") -> Response:
    """Close it."""
    close(write, finding_id, reason, comment)
    return back_to(write, f"/findings/{finding_id}")


@router.post("/findings/{finding_id:path}/decide", include_in_schema=False)
def decide_form(
    write: Writing, finding_id: str, upheld: Annotated[bool, Form()], reason: Words
) -> Response:
    """Answer a dispute."""
    decide(write, finding_id, upheld, reason)
    return back_to(write, f"/findings/{finding_id}")


@router.post("/findings/{finding_id:path}/flag", include_in_schema=False)
def flag_form(
    write: Writing,
    finding_id: str,
    sentence: Words,
    reply_by: Annotated[date, Form()],
    party: Annotated[str, Form(max_length=80)] = "",
) -> Response:
    """Show it to the vendor."""
    flag(write, finding_id, sentence, reply_by, party)
    return back_to(write, f"/findings/{finding_id}")
