"""What the rows of a plan or a list propose: commitments, which bind nobody until approved."""

import hashlib
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import msgspec

from connectors.workbook.claims import Told, cell_of
from connectors.workbook.people import People
from connectors.workbook.profiles import Profile
from connectors.workbook.values import Line
from connectors.workbook.words import usual_words
from connectors.workbook.words.letters import compact
from hub.model.commitments import (
    MEETING,
    CommitmentDropProposed,
    CommitmentProposed,
    CommitmentRaised,
    Kind,
    Measure,
    Terms,
)
from hub.model.event import Event, Side
from hub.model.plans import BaselineProposed, RevisionProposed

DIVIDED = re.compile(r"[;；,，、\n]+")
PRIORITIES = ("priority", "severity", "extra:critical")
LOCATED = {
    "title": "title",
    "finish_on": "due",
    "start_on": "start",
    "accountable": "assignee",
    "unit": "department",
    "weight": "weight",
    "predecessors": "predecessor",
    "module": "module",
    "phase": "phase",
}


def terms_of(line: Line, key: str, profile: Profile, side: Side, people: People) -> Terms:
    """Read what a row says is owed. *key* is that of first sight: a later rename keeps it."""

    def value(name: str) -> Any:
        return line.fields[name].value if name in line.fields else None

    department = str(value("department") or "")
    kind = usual_words().kinds.get(compact(str(value("type") or "")), profile.kind)
    weight = value("weight")
    title, owner = line.identity.title, str(value("assignee") or "")
    # A department in the owner's column names nobody who could answer.
    is_unit = bool(department) and line.names.get(owner, "") == department
    return Terms(
        key=key,
        title=title,
        kind=Kind(kind),
        topic=topic_of(title, str(value("module") or "")) if kind == Kind.MILESTONE else "",
        side=Side(value("side")) if value("side") in set(Side) else side,
        unit=people.unit(department),
        accountable="" if is_unit else owner,
        module=str(value("module") or ""),
        phase=str(value("phase") or ""),
        start_on=day(value("start")),
        finish_on=day(value("due")),
        weight=float(weight) if isinstance(weight, int | float) else None,
        measure=measure_of(value("extra:goal"), value("extra:before"), value("extra:measured_in")),
        priority=priority_of(kind, *map(value, PRIORITIES)),
        refers_to=str(value("refers_to") or "").strip(),
        predecessors=tuple(
            p.strip() for p in DIVIDED.split(str(value("predecessor") or "")) if p.strip()
        ),
    )


def priority_of(kind: str, *told: Any) -> str:
    """Tell whether a problem stops the work, or go-live can do without a row; empty: as usual."""
    read = {usual_words().priorities.get(compact(str(each or ""))) for each in told}
    wanted = {Kind.PROBLEM: "major", Kind.READINESS: "minor"}.get(Kind(kind), "")
    return wanted if wanted in read else ""


def measure_of(goal: Any, before: Any, unit: Any) -> Measure | None:
    """Return what a goal is measured by; nothing for a row without a value that is agreed."""
    if not isinstance(goal, int | float):
        return None
    was = float(before) if isinstance(before, int | float) else None
    return Measure(unit=str(unit or ""), goal=float(goal), before=was)


def topic_of(title: str, module: str) -> str:
    """Tell what sort of milestone a title names, its module's name left out; empty: none known."""
    topics, name = usual_words().topics, compact(title)
    return topics.get(name) or topics.get(name.replace(compact(module), ""), "")


def day(text: Any) -> date | None:
    """Read an ISO date."""
    return date.fromisoformat(text) if isinstance(text, str) and text else None


def hash_of(terms: Mapping[str, Terms]) -> str:
    """Name exactly these rows: SHA-256 over the rows in the order of their keys."""
    rows = [msgspec.to_builtins(terms[key]) for key in sorted(terms)]
    return hashlib.sha256(msgspec.json.encode(rows, order="sorted")).hexdigest()


def located(line: Line, told: Told) -> dict[str, str]:
    """Return the cell of each term."""
    return {
        term: told.locator(line.sheet, line.fields[name].cell)
        for term, name in LOCATED.items()
        if name in line.fields and line.fields[name].value is not None
    }


@dataclass(frozen=True, slots=True)
class Set:
    """A proposed set of rows: of which series, in which file, in place of which proposal."""

    series: str
    name: str
    dated_on: date
    revises: str
    told: Told
    is_complete: bool = True  # what it does not show is dropped
    meeting: str = ""  # where the file names the meeting that agreed on its rows

    @property
    def proposal(self) -> str:
        """Name the proposal by the file that makes it."""
        return f"{self.series}@{self.told.original[:12]}"


def proposed(
    lines: Mapping[str, tuple[Line, Terms]], before: Mapping[str, Terms], plan: Set
) -> Iterator[Event]:
    """Propose a plan: its rows, then the proposal that names them. No difference, no proposal."""
    now = {key: terms for key, (_, terms) in lines.items()}
    changed = {key for key in now.keys() & before.keys() if now[key] != before[key]}
    added = now.keys() - before.keys()
    dropped = before.keys() - now.keys() if plan.is_complete else set()
    if not (changed or added or dropped):
        return
    for key, (line, terms) in lines.items():
        if key in changed or key in added:
            yield row_proposed(line, terms, plan)
    for key in sorted(dropped):
        yield CommitmentDropProposed(
            subject=f"{plan.series}/{key}",
            entry=plan.told.entry(plan.series, key, "dropped"),
            occurred=plan.told.occurred,
            proposal=plan.proposal,
            series=plan.series,
        )
    counts = {"added": len(added), "changed": len(changed), "dropped": len(dropped)}
    yield closing(now, plan, counts if before else None)


def row_proposed(line: Line, terms: Terms, plan: Set) -> CommitmentProposed:
    """Propose one row."""
    return CommitmentProposed(
        subject=f"{plan.series}/{terms.key}",
        entry=plan.told.entry(plan.series, terms.key, "proposed"),
        occurred=plan.told.occurred,
        locator=plan.told.locator(line.sheet, cell_of(line)),
        proposal=plan.proposal,
        series=plan.series,
        terms=terms,
        locators=located(line, plan.told) | ({MEETING: plan.meeting} if plan.meeting else {}),
        original=plan.told.original,
    )


def closing(now: Mapping[str, Terms], plan: Set, counts: dict[str, int] | None) -> Event:
    """Name the whole set; with *counts* of differences it revises the plan before."""
    said: dict[str, Any] = {
        "subject": plan.proposal,
        "entry": plan.told.entry(plan.series, "proposal"),
        "occurred": plan.told.occurred,
        "locator": f"workbook:{plan.told.original}",
        "proposal": plan.proposal,
        "series": plan.series,
        "set_hash": hash_of(now),
        "rows": len(now),
        "original": plan.told.original,
        "name": plan.name,
        "dated_on": plan.dated_on,
    }
    if counts is None:
        return BaselineProposed(**said)
    return RevisionProposed(revises=plan.revises, **said | counts)


def raised(line: Line, terms: Terms, series: str, told: Told) -> CommitmentRaised:
    """Tell of a row that is owed at once: a problem that a side has put on its own list."""
    return CommitmentRaised(
        subject=f"{series}/{terms.key}",
        entry=f"raised:{series}/{terms.key}",  # once; later editions only make claims about it
        occurred=told.occurred,
        locator=told.locator(line.sheet, cell_of(line)),
        series=series,
        terms=terms,
        origin=f"workbook:{told.original[:12]}",
    )
