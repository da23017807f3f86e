"""What a filled workbook of flags says: a list that a person looks at before it is recorded."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from api.deps import Read
from api.reads.flag_book import ANSWERS, WAITING
from api.reads.flags import one_flag
from hub import plugins
from hub.errors import HubError, NotFound, Outdated, Refused
from hub.flag_book import OPEN, Filled, Returned
from hub.locale import LANGUAGES, _, translate
from hub.model.event import stream_id
from hub.model.flags import VendorReplied
from projections.cases import history

NEW, ALREADY, QUARANTINED = "new", "already", "quarantined"
CONTENT = ("answer", "words", "new_on", "evidence", "blocked_by", "since_on")
TELLING = {"new_date": "new_on", "evidence": "evidence", "blocked": "blocked_by"}
TWO_ANSWERS = _("This row holds two different answers; keep one of them.")
NO_ANSWER = _("Choose one of the answers of the list.")
NO_DAY = _("Write the day as year-month-day, such as 2026-03-20: {text}.")
TWICE = _("This flag stands in two rows with different answers; keep one of them.")


@dataclass(frozen=True)
class ReplyRow:
    """One filled row. *outcome*: new, already (recorded before), or quarantined with a reason."""

    row: int
    flag: str
    item: str
    outcome: str
    answer: str = ""
    words: str = ""
    new_on: date | None = None
    evidence: str = ""
    blocked_by: str = ""
    since_on: date | None = None
    reason: str = ""  # in the reader's language
    changed: list[str] = field(default_factory=list)  # locked cells that are ignored
    text: str = ""  # what stood in the row
    message: str = ""  # of the reason: the template, and what fills it
    values: dict[str, str] = field(default_factory=dict)

    @property
    def content(self) -> dict[str, Any]:
        """Give the answer as a command takes it."""
        return {name: getattr(self, name) for name in CONTENT}


@dataclass(frozen=True)
class Preview:
    """What would be recorded. *upload* names the file for the confirmation."""

    upload: str
    name: str
    sheet: str  # of the flags, whatever it is called now
    new: int
    already: int
    quarantined: int
    rows: list[ReplyRow]


def preview(read: Read, upload: str, name: str, body: bytes) -> Preview:
    """Read a filled workbook as who asks may answer it; nothing is recorded."""
    found = read_back(read, name, body)
    rows = [_row(read, filled) for filled in found.rows if set(filled.texts) & set(OPEN)]
    rows = [said(row, read) for row in sorted(_single(rows), key=lambda row: row.row)]
    counted = Counter(row.outcome for row in rows)
    new, already, aside = (counted[each] for each in (NEW, ALREADY, QUARANTINED))
    return Preview(upload, name, found.sheet, new, already, aside, rows)


def read_back(read: Read, name: str, body: bytes) -> Returned:
    """Read the file, or say that the hub has not sent it."""
    reader = next(kind.returned for kind in plugins.connectors().values() if kind.returned)
    found: Returned = reader(body, name, read.hub.calendar.day_of(read.now))
    if not found.identity.startswith(f"hub:{read.hub.project}:"):
        raise Refused(
            "This is no workbook of flags that this hub has sent.",
            remedy="Download the workbook of your flags, fill it in, and send that one.",
        )
    return found


def _row(read: Read, filled: Filled) -> ReplyRow:
    flag, text = filled.texts["flag"], " | ".join(filled.texts.values())
    said: dict[str, Any] = {"row": filled.row, "flag": flag, "text": text[:500]}
    said |= {"item": filled.texts.get("item", ""), "changed": list(filled.changed)}
    try:
        _open_flag(read, flag)
        content = _content(read, filled)
    except HubError as refusal:
        return refused(ReplyRow(**said, outcome=QUARANTINED), refusal)
    is_known = any(_same(content, event) for event in _replies(read, flag))
    return ReplyRow(**said, outcome=ALREADY if is_known else NEW, **content)


def _open_flag(read: Read, flag: str) -> None:
    """Refuse another vendor's flag in the words of one that is none, and a closed one."""
    if one_flag(read, flag).state not in WAITING:
        raise Outdated(
            "The client has withdrawn or closed this flag; nothing was recorded.",
            remedy="Reload your list of flags.",
        )


