"""Functions of the blueprint: designed, delivered, tested, accepted; and the holes, by module."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Annotated, Any

from fastapi import Query
from sqlalchemy import Connection, Select, select

from api.deps import Read
from api.paging import PageOf, Slice, question, take
from api.reads.filters import known
from hub.model.commitments import Kind
from hub.model.facts import State
from projections.evidence import evidence
from projections.items import item
from projections.links import link
from projections.plan import commitment

SHOWN_BY = {
    "blueprint_ref": "designed",
    "demo_or_test_record": "tested",
    "key_user_acceptance": "accepted",
}
STAGES = ("designed", "delivered", "tested", "accepted")
OUT = ("withdrawn", "dropped", "proposed")


@dataclass(frozen=True)
class BlueprintFilters:
    """Which functions are asked for; empty means any. *lacks* names a stage not reached."""

    module: Annotated[str, Query(max_length=80)] = ""
    lacks: Annotated[str, Query(max_length=20)] = ""


@dataclass(frozen=True)
class Stage:
    """One stage of one function: the day it was reached, and what shows it."""

    stage: str
    on: date | None
    evidence: str  # the accepted evidence
    item: str  # the work item that is said to be done; of `delivered` alone, which is a claim


@dataclass(frozen=True)
class FunctionRow:
    """One function that was agreed. `is_hole`: a later stage was reached without an earlier one."""

    id: str
    series: str
    key: str
    title: str
    module: str
    stages: list[Stage]
    reached: str  # the last stage that was reached; empty: none
    is_hole: bool


@dataclass(frozen=True)
class ModuleRow:
    """How many functions of a module there are, and how many of them reached each stage."""

    module: str
    functions: int
    reached: dict[str, int]


@dataclass(frozen=True)
class Coverage:
    """The functions of one page, and the counts of every module that the reader sees."""

    modules: list[ModuleRow]
    functions: Slice[FunctionRow]


def coverage(read: Read, filters: BlueprintFilters, page: PageOf) -> Coverage:
    """Give the functions by module and key; counts are those of all of them, not of one page."""
    known("lacks", filters.lacks, STAGES)
    agreed = select(commitment).where(
        read.visible.commitments(),
        commitment.c.kind == str(Kind.SCOPE),
        commitment.c.state.not_in(OUT),
    )
    with read.engine.connect() as db:
        every = {row.id: row for row in db.execute(agreed)}
        modules = sorted({row.module for row in every.values()})
        known("module", filters.module, modules)
        reached = _reached(read, db, agreed)
        wanted = agreed.where(commitment.c.id.in_(_chosen(every, reached, filters)))
        functions = take(
            db,
            wanted,
            [commitment.c.module, commitment.c.key, commitment.c.id],
            page,
            asked=question("blueprint", filters, read.principal.person, read.as_of),
            as_of=read.instant,
            build=lambda row: _row(row, reached[row.id]),
        )
    return Coverage([_counted(m, every.values(), reached) for m in modules], functions)


Reached = Mapping[str, Mapping[str, Stage]]


def _reached(read: Read, db: Connection, agreed: Select[Any]) -> Reached:
    """Give the stages of each function: the first accepted evidence, the last item to be done."""
    ids = agreed.with_only_columns(commitment.c.id)
    found: dict[str, dict[str, Stage]] = defaultdict(dict)
    accepted = select(evidence).where(
        evidence.c.commitment.in_(ids),
        evidence.c.verdict == "accepted",
        evidence.c.kind.in_(SHOWN_BY),
    )
    for row in db.execute(accepted.order_by(evidence.c.submitted_at)):
        day = row.shown_on or read.hub.calendar.day_of(row.submitted_at)
        stage = SHOWN_BY[row.kind]
        found[row.commitment].setdefault(stage, Stage(stage, day, row.id, ""))
    for owed, rows in _works(read, db, ids).items():
        if all(State(row.state).is_done for row in rows):
            last = max(rows, key=lambda row: row.last_at)
            day = read.hub.calendar.day_of(last.last_at)
            found[owed]["delivered"] = Stage("delivered", day, "", last.id)
    return found


def _works(read: Read, db: Connection, ids: Select[Any]) -> dict[str, list[Any]]:
    """Give the work items that are surely tied to each function and are still shown."""
    least = read.hub.policy.sources.link_confidence
    is_sure = (link.c.state == "confirmed") | (link.c.confidence >= least)
    rows = (
        select(link.c.commitment, item.c.id, item.c.state, item.c.last_at)
        .join(item, item.c.id == link.c.item)
        .where(link.c.commitment.in_(ids), link.c.state != "rejected", is_sure)
        .where(item.c.vanished == "")
    )
    found: dict[str, list[Any]] = defaultdict(list)
    for row in db.execute(rows):
        found[row.commitment].append(row)
    return found


def _chosen(every: Mapping[str, Any], reached: Reached, filters: BlueprintFilters) -> list[str]:
    return [
        name
        for name, row in every.items()
        if filters.module in ("", row.module)
        and (not filters.lacks or filters.lacks not in reached[name])
    ]


def _row(row: Any, reached: Mapping[str, Stage]) -> FunctionRow:
    stages = [reached.get(stage, Stage(stage, None, "", "")) for stage in STAGES]
    last = max((n for n, stage in enumerate(stages) if stage.on), default=-1)
    names = ("id", "series", "key", "title", "module")
    return FunctionRow(
        **{name: getattr(row, name) for name in names},
        stages=stages,
        reached=STAGES[last] if last >= 0 else "",
        is_hole=any(stage.on is None for stage in stages[: last + 1]),
    )


def _counted(module: str, rows: Iterable[Any], reached: Reached) -> ModuleRow:
    mine = [reached[row.id] for row in rows if row.module == module]
    counts = {stage: sum(stage in found for found in mine) for stage in STAGES}
    return ModuleRow(module, len(mine), counts)
