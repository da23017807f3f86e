"""Reads one file through the limited child, and holds what it says of the project."""

import tempfile
from collections import defaultdict
from collections.abc import Iterable
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import msgspec

from connectors.ms_project.frames import (
    Assignment,
    Calendar,
    End,
    Frame,
    Head,
    Problem,
    Refusal,
    Resource,
    Task,
    Tasks,
    decoder,
)
from hub.child import ChildLimits, frames
from hub.refused_files import FileRefused

MODULE = "connectors.ms_project.child"


@dataclass(slots=True)
class Project:
    """One edition of a plan as its file shows it."""

    head: Head
    end: End
    tasks: list[Task]
    problems: list[Problem]
    calendars: list[Calendar]
    workers: dict[str, list[Resource]] = field(default_factory=dict)  # by UID of the task

    @property
    def identity(self) -> str:
        """Give what tells this project from another: its own id, else its name."""
        return self.head.guid or self.head.title or self.head.name


def read_project(body: bytes, name: str, limits: ChildLimits | None = None) -> Project:
    """Read a file called *name* by its sender; raise `FileRefused` with the reason."""
    if not body:
        raise FileRefused("empty_file")
    with tempfile.TemporaryDirectory(prefix="hub-original-") as folder:
        path = Path(folder) / "kept"
        path.write_bytes(body)
        # Closed at once: the child of a refused file must not wait for the garbage collector.
        with closing(frames(MODULE, path, "original.xml", name.encode(), limits)) as stream:
            return collected(decoded(each) for each in stream)


def decoded(encoded: bytes) -> Frame:
    """Decode one frame; a refusal becomes the error that it is."""
    try:
        frame = decoder.decode(encoded)
    except msgspec.DecodeError as error:
        raise FileRefused("damaged_project") from error
    if isinstance(frame, Refusal):
        raise FileRefused(frame.code, **frame.values)
    return frame


def collected(stream: Iterable[Frame]) -> Project:
    """Take all frames; count the tasks again, and refuse a file whose sums differ."""
    by_kind: dict[type, list[Any]] = defaultdict(list)
    for frame in stream:
        by_kind[type(frame)].append(frame)
    if not by_kind[Head] or not by_kind[End]:
        raise FileRefused("damaged_project")
    project = Project(
        head=by_kind[Head][-1],
        end=by_kind[End][-1],
        tasks=[task for frame in by_kind[Tasks] for task in frame.tasks],
        problems=by_kind[Problem],
        calendars=by_kind[Calendar],
        workers=workers(by_kind[Resource], by_kind[Assignment]),
    )
    balanced(project)
    return project


def workers(resources: list[Resource], assignments: list[Assignment]) -> dict[str, list[Resource]]:
    """Give who works on which task, each once, the first assigned first."""
    known = {resource.uid: resource for resource in resources}
    found: dict[str, dict[str, Resource]] = defaultdict(dict)
    for each in assignments:
        if each.resource in known:
            found[each.task].setdefault(each.resource, known[each.resource])
    return {task: list(who.values()) for task, who in found.items()}


def balanced(project: Project) -> None:
    """Refuse sums that do not fit: rows in are rows mapped and rows in quarantine."""
    end, rows = project.end, sum(problem.whole_row for problem in project.problems)
    counted = end.mapped + rows
    if len(project.tasks) != end.told or rows != end.quarantined or counted != end.rows_in:
        raise FileRefused("unbalanced", rows_in=end.rows_in, rows_out=counted)
