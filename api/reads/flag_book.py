"""The flags of a vendor on its own file: which file, which cells, which words."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select

from api.deps import Read
from api.formats import short_place
from api.paging import PageOf
from api.reads.findings import say
from api.reads.flags import FlagFilters, FlagRow, list_flags
from api.reads.sources import EditionRow, editions
from hub.accounts.passwords import new_id
from hub.errors import NotFound
from hub.flag_book import Asked, FlagBook
from hub.locale import _
from hub.model.commitments import MEETING
from hub.model.findings import Conclusion
from hub.model.items import Item
from hub.sentences import subject_of
from projections.findings import conclusion_of, finding
from projections.items import item, item_of
from projections.plan import commitment

MOST = 1_000
WAITING = ("open", "replied")
READ = ("read", "released")
SHEET = _("Flags")
TITLES = {
    "flag": _("Flag"),
    "item": _("Item"),
    "place": _("Cell"),
    "sentence": _("What is asked"),
    "reply_by": _("Answer due"),
    "reply": _("Your answer"),
    "new_on": _("New date"),
    "evidence": _("Where the evidence can be seen"),
    "blocked_by": _("Blocked by department"),
    "since_on": _("Blocked since"),
    "words": _("Words, or why you disagree"),
}
ANSWERS = {
    "new_date": _("new date"),
    "evidence": _("evidence"),
    "blocked": _("blocked"),
    "disagree": _("disagree"),
}
REBUILT = _("The values of your file; its formatting was not kept. Your own file stays as it is.")


@dataclass(frozen=True)
class Known:
    """What a vendor may see of what its flags are about."""

    items: Mapping[str, Item]
    commitments: Mapping[str, Any]
    conclusions: Mapping[str, Conclusion]


def waiting_flags(read: Read) -> list[FlagRow]:
    """Give the flags that wait for an answer, or that can still get another one."""
    flags = list_flags(read, FlagFilters(), PageOf(limit=MOST)).items
    return [flag for flag in flags if flag.state in WAITING]


def own_file(read: Read, flags: Iterable[FlagRow], edition: str = "") -> EditionRow | None:
    """Give the file that is annotated: the one named, else the newest that holds flagged items."""
    files = [each for each in editions(read, limit=200) if each.source.startswith("workbook:")]
    if edition:
        named = [each for each in files if each.id == edition]
        if not named:
            raise NotFound("There is no such edition.", remedy="Open the list of sources.")
        return named[0]
    counted = [each for each in files if each.state in READ]
    sources = {held.source for held in _items(read, [flag.item for flag in flags]).values()}
    flagged = [each for each in counted if each.source in sources]
    newest = sorted(flagged or counted, key=lambda each: (each.edition_on, each.recorded_at))
    return newest[-1] if newest else None


def flag_book(read: Read, flags: list[FlagRow], original: str = "") -> FlagBook:
    """Give everything that the workbook says; *original* is the file whose cells are marked."""
    known = Known(
        _items(read, [flag.item for flag in flags]),
        _commitments(read, [flag.commitment for flag in flags]),
        _conclusions(read, [flag.finding for flag in flags]),
    )
    names = read.names.items()
    return FlagBook(
        identity=f"hub:{read.hub.project}:{original[:12]}:{read.instant.isoformat()}:{new_id()}",
        sheet=read.say(SHEET),
        titles={name: read.say(title) for name, title in TITLES.items()},
        answers=tuple(read.say(word) for word in ANSWERS.values()),
        departments=tuple(name for court, name in names if court.startswith("client:")),
        author=read.hub.project,
        rebuilt=read.say(REBUILT),
        asked=tuple(_asked(read, flag, known, original) for flag in flags),
    )


def item_words(flag: FlagRow, known: Known) -> tuple[str, str]:
    """Give how a flag's subject is called, with its key, and its title alone."""
    if flag.item in known.items:
        held = known.items[flag.item]
        return f"{held.key} {held.title}".strip(), held.title
    if flag.commitment in known.commitments:
        row = known.commitments[flag.commitment]
        return f"{row.key} {row.title}".strip(), row.title
    if flag.finding in known.conclusions:
        return subject_of(known.conclusions[flag.finding]), ""
    return flag.key, ""


def _asked(read: Read, flag: FlagRow, known: Known, original: str) -> Asked:
    shown, title = item_words(flag, known)
    conclusion = known.conclusions.get(flag.finding)
    return Asked(
        flag=flag.id,
        item=shown,
        title=title,
        sentence=flag.sentence,
        reply_by=flag.reply_by,
        severity=str(conclusion.severity) if conclusion else "",
        comment=_comment(read, flag, conclusion),
        cells=tuple(_cells(flag, known, original)),
    )


def _comment(read: Read, flag: FlagRow, conclusion: Conclusion | None) -> str:
    """Say rule, sentence, citation and number; the sentence of the client comes first."""
    parts = [flag.sentence]
    if conclusion is not None:
        places = [cited.locator for cited in _citations(conclusion) if cited.locator][:2]
        parts = [read.say(conclusion.rule), *parts, say(read, conclusion)]
        parts += [short_place(place) for place in places]
    return "\n".join([*parts, flag.id])


def _cells(flag: FlagRow, known: Known, original: str) -> list[str]:
    """Give the cells of one file that a flag is about: what a finding cites, else the title."""
    start = f"workbook:{original}/"
    cited: list[str] = []
    if flag.finding in known.conclusions:
        cited = [each.locator for each in _citations(known.conclusions[flag.finding])]
    if flag.item in known.items and "title" in known.items[flag.item].fields:
        cited.append(known.items[flag.item].fields["title"].locator)
    if flag.commitment in known.commitments:
        terms = known.commitments[flag.commitment].locators
        cited += [place for term, place in terms.items() if term != MEETING]
    if not original:
        return []
    return list(dict.fromkeys(c.removeprefix(start) for c in cited if c.startswith(start)))


def _citations(conclusion: Conclusion) -> list[Any]:
    return [cited for operand in conclusion.operands.values() for cited in operand]


def _items(read: Read, names: list[str]) -> dict[str, Item]:
    wanted = select(item.c.id, item.c.body).where(item.c.id.in_(names), read.visible.items())
    with read.engine.connect() as db:
        return {row.id: item_of(row.body) for row in db.execute(wanted)}


def _commitments(read: Read, names: list[str]) -> dict[str, Any]:
    seen = read.visible.commitments()
    wanted = select(commitment).where(commitment.c.id.in_(names), seen)
    with read.engine.connect() as db:
        return {row.id: row for row in db.execute(wanted)}


def _conclusions(read: Read, names: list[str]) -> dict[str, Conclusion]:
    wanted = select(finding).where(finding.c.id.in_(names), read.visible.findings())
    with read.engine.connect() as db:
        return {row.id: conclusion_of(row.conclusion) for row in db.execute(wanted)}
