"""Flags by workbook: the vendor's own file with what is asked, and many answers at once."""

from dataclasses import dataclass, replace
from hashlib import sha256
from pathlib import PurePath
from typing import Annotated
from urllib.parse import quote

import structlog
from fastapi import APIRouter, File, Query, Response, UploadFile

from api.access import seen
from api.app import LARGE
from api.deps import Read, Reading
from api.pages import render
from api.reads import returned as reads
from api.reads.flag_book import flag_book, own_file, waiting_flags
from api.reads.flags import FlagRow
from api.reads.returned import NEW, QUARANTINED, Preview, ReplyRow
from api.reads.sources import EditionRow
from api.visible import VENDOR
from api.writes import Write, Writing, WritingJson, back_to
from hub import plugins
from hub.drop_folder import MOST_BYTES
from hub.errors import HubError, NotFound, Refused
from hub.export import FORMS
from hub.flag_book import Annotate, FlaggedFile
from hub.model.event import Interval
from hub.model.facts import RecordQuarantined
from hub.model.flags import ReplyToFlag
from hub.refused_files import FileRefused

router = APIRouter(tags=["flags"])
log = structlog.get_logger()
Edition = Annotated[
    str, Query(max_length=80, description="Which of your files; empty: the newest one.")
]
Workbook = Annotated[UploadFile, File(description="The filled workbook of flags.")]


@dataclass(frozen=True)
class Recorded:
    """What came of the rows: ids of new events, rows recorded before, rows in quarantine."""

    events: list[str]
    already: int
    quarantined: list[ReplyRow]


@router.get("/v1/vendor/flags/workbook")
def workbook(read: Reading, edition: Edition = "") -> Response:
    """Give the vendor's own file with its flags, and a sheet to answer them all."""
    read.require(*VENDOR)
    flags = waiting_flags(read)
    file = own_file(read, flags, edition)
    seen(read, f"workbook:{file.original}" if file else "workbook:")
    made = on_own_file(read, flags, file) if file else alone(read, flags)
    day = read.hub.calendar.day_of(read.instant)
    stem = PurePath(file.name if file else "").stem or read.hub.project
    return attachment(made.body, f"{stem} annotated {day}.xlsx", FORMS["xlsx"])


def on_own_file(read: Read, flags: list[FlagRow], file: EditionRow) -> FlaggedFile:
    """Put the flags on the file; one that cannot be read or written any more is left out."""
    try:
        body = read.hub.originals.read(file.original)
        return annotator()(body, file.name, flag_book(read, flags, file.original))
    except Refused as refusal:
        log.info("file_not_annotated", original=file.original, code=refusal.code)
        return alone(read, flags)


def alone(read: Read, flags: list[FlagRow]) -> FlaggedFile:
    """Give the flags without a file."""
    return annotator()(b"", "", flag_book(read, flags))


def annotator() -> Annotate:
    """Find the connector whose files people fill in."""
    found: Annotate = next(kind.annotate for kind in plugins.connectors().values() if kind.annotate)
    return found


@router.get("/v1/vendor/flags/workbook/original")
def original(read: Reading, edition: Edition = "") -> Response:
    """Give the vendor's own file as it was sent."""
    read.require(*VENDOR)
    file = own_file(read, waiting_flags(read), edition)
    if file is None:
        raise NotFound("There is no file of yours.", remedy="Look at your sources.")
    return attachment(read.hub.originals.read(file.original), file.name, "application/octet-stream")


def attachment(body: bytes, name: str, kind: str) -> Response:
    """Give a file to be saved, under a name that may be in any language (RFC 6266)."""
    plain = "".join(c if c.isascii() and (c.isalnum() or c in "-_. ") else "_" for c in name)
    told = f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(name)}"
    return Response(body, media_type=kind, headers={"Content-Disposition": told})


@router.post("/v1/vendor/flags/replies", max_body_size=LARGE)
def preview_json(write: WritingJson, file: Workbook) -> Preview:
    """Read a filled workbook and give the list of answers; confirm it to have them recorded."""
    return received(write, file)


