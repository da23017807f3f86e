"""Evidence: what was shown, and the verdict on it."""

from dataclasses import dataclass
from datetime import date
from typing import Annotated

from fastapi import APIRouter, Depends, Form, Response

from api.deps import Reading
from api.pages import render
from api.paging import Paging, Slice
from api.reads import evidence as reads
from api.reads.commitments import commitments_by_id
from api.reads.evidence import EvidenceFilters, EvidenceRow
from api.writes import Recorded, Write, Writing, WritingJson, back_to
from hub.model.evidence import AcceptEvidence, RejectEvidence, ReturnEvidence, SubmitEvidence
from hub.model.people import Role

router = APIRouter(tags=["evidence"])
Filters = Annotated[EvidenceFilters, Depends()]
Words = Annotated[str, Form(max_length=2000)]
JUDGES = frozenset({Role.COORDINATOR, Role.KEY_USER, Role.HEAD, Role.VENDOR_PM})


@router.get("/v1/evidence")
def list_evidence(read: Reading, filters: Filters, page: Paging) -> Slice[EvidenceRow]:
    """List what was shown, the oldest first."""
    return reads.list_evidence(read, filters, page)


@router.get("/evidence", include_in_schema=False)
def evidence_page(read: Reading, filters: Filters, page: Paging) -> Response:
    """Show the list."""
    part = reads.list_evidence(read, filters, page)
    return render(read, "evidence.html", part=part, filters=filters, verdicts=reads.VERDICTS)


@router.get("/v1/evidence/{evidence_id:path}")
def one_evidence(read: Reading, evidence_id: str) -> EvidenceRow:
    """Give one piece of evidence."""
    return reads.one_evidence(read, evidence_id)


@router.get("/evidence/{evidence_id:path}", include_in_schema=False)
def one_evidence_page(read: Reading, evidence_id: str) -> Response:
    """Show one piece of evidence beside what it is for."""
    shown = reads.one_evidence(read, evidence_id)
    person = read.principal.person
    return render(
        read,
        "evidence_one.html",
        shown=shown,
        owed=commitments_by_id(read, [shown.commitment]).get(shown.commitment),
        may_judge=person.role in JUDGES and str(person.side) != shown.side,
    )


def judge(write: Write, evidence_id: str, verdict: str, words: str) -> Recorded:
    """Accept, reject, or send back as incomplete. Nobody judges what their own side has shown."""
    reads.one_evidence(write, evidence_id)
    if verdict == "accept":
        return write.act(AcceptEvidence(by=write.by, evidence=evidence_id, remark=words))
    if verdict == "return":
        return write.act(ReturnEvidence(by=write.by, evidence=evidence_id, missing=words))
    return write.act(RejectEvidence(by=write.by, evidence=evidence_id, reason=words))


@dataclass(frozen=True)
class Remark:
    """What is said with a verdict; a rejection needs it."""

    words: str = ""


@dataclass(frozen=True)
class NewEvidence:
    """What a side shows for a commitment."""

    key: str
    kind: str
    title: str
    series: str = "plan"
    shown_on: date | None = None
    place: str = ""
    original: str = ""


@router.post("/v1/evidence")
def submit(write: WritingJson, body: NewEvidence) -> Recorded:
    """Show something for a commitment."""
    return write.act(SubmitEvidence(by=write.by, evidence=write.name("evidence"), **vars(body)))


@router.post("/v1/evidence/{evidence_id:path}/accept")
def accept(write: WritingJson, evidence_id: str, body: Remark) -> Recorded:
    """Accept what was shown."""
    return judge(write, evidence_id, "accept", body.words)


@router.post("/v1/evidence/{evidence_id:path}/reject")
def reject(write: WritingJson, evidence_id: str, body: Remark) -> Recorded:
    """Reject what was shown, with the reason."""
    return judge(write, evidence_id, "reject", body.words)


@router.post("/v1/evidence/{evidence_id:path}/return")
def send_back(write: WritingJson, evidence_id: str, body: Remark) -> Recorded:
    """Send it back because something is missing."""
    return judge(write, evidence_id, "return", body.words)


@router.post("/evidence/{evidence_id:path}", include_in_schema=False)
def judge_form(
    write: Writing,
    evidence_id: str,
    verdict: Annotated[str, Form(max_length=10)],
    words: Words = "",
) -> Response:
    """Record the verdict."""
    judge(write, evidence_id, verdict, words)
    return back_to(write, f"/evidence/{evidence_id}")
