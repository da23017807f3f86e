"""Measured goals: from what was measured before to what was agreed, by a day."""

from dataclasses import dataclass
from datetime import date
from typing import Annotated

from fastapi import APIRouter, Depends, Form, Response

from api.deps import Reading
from api.pages import render
from api.paging import Paging, Slice
from api.reads import goals as reads
from api.reads.goals import GoalFilters, GoalRow
from api.writes import Recorded, Write, Writing, WritingJson, back_to
from hub.model.measuring import MeasureTarget
from hub.model.people import Role

router = APIRouter(tags=["goals"])
Filters = Annotated[GoalFilters, Depends()]
MEASURES = frozenset({Role.COORDINATOR, Role.HEAD, Role.KEY_USER})


@router.get("/v1/goals")
def list_goals(read: Reading, filters: Filters, page: Paging) -> Slice[GoalRow]:
    """List the measured goals with every value, and what each lacks to be provable."""
    reads.check(read, filters)
    return reads.list_goals(read, filters, page)


@router.get("/goals", include_in_schema=False)
def goals_page(read: Reading, filters: Filters, page: Paging) -> Response:
    """Show the list."""
    reads.check(read, filters)
    return render(
        read,
        "goals.html",
        part=reads.list_goals(read, filters, page),
        filters=filters,
        departments=reads.departments(read),
        may_measure=read.principal.person.role in MEASURES,
        today=read.hub.calendar.day_of(read.instant),
    )


@dataclass(frozen=True)
class NewValue:
    """What was measured, on which day, and how."""

    on: date
    value: float
    words: str = ""


def measure(write: Write, goal_id: str, said: NewValue) -> Recorded:
    """Record a value of a goal that the person can see."""
    goal = reads.one_goal(write, goal_id)
    command = MeasureTarget(by=write.by, series=goal.series, key=goal.key, **vars(said))
    return write.act(command)


@router.post("/v1/goals/{goal_id}/measure")
def measure_json(write: WritingJson, goal_id: str, body: NewValue) -> Recorded:
    """Enter what was measured."""
    return measure(write, goal_id, body)


@router.post("/goals/{goal_id}/measure", include_in_schema=False)
def measure_form(
    write: Writing,
    goal_id: str,
    on: Annotated[date, Form()],
    value: Annotated[float, Form()],
    words: Annotated[str, Form(max_length=2000)] = "",
) -> Response:
    """Enter what was measured, from the page."""
    measure(write, goal_id, NewValue(on, value, words))
    return back_to(write, "/goals")
