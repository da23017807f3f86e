"""The last weeks before the system is used."""

from collections.abc import Callable
from datetime import date
from functools import partial
from typing import Any

from hub.demo.rollout.days import DAY, at, each, is_worked, later
from hub.demo.rollout.injecting import NoRoom, scenario
from hub.demo.rollout.labels import Label
from hub.demo.rollout.readiness import USERS, accept_row, readiness_row
from hub.demo.rollout.scenarios.shared import SIDES
from hub.demo.rollout.world import World


def window(world: World) -> date:
    """Give the first day of the go-live window, where the rollout that is played has one."""
    if world.goes_live_on is None:
        raise NoRoom
    return date.fromordinal(world.goes_live_on.toordinal() - 15)


@scenario
def row_open_in_the_window(world: World) -> None:
    """A row of the list is accepted only eight working days before go-live; on either side."""
    for side in SIDES:
        gap(world, side, 8, "row_open_in_the_window")


@scenario
def row_open_to_the_last(world: World) -> None:
    """A row is accepted two working days before go-live: S1 from five working days on."""
    gap(world, world.rng.choice(SIDES), 2, "row_open_to_the_last")


def gap(world: World, side: str, before: int, name: str) -> None:
    """Accept a row so many working days before go-live."""
    opens, final = window(world), world.last_day
    key, court = readiness_row(world, side, f"补充检查项{len(world.acts)}")
    accepted = later(final, -before)
    accept_row(world, key, side, accepted)
    world.label(
        Label(
            rule="READINESS-GAP", key=key, side=side, court=court, severity="S2",
            first_on=opens, by_on=opens + DAY, cleared_on=accepted, why=name,
        )
    )  # fmt: skip


@scenario
def list_that_cannot_be_done(world: World) -> None:
    """Six rows are open ten days before go-live, and one of them is closed a week later."""
    window(world)
    for place in range(6):
        gap(world, SIDES[place % 2], 5 if place == 0 else 1, "list_that_cannot_be_done")
    ten = date.fromordinal(world.last_day.toordinal() - 10)
    whole(world, ten, later(world.last_day, -3), "list_that_cannot_be_done", "slope")


@scenario
def no_last_meeting(world: World) -> None:
    """Nobody calls the meeting that says go or no go."""
    opens, final = window(world), world.last_day
    without(world, lambda act: str(act.get("meeting", "")).startswith("go-no-go-"))
    whole(world, opens, later(final, -3), "no_last_meeting", "go_no_go")


def without(world: World, is_meant: Callable[[dict[str, Any]], bool]) -> None:
    """Let some acts never have happened."""
    world.acts[:] = [(when, act) for when, act in world.acts if not is_meant(act)]


def whole(world: World, first: date, by: date, name: str, what: str) -> None:
    """Label what is wrong with the list as a whole."""
    final = next(row for row in world.rows if row.kind == "milestone" and row.title == "上线")
    world.label(
        Label(
            rule="READINESS-GAP", key=f"{what} of {final.key}", first_on=first, by_on=by,
            cites=(what,), why=name,
        )
    )  # fmt: skip


@scenario
def training_not_offered(world: World) -> None:
    """No date is offered for the training of a module; on the provider's side."""
    window(world)
    module = world.rng.choice(world.cast.modules)
    title = f"{module}操作培训"
    courses = {act["meeting"] for _, act in world.acts if act.get("title") == title}
    others = [act for _, act in world.acts if act.get("topic") == "training"]
    if any(act["module"] == module and act["title"] != title for act in others):
        raise NoRoom
    if module in world.extra.get("untrained", ()):
        raise NoRoom
    world.extra.setdefault("untrained", set()).add(module)
    without(world, lambda act: act.get("meeting") in courses)
    world.closing.append(partial(offered_by, world, module))


@scenario
def too_few_have_passed(world: World) -> None:
    """Six of ten have passed when go-live is two weeks away."""
    passing(world, 6, "too_few_have_passed")


@scenario
def enough_have_passed(world: World) -> None:
    """A near miss: eight of ten."""
    passing(world, 8, "enough_have_passed")


def passing(world: World, count: int, name: str) -> None:
    """Let so many of the users of a module pass."""
    window(world)
    taken = world.extra.setdefault("untrained", set())
    lists = [act for _, act in world.acts if act["do"] == "record-training"]
    free = [act for act in lists if act["module"] not in taken and len(act["passed"]) == USERS]
    trained = [act for _, act in world.acts if act.get("topic") == "training"]
    titles = {module: f"{module}操作培训" for module in world.cast.modules}
    crossed = {act["module"] for act in trained if act["title"] != titles[act["module"]]}
    free = [act for act in free if act["module"] not in crossed]
    if not free:
        raise NoRoom
    chosen = world.rng.choice(free)
    taken.add(chosen["module"])
    chosen["passed"] = chosen["passed"][:count]
    if count >= 8:
        return
    last = later(world.last_day, -10)
    world.label(
        Label(
            rule="TRAINING-GAP", key=chosen["module"], side="client",
            court=f"client:{chosen['unit']}", first_on=date.fromisoformat(chosen["at"][:10]),
            by_on=later(last, 1), why=name,
        )
    )  # fmt: skip


def offered_by(world: World, module: str) -> None:
    """Label the day by which a training had to be offered: before UAT, before go-live."""
    final = world.last_day
    acts = [act for _, act in world.acts if act.get("topic") == "uat" and act["module"] == module]
    tests = [later(date.fromisoformat(act["on"]), -5) for act in acts]
    last = later(final, -10)
    world.label(
        Label(
            rule="TRAINING-GAP", key=module, side="vendor", court="vendor",
            first_on=min([*tests, last]), by_on=later(last, 1), why="training_not_offered",
        )
    )  # fmt: skip


@scenario
def daily_reading_missing(world: World) -> None:
    """One daily reading does not come."""
    opens, final = window(world), world.last_day
    days = [day for day in each(opens, later(final, -2)) if is_worked(day)]
    day = world.rng.choice(days[2:])
    world.extra.setdefault("missing", {}).setdefault("daily", set()).add(day)
    world.label(
        Label(
            rule="REPORT-MISSING", key="daily", side="vendor", court="vendor", severity="S2",
            first_on=day, by_on=day + DAY, cites=("daily_readiness", "readiness", "workbook:daily"),
            why="daily_reading_missing",
        )
    )  # fmt: skip


__all__ = ["at"]
