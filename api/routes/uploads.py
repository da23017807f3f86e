"""Files that the coordinator brings: looked at first, columns named, then read; once each."""

import hashlib
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import PurePath
from typing import Annotated, Any

import msgspec
from fastapi import APIRouter, Depends, File, Form, Query, Response, UploadFile
from fastapi.responses import RedirectResponse

from api.app import LARGE
from api.deps import Read, Reading
from api.pages import Links, render
from api.reads import uploads as reads
from api.reads.uploads import UploadPreview
from api.writes import Recorded, Write, Writing, WritingJson
from hub import reading_again, uploads
from hub.accounts.answers import KeptAnswer
from hub.drop_folder import MOST_BYTES
from hub.errors import HubError, Refused
from hub.model.people import Role
from hub.model.runs import ConfirmMapping, SourceOutcome
from hub.pointing import NO_TABLE, Pointed
from hub.refused_files import FileRefused
from hub.uploads import NEW, PLAN, Upload

router = APIRouter(tags=["uploads"])
Brought = Annotated[UploadFile, File(description="A plan or a report.")]
Into = Annotated[
    str,
    Query(max_length=160, description="What it is for: `plan`, a source, or `new:` and a name."),
]
IntoForm = Annotated[str, Form(max_length=160)]


@dataclass(frozen=True)
class Kept:
    """A file that was brought; nothing of it is on record yet."""

    upload: str
    into: str
    name: str


@dataclass(frozen=True)
class WasRead:
    """What came of reading a file."""

    run: str
    outcome: str
    new: int
    quarantined: int
    opened: int
    repeated: bool = False


@dataclass(frozen=True)
class MappingRow:
    """What a person has said that the columns under a header mean."""

    source: str
    fingerprint: str
    columns: dict[str, str]
    by: str
    recorded_at: datetime
    options: dict[str, str]


@dataclass(frozen=True)
class Columns:
    """What the columns mean: our name of each, by the header as it stands in the file."""

    source: str
    columns: dict[str, str]
    options: dict[str, str] = field(default_factory=dict)  # where it was pointed at, or no table


@dataclass(frozen=True)
class Pointing:
    """Where the header of a table begins, where it was not found or is not the right one."""

    sheet: Annotated[str, Query(max_length=120, description="Name of the sheet.")] = ""
    row: Annotated[
        int, Query(ge=0, le=200_000, description="First row of the header, from 1; 0: as found.")
    ] = 0
    rows: Annotated[int, Query(ge=0, le=4, description="How many rows it has; 0: as found.")] = 0

    @property
    def pointed(self) -> Pointed | None:
        """Give the place, if one is named."""
        return Pointed(self.sheet, self.row, self.rows) if self.row and self.sheet else None


PointedAt = Annotated[Pointing, Depends()]


@dataclass(frozen=True)
class NamedColumns:
    """The form's columns: headers and what a person has chosen for each, in one order."""

    fingerprint: Annotated[str, Form(max_length=64)]
    header: Annotated[list[str], Form(max_length=500)]
    meaning: Annotated[list[str], Form(max_length=500)]
    table: Annotated[str, Form(max_length=3)] = ""  # `no`: what has this header is no table
    sheet: Annotated[str, Form(max_length=120)] = ""
    row: Annotated[int, Form(ge=0, le=200_000)] = 0
    rows: Annotated[int, Form(ge=0, le=4)] = 0

    @property
    def said(self) -> tuple[dict[str, str], dict[str, str]]:
        """Give what the columns mean, and what else a person has said."""
        if self.table == NO_TABLE["table"]:
            return {}, NO_TABLE
        pairs = zip(self.header, self.meaning, strict=False)
        columns = {path: name or "extra" for path, name in pairs}
        pointed = Pointed(self.sheet, self.row, self.rows).options if self.row else {}
        return columns, pointed


def keep(write: Write, file: UploadFile, into: str) -> Kept:
    """Keep the file as it came, before anything looks into it."""
    write.require(Role.COORDINATOR)
    body = file.file.read(MOST_BYTES + 1)
    if len(body) > MOST_BYTES:
        size = (file.size or len(body)) >> 20
        raise FileRefused("too_large", size=size, limit=MOST_BYTES >> 20)
    name = PurePath((file.filename or "").replace("\\", "/")).name[:200]
    if not name:
        raise Refused("No file was chosen.", remedy="Choose a file and send it again.")
    sha256 = write.hub.originals.keep(body, kind="upload", origin=name, received_at=write.now)
    uploads.settings_of(write.hub, Upload(name, body, into))  # refused here, not on the next page
    return Kept(sha256, into, name)


def read_once(write: Write, upload: str, into: str) -> WasRead:
    """Read a file into the log and evaluate, once for each key."""
    write.require(Role.COORDINATOR)
    file = reads.kept(write, upload, into)
    mark = hashlib.sha256(f"read\n{upload}\n{into}".encode()).hexdigest()
    account, answers = write.principal.account.id, write.hub.accounts.answers
    earlier = answers.begin(account, write.key, mark, at=write.now)
    if earlier is not None:
        return _repeated(earlier)
    try:
        result = uploads.read(write.hub, file, write.by, write.now)
        [outcome] = result.outcomes
        refuse_unread(outcome)
    except HubError:
        answers.drop(account, write.key)
        raise
    opened = len(result.evaluated.opened)
    told = WasRead(result.run, outcome.outcome, outcome.new, outcome.quarantined, opened)
    answers.keep(account, write.key, KeptAnswer(200, msgspec.json.encode(told).decode()))
    return told


