"""Work beside the plan, other fields that move, problems after acceptance."""

from datetime import date, timedelta
from typing import Any

from hub.demo.rollout.cast import VENDOR_PM
from hub.demo.rollout.days import DAY, at, is_worked, later
from hub.demo.rollout.injecting import NoRoom, scenario
from hub.demo.rollout.labels import Label
from hub.demo.rollout.life import live, moment
from hub.demo.rollout.rows import Row, Save
from hub.demo.rollout.scenarios.clocks import answer, meet_problem, problem
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
        names = tuple(
            unplanned(world, side, unit, monday + place % 2 * DAY, monday + (2 + place % 2) * DAY)
            for place in range(UNPLANNED)
        )
        week = f"{monday.isocalendar().year}-W{monday.isocalendar().week:02}"
        world.label(
            Label(
                rule="OUT-OF-SCOPE", key=f"unplanned {side} {week}", side=side, court=side,
                severity="S3", first_on=monday + 2 * DAY, by_on=monday + 7 * DAY,
                cites=names, why="work_that_nobody_planned",
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


def unplanned(world: World, side: str, unit: str, begun: date, done: date) -> str:
    """Let an item appear in the tool that belongs to nothing agreed, and be done; give its name."""
    name, who = world.key("U-"), world.cast.hire(unit, "临时支持")
    fields: dict[str, Any] = {"summary": f"临时支持单（{name[2:]}）", "status": "To Do"}
    fields |= {"assignee": who, "resolution": None}
    first, last = moment(begun, "09:30", world.rng), moment(done, "15:40", world.rng)
    step = {"do": "create", "item": name, "at": first.isoformat(), "by": who, "fields": fields}
    world.steps.append((first, step | {"project": PROJECTS[side]}))
    over = {"do": "change", "item": name, "at": last.isoformat(), "by": who}
    world.steps.append((last, over | {"fields": {"status": "Done", "resolution": "Done"}}))
    return name


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


@scenario
def problem_after_acceptance(world: World) -> None:
    """A function of the blueprint is accepted, and a week later there is a problem with it."""
    again(world, 6, "problem_after_acceptance")


@scenario
def problem_with_the_same_line(world: World) -> None:
    """What was accepted and the problem of the next week are for the same line of the blueprint."""
    again(world, 6, "problem_with_the_same_line", has_line=True)


@scenario
def problem_long_after_acceptance(world: World) -> None:
    """A near miss: the problem comes five weeks later."""
    again(world, 25, "problem_long_after_acceptance")


def again(world: World, days: int, name: str, *, has_line: bool = False) -> None:
    """Accept a function; so many working days later a problem refers to it, or to its line."""
    on, module = begin(world, room=days + 8, earliest=8), world.rng.choice(world.cast.modules)
    key, of = world.key("BP-"), world.key("BL-")
    if has_line:
        function(world, of, module, later(world.last, 25))
    function(world, key, module, later(on, 2), **({"refers_to": of} if has_line else {}))
    accepted_as_a_whole(world, key, on)
    raised = later(on, days)
    about = of if has_line else key
    trouble, _ = problem(world, "vendor", raised, refers_to=about, module=module)
    answer(world, "vendor", trouble, at(later(raised, 1), "09:00"))
    meet_problem(world, "vendor", trouble, later(raised, 4))
    if days <= 20:
        told(
            world, "REOPENED-AFTER-DONE", key, "S3", raised, slack=1, side="vendor",
            court="vendor", cites=(trouble,), why=name,
        )  # fmt: skip


def function(world: World, key: str, module: str, due: date, **more: str) -> None:
    """Put a function of the blueprint on record."""
    unit = world.unit_of("vendor", module)
    terms: dict[str, Any] = {"key": key, "title": f"{module}蓝图功能（{key[3:]}）", "kind": "scope"}
    terms |= {"side": "vendor", "unit": unit, "accountable": world.cast.hire(unit, "功能负责人")}
    terms |= {"module": module, "topic": "function", "phase": "试点期", **more}
    terms |= {"finish_on": due.isoformat()}
    when = at(world.first, "11:50")
    world.act(when, "raise-commitment", series="scope", terms=terms, origin="blueprint")
    confirmed = {"series": "scope", "key": key}
    world.act(at(later(world.first, 1), "10:00"), "acknowledge-commitment", VENDOR_PM, **confirmed)


def accepted_as_a_whole(world: World, key: str, on: date) -> None:
    """Show everything that a function needs on one day, and accept it."""
    line = {"series": "scope", "key": key}
    for kind in ("blueprint_ref", "demo_or_test_record", "key_user_acceptance"):
        shown = {"evidence": f"{kind}-{key}", "kind": kind, "title": key, **line}
        shown |= {"shown_on": on.isoformat()}
        world.act(at(on, "10:20"), "submit-evidence", VENDOR_PM, **shown)
        world.act(at(on, "15:20"), "accept-evidence", evidence=f"{kind}-{key}")
    world.act(at(on, "15:40"), "meet-commitment", on=on.isoformat(), **line)
