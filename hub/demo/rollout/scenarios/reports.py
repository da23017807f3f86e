"""What a sender's sheet says beside what was agreed and said before."""

from datetime import date

from hub.demo.rollout.cast import sheet
from hub.demo.rollout.days import later
from hub.demo.rollout.injecting import NoRoom, scenario
from hub.demo.rollout.life import live, show
from hub.demo.rollout.rows import DONE, Row
from hub.demo.rollout.scenarios.shared import (
    SIDES,
    announced,
    begin,
    kept_report,
    put_off,
    report_days,
    told,
)
from hub.demo.rollout.world import World


@scenario
def overdue_and_left_out(world: World) -> None:
    """An item is overdue, and one weekly report does not mention it; on either side."""
    for side in SIDES:
        left_out(world, side, "overdue_and_left_out")


def left_out(world: World, side: str, name: str) -> None:
    """Leave an overdue item out of one report of its own side."""
    start = begin(world, room=26)
    row = world.task(side, start, 10, scenario=name)
    ends = later(row.ends, 8)
    told_on = report_days(world, later(start, 2), later(row.ends, -1))
    if not told_on:
        raise NoRoom
    silent_on = kept_report(world, later(row.ends, 1), later(row.ends, 6), sheet(side, "report"))
    live(row, world.rng, world.first, done_on=ends, shows=False)
    show(row, world.rng, ends, ends)
    announced(world, row, told_on[0])
    put_off(world, row, told_on[0], ends)
    row.reported[silent_on] = None
    told(world, "REPORT-OMITS", row, "S3", silent_on, slack=1, court=side, why=row.scenario)


@scenario
def other_dates_in_the_weekly_plan(world: World) -> None:
    """A plan for next week shows another finish than the approved one; on either side."""
    for side in SIDES:
        start = begin(world, room=18, earliest=8)
        row = world.task(side, start, 12, scenario="other_dates_in_the_weekly_plan")
        day = kept_report(world, later(start, 1), later(start, 11), sheet(side, "ahead"))
        live(row, world.rng, world.first)
        shown = world.extra.setdefault("shown", {})
        shown[day, row.key] = {"计划完成": later(row.ends, 5)}
        told(world, "BASELINE-TAMPER", row, "S1", day, court=side, why=row.scenario)


def typed_with_a_date(world: World, side: str, name: str, before: int) -> tuple[Row, date, date]:
    """Let a report say done, with an actual finish so many working days before it."""
    start = begin(world, room=26)
    row = world.task(side, start, 16, scenario=name)
    day = kept_report(world, later(start, 11), later(start, 15), sheet(side, "report"))
    ended = later(day, -1)
    live(row, world.rng, world.first, done_on=ended, shows=False)
    asserted = later(day, -before)
    row.reported[day] = {"status": DONE, "percent": 100, "actual_finish": asserted}
    return row, day, asserted


@scenario
def backdated_within_the_week(world: World) -> None:
    """A finish four working days ago, though the tool said otherwise on each day since."""
    for side in SIDES:
        row, day, _ = typed_with_a_date(world, side, "backdated_within_the_week", 4)
        show(row, world.rng, later(day, -1), later(day, 1))
        told(world, "BACKDATED-COMPLETION", row, "", day, court=side, why=row.scenario)


@scenario
def backdated_across_a_report(world: World) -> None:
    """A finish before the last report, which itself said that the work was going on."""
    for side in SIDES:
        row, day, _ = typed_with_a_date(world, side, "backdated_across_a_report", 7)
        show(row, world.rng, later(day, -1), later(day, 1))
        told(world, "BACKDATED-COMPLETION", row, "S1", day, court=side, why=row.scenario)


@scenario
def late_entry_with_proof(world: World) -> None:
    """A guard: the same, but evidence of that day is accepted."""
    side = world.rng.choice(SIDES)
    row, day, asserted = typed_with_a_date(world, side, "late_entry_with_proof", 6)
    show(row, world.rng, asserted, later(day, -2))


@scenario
def finished_in_the_future(world: World) -> None:
    """A report gives an actual finish that lies after its own date."""
    for side in SIDES:
        row, day, _ = typed_with_a_date(world, side, "finished_in_the_future", -5)
        show(row, world.rng, later(day, -1), later(day, 1))
        told(
            world, "INVALID-DATES", row, "S3", day, court=side, cleared_on=later(day, 5),
            why=row.scenario,
        )  # fmt: skip
