"""Rules 8 and 12: work that nobody planned, and plans that move in other fields than the date."""

from datetime import date, timedelta
from typing import Any

from hub.demo.rollout.days import DAY, is_worked, later
from hub.demo.rollout.injecting import NoRoom, scenario
from hub.demo.rollout.labels import Label
from hub.demo.rollout.life import live, moment
from hub.demo.rollout.rows import Row, Save
from hub.demo.rollout.scenarios.plan import quiet_day
from hub.demo.rollout.scenarios.shared import SIDES, begin, told
from hub.demo.rollout.world import PROJECTS, World

UNPLANNED = 7
HOURS_A_DAY = 8 * 3600


@scenario
def work_that_nobody_planned(world: World) -> None:
    """In one week a side finishes seven items that no line of the plan knows."""
    for side in SIDES:
        monday = a_monday(world)
        unit = world.unit_of(side, world.rng.choice(world.cast.modules))
        for place in range(UNPLANNED):
            unplanned(world, side, unit, monday + place % 2 * DAY, monday + (2 + place % 2) * DAY)
        week = f"{monday.isocalendar().year}-W{monday.isocalendar().week:02}"
        world.label(
            Label(
                rule="OUT-OF-SCOPE", key=f"unplanned {side} {week}", side=side, court=side,
                severity="S3", first_on=monday + 2 * DAY, by_on=monday + 7 * DAY,
                cites=(PROJECTS[side], "unplanned", week), why="work_that_nobody_planned",
            )
        )  # fmt: skip


def a_monday(world: World) -> date:
    """Draw a week with five working days that no other unplanned work has taken."""
    taken = world.extra.setdefault("unplanned", set())
    for _ in range(20):
        day = begin(world, room=8, earliest=6)
        monday = day - timedelta(days=day.weekday())
        if monday not in taken and all(is_worked(monday + n * DAY) for n in range(5)):
            taken.add(monday)
            return monday
    raise NoRoom


def unplanned(world: World, side: str, unit: str, begun: date, done: date) -> None:
    """Let an item appear in the tool that belongs to nothing agreed, and be done days later."""
    name, who = world.key("U-"), world.cast.hire(unit, "临时支持")
    fields: dict[str, Any] = {"summary": f"临时支持单（{name[2:]}）", "status": "To Do"}
    fields |= {"assignee": who, "resolution": None}
    first, last = moment(begun, "09:30", world.rng), moment(done, "15:40", world.rng)
    step = {"do": "create", "item": name, "at": first.isoformat(), "by": who, "fields": fields}
    world.steps.append((first, step | {"project": PROJECTS[side]}))
    over = {"do": "change", "item": name, "at": last.isoformat(), "by": who}
    world.steps.append((last, over | {"fields": {"status": "Done", "resolution": "Done"}}))


@scenario
def estimate_raised(world: World) -> None:
    """The estimate in the tool grows by half, and nobody says so; on either side."""
    for side in SIDES:
        row, moved = moving(world, side, "estimate_raised")
        row.saves[0].fields["estimate"] = 10 * HOURS_A_DAY
        more = {"estimate": 16 * HOURS_A_DAY}
        row.saves.append(Save(moment(moved, "18:25", world.rng), more, row.owner))
        told(world, "SILENT-REPLAN", row, "S4", moved, court=side, why=row.scenario)


@scenario
def put_into_a_later_version(world: World) -> None:
    """The item moves to a version that is released three weeks later; on either side."""
    for side in SIDES:
        row, moved = moving(world, side, "put_into_a_later_version")
        soon, late = (f"V{row.key}.{n}" for n in (1, 2))
        for version, on in ((soon, row.ends), (late, later(row.ends, 15))):
            released(world, side, version, world.first, on)
        row.saves[0].fields["versions"] = [soon]
        more = {"versions": [late]}
        row.saves.append(Save(moment(moved, "18:25", world.rng), more, row.owner))
        told(world, "SILENT-REPLAN", row, "S4", moved, court=side, why=row.scenario)


def moving(world: World, side: str, name: str) -> tuple[Row, date]:
    """Add a task, and draw a day on which something about it moves while no report is near."""
    start = begin(world, room=22)
    row = world.task(side, start, 12, scenario=name)
    moved = quiet_day(world, later(start, 2), later(start, 9))
    live(row, world.rng, world.first)
    return row, moved


def released(world: World, side: str, version: str, day: date, on: date) -> None:
    """Say in the tool when a version is released."""
    when = moment(day, "08:10", world.rng)
    step = {"do": "version", "project": PROJECTS[side], "name": version}
    world.steps.append((when, step | {"at": when.isoformat(), "releaseDate": on.isoformat()}))
