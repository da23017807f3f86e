"""Reads a project to the frames that the parent gets; each element is let go once it is read."""

import codecs
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import ParseError

from defusedxml.common import DefusedXmlException, DTDForbidden
from defusedxml.ElementTree import iterparse

from connectors.ms_project.calendars import calendar_of
from connectors.ms_project.frames import (
    ITEM,
    MOST_TASKS,
    QUARANTINED,
    SUMMARY,
    TASKS_PER_FRAME,
    Assignment,
    End,
    Frame,
    Head,
    Resource,
    Tasks,
)
from connectors.ms_project.links import linked
from connectors.ms_project.tasks import TaskReader, local, texts_of
from connectors.ms_project.values import NotUnderstood, day_of, is_set, whole_of
from hub.drop_folder import MOST_BYTES
from hub.refused_files import FileRefused

HEAD = 4096
NAMESPACE = b"http://schemas.microsoft.com/project"
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
DEEPEST = 64
MOST_ATTRIBUTES = 64
LISTED = 3  # depth of a task in the list of tasks
NOBODY = "-65535"
WORK = "1"  # the type of resources that work; others are material and costs


def is_project(head: bytes) -> bool:
    """Tell MS Project XML by its namespace."""
    start = head.removeprefix(codecs.BOM_UTF8).lstrip()
    return start.startswith(b"<") and NAMESPACE in head


def check(path: Path, name: str) -> None:
    """Refuse a file that is no MS Project XML, with what its sender can do."""
    size = path.stat().st_size
    if size == 0:
        raise FileRefused("empty_file")
    if size > MOST_BYTES:
        raise FileRefused("too_large", size=size >> 20, limit=MOST_BYTES >> 20)
    with path.open("rb") as file:
        head = file.read(HEAD)
    if head.startswith(OLE):
        raise FileRefused("mpp" if name.lower().endswith((".mpp", ".mpt")) else "unknown_kind")
    if b"<!doctype" in head.lower() or b"<!entity" in head.lower():
        raise FileRefused("dtd")
    if not is_project(head):
        raise FileRefused("unknown_kind")


def read_file(path: Path, name: str) -> Iterator[Frame]:
    """Yield the frames of a file called *name* by its sender; raise `FileRefused`."""
    check(path, name)
    try:
        with path.open("rb") as file:
            yield from Walk().frames(iterparse(file, events=("start", "end"), forbid_dtd=True))
    except (DTDForbidden, DefusedXmlException) as error:
        raise FileRefused("dtd") from error
    except (ParseError, ValueError) as error:  # ValueError: an encoding that is not read
        raise FileRefused("damaged_project") from error


class Walk:
    """One walk through the elements; each is let go as soon as it is read."""

    def __init__(self) -> None:
        self.texts: dict[str, str] = {}  # of the project itself
        self.reader = TaskReader()
        self.shows_people = False

    def frames(self, events: Iterator[tuple[str, Any]]) -> Iterator[Frame]:
        """Yield what is read; the head comes last: some tools write its parts last."""
        stack: list[Any] = []
        for event, element in events:
            if event == "start":
                stack.append(element)
                check_shape(stack)
                continue
            stack.pop()
            yield from self._ended(element, len(stack) + 1)
            if len(stack) in (1, LISTED - 1):  # what hangs on these is read
                stack[-1].clear()
        tasks, problems = linked(list(self.reader.tasks.values()))
        for start in range(0, len(tasks), TASKS_PER_FRAME):
            yield Tasks(tuple(tasks[start : start + TASKS_PER_FRAME]))
        yield from [*self.reader.problems, *problems]
        yield self._head()
        yield self._sums()

    def _ended(self, element: Any, depth: int) -> Iterator[Frame]:
        name = local(element.tag)
        if depth == LISTED - 1:
            self.shows_people = self.shows_people or name == "Assignments"
            if not len(element) and element.text:
                self.texts.setdefault(name, element.text.strip())
            if name == "MinutesPerDay":
                self.reader.minutes_per_day = whole_of(self.texts.get(name, ""), 480) or 480
        elif depth == LISTED:
            yield from self._listed(name, element)

    def _listed(self, name: str, element: Any) -> Iterator[Frame]:
        if name == "Task":
            self._task(element)
        elif name == "Calendar":
            # A calendar that is no base calendar belongs to a person and bears the name.
            if is_set(texts_of(element).get("IsBaseCalendar", "")):
                yield calendar_of(element)
        elif name == "Resource":
            texts = texts_of(element)
            if texts.get("Type", WORK) == WORK and texts.get("Name"):
                yield Resource(texts.get("UID", ""), texts["Name"], texts.get("Group", ""))
        elif name == "Assignment":
            texts = texts_of(element)
            if texts.get("ResourceUID", NOBODY) != NOBODY:
                yield Assignment(texts.get("TaskUID", ""), texts["ResourceUID"])

    def _task(self, element: Any) -> None:
        if len(self.reader.roles) == MOST_TASKS:
            raise FileRefused("too_much_inside", part=self._name(), limit=f"{MOST_TASKS} tasks")
        self.reader.read(element)

    def _name(self) -> str:
        return self.texts.get("Title") or self.texts.get("Name") or "MS Project"

    def _head(self) -> Head:
        return Head(
            name=self.texts.get("Name", ""),
            title=self.texts.get("Title", ""),
            guid=self.texts.get("GUID", "").strip("{}").lower(),
            status_on=plain_day(self.texts.get("StatusDate", "")),
            saved_on=plain_day(self.texts.get("LastSaved", "")),
            minutes_per_day=self.reader.minutes_per_day,
        )

    def _sums(self) -> End:
        """Count rows in, mapped and quarantined; every task is one or the other."""
        roles = Counter(self.reader.roles)
        told = roles[ITEM] + roles[SUMMARY]
        if told != len(self.reader.tasks):
            raise FileRefused("unbalanced", rows_in=told, rows_out=len(self.reader.tasks))
        rows, quarantined = roles.total(), roles[QUARANTINED]
        return End(rows, rows - quarantined, quarantined, told, self.shows_people)


def check_shape(stack: list[Any]) -> None:
    """Refuse what Project never writes: another root, deep nesting, many attributes."""
    is_foreign = len(stack) == 1 and local(stack[0].tag) != "Project"
    if is_foreign:
        raise FileRefused("unknown_kind")
    if len(stack) > DEEPEST or len(stack[-1].attrib) > MOST_ATTRIBUTES:
        raise FileRefused("damaged_project")


def plain_day(text: str) -> str:
    """Give a day of the project's own, empty where it is none."""
    try:
        return day_of(text)
    except NotUnderstood:
        return ""