def _repeated(earlier: KeptAnswer) -> WasRead:
    told: dict[str, Any] = msgspec.json.decode(earlier.body)
    return WasRead(**told | {"repeated": True})


def refuse_unread(outcome: SourceOutcome) -> None:
    """Raise what kept a file from being read."""
    if outcome.outcome in {"failed", "running"}:
        raise HubError(outcome.message, remedy=outcome.remedy, **outcome.values)


@router.post("/v1/uploads", max_body_size=LARGE, status_code=201)
def bring(write: WritingJson, file: Brought, into: Into = PLAN) -> Kept:
    """Keep a file; look at it with `GET`, then read it."""
    return keep(write, file, into)


@router.get("/v1/uploads/{upload}")
def look(read: Reading, upload: str, at: PointedAt, into: Into = PLAN) -> UploadPreview:
    """Tell what a file would put on record; nothing is."""
    read.require(Role.COORDINATOR)
    return reads.preview(read, upload, into, at.pointed)


@router.post("/v1/uploads/{upload}/read")
def read_file(write: WritingJson, upload: str, into: Into = PLAN) -> WasRead:
    """Read it into the log, and evaluate."""
    return read_once(write, upload, into)


@router.get("/v1/mappings")
def list_mappings(read: Reading, source: str = "") -> list[MappingRow]:
    """List what people have said about the columns of files."""
    read.require(Role.COORDINATOR)
    names = [source] if source else ["workbook:plan", *(p.into for p in reads.places(read))]
    return [
        MappingRow(
            said["source"],
            said["fingerprint"],
            said["columns"],
            said["actor"],
            said["recorded_at"],
            said["options"],
        )
        for name in dict.fromkeys(names)
        for said in uploads.mappings_of(read.hub, name)
    ]


@router.post("/v1/mappings/{fingerprint}/confirm")
def confirm(write: WritingJson, fingerprint: str, body: Columns) -> Recorded:
    """Say what the columns under a header mean, from now on."""
    return confirmed(write, fingerprint, body)


def confirmed(write: Write, fingerprint: str, said: Columns) -> Recorded:
    """Put on record what the columns mean."""
    write.require(Role.COORDINATOR)
    command = ConfirmMapping(
        by=write.by,
        source=said.source,
        fingerprint=fingerprint,
        columns=said.columns,
        options=said.options,
    )
    return write.act(command)


@router.get("/uploads", include_in_schema=False)
def uploads_page(read: Reading) -> Response:
    """Show the form."""
    read.require(Role.COORDINATOR)
    said = list_mappings(read)
    return render(
        read,
        "uploads.html",
        places=reads.places(read),
        questions=len(reads.questions(read)),
        said=said,
        outdated=reading_again.outdated(read.hub),
        people=read.hub.accounts.names.of(each.by for each in said),
    )


@router.post("/uploads", include_in_schema=False, max_body_size=LARGE)
def bring_form(
    write: Writing,
    file: Brought,
    into: IntoForm,
    series: Annotated[str, Form(max_length=60)] = "",
) -> Response:
    """Keep a file, and show what it would put on record."""
    wanted = f"{NEW}{series.strip()}" if into == NEW else into
    kept = keep(write, file, wanted)
    return _to_preview(write, kept.upload, wanted)


@router.get("/uploads/{upload}", include_in_schema=False)
def preview_page(read: Reading, upload: str, at: PointedAt, into: Into = PLAN) -> Response:
    """Show what a file would put on record."""
    read.require(Role.COORDINATOR)
    file = reads.preview(read, upload, into, at.pointed)
    chosen = at.sheet if not at.row else ""
    rows_of = next((sheet for sheet in file.sheets if sheet.name == chosen), None)
    return render(read, "upload.html", file=file, rows_of=rows_of)


@router.post("/uploads/{upload}/read", include_in_schema=False)
def read_form(write: Writing, upload: str, into: IntoForm) -> Response:
    """Read it, and show that it is on record."""
    read_once(write, upload, into)
    return _to_preview(write, upload, into)


@router.post("/uploads/{upload}/columns", include_in_schema=False)
def columns_form(
    write: Writing,
    upload: str,
    into: IntoForm,
    named: Annotated[NamedColumns, Depends()],
) -> Response:
    """Say what the columns mean, and look again."""
    write.require(Role.COORDINATOR)
    file = reads.kept(write, upload, into)
    source = uploads.settings_of(write.hub, file).source
    confirmed(write, named.fingerprint, Columns(source, *named.said))
    return _to_preview(write, upload, into)


def _to_preview(write: Read, upload: str, into: str) -> Response:
    address = Links(write.request).to(f"/uploads/{upload}", into=into, as_of=None)
    return RedirectResponse(address, status_code=303)
