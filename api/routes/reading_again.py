"""Files that would be understood otherwise now: which they are, and reading them again."""

from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Form, Response

from api.deps import Reading
from api.routes.uploads import refuse_unread
from api.writes import Write, Writing, WritingJson, back_to
from hub import reading_again
from hub.model.people import Role
from hub.reading_again import OutdatedSource

router = APIRouter(tags=["uploads"])


@dataclass(frozen=True)
class WasReadAgain:
    """What came of reading files again."""

    run: str
    outcome: str
    new: int
    opened: int


@router.get("/v1/sources/outdated")
def list_outdated(read: Reading) -> list[OutdatedSource]:
    """List the files that were read before their words, profile or columns were mended."""
    read.require(Role.COORDINATOR)
    return reading_again.outdated(read.hub)


@router.post("/v1/sources/{source}/read-again")
def read_again(write: WritingJson, source: str) -> WasReadAgain:
    """Read the outdated files of a source again; doing it twice records nothing twice."""
    return done_again(write, source)


@router.post("/sources/read-again", include_in_schema=False)
def read_again_form(write: Writing, source: Annotated[str, Form(max_length=120)]) -> Response:
    """Read them again, and go back to the list."""
    done_again(write, source)
    return back_to(write, "/uploads")


def done_again(write: Write, source: str) -> WasReadAgain:
    """Read again what a person has asked for."""
    write.require(Role.COORDINATOR)
    result = reading_again.read_again(write.hub, source, write.by, write.now)
    [outcome] = result.outcomes
    refuse_unread(outcome)
    opened = len(result.evaluated.opened)
    return WasReadAgain(result.run, outcome.outcome, outcome.new, opened)
