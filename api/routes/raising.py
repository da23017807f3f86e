"""What people raise outside the plan: a problem for whoever resolves it, a question, a request."""

from dataclasses import dataclass
from datetime import date
from typing import Literal

from fastapi import APIRouter

from api.writes import Recorded, Write, WritingJson
from hub.errors import NotAllowed
from hub.model.commitment_acts import RaiseCommitment
from hub.model.commitments import Kind, Terms
from hub.model.event import Side
from hub.model.people import Role

router = APIRouter(tags=["commitments"])
SERIES = {Kind.PROBLEM: "problems", Kind.ANSWER: "questions", Kind.DUTY: "duties"}


@dataclass(frozen=True)
class Raised:
    """What is asked of a side: a `problem` to resolve, an `answer` to give, or a `duty` to meet."""

    kind: Literal[Kind.PROBLEM, Kind.ANSWER, Kind.DUTY]
    title: str
    side: Side
    unit: str = ""
    accountable: str = ""
    topic: str = ""
    module: str = ""
    finish_on: date | None = None
    priority: Literal["", "major"] = ""
    refers_to: str = ""


def raised(write: Write, body: Raised) -> Recorded:
    """Put it on record under a name of its own. Questions and requests go to the other side."""
    by = write.by
    if by.role in {Role.AUDITOR, Role.JOB}:
        raise NotAllowed(
            "The role {role} may not {to}.",
            remedy="Ask the coordinator.",
            role=by.role,
            to="raise anything",
        )
    if body.kind is not Kind.PROBLEM and body.side is by.side and by.role is not Role.COORDINATOR:
        raise NotAllowed(
            "Questions and requests are put to the other side; you belong to {side}.",
            remedy="Name the other side, or raise a problem.",
            side=by.side,
        )
    series = SERIES[body.kind]
    topic = body.topic or ("question" if body.kind is Kind.ANSWER else "")
    terms = Terms(key=write.name(series[0].upper()), **{**vars(body), "topic": topic})
    return write.act(RaiseCommitment(by=by, series=series, terms=terms, origin=f"raised:{by.side}"))


@router.post("/v1/commitments")
def raise_json(write: WritingJson, body: Raised) -> Recorded:
    """Raise a problem, a question, or a request to the other side."""
    return raised(write, body)
