"""What people say and do about a commitment: confirm its date, offer another, remind, receive."""

from dataclasses import dataclass
from datetime import date
from typing import Annotated

from fastapi import APIRouter, Form, Response

from api.reads.commitments import CommitmentDetail, one_commitment
from api.rights import acts_of
from api.writes import Recorded, Write, Writing, WritingJson, back_to
from hub.errors import NotAllowed
from hub.model.claims import MakeClaim
from hub.model.commitment_acts import (
    AcknowledgeCommitment,
    CommitmentCommand,
    DeclineCommitment,
    GivePromise,
    MeetCommitment,
    RefuseCommitment,
    SendNotice,
)
from hub.model.commitments import commitment_id
from hub.model.people import Role

router = APIRouter(tags=["commitments"])
Words = Annotated[str, Form(max_length=2000)]


@dataclass(frozen=True)
class Act:
    """What is said with an act: a day and words, as far as it needs them."""

    on: date | None = None
    words: str = ""


def act(write: Write, owed_id: str, name: str, said: Act) -> Recorded:
    """Record one act about a commitment, if it is theirs to do."""
    owed = one_commitment(write, owed_id)
    if name not in acts_of(write.by, owed):
        raise NotAllowed(
            "This is not yours to do for {key}.",
            remedy="It is owed by {court}; the other side receives it.",
            key=owed.key,
            court=owed.court,
        )
    return write.act(_command(write, owed, name, said))


def _command(write: Write, owed: CommitmentDetail, name: str, said: Act) -> CommitmentCommand:
    by, series, key = write.by, owed.series, owed.key
    today = write.hub.calendar.day_of(write.now)
    commands: dict[str, CommitmentCommand] = {
        "acknowledge": AcknowledgeCommitment(by=by, series=series, key=key),
        "promise": GivePromise(by=by, series=series, key=key, finish_on=said.on, reason=said.words),
        "decline": DeclineCommitment(
            by=by, series=series, key=key, reason=said.words, counter_on=said.on
        ),
        "refuse": RefuseCommitment(by=by, series=series, key=key, reason=said.words),
        "met": MeetCommitment(
            by=by, series=series, key=key, on=said.on or today, defect=said.words
        ),
        "notice": SendNotice(by=by, series=series, key=key, words=said.words),
    }
    return commands[name]


@router.post("/v1/commitments/{owed_id}/acknowledge")
def acknowledge(write: WritingJson, owed_id: str) -> Recorded:
    """Confirm the date that one's own unit owes."""
    return act(write, owed_id, "acknowledge", Act())


@router.post("/v1/commitments/{owed_id}/promise")
def promise(write: WritingJson, owed_id: str, body: Act) -> Recorded:
    """Give a finish date, or say that there is none any more."""
    return act(write, owed_id, "promise", body)


@router.post("/v1/commitments/{owed_id}/decline")
def decline(write: WritingJson, owed_id: str, body: Act) -> Recorded:
    """Do not accept the date; offer another, or none."""
    return act(write, owed_id, "decline", body)


@router.post("/v1/commitments/{owed_id}/refuse")
def refuse(write: WritingJson, owed_id: str, body: Act) -> Recorded:
    """Say that it will not be done, and why."""
    return act(write, owed_id, "refuse", body)


@router.post("/v1/commitments/{owed_id}/met")
def met(write: WritingJson, owed_id: str, body: Act) -> Recorded:
    """Say that it was done, as who receives it; words name a defect and leave it open."""
    return act(write, owed_id, "met", body)


@router.post("/v1/commitments/{owed_id}/notice")
def notice(write: WritingJson, owed_id: str, body: Act) -> Recorded:
    """Remind who owes it; the reasonable time starts."""
    return act(write, owed_id, "notice", body)


@router.post("/commitments/{owed_id}/act", include_in_schema=False)
def act_form(
    write: Writing,
    owed_id: str,
    act_name: Annotated[str, Form(alias="act", max_length=20)],
    on: Annotated[date | None, Form()] = None,
    words: Words = "",
) -> Response:
    """Record one act of the page."""
    act(write, owed_id, act_name, Act(on, words))
    return back_to(write, f"/commitments/{owed_id}")


@dataclass(frozen=True)
class ClaimBody:
    """What somebody said about a commitment."""

    key: str
    field: str
    value: str | float | None
    words: str = ""
    series: str = "plan"
    channel: str = "verbal"


def claim(write: Write, said: ClaimBody) -> Recorded:
    """Write down what was said; who only reads and audits says nothing."""
    if write.by.role in {Role.AUDITOR, Role.JOB}:
        raise NotAllowed(
            "The role {role} may not {to}.",
            remedy="Ask the coordinator.",
            role=write.by.role,
            to="write down what was said",
        )
    one_commitment(write, commitment_id(write.hub.project, said.series, said.key))
    return write.act(MakeClaim(by=write.by, **vars(said)))


@router.post("/v1/claims")
def make_claim(write: WritingJson, body: ClaimBody) -> Recorded:
    """Write down what was said."""
    return claim(write, body)


@router.post("/commitments/{owed_id}/claim", include_in_schema=False)
def claim_form(
    write: Writing,
    owed_id: str,
    *,
    words: Words,
    channel: Annotated[str, Form(max_length=20)] = "verbal",
    percent: Annotated[str, Form(max_length=6)] = "",
    due: Annotated[date | None, Form()] = None,
) -> Response:
    """Write down what was said, in fifteen seconds."""
    owed = one_commitment(write, owed_id)
    field, value = _said(words, percent.strip(), due)
    claim(write, ClaimBody(owed.key, field, value, words, owed.series, channel))
    return back_to(write, f"/commitments/{owed_id}")


def _said(words: str, percent: str, due: date | None) -> tuple[str, str | float]:
    """Give the field that the words are about, and the value said for it."""
    if percent.isdigit():
        return "percent", float(percent)
    return ("due", due.isoformat()) if due else ("remarks", words)
