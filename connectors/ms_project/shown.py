"""Gives what a file shows of a task by our field names: what it claims, and nothing more."""

from collections.abc import Iterator, Mapping
from hashlib import blake2b

from msgspec import Struct
from msgspec.structs import replace

from connectors.ms_project.frames import SUMMARY, Resource, Task
from connectors.ms_project.links import written
from connectors.ms_project.project import Project
from connectors.ms_project.settings import MsProjectSettings
from connectors.ms_project.tasks import PROJECT_UID
from hub.model.event import Value
from hub.model.facts import State

DEEPER = " / "
GROUP = "group"
BASELINE = "extra:baseline"
CALENDAR = "extra:calendar:"
SKIPPED = {  # the values of a task in quarantine, by the field that they would have filled
    "start": "start",
    "due": "due",
    "actual_start": "actual_start",
    "actual_finish": "actual_finish",
    "deadline": "extra:deadline",
    "percent": "percent",
    "physical_percent": "extra:physical_percent",
    "work_h": "extra:work_h",
    "duration_d": "extra:duration_d",
    "constraint": "extra:constraint",
    "predecessor": "predecessor",
}


class Shown(Struct, frozen=True):
    """One task: its UID, its values, its state, and the names of persons it mentions."""

    uid: str
    fields: dict[str, Value]
    state: State | None
    names: dict[str, str]  # person reference → name
    department: str = ""
    kept: frozenset[str] = frozenset()  # fields in quarantine: not cleared, whatever is missing


def shown_in(project: Project, settings: MsProjectSettings) -> Iterator[Shown]:
    """Yield what each task shows, in the order of the file.

    The XML is a complete dump: an element that is absent is empty. Only people are left open
    where the file has no list of assignments.
    """
    for task in project.tasks:
        workers = project.workers.get(task.uid, []) if project.end.shows_people else None
        yield shown(task, project, settings, workers)


def shown(
    task: Task, project: Project, settings: MsProjectSettings, workers: list[Resource] | None
) -> Shown:
    """Give what one task shows."""
    fields: dict[str, Value] = {"title": task.title or None, **places(task.path, settings)}
    state = None
    if task.uid == PROJECT_UID:
        fields["title"] = task.title or project.head.title or project.head.name or None
        fields |= of_project(project)
    if task.role == SUMMARY:
        # Its dates and its percent are sums over the tasks below, and nobody's claim.
        fields |= {"type": GROUP, "extra:wbs": task.wbs or None}
    else:
        state = state_of(task)
        fields |= of_task(task, state, project.head.minutes_per_day)
    fields |= of_baselines(task)
    people: dict[str, str] = {}
    department = ""
    if workers is not None and task.role != SUMMARY:
        people = {reference(settings, each.name): each.name for each in workers}
        department = next((each.group for each in workers if each.group), "")
        fields |= {
            "assignee": next(iter(people), None),
            "participants": ",".join(list(people)[1:]) or None,
            "department": department or None,
        }
    kept = frozenset(SKIPPED.get(name, f"extra:{name}") for name in task.skipped)
    told = {name: value for name, value in fields.items() if name not in kept}
    return Shown(task.uid, told, state, people, department, kept)


def places(path: tuple[str, ...], settings: MsProjectSettings) -> dict[str, Value]:
    """Turn the summary tasks above into phase and module; deeper ones extend the last."""
    names = settings.levels[: len(path)]
    if not names:
        return {}
    parts = [*path[: len(names) - 1], DEEPER.join(path[len(names) - 1 :])]
    return dict(zip(names, parts, strict=True))


def of_project(project: Project) -> dict[str, Value]:
    """Give what the file says of the project itself: who it is, and its calendars."""
    calendars = {f"{CALENDAR}{each.name}": each.text or None for each in project.calendars}
    return {"extra:project": project.identity or None, **calendars}


def of_task(task: Task, state: State, minutes_per_day: int) -> dict[str, Value]:
    """Give the values of one task that is no group."""
    return {
        "type": "milestone" if task.is_milestone else "task",
        "status": str(state),
        **{name: task.days[name] or None for name in ("start", "due")},
        **{name: task.days[name] or None for name in ("actual_start", "actual_finish")},
        "percent": task.percent,
        "predecessor": written(task.links, minutes_per_day) or None,
        "remarks": task.remarks or None,
        "extra:wbs": task.wbs or None,
        "extra:deadline": task.days["deadline"] or None,
        "extra:constraint": task.constraint or None,
        "extra:physical_percent": task.physical_percent,
        "extra:work_h": task.work_h,
        "extra:duration_d": task.duration_d,
    }


def of_baselines(task: Task) -> dict[str, Value]:
    """Give the sets that the task has; none of them is the agreed one until a person says so."""
    found: dict[str, Value] = {}
    for each in task.baselines:
        name = f"{BASELINE}{each.number}"
        found |= {
            f"{name}_start": each.start or None,
            f"{name}_finish": each.finish or None,
            f"{name}_work_h": each.work_h,
        }
    return found


def state_of(task: Task) -> State:
    """Give what the figures of a task claim. Project has no status of its own."""
    if not task.is_active:
        return State.CANCELLED
    if "percent" in task.skipped or task.percent is None:
        return State.DONE if task.days["actual_finish"] else State.UNKNOWN
    if task.percent >= 100:
        return State.DONE
    has_begun = task.percent > 0 or bool(task.days["actual_start"])
    return State.IN_PROGRESS if has_begun else State.NOT_STARTED


def reference(settings: MsProjectSettings, name: str) -> str:
    """Give who is meant: whom the settings name, else a reference of the source's own."""
    known = settings.people.get(name) or settings.people.get(name.strip())
    if known:
        return known
    text = f"{settings.source}\n{''.join(name.split()).casefold()}"
    return f"{settings.source}/person/{blake2b(text.encode(), digest_size=8).hexdigest()}"


def with_cleared(shown: Shown, before: Mapping[str, Value]) -> Shown:
    """Add what is a set of its own and gone: a baseline that was cleared shows no element."""
    sets = [name for name in before if name.startswith((BASELINE, CALENDAR))]
    gone = {name: None for name in sets if name not in shown.fields and name not in shown.kept}
    return replace(shown, fields={**shown.fields, **gone}) if gone else shown
