"""Dates against the baseline."""

from datetime import date

from hub.demo.rollout.cast import COORDINATOR
from hub.demo.rollout.days import DAY, at, later, wd
from hub.demo.rollout.injecting import NoRoom, scenario
from hub.demo.rollout.labels import Label
from hub.demo.rollout.life import linear, live, moment, show
from hub.demo.rollout.project import milestone, pass_gate
from hub.demo.rollout.rows import Row, Save
from hub.demo.rollout.scenarios.shared import SIDES, announced, begin, put_off, report_days
from hub.demo.rollout.world import World


def slipping(world: World, side: str, days: int, name: str) -> None:
    """Finish so many working days late, with a new date that the minutes announce."""
    start = begin(world, room=12 + days)
    row = world.task(side, start, 10, scenario=name)
    ends = later(row.ends, days)
    told_on = report_days(world, later(start, 2), later(row.ends, -1))
    if not told_on:
        raise NoRoom
    live(row, world.rng, world.first, done_on=ends, shows=False)
    show_at_once(world, row, ends)
    announced(world, row, told_on[0])
    put_off(world, row, told_on[0], ends)


def show_at_once(world: World, row: Row, on: date) -> None:
    """Show and accept on one day."""
    show(row, world.rng, on, on)


@scenario
def slip_of_a_few_days(world: World) -> None:
    """S3, on either side."""
    for side in SIDES:
        slipping(world, side, 4, "slip_of_a_few_days")


@scenario
def slip_of_over_a_week(world: World) -> None:
    """S2 from the sixth day on."""
    slipping(world, world.rng.choice(SIDES), 8, "slip_of_over_a_week")


@scenario
def slip_of_over_two_weeks(world: World) -> None:
    """S1 from the eleventh day on."""
    slipping(world, world.rng.choice(SIDES), 13, "slip_of_over_two_weeks")


@scenario
def late_by_two_days_only(world: World) -> None:
    """A near miss: two working days late, on a task that is long enough to bear it."""
    for side in SIDES:
        row = world.task(side, begin(world, room=16), 12, scenario="late_by_two_days_only")
        live(row, world.rng, world.first, done_on=later(row.ends, 2), shows=False)
        show_at_once(world, row, later(row.ends, 2))


@scenario
def late_start(world: World) -> None:
    """Work begins three to five working days after it should, and is made good."""
    for side in SIDES:
        row = world.task(side, begin(world, room=14), 12, scenario="late_start")
        live(row, world.rng, world.first, start_on=later(row.starts, world.rng.choice((4, 5, 6))))


@scenario
def start_two_days_late(world: World) -> None:
    """A near miss: two working days are allowed."""
    row = world.task(
        world.rng.choice(SIDES), begin(world, room=14), 12, scenario="start_two_days_late"
    )
    live(row, world.rng, world.first, start_on=later(row.starts, 2))


@scenario
def slow_for_a_while(world: World) -> None:
    """Progress falls 25 to 45 points behind the linear expectation, and catches up."""
    for side in SIDES:
        start = begin(world, room=14)
        row = world.task(side, start, 12, scenario="slow_for_a_while")
        lost = world.rng.choice((26, 30, 46))
        ends = row.ends

        def curve(day: date, start: date = start, ends: date = ends, lost: int = lost) -> float:
            expected = linear(start, ends, day)
            return expected - min(lost, max(0.0, expected - 12))

        live(row, world.rng, world.first, curve=curve)


@scenario
def slow_by_little(world: World) -> None:
    """A near miss: 12 points behind."""
    start = begin(world, room=14)
    row = world.task(world.rng.choice(SIDES), start, 12, scenario="slow_by_little")
    ends = row.ends

    def curve(day: date) -> float:
        return linear(start, ends, day) - 12

    live(row, world.rng, world.first, curve=curve)


@scenario
def missed_milestone(world: World) -> None:
    """A review finds a criterion open; the gate is passed days later."""
    for courts in open_courts(world):
        on = begin(world, room=9, earliest=12)
        row = milestone(world, "M-", "阶段评审", on)
        row.scenario = "missed_milestone"
        row.title = f"阶段评审（{row.key}）"
        passed = later(on, world.rng.choice((4, 6)))
        criteria = {f"条件{place}": court for place, court in enumerate(courts, 1)}
        world.act(
            at(on, "15:00"), "fail-gate", key=row.key, on=on.isoformat(), open_criteria=criteria
        )
        world.act(at(passed, "15:00"), "pass-gate", key=row.key, on=passed.isoformat())
        sides = {court.partition(":")[0] for court in courts}
        world.label(
            Label(
                rule="MISSED-MILESTONE",
                key=row.key,
                court=courts[0] if len(sides) == 1 else "concurrent",
                severity="S1",
                first_on=date_after(on),
                by_on=later(on, 1),
                cleared_on=passed,
                why="missed_milestone",
            )
        )
        world.label(
            Label(
                rule="SCHEDULE-SLIP",
                key=row.key,
                side="client",
                first_on=passed,
                by_on=later(passed, 1),
                days=wd(on, passed),
                why="missed_milestone",
            )
        )


def date_after(day: date) -> date:
    """Give the next calendar day."""
    return day + DAY


def open_courts(world: World) -> list[list[str]]:
    """Give whose criteria are open: one side's, the other's, both at once."""
    module = world.rng.choice(world.cast.modules)
    ours, theirs = (f"{side}:{world.unit_of(side, module)}" for side in SIDES)
    return [[ours], [theirs], [ours, theirs]]


@scenario
def start_before_the_gate(world: World) -> None:
    """Work begins days before the gate that it depends on is passed; on either side."""
    for side in SIDES:
        early(world, side, 4, "start_before_the_gate")


@scenario
def start_on_the_day_of_the_gate(world: World) -> None:
    """A guard: work begins on the morning after the gate."""
    early(world, world.rng.choice(SIDES), -1, "start_on_the_day_of_the_gate")


def early(world: World, side: str, days: int, name: str) -> None:
    """Begin so many working days before the gate is passed."""
    gate_on = begin(world, room=14, earliest=14)
    gate = milestone(world, "M-", "阶段评审", gate_on)
    gate.title, gate.scenario = f"阶段评审（{gate.key}）", name
    pass_gate(world, gate)
    row = world.task(side, later(gate_on, 2), 8, scenario=name, predecessors=(gate.key,))
    starts = later(gate_on, -days)
    live(row, world.rng, world.first, start_on=starts)
    if days > 0:
        world.label(
            Label(
                rule="PHASE-ORDER",
                key=row.key,
                side=side,
                court=row.court,
                severity="S2",
                first_on=starts,
                by_on=starts,
                cleared_on=gate_on,
                why=name,
            )
        )


__all__ = ["COORDINATOR", "Save", "moment"]
