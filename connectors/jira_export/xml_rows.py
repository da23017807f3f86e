"""Reads the XML that Jira exports: RSS behind a comment, each item let go once it is read."""

import codecs
import io
from collections.abc import Iterator
from typing import Any
from xml.etree.ElementTree import ParseError

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import iterparse

from connectors.jira_export.frames import (
    MOST_ROWS,
    ROWS_PER_FRAME,
    XML,
    End,
    Frame,
    Head,
    Row,
    Rows,
    Text,
)
from hub.refused_files import FileRefused

DEEPEST = 200
ITEM = 3  # depth of an issue: rss, channel, item
SPACE = b" \t\r\n"
NOBODY = "-1"
SINGLE = {
    "summary": "title",
    "type": "type",
    "status": "status",
    "priority": "priority",
    "resolution": "resolution",
    "assignee": "assignee",
    "reporter": "reporter",
    "created": "created",
    "due": "due",
    "description": "description",
    "environment": "environment",
    "parent": "parent",
    "key": "key",
}
REPEATED = {"fixVersion": "fix_versions", "version": "versions", "component": "components"}
LISTS = {"labels": "labels", "comments": "comment", "attachments": "attachment"}
# Jira leaves these out of an item that has none; it is a full export where these stand.
LEFT_OUT = ("due", "fix_versions", "versions", "components", "parent")
FULL = frozenset({"assignee", "reporter", "status", "labels"})
LINKS = {"inwardlinks": "link_in", "outwardlinks": "link_out"}
SPRINT = ":gh-sprint"


def read_xml(content: bytes) -> Iterator[Frame]:
    """Yield the frames of an RSS file; raise `FileRefused` for anything else."""
    body = without_prologue(content)
    try:
        yield from Walk().frames(
            iterparse(io.BytesIO(body), events=("start", "end"), forbid_dtd=True)
        )
    except DefusedXmlException as error:
        raise FileRefused("jira_dtd") from error
    except (ParseError, ValueError, LookupError) as error:  # the latter two: unknown encodings
        raise FileRefused("damaged_export") from error


def without_prologue(content: bytes) -> bytes:
    """Give the XML from its real beginning.

    Jira writes a comment first, in some files even before the declaration; in it stands a
    `<?xml-stylesheet` that means nothing.
    """
    body = content.removeprefix(codecs.BOM_UTF8).lstrip(SPACE)
    while body.startswith((b"<!--", b"<?xml-stylesheet")):
        end = b"-->" if body.startswith(b"<!--") else b"?>"
        _, ended, body = body.partition(end)
        if not ended:
            raise FileRefused("damaged_export")
        body = body.lstrip(SPACE)
    if body.startswith(b"<!"):
        raise FileRefused("jira_dtd")
    return body


class Walk:
    """One walk through the elements."""

    def __init__(self) -> None:
        self.extent = (0, -1, -1)
        self.rows: list[Row] = []
        self.told = 0

    def frames(self, events: Iterator[tuple[str, Any]]) -> Iterator[Frame]:
        """Yield what is read; the head comes last, for its parts may stand anywhere."""
        stack: list[Any] = []
        for event, element in events:
            if event == "start":
                stack.append(element)
                self._check(stack)
                continue
            stack.pop()
            if len(stack) == ITEM - 1:
                self._listed(element)
                stack[-1].clear()
                yield from self._part(ROWS_PER_FRAME)
        yield from self._part(1)
        start, end, total = self.extent
        yield Head(XML, start=start, end=end, total=total)
        yield End(self.told, self.told, 0)

    def _check(self, stack: list[Any]) -> None:
        if len(stack) > DEEPEST:
            raise FileRefused("damaged_export")
        if len(stack) == 1 and stack[0].tag != "rss":
            raise FileRefused("no_jira_export")
        if self.told > MOST_ROWS:
            raise FileRefused("too_much_inside", part="rss", limit=f"{MOST_ROWS} rows")

    def _listed(self, element: Any) -> None:
        if element.tag == "issue":
            found = [element.get(name, "") for name in ("start", "end", "total")]
            if all(number.isdigit() for number in found):
                self.extent = (int(found[0]), int(found[1]), int(found[2]))
        elif element.tag == "item":
            self.told += 1
            self.rows.append(row_of(self.told, element))

    def _part(self, least: int) -> Iterator[Frame]:
        if len(self.rows) >= least:
            yield Rows(tuple(self.rows))
            self.rows = []


def row_of(number: int, item: Any) -> Row:
    """Give one issue as its item shows it."""
    key = words(item.find("key")) or str(number)
    shown: dict[str, list[Text]] = {}
    for element in item:
        for name, texts in told_by(element, key):
            shown.setdefault(name, []).extend(texts)
    if shown.keys() >= FULL:
        shown |= {name: [] for name in LEFT_OUT if name not in shown}
    return Row(number, shown)


def told_by(element: Any, key: str) -> Iterator[tuple[str, list[Text]]]:
    """Yield our name and the texts of each field that one element of an item shows."""
    tag, place = element.tag, f"xml!{key}/{element.tag}"
    if tag in SINGLE:
        yield SINGLE[tag], [*single(element, place)]
        if tag == "key" and (number := str(element.get("id", "")).strip()):
            yield "id", [Text(number, "", place)]
    elif tag in REPEATED:
        yield REPEATED[tag], [*single(element, place)]
    elif tag in LISTS:
        yield LISTS[tag], [one for each in element for one in listed(tag, each, place)]
    elif tag == "statusCategory":
        yield "status_category", [Text("", element.get("key", ""), place)]
    elif tag == "issuelinks":
        yield from linked(element, place)
    elif tag == "customfields":
        yield from customs(element, key)


def words(element: Any) -> str:
    """Give the text of an element, without blanks around it."""
    return "" if element is None else "".join(element.itertext()).strip()


def single(element: Any, place: str) -> Iterator[Text]:
    """Yield the text with its id; nobody, unresolved and empty tags yield nothing."""
    person = element.get("accountid") or element.get("username") or ""
    found = element.get("id") or person
    text = words(element)
    if found != NOBODY and text:
        yield Text(text, found, place)


def listed(tag: str, element: Any, place: str) -> Iterator[Text]:
    """Yield a label, comment or attachment in the form that the CSV has it in."""
    if tag == "labels":
        if label := words(element):
            yield Text(label, "", place)
        return
    at, author = element.get("created", ""), element.get("author", "")
    what = words(element) if tag == "comments" else element.get("name", "")
    number = element.get("id", "")
    yield Text(f"{at};{author};{what}", number, f"{place}#{number}" if number else place)


def linked(element: Any, place: str) -> Iterator[tuple[str, list[Text]]]:
    """Yield each link as field and key of the other issue."""
    for kind in element.iter("issuelinktype"):
        name = words(kind.find("name"))
        for direction, field in LINKS.items():
            others = [
                other for group in kind.findall(direction) for other in group.iter("issuekey")
            ]
            yield f"{field}:{name}", [Text(words(other), "", place) for other in others]


def customs(element: Any, key: str) -> Iterator[tuple[str, list[Text]]]:
    """Yield the custom fields by name; each text has the field's id."""
    for custom in element.findall("customfield"):
        name = " ".join(words(custom.find("customfieldname")).split())
        number = custom.get("id", "")
        values = [words(one) for one in custom.iter("customfieldvalue")]
        values += [words(one) for one in custom.iter("label")]
        field = "sprints" if custom.get("key", "").endswith(SPRINT) else f"custom:{name}"
        place = f"xml!{key}/{number or 'customfield'}"
        yield field, [Text(value, number, place) for value in values if value]
