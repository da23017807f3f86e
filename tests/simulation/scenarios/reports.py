"""Rules 10, 21, 22, 27: what a sender's sheet says beside what was agreed and said before."""

from datetime import date

from tests.simulation.days import later, wd
from tests.simulation.life import live, show
from tests.simulation.rows import DONE, Row
from tests.simulation.scenarios import NoRoom, scenario
from tests.simulation.scenarios.shared import (
    announced,
    begin,
    kept_report,
    put_off,
    report_days,
    told,
)
from tests.simulation.world import World


@scenario
def overdue_and_left_out(world: World) -> None:
    """An item is overdue, and one weekly report does not mention it."""
    start = begin(world, room=26)
    row = world.task("vendor", start, 10, scenario="overdue_and_left_out")
    assert row.finish_on
    ends = later(row.finish_on, 8)
    told_on = report_days(world, later(start, 2), later(row.finish_on, -1))
    if not told_on:
        raise NoRoom
    left_out = kept_report(world, later(row.finish_on, 1), later(row.finish_on, 6))
    live(row, world.rng, world.first, done_on=ends, shows=False)
    show(row, world.rng, ends, ends)
    announced(world, row, told_on[0])
    put_off(world, row, told_on[0], ends)
    row.reported[left_out] = None
    told(world, "REPORT-OMITS", row, "S3", left_out, slack=1, court="vendor:pm", why=row.scenario)


@scenario
def other_dates_in_the_weekly_plan(world: World) -> None:
    """The vendor's plan for next week shows another finish than the approved one, for one week."""
    start = begin(world, room=18, earliest=8)
    row = world.task("vendor", start, 12, scenario="other_dates_in_the_weekly_plan")
    assert row.finish_on
    day = kept_report(world, later(start, 1), later(start, 5), "ahead")
    live(row, world.rng, world.first)
    shown = world.extra.setdefault("shown", {})
    shown[day, row.key] = {"计划完成": later(row.finish_on, 5)}
    told(world, "BASELINE-TAMPER", row, "S1", day, court="vendor:pm", why=row.scenario)


def typed_with_a_date(world: World, name: str, before: int) -> tuple[Row, date, date]:
    """Let a report say done, with an actual finish so many working days before it."""
    start = begin(world, room=26)
    row = world.task("vendor", start, 16, scenario=name)
    assert row.finish_on
    day = kept_report(world, later(start, 11), later(start, 15))
    ended = later(day, -1)
    live(row, world.rng, world.first, done_on=ended, shows=False)
    asserted = later(day, -before)
    row.reported[day] = {"status": DONE, "percent": 100, "actual_finish": asserted}
    return row, day, asserted


@scenario
def backdated_within_the_week(world: World) -> None:
    """A finish four working days ago, though the tool said otherwise on each day since."""
    row, day, _ = typed_with_a_date(world, "backdated_within_the_week", 4)
    show(row, world.rng, later(day, -1), later(day, 1))
    told(world, "BACKDATED-COMPLETION", row, "", day, court="vendor", why=row.scenario)


@scenario
def backdated_across_a_report(world: World) -> None:
    """A finish before the last report, which itself said that the work was going on."""
    row, day, _ = typed_with_a_date(world, "backdated_across_a_report", 7)
    show(row, world.rng, later(day, -1), later(day, 1))
    told(world, "BACKDATED-COMPLETION", row, "S1", day, court="vendor", why=row.scenario)


@scenario
def late_entry_with_proof(world: World) -> None:
    """A guard: the same, but evidence of that day is accepted."""
    row, day, asserted = typed_with_a_date(world, "late_entry_with_proof", 6)
    show(row, world.rng, asserted, later(day, -2))
    assert wd(asserted, day) == 6


@scenario
def finished_in_the_future(world: World) -> None:
    """A report gives an actual finish that lies after its own date."""
    row, day, _ = typed_with_a_date(world, "finished_in_the_future", -5)
    show(row, world.rng, later(day, -1), later(day, 1))
    told(
        world, "INVALID-DATES", row, "S3", day, court="vendor", cleared_on=later(day, 5),
        why=row.scenario,
    )  # fmt: skip
