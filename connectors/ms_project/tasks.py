"""Turns the elements of tasks into typed tasks; what is not understood becomes a problem."""

from collections.abc import Callable
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any, TypeVar

from connectors.ms_project.frames import (
    FOREIGN,
    ITEM,
    QUARANTINED,
    SUMMARY,
    TEMPLATE,
    Baseline,
    Link,
    Problem,
    Task,
)
from connectors.ms_project.values import (
    NotUnderstood,
    day_of,
    hours_of,
    is_set,
    percent_of,
    whole_of,
)

T = TypeVar("T")
PROJECT_UID = "0"
LONGEST_TITLE = 2_000
SHOWN_TEXT = 500
MOST_BASELINES = 10
LINKS = {"0": "FF", "1": "FS", "2": "SF", "3": "SS"}
CONSTRAINTS = {
    "0": "",  # as soon as possible: none
    "1": "ALAP",
    "2": "MSO",
    "3": "MFO",
    "4": "SNET",
    "5": "SNLT",
    "6": "FNET",
    "7": "FNLT",
}
DAYS = {
    "Start": "start",
    "Finish": "due",
    "ActualStart": "actual_start",
    "ActualFinish": "actual_finish",
    "Deadline": "deadline",
}
PAIRS = (("start", "due"), ("actual_start", "actual_finish"))


@dataclass(slots=True)
class TaskReader:
    """Reads task after task in the order of the file, which gives each its place in the outline."""

    minutes_per_day: int = 480
    roles: list[str] = field(default_factory=list)  # of each row of the file
    tasks: dict[int, Task] = field(default_factory=dict)  # by row
    problems: list[Problem] = field(default_factory=list)
    _path: list[tuple[int, str]] = field(default_factory=list)  # level, title of summary tasks
    _rows: dict[str, int] = field(default_factory=dict)  # by UID

    def read(self, element: Any) -> None:
        """Take in the element of a task."""
        texts, row = texts_of(element), len(self.roles)
        uid = texts.get("UID", "")
        role, reason = role_of(texts)
        first = self._rows.setdefault(uid, row) if role != TEMPLATE else row
        self.roles.append(role)
        if role == QUARANTINED:
            self._quarantine(row, uid, texts.get("Name", ""), reason)
        elif first != row:
            self._repeated(first, row, uid, texts.get("Name", ""))
        elif role in (ITEM, SUMMARY):
            above = self._above(texts, is_summary=role == SUMMARY)
            self.tasks[row] = task_of(element, texts, role, above, self)

    def _above(self, texts: dict[str, str], *, is_summary: bool) -> tuple[str, ...]:
        """Give the titles of the summary tasks above, and remember this one if it is one."""
        level = whole_of(texts.get("OutlineLevel", ""), 1)
        while self._path and self._path[-1][0] >= level:
            self._path.pop()
        above = tuple(title for _, title in self._path)
        if is_summary and texts["UID"] != PROJECT_UID:
            self._path.append((level, texts["Name"]))
        return above

    def _repeated(self, first: int, row: int, uid: str, title: str) -> None:
        """Quarantine every row of a UID that stands twice: which is meant cannot be told."""
        before = self.tasks.pop(first, None)
        if before is not None:
            self.roles[first] = QUARANTINED
            self._quarantine(first, uid, before.title, "duplicate_uid")
        self.roles[row] = QUARANTINED
        self._quarantine(row, uid, title, "duplicate_uid")

    def _quarantine(self, row: int, uid: str, title: str, reason: str) -> None:
        shown = title[:SHOWN_TEXT]
        self.problems.append(Problem(f"row/{row + 1}", uid, shown, "", reason, shown, True))


def role_of(texts: dict[str, str]) -> tuple[str, str]:
    """Tell what a row of the file is, and why it is in quarantine if it is."""
    title, uid = texts.get("Name", ""), texts.get("UID", "")
    if is_set(texts.get("IsNull", "")):
        return TEMPLATE, ""
    if whole_of(uid, -1) < 0:
        return QUARANTINED, "no_uid"
    if not title and uid != PROJECT_UID:
        return QUARANTINED, "no_title"
    if len(title) > LONGEST_TITLE:
        return QUARANTINED, "too_long"
    if is_set(texts.get("ExternalTask", "")):
        return FOREIGN, ""  # a shadow of another project's task
    is_summary = is_set(texts.get("Summary", "")) or uid == PROJECT_UID
    return (SUMMARY if is_summary else ITEM), ""