@router.post("/v1/vendor/flags/replies/{upload}")
def confirm_json(write: WritingJson, upload: str) -> Recorded:
    """Record the answers of a workbook that was sent before, each in the sender's name."""
    return confirmed(write, upload)


@router.get("/vendor/replies", include_in_schema=False)
def replies_page(read: Reading) -> Response:
    """Show where to send the filled workbook."""
    read.require(*VENDOR)
    return render(read, "replies.html", preview=None, recorded=None)


@router.post("/vendor/replies", include_in_schema=False, max_body_size=LARGE)
def preview_form(write: Writing, file: Workbook) -> Response:
    """Show the list before anything is recorded."""
    return render(write, "replies.html", preview=received(write, file), recorded=None)


@router.post("/vendor/replies/{upload}", include_in_schema=False)
def confirm_form(write: Writing, upload: str) -> Response:
    """Record the list; what was set aside is shown again."""
    recorded = confirmed(write, upload)
    if recorded.quarantined:
        return render(write, "replies.html", preview=None, recorded=recorded)
    return back_to(write, "/vendor")


def received(write: Write, file: UploadFile) -> Preview:
    """Keep the file as it came, and read it."""
    write.require(*VENDOR)
    body = file.file.read(MOST_BYTES + 1)
    if len(body) > MOST_BYTES:
        size = (file.size or len(body)) >> 20
        raise FileRefused("too_large", size=size, limit=MOST_BYTES >> 20)
    name = PurePath((file.filename or "").replace("\\", "/")).name[:200]
    shown = reads.preview(write, sha256(body).hexdigest(), name, body)
    by = write.by
    write.hub.originals.keep(
        body,
        kind="replies",
        origin=name,
        received_at=write.now,
        mentions=(by.party or by.side,),
    )
    return shown


def confirmed(write: Write, upload: str) -> Recorded:
    """Record each new answer as the page would; what is refused now is set aside too."""
    write.require(*VENDOR)
    name, body = reads.kept_upload(write, upload)
    shown = reads.preview(write, upload, name, body)
    events: list[str] = []
    aside = [row for row in shown.rows if row.outcome == QUARANTINED]
    for row in shown.rows:
        if row.outcome != NEW:
            continue
        try:
            events += answered(write, shown, row)
        except HubError as refusal:
            aside.append(reads.said(reads.refused(row, refusal), write))
    set_aside(write, shown, aside)
    return Recorded(events, shown.already, aside)


def answered(write: Write, shown: Preview, row: ReplyRow) -> list[str]:
    """Record one answer under a key of its own, so that a second try repeats none."""
    key = sha256(f"{write.key}\n{shown.upload}\n{row.flag}".encode()).hexdigest()
    command = ReplyToFlag(by=write.by, flag=row.flag, locator=place_of(shown, row), **row.content)
    return replace(write, key=key).act(command).events


def place_of(shown: Preview, row: ReplyRow) -> str:
    """Give where a row stands in the file that came back."""
    return f"workbook:{shown.upload}/{shown.sheet}!A{row.row}"


def set_aside(write: Read, shown: Preview, rows: list[ReplyRow]) -> None:
    """Put on record what could not be taken, once for each row of a file."""
    at, upload = write.now, shown.upload
    events = [
        RecordQuarantined(
            subject=f"replies/{upload[:12]}/{row.row}",
            entry=f"{upload[:16]}:{row.row}",
            occurred=Interval.at(at),
            actor=write.principal.person.id,
            locator=place_of(shown, row),
            original=upload,
            reason="reply_not_taken",
            text=row.text,
            remedy=row.message,
            values=row.values,
            edition=upload,
        )
        for row in rows
    ]
    if events:
        hub = write.hub
        hub.log.append(events, project=hub.project, run=f"replies:{upload[:12]}", recorded_at=at)
        hub.catch_up()
