"""Whether the plan stays what was agreed."""

from datetime import date

from hub.demo.rollout.days import at, later, weekly
from hub.demo.rollout.injecting import NoRoom, scenario
from hub.demo.rollout.labels import Label
from hub.demo.rollout.life import created, live, moment
from hub.demo.rollout.rows import Row
from hub.demo.rollout.scenarios.shared import SIDES, announced, begin, put_off, report_days, told
from hub.demo.rollout.world import World


def quiet_day(world: World, first: date, last: date) -> date:
    """Give a day with no report in it or within the two working days after it."""
    reports = set(weekly(world.first, world.last))
    for day in (later(first, n) for n in range(40)):
        if day > last:
            break
        if not reports & {day, later(day, 1), later(day, 2)}:
            return day
    raise NoRoom


@scenario
def silent_replan(world: World) -> None:
    """A due date moves in the tool, and nobody says so; on either side."""
    for side in SIDES:
        start = begin(world, room=22)
        row = world.task(side, start, 12, scenario="silent_replan")
        days = world.rng.choice((4, 7))
        moved = quiet_day(world, later(start, 2), later(start, 9))
        live(row, world.rng, world.first)
        put_off(world, row, moved, later(row.ends, days))
        told(world, "SILENT-REPLAN", row, "S4", moved, court=side, days=days, why="silent_replan")


@scenario
def silent_replan_after_the_date(world: World) -> None:
    """The date moves when it has passed already: S1 once the two working days are over."""
    start = begin(world, room=20)
    row = world.task(world.rng.choice(SIDES), start, 10, scenario="silent_replan_after_the_date")
    moved = quiet_day(world, later(row.ends, 1), later(row.ends, 4))
    live(row, world.rng, world.first, done_on=later(row.ends, 8))
    put_off(world, row, moved, later(row.ends, 8))
    told(world, "SILENT-REPLAN", row, "S4", moved, court=row.side, days=8, why=row.scenario)


@scenario
def replan_told_a_day_later(world: World) -> None:
    """A guard: moved on the eve of the meeting, announced in its minutes; S4 for one night."""
    start = begin(world, room=20)
    row = world.task(world.rng.choice(SIDES), start, 12, scenario="replan_told_a_day_later")
    days = report_days(world, later(start, 3), later(start, 9))
    if not days or later(days[0], -1) <= start:
        raise NoRoom
    live(row, world.rng, world.first)
    put_off(world, row, later(days[0], -1), later(row.ends, 4))
    announced(world, row, days[0])
    told(
        world,
        "SILENT-REPLAN",
        row,
        "S4",
        later(days[0], -1),
        court=row.side,
        cleared_on=days[0],
        why=row.scenario,
    )


@scenario
def date_pulled_in(world: World) -> None:
    """A guard: a date that becomes earlier is no postponement."""
    row = world.task(world.rng.choice(SIDES), begin(world, room=16), 12, scenario="date_pulled_in")
    live(row, world.rng, world.first, done_on=later(row.ends, -3))
    put_off(world, row, later(row.starts, 3), later(row.ends, -3))


@scenario
def moved_back_within_minutes(world: World) -> None:
    """A guard: a slip of the hand is set right by the same account."""
    row = world.task(world.rng.choice(SIDES), begin(world, room=16), 12, scenario="moved_back")
    live(row, world.rng, world.first)
    on = later(row.starts, 4)
    put_off(world, row, on, later(row.ends, 9), "11:00")
    put_off(world, row, on, row.ends, "11:22")


@scenario
def date_churn(world: World) -> None:
    """A date moves for the third time, each move announced; on either side."""
    for side in SIDES:
        start = begin(world, room=30)
        row = world.task(side, start, 16, scenario="date_churn")
        days = report_days(world, later(start, 1), later(row.ends, -1))
        if len(days) < 3:
            raise NoRoom
        live(row, world.rng, world.first, done_on=later(row.ends, 4))
        for place, day in enumerate(days[:3], 1):
            announced(world, row, day)
            put_off(world, row, day, later(row.ends, place + 1))


@scenario
def moved_twice_only(world: World) -> None:
    """A near miss: two moves, announced, and together short."""
    start = begin(world, room=24)
    row = world.task(world.rng.choice(SIDES), start, 16, scenario="moved_twice_only")
    days = report_days(world, later(start, 1), later(row.ends, -1))
    if len(days) < 2:
        raise NoRoom
    live(row, world.rng, world.first, done_on=later(row.ends, 2))
    for place, day in enumerate(days[:2], 1):
        announced(world, row, day)
        put_off(world, row, day, later(row.ends, place))


def asleep(world: World, side: str, name: str, **more: str) -> Row:
    """Add a task that begins only after the rollout that is played."""
    return world.task(side, later(world.last, world.rng.randint(6, 12)), 10, scenario=name, **more)


@scenario
def never_in_the_tool(world: World) -> None:
    """A row of the plan has no work item; on either side."""
    for side in SIDES:
        row = asleep(world, side, "never_in_the_tool")
        told(
            world,
            "MISSING-FROM-VENDOR",
            row,
            "S3",
            world.first,
            slack=2,
            court=side,
            why=row.scenario,
        )


@scenario
def vanished(world: World) -> None:
    """A work item is deleted in the tool; on either side."""
    for side in SIDES:
        row = asleep(world, side, "vanished")
        created(row, world.rng, world.first)
        gone = begin(world, room=6, earliest=8)
        when = moment(gone, "18:30", world.rng)
        world.steps.append((when, {"do": "delete", "item": row.key, "at": when.isoformat()}))
        told(world, "MISSING-FROM-VENDOR", row, "S2", gone, slack=2, court=side, why=row.scenario)


@scenario
def no_owner(world: World) -> None:
    """A row is approved without an accountable person; on either side."""
    for side in SIDES:
        row = asleep(world, side, "no_owner")
        row.owner = ""
        created(row, world.rng, world.first)
        told(world, "NO-OWNER", row, "S3", world.first, slack=1, why=row.scenario)


@scenario
def a_team_as_owner(world: World) -> None:
    """The accountable person is a team's name."""
    side = world.rng.choice(SIDES)
    row = asleep(world, side, "a_team_as_owner")
    row.owner = world.cast.unit_name(row.unit)
    created(row, world.rng, world.first)
    row.saves[0].fields["assignee"] = None
    told(world, "NO-OWNER", row, "S3", world.first, slack=1, why=row.scenario)


@scenario
def no_date(world: World) -> None:
    """An action is written down without a date; on either side."""
    for side in SIDES:
        key, on = world.key("A-"), begin(world, room=8)
        unit = world.unit_of(side, world.rng.choice(world.cast.modules))
        owner = world.cast.hire(unit, "经办")
        terms = {"key": key, "title": f"补充资料（{key[2:]}）", "kind": "action", "side": side}
        terms |= {"unit": unit, "accountable": owner, "phase": "试点期"}
        world.act(
            at(on, "17:10"), "raise-commitment", series="actions", terms=terms, origin="meeting"
        )
        world.label(
            Label(
                rule="NO-DATE",
                key=key,
                side=side,
                severity="S4",
                first_on=later(on, 2),
                by_on=later(on, 3),
                why="no_date",
            )
        )


@scenario
def beyond_the_contract(world: World) -> None:
    """A row of the plan names a line that the contract does not hold, another names none."""
    for side, line in zip(SIDES, ("CL-900", ""), strict=True):
        row = asleep(world, side, "beyond_the_contract")
        row.line = line
        created(row, world.rng, world.first)
        told(world, "OUT-OF-SCOPE", row, "S3", world.first, slack=2, court="", why=row.scenario)
