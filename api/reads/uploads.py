"""A file that waits to be read: what was found in it, and what it would put on record."""

from dataclasses import dataclass, field, replace
from datetime import date, datetime

from sqlalchemy import select

from api.deps import Read
from api.reads.held import COUNTED, held_why
from hub import reading_again, uploads
from hub.errors import NotFound
from hub.ingest.look import LookedSheet, LookedTable
from hub.model.event import stream_id
from hub.model.facts import RecordQuarantined
from hub.pointing import Pointed, is_refused
from hub.uploads import PLAN, Upload
from projections.items import item
from projections.sources import edition, quarantine

MOST_PROBLEMS = 200
MAYBE_SAME = "maybe_same_item"


@dataclass(frozen=True)
class PlaceRow:
    """Where a file can be brought: a source by name."""

    into: str
    series: str
    side: str


@dataclass(frozen=True)
class ProblemRow:
    """One row or value that is not understood, with its cell and what would help."""

    sheet: str
    cell: str
    reason: str
    text: str
    remedy: str
    is_row: bool


@dataclass(frozen=True)
class SaidRow:
    """Who has said, and when, what stands under a header."""

    by: str
    recorded_at: datetime
    is_table: bool


@dataclass(frozen=True)
class UploadPreview:
    """What a file would put on record. With a *refusal* it cannot be read at all."""

    upload: str
    into: str
    name: str
    source: str
    received_at: datetime
    edition_on: date | None = None
    dated_by: str = ""
    tables: list[LookedTable] = field(default_factory=list)
    meanings: list[str] = field(default_factory=list)
    counts: dict[str, int] = field(default_factory=dict)
    records: list[str] = field(default_factory=list)  # the counts, said
    held: str = ""
    held_why: str = ""
    problems: list[ProblemRow] = field(default_factory=list)
    problem_count: int = 0
    questions: int = 0
    refusal: str = ""
    remedy: str = ""
    was_read: bool = False
    sheets: list[LookedSheet] = field(default_factory=list)
    pointed: Pointed | None = None
    confirmed: dict[str, SaidRow] = field(default_factory=dict)  # by fingerprint
    notes: list[str] = field(default_factory=list)  # what to know of the file, said
    again: list[str] = field(default_factory=list)  # other files that would be read otherwise now
    waiting: str = ""  # the edition that waits for a person, where the file was read already


@dataclass(frozen=True)
class QuestionRow:
    """Two rows that may be the same item: what each is called, and the cell of each."""

    id: str
    source: str
    old: str
    new: str
    old_title: str
    new_title: str
    old_locator: str
    new_locator: str
    score: float
    recorded_at: datetime


def places(read: Read) -> list[PlaceRow]:
    """Give the sources that take a file."""
    return [
        PlaceRow(each.source, getattr(each, "series", "") or each.name, str(each.side or ""))
        for each in uploads.places(read.hub)
        if each.name != PLAN
    ]


def kept(read: Read, upload: str, into: str) -> Upload:
    """Give a file that was brought before, or say that there is none."""
    try:
        note = read.hub.originals.about(upload) if upload.isalnum() else None
    except NotFound:
        note = None
    if note is None or not into:
        raise NotFound("There is no such file.", remedy="Bring the file again.")
    return Upload(note.origin, read.hub.originals.read(upload), into)


def said_about(read: Read, source: str) -> dict[str, SaidRow]:
    """Give who has last said what stands under each header of a source."""
    said = list(uploads.mappings_of(read.hub, source))
    names = read.hub.accounts.names.of(each["actor"] for each in said)
    return {
        each["fingerprint"]: SaidRow(
            names.get(each["actor"], each["actor"]),
            each["recorded_at"],
            not is_refused(each["options"]),
        )
        for each in said
    }


def preview(read: Read, upload: str, into: str, pointed: Pointed | None = None) -> UploadPreview:
    """Read a file as it would be read, and record nothing; *pointed* says where its table is."""
    file = replace(kept(read, upload, into), pointed=pointed)
    received_at = read.hub.originals.about(upload).received_at
    found = uploads.preview(read.hub, file, read.now)
    refusal = found.refusal
    held = found.held.reason if found.held else ""
    return UploadPreview(
        upload,
        into,
        file.name,
        found.source,
        received_at,
        found.look.edition_on,
        found.look.dated_by,
        found.look.tables,
        found.look.meanings,
        found.counts,
        [read.say(COUNTED[name], count=count) for name, count in found.counts.items()],
        held,
        held_why(read, held, found.held.values) if found.held else "",
        [_problem(read, each) for each in found.problems[:MOST_PROBLEMS]],
        len(found.problems),
        len(found.questions),
        read.say(refusal.message, **refusal.values) if refusal else "",
        read.say(refusal.remedy, **refusal.values) if refusal else "",
        found.was_read and not refusal,
        found.look.sheets,
        pointed,
        said_about(read, found.source),
        [read.say(note.sentence, **note.values) for note in found.look.notes],
        outdated_beside(read, upload, found.source),
        waiting_as(read, upload, found.source),
    )


def outdated_beside(read: Read, upload: str, source: str) -> list[str]:
    """Name the other files of a source that were read before its columns were mended."""
    found = reading_again.outdated(read.hub, source)
    return [file.name for each in found for file in each.files if file.original != upload]


def waiting_as(read: Read, upload: str, source: str) -> str:
    """Give the held edition that a file is, if it is one."""
    mine = (edition.c.original == upload) & (edition.c.source == source)
    with read.engine.connect() as db:
        held = select(edition.c.id).where(mine, edition.c.state == "held")
        return str(db.scalars(held).first() or "")


def _problem(read: Read, record: RecordQuarantined) -> ProblemRow:
    values = record.values
    return ProblemRow(
        values.get("sheet", ""),
        values.get("cell", ""),
        record.reason,
        record.text,
        read.say(record.remedy, **values) if record.remedy else "",
        record.rows > 0,
    )


def questions(read: Read) -> list[QuestionRow]:
    """Give the pairs of rows of which nobody has said whether they are the same item."""
    wanted = select(quarantine).where(read.visible.quarantine())
    wanted = wanted.where(quarantine.c.reason == MAYBE_SAME).order_by(quarantine.c.recorded_at)
    with read.engine.connect() as db:
        rows = db.execute(wanted).all()
        ids = {
            str(stream_id("item", row.source, row.values[name]))
            for row in rows
            for name in ("old", "new")
        }
        titled = select(item.c.id, item.c.title).where(item.c.id.in_(ids))
        titles: dict[str, str] = {row.id: row.title for row in db.execute(titled)}

    def title(source: str, subject: str) -> str:
        return titles.get(str(stream_id("item", source, subject)), subject)

    return [
        QuestionRow(
            row.id,
            row.source,
            row.values["old"],
            row.values["new"],
            title(row.source, row.values["old"]),
            title(row.source, row.values["new"]),
            row.values.get("other", ""),
            row.locator,
            float(row.values.get("score", 0)),
            row.recorded_at,
        )
        for row in rows
    ]
