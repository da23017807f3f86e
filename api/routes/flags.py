"""Flags: what the client asks the vendor, the vendor's page, and its answers."""

from dataclasses import dataclass
from datetime import date
from typing import Annotated

from fastapi import APIRouter, Depends, Form, Response

from api.access import seen
from api.deps import Read, Reading
from api.pages import render
from api.paging import PageOf, Paging, Slice
from api.reads import flags as reads
from api.reads.commitments import CommitmentRow, commitments_by_id
from api.reads.findings import findings_by_id
from api.reads.flags import FlagFilters, FlagRow
from api.reads.items import titles_of
from api.reads.sources import health
from api.reads.vendor import waits_for_client, waits_for_vendor
from api.visible import VENDOR
from api.writes import Recorded, Write, Writing, WritingJson, back_to
from hub.model.flags import AnswerReply, FlagItem, ReplyToFlag, WithdrawFlag
from hub.model.people import Role

router = APIRouter(tags=["flags"])
Filters = Annotated[FlagFilters, Depends()]
Words = Annotated[str, Form(max_length=2000)]
Day = Annotated[date | None, Form()]
Short = Annotated[str, Form(max_length=200)]


@router.get("/v1/flags")
def list_flags(read: Reading, filters: Filters, page: Paging) -> Slice[FlagRow]:
    """List flags by the day on which the answer is due."""
    return reads.list_flags(read, filters, page)


@router.get("/flags", include_in_schema=False)
def flags_page(read: Reading, filters: Filters, page: Paging) -> Response:
    """Show the list."""
    part = reads.list_flags(read, filters, page)
    return render(read, "flags.html", part=part, filters=filters, states=reads.STATES)


@router.get("/v1/vendor/flags")
def vendor_flags(read: Reading, filters: Filters, page: Paging) -> Slice[FlagRow]:
    """List what is flagged to the vendor that asks."""
    read.require(*VENDOR)
    return reads.list_flags(read, filters, page)


@router.get("/v1/vendor/waiting")
def waiting(read: Reading) -> dict[str, list[CommitmentRow]]:
    """Give what waits: for the vendor, and for each department of the client."""
    read.require(*VENDOR)
    theirs = {"vendor": waits_for_vendor(read)}
    return theirs | waits_for_client(read)


@router.get("/vendor", include_in_schema=False)
def vendor_page(read: Reading) -> Response:
    """Show the vendor's three lists and nothing else."""
    read.require(*VENDOR)
    return render(
        read,
        "vendor.html",
        flags=reads.list_flags(read, FlagFilters(), PageOf(limit=100)).items,
        own=waits_for_vendor(read),
        client=waits_for_client(read),
        sources=health(read),
    )


@router.get("/v1/flags/{flag_id:path}")
def one_flag(read: Reading, flag_id: str) -> FlagRow:
    """Give one flag with the last answer."""
    found = reads.one_flag(read, flag_id)
    seen(read, flag_id)
    return found


@router.get("/flags/{flag_id:path}", include_in_schema=False)
def flag_page(read: Reading, flag_id: str) -> Response:
    """Show one flag, and the answers that it can get."""
    found = one_flag(read, flag_id)
    role = read.principal.person.role
    is_open = found.state in {"open", "replied"}
    return render(
        read,
        "flag.html",
        flag=found,
        finding=findings_by_id(read, [found.finding]).get(found.finding),
        about=_about(read, found),
        may_reply=is_open and role is Role.VENDOR_PM,
        may_close=found.state == "replied" and role is Role.COORDINATOR,
        may_withdraw=is_open and role is Role.COORDINATOR,
        departments=_departments(read),
    )


def _about(read: Read, found: FlagRow) -> list[tuple[str, str]]:
    """Give the pages of the commitment and the item that a flag names, with their titles."""
    owed = commitments_by_id(read, [found.commitment] if found.commitment else [])
    works = titles_of(read, [found.item] if found.item else [])
    pages = [(f"/commitments/{name}", row.title) for name, row in owed.items()]
    return pages + [(f"/items/{name}", title) for name, title in works.items()]


def _departments(read: Read) -> list[str]:
    return [court for court in read.names if court.startswith("client:")]


@dataclass(frozen=True)
class NewFlag:
    """What the vendor is asked."""

    sentence: str
    reply_by: date
    party: str = ""
    finding: str = ""
    item: str = ""
    commitment: str = ""


@dataclass(frozen=True)
class Reply:
    """One of the four answers: `new_date`, `evidence`, `blocked`, `disagree`."""

    answer: str
    words: str = ""
    new_on: date | None = None
    evidence: str = ""
    blocked_by: str = ""
    since_on: date | None = None


def reply(write: Write, flag_id: str, said: Reply) -> Recorded:
    """Answer as the vendor. What is not flagged to it does not exist for it."""
    reads.one_flag(write, flag_id)
    return write.act(ReplyToFlag(by=write.by, flag=flag_id, **vars(said)))


@router.post("/v1/flags")
def flag_json(write: WritingJson, body: NewFlag) -> Recorded:
    """Ask the vendor about a finding, a work item or a commitment."""
    return write.act(FlagItem(by=write.by, flag=write.name("flag"), **vars(body)))


@router.post("/v1/vendor/flags/{flag_id:path}/reply")
def reply_json(write: WritingJson, flag_id: str, body: Reply) -> Recorded:
    """Answer as the vendor."""
    return reply(write, flag_id, body)


@router.post("/flags/{flag_id:path}/reply", include_in_schema=False)
def reply_form(
    write: Writing,
    flag_id: str,
    *,
    answer: Annotated[str, Form(max_length=20)],
    words: Words = "",
    new_on: Day = None,
    evidence: Words = "",
    blocked_by: Short = "",
    since_on: Day = None,
) -> Response:
    """Answer as the vendor."""
    reply(write, flag_id, Reply(answer, words, new_on, evidence, blocked_by, since_on))
    return back_to(write, f"/flags/{flag_id}")


@router.post("/flags/{flag_id:path}/close", include_in_schema=False)
def close_form(
    write: Writing, flag_id: str, accepted: Annotated[bool, Form()], words: Words = ""
) -> Response:
    """Close a flag after reading the answer."""
    reads.one_flag(write, flag_id)
    write.act(AnswerReply(by=write.by, flag=flag_id, accepted=accepted, words=words))
    return back_to(write, f"/flags/{flag_id}")


@router.post("/flags/{flag_id:path}/withdraw", include_in_schema=False)
def withdraw_form(write: Writing, flag_id: str, reason: Words = "") -> Response:
    """Do not ask any more."""
    reads.one_flag(write, flag_id)
    write.act(WithdrawFlag(by=write.by, flag=flag_id, reason=reason))
    return back_to(write, "/flags")
