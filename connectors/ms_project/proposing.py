"""What a plan proposes: commitments, which bind nobody until a person approves the set."""

import hashlib
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

import msgspec

from connectors.ms_project.frames import ITEM, Task
from connectors.ms_project.project import Project
from connectors.ms_project.settings import MsProjectSettings
from connectors.ms_project.shown import Shown
from connectors.ms_project.telling import Telling
from hub.model.commitments import CommitmentDropProposed, CommitmentProposed, Kind, Terms
from hub.model.event import Event, Side
from hub.model.plans import BaselineProposed, RevisionProposed

LONGEST_NAME = 80  # of a module, phase or department: a summary task may bear a whole sentence
LOCATED = ("title", "start_on", "finish_on", "accountable", "predecessors")


def terms_in(
    project: Project, shown: Mapping[str, Shown], settings: MsProjectSettings
) -> dict[str, Terms]:
    """Give what the tasks of a file propose, by UID; groups and inactive tasks propose nothing."""
    return {
        task.uid: terms_of(task, shown[task.uid], settings)
        for task in project.tasks
        if task.role == ITEM and task.is_active and task.title
    }


def terms_of(task: Task, shown: Shown, settings: MsProjectSettings) -> Terms:
    """Read what a task says is owed. A milestone has only a finish."""
    start, finish = days_of(task, settings.baseline)
    return Terms(
        key=task.uid,
        title=task.title,
        kind=Kind.MILESTONE if task.is_milestone else Kind.TASK,
        topic=settings.topics.get(task.title, "") if task.is_milestone else "",
        side=settings.side or Side.VENDOR,
        unit=settings.units.get(shown.department, shown.department)[:LONGEST_NAME],
        accountable=str(shown.fields.get("assignee") or ""),
        module=str(shown.fields.get("module") or "")[:LONGEST_NAME],
        phase=str(shown.fields.get("phase") or "")[:LONGEST_NAME],
        start_on=None if task.is_milestone else start,
        finish_on=finish,
        predecessors=tuple(link.uid for link in task.links),
    )


def days_of(task: Task, baseline: int | None) -> tuple[date | None, date | None]:
    """Give start and finish of the baseline that a person has named, else the scheduled ones."""
    if baseline is None:
        return day(task.days["start"]), day(task.days["due"])
    named = [each for each in task.baselines if each.number == baseline]
    return (day(named[0].start), day(named[0].finish)) if named else (None, None)


def day(text: str) -> date | None:
    """Read an ISO date; None for none."""
    return date.fromisoformat(text) if text else None


def hash_of(terms: Mapping[str, Terms]) -> str:
    """Name exactly these rows: SHA-256 over the rows in the order of their keys."""
    rows = [msgspec.to_builtins(terms[key]) for key in sorted(terms)]
    return hashlib.sha256(msgspec.json.encode(rows, order="sorted")).hexdigest()


def proposed(
    now: Mapping[str, Terms],
    before: Mapping[str, Terms],
    telling: Telling,
    *,
    name: str,
    dated_on: date,
    revises: str,
) -> Iterator[Event]:
    """Propose a plan: its rows, then the proposal that names them. No difference, no proposal.

    *before* are the terms in force; where there are none the plan is a baseline, else a revision.
    """
    changed = {key for key in now.keys() & before.keys() if now[key] != before[key]}
    added, dropped = now.keys() - before.keys(), before.keys() - now.keys()
    if not (changed or added or dropped):
        return
    proposal = f"{telling.series}@{telling.original[:12]}"
    about: dict[str, Any] = {"proposal": proposal, "series": telling.series}
    yield from rows_of(now, changed | added, telling, about)
    for key in sorted(dropped):
        said = start_of(f"{telling.series}/{key}", "", telling, "dropped")
        yield CommitmentDropProposed(**said, **about)
    said = start_of(proposal, "", telling, "proposal")
    closing: dict[str, Any] = {**about, "set_hash": hash_of(now), "rows": len(now)}
    closing |= {"original": telling.original, "name": name, "dated_on": dated_on}
    if before:
        counts: dict[str, Any] = {
            "added": len(added),
            "changed": len(changed),
            "dropped": len(dropped),
        }
        yield RevisionProposed(**said, **closing, **counts, revises=revises)
    else:
        yield BaselineProposed(**said, **closing)


def rows_of(
    now: Mapping[str, Terms], wanted: set[str], telling: Telling, about: dict[str, Any]
) -> Iterator[CommitmentProposed]:
    """Yield the rows of a proposal, in the order of the file."""
    for key, terms in now.items():
        if key in wanted:
            said = start_of(f"{telling.series}/{key}", f"task/{key}", telling, "proposed")
            held = [name for name in LOCATED if getattr(terms, name)]
            yield CommitmentProposed(
                **said,
                **about,
                terms=terms,
                locators=dict.fromkeys(held, telling.locator(f"task/{key}")),
                original=telling.original,
            )


def start_of(subject: str, place: str, telling: Telling, *parts: str) -> dict[str, Any]:
    """Give what an event of the plan begins with; unlike a fact it names no mapping."""
    names = ("subject", "entry", "occurred", "locator")
    said = telling.said(subject, place, *parts)
    return {name: said[name] for name in names}
