"""What was agreed, read closely: who signed, what a remark announces, what a decision settles."""

from datetime import date
from typing import Any

from hub.demo.rollout.cast import COORDINATOR, VENDOR_PM, other
from hub.demo.rollout.days import DAY, at, later
from hub.demo.rollout.injecting import NoRoom, scenario
from hub.demo.rollout.labels import Label
from hub.demo.rollout.life import live
from hub.demo.rollout.scenarios.duties import late_duty
from hub.demo.rollout.scenarios.shared import (
    SIDES,
    begin,
    kept_report,
    put_off,
    report_days,
    told,
)
from hub.demo.rollout.world import World


@scenario
def duty_signed_with_the_plan(world: World) -> None:
    """A department that signed the plan confirms nothing more; its duty counts all the same."""
    late_duty(world, "client", "duty_signed_with_the_plan", acknowledged=False)


@scenario
def announced_in_a_remark(world: World) -> None:
    """A guard: moved on the eve of the report, whose remark names the new day; S4 for one night."""
    start = begin(world, room=20)
    row = world.task(world.rng.choice(SIDES), start, 12, scenario="announced_in_a_remark")
    what = "report" if row.side == "vendor" else "own-report"
    day = kept_report(world, later(start, 3), later(start, 9), what)
    eve, due = later(day, -1), later(row.ends, 4)
    live(row, world.rng, world.first)
    put_off(world, row, eve, due)
    row.reported[day] = {"remark": f"物料晚到，改到{due.month}月{due.day}日"}
    told(world, "SILENT-REPLAN", row, "S4", eve, court=row.side, cleared_on=day, why=row.scenario)


@scenario
def blame_after_a_decision(world: World) -> None:
    """What is blamed on the other side after a decision about the row is not settled by it."""
    side = world.rng.choice(SIDES)
    on = begin(world, room=10, earliest=8)
    row = world.task(side, later(on, -5), 14, scenario="blame_after_a_decision")
    live(row, world.rng, world.first)
    name, asked = world.key("decision-"), later(on, -2)
    question: dict[str, Any] = {"question": "用哪一种方案？", "options": ["一", "二"]}
    question |= {"of": "client:sponsor", "concerns": [row.key]}
    world.act(at(asked, "10:00"), "ask-decision", decision=name, **question)
    chosen = {"decision": name, "option": "一"}
    world.act(at(asked, "15:00"), "answer-decision", "person:sponsor", **chosen)
    claimer = VENDOR_PM if side == "vendor" else COORDINATOR
    blamed = f"{other(side)}:{world.unit_of(other(side), row.module)}"
    claim = {"key": row.key, "field": "blocked_by", "value": blamed, "words": "对方资料未到。"}
    world.act(at(on, "11:30"), "make-claim", claimer, **claim, channel="report")
    either: dict[str, Any] = {"key": row.key, "why": row.scenario}
    omits = Label(rule="REPORT-OMITS", first_on=on, by_on=world.last, must=False, **either)
    world.label(omits)
    told(world, "UNSUPPORTED-BLAME", row, "S3", later(on, 2), slack=1, court=side, why=row.scenario)


@scenario
def away_from_two_meetings(world: World) -> None:
    """A lead misses the weekly meeting twice in a row and comes to the third; on either side."""
    courts = ("client:coordinator", "vendor:pm")
    found = free_meetings(world, 3, len(courts))
    for court, days in zip(courts, found, strict=True):
        stay_away(world, court, days[:2])
        world.label(
            Label(
                rule="MEETING-REFUSED", key=f"weekly-{days[0]}", side=court.partition(":")[0],
                court=court, severity="S3", first_on=days[1], by_on=days[1] + DAY,
                cleared_on=days[2], why="away_from_two_meetings",
            )
        )  # fmt: skip


@scenario
def away_from_one_meeting(world: World) -> None:
    """A near miss: a lead misses one weekly meeting."""
    [days] = free_meetings(world, 3, 1)
    stay_away(world, world.rng.choice(("client:coordinator", "vendor:pm")), days[:1])


def free_meetings(world: World, count: int, rows: int) -> list[list[date]]:
    """Give some rows of weekly meetings, one behind the other, of which no other scenario knows."""
    days = report_days(world, world.day(3), world.last)
    taken = {day for away in world.extra.get("away", {}).values() for day in away}
    skipped = world.extra.get("missing", {}).get("meeting", set())
    starts, found = list(range(1, len(days) - count + 1)), list[list[date]]()
    world.rng.shuffle(starts)
    for place in starts:
        around = days[place - 1 : place + count]
        is_free = not {*around} & (taken | skipped) and not any(map(ends_month, around))
        if len(found) < rows and is_free:
            found.append(around[1:])
            taken |= {*around}
    if len(found) < rows:
        raise NoRoom
    return found


def ends_month(day: date) -> bool:
    """Tell whether it is the last working day of a month, when a plant closes its books."""
    return later(day, 1).month != day.month


def stay_away(world: World, court: str, days: list[date]) -> None:
    """Let a court miss some weekly meetings."""
    world.extra.setdefault("away", {}).setdefault(court, set()).update(days)