def task_of(
    element: Any, texts: dict[str, str], role: str, above: tuple[str, ...], reader: TaskReader
) -> Task:
    """Type one task; what is not understood goes to the reader's problems."""
    values = Values(f"task/{texts['UID']}", texts, reader.problems)
    days = {name: values.get(tag, name, day_of) or "" for tag, name in DAYS.items()}
    values.check_order(days)
    notes = texts.get("Notes", "")
    constraint, baselines = constraint_of(texts, values), tuple(baselines_of(element, values))
    hours = values.get("Duration", "duration_d", hours_of)
    return Task(
        uid=texts["UID"],
        title=texts.get("Name", ""),
        role=role,
        path=above,
        wbs=texts.get("WBS", ""),
        outline=texts.get("OutlineNumber", ""),
        is_milestone=is_set(texts.get("Milestone", "")),
        is_active=is_set(texts.get("Active", "1")),
        days=days,
        percent=values.get("PercentComplete", "percent", percent_of),
        physical_percent=values.get("PhysicalPercentComplete", "physical_percent", percent_of),
        work_h=values.get("Work", "work_h", hours_of),
        duration_d=None if hours is None else round(hours * 60 / reader.minutes_per_day, 2),
        constraint=constraint,
        remarks=f"sha256:{sha256(notes.encode()).hexdigest()}" if notes else "",
        baselines=baselines,
        links=tuple(links_of(element)),
        skipped=frozenset(values.skipped),
    )


class Values:
    """The texts of one task; reading one that is not understood puts it in quarantine."""

    def __init__(self, place: str, texts: dict[str, str], problems: list[Problem]) -> None:
        self.place, self.texts, self.problems = place, texts, problems
        self.skipped: set[str] = set()

    def get(self, tag: str, name: str, read: Callable[[str], T]) -> T | None:
        """Read the value of *tag*, which we call *name*."""
        return self.read(self.texts.get(tag, ""), name, read)

    def read(self, text: str, name: str, read: Callable[[str], T]) -> T | None:
        """Read a text."""
        try:
            return read(text)
        except NotUnderstood as problem:
            self.note(name, str(problem), text)
            return None

    def note(self, name: str, reason: str, text: str) -> None:
        """Put a value in quarantine."""
        self.skipped.add(name)
        self._add(name, reason, text)

    def check_order(self, days: dict[str, str]) -> None:
        """Mark both days where a task ends before it begins; both are kept as they are."""
        for start, finish in PAIRS:
            if days[start] and days[finish] and days[finish] < days[start]:
                for name in (start, finish):
                    self._add(name, "finish_before_start", f"{days[start]} – {days[finish]}")

    def _add(self, name: str, reason: str, text: str) -> None:
        uid, title = self.texts.get("UID", ""), self.texts.get("Name", "")
        shown = (title[:SHOWN_TEXT], name, reason, text[:SHOWN_TEXT])
        self.problems.append(Problem(self.place, uid, *shown, False))


def texts_of(element: Any) -> dict[str, str]:
    """Give the texts of an element's children by their names, the first of each."""
    found: dict[str, str] = {}
    for child in element:
        name = local(child.tag)
        if name not in found and not len(child):
            found[name] = (child.text or "").strip()
    return found


def local(tag: str) -> str:
    """Give the name of an element without its namespace."""
    return tag.rpartition("}")[2]


def constraint_of(texts: dict[str, str], values: Values) -> str:
    """Give the constraint as people write it: `SNET 2026-03-20`; empty for none."""
    kind = CONSTRAINTS.get(texts.get("ConstraintType", "0"), "")
    on = values.get("ConstraintDate", "constraint", day_of) if kind else ""
    return f"{kind} {on}".strip() if kind else ""


def baselines_of(element: Any, values: Values) -> list[Baseline]:
    """Give the baselines of a task, each number once."""
    found: dict[int, Baseline] = {}
    for child in element:
        if local(child.tag) != "Baseline":
            continue
        texts = texts_of(child)
        number = whole_of(texts.get("Number", "0"), -1)
        if not 0 <= number <= MOST_BASELINES or number in found:
            continue
        name = f"baseline{number}"
        found[number] = Baseline(
            number,
            values.read(texts.get("Start", ""), f"{name}_start", day_of) or "",
            values.read(texts.get("Finish", ""), f"{name}_finish", day_of) or "",
            values.read(texts.get("Work", ""), f"{name}_work_h", hours_of),
        )
    return [found[number] for number in sorted(found)]


def links_of(element: Any) -> list[Link]:
    """Give the predecessors of a task, each once."""
    found: dict[str, Link] = {}
    for child in element:
        if local(child.tag) == "PredecessorLink":
            texts = texts_of(child)
            uid = texts.get("PredecessorUID", "")
            kind = LINKS.get(texts.get("Type", "1"), "FS")
            found.setdefault(uid, Link(uid, kind, whole_of(texts.get("LinkLag", ""))))
    return list(found.values())
