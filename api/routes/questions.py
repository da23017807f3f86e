"""Rows that may be the same item: both cells side by side, and a person's answer for ever."""

from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Form, Response

from api.deps import Reading
from api.pages import render
from api.reads import uploads as reads
from api.reads.uploads import QuestionRow
from api.writes import Recorded, Write, Writing, WritingJson, back_to
from hub.errors import NotFound
from hub.model.people import Role
from hub.model.runs import AnswerIdentity

router = APIRouter(tags=["uploads"])


@dataclass(frozen=True)
class Answer:
    """Whether both rows are the same item."""

    same: bool


@router.get("/v1/questions")
def list_questions(read: Reading) -> list[QuestionRow]:
    """List the pairs of rows that may be the same item."""
    read.require(Role.COORDINATOR)
    return reads.questions(read)


@router.post("/v1/questions/{question}/answer")
def answer(write: WritingJson, question: str, body: Answer) -> Recorded:
    """Say whether both rows are the same item."""
    return answered(write, question, same=body.same)


def answered(write: Write, question: str, *, same: bool) -> Recorded:
    """Put the answer on record."""
    write.require(Role.COORDINATOR)
    asked = next((row for row in reads.questions(write) if row.id == question), None)
    if asked is None:
        raise NotFound("There is no such question.", remedy="It may be answered; open the list.")
    return write.act(
        AnswerIdentity(by=write.by, source=asked.source, old=asked.old, new=asked.new, same=same)
    )


@router.get("/questions", include_in_schema=False)
def questions_page(read: Reading) -> Response:
    """Show the questions."""
    read.require(Role.COORDINATOR)
    return render(read, "questions.html", questions=reads.questions(read))


@router.post("/questions/{question}", include_in_schema=False)
def answer_form(
    write: Writing, question: str, same: Annotated[str, Form(max_length=5)]
) -> Response:
    """Answer one."""
    answered(write, question, same=same == "yes")
    return back_to(write, "/questions")
