"""Lists as files: the same rows as on the pages, with titles and words in the reader's language."""

from collections.abc import Callable, Iterable
from typing import Any, TypeVar

from fastapi import Response

from api import labels
from api.deps import Read
from api.paging import PageOf, Slice
from hub.errors import Refused
from hub.export import FORMS, Column, Table, written
from hub.locale import _
from hub.sentences import court_name

Row = TypeVar("Row")
AT_ONCE = 2000
MOST_ROWS = 100_000
WIDE = frozenset({"title", "sentence", "about_title", "text", "remedy", "words", "decision_asked"})
COURTS = frozenset({"court", "blocked_by", "wanted"})
CODES = frozenset({"state", "severity", "kind", "side", "answer", "gap", "field", "vanished"})
TITLES = {
    "id": _("Id in the hub"),
    "rule": _("Rule"),
    "state": _("State"),
    "severity": _("Severity"),
    "court": _("Whose turn"),
    "sentence": _("Sentence"),
    "about_key": _("Key"),
    "about_title": _("Title"),
    "title": _("Title"),
    "key": _("Key"),
    "module": _("Module"),
    "phase": _("Phase"),
    "since": _("Since"),
    "opened_on": _("Opened on"),
    "waived_until": _("Waived until"),
    "source": _("Source"),
    "due": _("Said due date"),
    "percent": _("Said percent"),
    "vanished": _("Not shown any more"),
    "last_at": _("Last said at"),
    "party": _("Company"),
    "reply_by": _("Answer due"),
    "item": _("Work item"),
    "commitment": _("Commitment"),
    "finding": _("Finding"),
    "series": _("Series"),
    "flagged_at": _("Asked at"),
    "answer": _("Answer"),
    "words": _("Words"),
    "new_on": _("New date"),
    "evidence": _("Evidence"),
    "blocked_by": _("Blocked by"),
    "since_on": _("Blocked since"),
    "replied_at": _("Replied at"),
    "kind": _("Kind"),
    "side": _("Side"),
    "unit": _("Department or team"),
    "start_on": _("Agreed start"),
    "finish_on": _("Agreed finish"),
    "confirmed_on": _("Confirmed date"),
    "promised_on": _("Promised date"),
    "countered_on": _("Date offered instead"),
    "noticed": _("Reminders"),
    "reason": _("Reason"),
    "text": _("Text"),
    "remedy": _("What to do"),
    "field": _("Field"),
    "locator": _("Place"),
    "recorded_at": _("Recorded at"),
    "contract": _("In the contract"),
    "wanted": _("Wanted by"),
    "wanted_by": _("Wanted until"),
    "delivered_on": _("Delivered on"),
    "gap": _("Gap"),
    "asked_by": _("Raised by"),
    "asked_on": _("Raised on"),
    "decision": _("Decision"),
    "decision_asked": _("Question to be decided"),
}


def everything(part: Callable[[PageOf], Slice[Row]]) -> list[Row]:
    """Give all rows of a list, part by part, as the reader sees it."""
    rows: list[Row] = []
    page = PageOf(limit=AT_ONCE)
    while True:
        found = part(page)
        if found.total > MOST_ROWS:
            raise Refused(
                "The list has {rows} rows; a file takes {most}.",
                remedy="Narrow the list by its filters and export the parts.",
                rows=found.total,
                most=MOST_ROWS,
            )
        rows += found.items
        if found.next_cursor is None:
            return rows
        page = PageOf(found.next_cursor, AT_ONCE)


def as_file(
    read: Read, name: str, names: Iterable[str], rows: Iterable[Any], form: str
) -> Response:
    """Give rows, the columns *names* of them, as a file called after *name*."""
    columns = [column_of(read, each) for each in names]
    about = {"project": read.hub.project, "as_of": read.instant.isoformat()}
    table = Table(name, columns, map(vars, rows), about)
    day = read.hub.calendar.day_of(read.instant)
    headers = {"Content-Disposition": f'attachment; filename="{name}-{day}.{form}"'}
    return Response(written(table, form), media_type=FORMS[form], headers=headers)


def column_of(read: Read, name: str) -> Column:
    """Give a column with its title and the words of its codes in the reader's language."""

    def court(value: Any) -> Any:
        return court_name(value, read.lang, read.names) if value else ""

    def code(value: Any) -> Any:
        return labels.label(str(value), read.lang) if value else ""

    def rule(value: Any) -> str:
        return read.say(str(value))

    show: dict[str, Callable[[Any], Any]] = dict.fromkeys(COURTS, court)
    show |= dict.fromkeys(CODES, code) | {"rule": rule}
    shown = {"show": show[name]} if name in show else {}
    return Column(name, read.say(TITLES[name]), is_wide=name in WIDE, **shown)