def refused(row: ReplyRow, refusal: HubError) -> ReplyRow:
    """Give the row set aside, with the reason."""
    values = {name: str(value) for name, value in refusal.values.items()}
    return replace(row, outcome=QUARANTINED, message=refusal.message, values=values)


def _content(read: Read, filled: Filled) -> dict[str, Any]:
    """Give the answer of a row; raise `Refused` where it cannot be told which it is."""
    for name in ("new_on", "since_on"):
        if name in filled.texts and name not in filled.days:
            raise Refused(NO_DAY, text=filled.texts[name][:80])
    answer = _answer(filled.texts)
    return {
        "answer": answer,
        "words": filled.texts.get("words", ""),
        "new_on": filled.days.get("new_on"),
        "evidence": filled.texts.get("evidence", ""),
        "blocked_by": _court(read, filled.texts.get("blocked_by", "")),
        "since_on": filled.days.get("since_on"),
    }


def _answer(texts: Mapping[str, str]) -> str:
    """Tell which answer a row gives: the chosen one, else the only one whose cells are filled."""
    told = [answer for answer, name in TELLING.items() if texts.get(name)]
    chosen = texts.get("reply", "")
    if chosen:
        word = _word(chosen)
        if not word:
            raise Refused(NO_ANSWER)
        if [answer for answer in told if answer != word]:
            raise Refused(TWO_ANSWERS)
        return word
    if len(told) > 1:
        raise Refused(TWO_ANSWERS)
    if not told and not texts.get("words"):
        raise Refused(NO_ANSWER)
    return told[0] if told else "disagree"


def _word(text: str) -> str:
    """Find the answer that a word of any of our languages means."""
    wanted = text.strip().casefold()
    for answer, word in ANSWERS.items():
        if wanted in {answer, *(translate(word, lang).casefold() for lang in LANGUAGES)}:
            return answer
    return ""


def _court(read: Read, text: str) -> str:
    """Find the department by its name; one that is unknown stays as it was written."""
    known = {name.casefold(): court for court, name in read.names.items()}
    return known.get(text.strip().casefold(), text.strip())


def _replies(read: Read, flag: str) -> list[VendorReplied]:
    with read.engine.connect() as db:
        events = history(db, str(stream_id("flag", read.hub.project, flag)))
    return [event for event in events if isinstance(event, VendorReplied)]


def _same(content: Mapping[str, Any], event: VendorReplied) -> bool:
    return all(getattr(event, name) == value for name, value in content.items())


def _single(rows: Iterable[ReplyRow]) -> Iterable[ReplyRow]:
    """Yield one row for each flag; different answers to one flag are all set aside."""
    by_flag: dict[str, list[ReplyRow]] = {}
    for row in rows:
        by_flag.setdefault(row.flag, []).append(row)
    for same in by_flag.values():
        told = [row for row in same if row.outcome != QUARANTINED]
        yield from (row for row in same if row.outcome == QUARANTINED)
        if any(row.content != told[0].content for row in told):
            yield from (refused(row, Refused(TWICE)) for row in told)
        else:
            yield from told[:1]


def said(row: ReplyRow, read: Read) -> ReplyRow:
    """Say the reason in the reader's language."""
    return replace(row, reason=read.say(row.message, **row.values)) if row.message else row


def kept_upload(read: Read, upload: str) -> tuple[str, bytes]:
    """Give name and bytes of a workbook that this company has sent before."""
    person = read.principal.person
    try:
        note = read.hub.originals.about(upload)
    except NotFound:
        note = None
    if note is None or note.kind != "replies" or note.mentions != (person.party or person.side,):
        raise NotFound("There is no such file.", remedy="Send the workbook again.")
    return note.origin, read.hub.originals.read(upload)
