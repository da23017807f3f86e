"""What returns every week and month: plans, reports, meetings with minutes, who was there."""

from datetime import date, timedelta
from typing import Any

from tests.simulation.cast import DEPARTMENTS, SUB_SUPPLIER
from tests.simulation.days import DAY, at, is_worked, later, weekly
from tests.simulation.rows import DONE, IN_PROGRESS, TO_DO, Row
from tests.simulation.sheets import form_for, workbook
from tests.simulation.world import File, World

PLAN = [
    *("编号", "模块", "阶段", "任务名称", "类型", "责任方", "部门", "责任人"),
    *("计划开始", "计划完成", "权重", "前置任务"),
]
REPORT = ["编号", "任务名称", "模块", "责任人", "状态", "完成率", "实际完成", "备注"]
AHEAD = ["编号", "任务名称", "模块", "责任人", "计划开始", "计划完成"]
KINDS = {"task": "任务", "milestone": "里程碑", "duty": "义务", "deliverable": "交付物"}
SIDES = {"client": "甲方", "vendor": "乙方"}
STATUS = {TO_DO: "未开始", IN_PROGRESS: "进行中", DONE: "已完成"}
ALL_COURTS = ("client:coordinator", "vendor:pm")


def planned(world: World, row: Row) -> dict[str, Any]:
    """Give a row as the plan shows it."""
    return {
        "编号": row.key,
        "模块": row.module,
        "阶段": row.phase,
        "任务名称": row.title,
        "类型": KINDS[row.kind],
        "责任方": SIDES[row.side],
        "部门": world.cast.unit_name(row.unit),
        "责任人": world.cast.people.get(row.owner, row.owner),
        "计划开始": row.start_on,
        "计划完成": row.finish_on,
        "前置任务": ";".join(row.predecessors),
    }


def plan(world: World) -> None:
    """Propose the plan on the first morning; departments agree, the sponsor approves."""
    lines = [planned(world, row) for row in world.rows]
    body = workbook("项目主计划", PLAN, lines, world.first)
    when = at(world.first, "09:00")
    world.files.append(File(when, "plan", f"plan-{world.first}.xlsx", body))
    approve: dict[str, Any] = {"proposal": "$proposal:plan", "set_hash": "$set_hash:plan"}
    approve["signed_by"] = [f"client:{unit}" for unit in DEPARTMENTS]
    world.act(at(world.first, "14:30"), "approve-plan", "person:sponsor", **approve)


def weeks(world: World) -> None:
    """Write every week's plan, report, meeting and presence."""
    previous = world.first - DAY
    form = form_for(world.rng)
    skip, late = world.extra.get("missing", {}), world.extra.get("late", {})
    for day in weekly(world.first, world.last):
        for name, clock, make in (
            ("report", "10:00", lambda: reported(world, previous, day)),  # noqa: B023 - used at once
            ("ahead", "16:10", lambda: coming(world, day)),  # noqa: B023
        ):
            if day in skip.get(name, ()):
                continue
            when = late.get((name, day)) or at(day, clock) + timedelta(seconds=day.day)
            lines = make()
            columns, title = (REPORT, "项目实施周报") if name == "report" else (AHEAD, "下周计划")
            source = "reports" if name == "report" else "ahead"
            body = workbook(title, columns, lines, day, form)
            world.files.append(File(when, source, f"{name}-{day}.xlsx", body))
        if day not in skip.get("meeting", ()):
            meeting(world, day)
        presence(world, day)
        previous = previous if day in skip.get("report", ()) else day


def reported(world: World, previous: date, day: date) -> list[dict[str, Any]]:
    """Give the rows of a weekly report: what runs, what ended this week, what should have begun."""
    lines = []
    for row in world.rows:
        if row.side != "vendor" or not row.in_tool:
            continue
        if day in row.reported:
            said = row.reported[day]
            if said is None:
                continue
        else:
            said = {}
        now = row.known_at(at(day, "09:30")) | said
        if now and is_due(row, now, previous, day):
            lines.append(as_reported(world, row, now, day))
    return lines or [as_reported(world, row, row.known_on(day), day) for row in resting(world)]


def resting(world: World) -> list[Row]:
    """Give one row for a report of a week in which nothing is at work."""
    return [row for row in world.rows if row.side == "vendor" and row.saves][-1:]


def is_due(row: Row, now: dict[str, Any], previous: date, day: date) -> bool:
    """Tell whether a row belongs into a report."""
    assert row.start_on
    if now["status"] == DONE:
        changed = [one.at for one in row.saves if "status" in one.fields or "percent" in one.fields]
        return max(each for each in changed if each <= at(day, "09:30")) >= at(previous, "09:30")
    return now["status"] == IN_PROGRESS or row.start_on <= day


def as_reported(world: World, row: Row, now: dict[str, Any], day: date) -> dict[str, Any]:
    """Give a row as a report shows it."""
    return {
        "编号": row.key,
        "任务名称": now.get("title", row.title),
        "模块": row.module,
        "责任人": world.cast.people.get(now["assignee"], now["assignee"]),
        "状态": STATUS.get(now["status"], now["status"]),
        "完成率": f"{now['percent']}%",
        "实际完成": now.get("actual_finish") or (ended(row, day) if now["status"] == DONE else ""),
        "备注": now.get("remark", ""),
    }


def ended(row: Row, day: date) -> date:
    """Give the day on which the tool was last set to done; that of the report if it never was."""
    done = [one.at for one in row.saves if one.fields.get("status") == DONE]
    return max((each.date() for each in done if each < at(day, "09:30")), default=day)


def coming(world: World, day: date) -> list[dict[str, Any]]:
    """Give the rows of the plan for the week after *day*: what begins or ends in it."""
    first, last = day + DAY, day + timedelta(days=9)
    lines = []
    for row in world.rows:
        if row.side == "vendor" and row.in_tool and row.start_on and row.finish_on:
            now = row.known_at(at(day, "16:00"))
            is_open = now and now["status"] != DONE
            if is_open and row.start_on <= last and (now["due"] or last) >= first:
                shown = world.extra.get("shown", {}).get((day, row.key), {})
                lines.append(planned(world, row) | shown)
    return lines or [planned(world, row) for row in world.rows if row.in_tool][:1]


def meeting(world: World, day: date) -> None:
    """Hold the weekly meeting; its minutes follow on the same day."""
    name = f"weekly-{day}"
    called = max(later(day, -4), world.first)
    invited = ["client:coordinator", "vendor:pm"]
    terms = {"topic": "weekly", "title": "项目周例会", "on": day.isoformat(), "invited": invited}
    world.act(at(called, "15:00"), "call-meeting", meeting=name, **terms)
    world.act(at(day, "16:00"), "hold-meeting", meeting=name, on=day.isoformat(), attended=invited)
    said = world.extra.get("announced", {}).get(day, [])
    lines = ["各模块按计划进行。", *[f"{key}的日期有变化。" for key in said]]
    world.act(at(day, "17:00"), "publish-minutes", meeting=name, lines=lines, announces=list(said))


def presence(world: World, day: date) -> None:
    """Write down who was there in the week that ends on a day."""
    absent = world.extra.get("absent", {})
    for side, units in (("client", DEPARTMENTS), ("vendor", world.cast.teams)):
        for unit in units:
            agreed = 3.0 if side == "vendor" and unit != SUB_SUPPLIER else 1.0
            there = absent.get((side, unit, day), agreed)
            week = {"side": side, "unit": unit, "week_on": day.isoformat(), "present_fte": there}
            world.act(at(day, "17:20"), "record-presence", **week)


def reviews(world: World) -> None:
    """Hold the sponsor's review in every month."""
    month = later(world.first, 8)
    while month <= world.last:
        day = month if is_worked(month) else later(month, 1)
        name = f"sponsor-review-{day}"
        courts = ["client:sponsor", "client:coordinator", "vendor:pm"]
        terms: dict[str, Any] = {
            "topic": "sponsor_review",
            "title": "月度领导评审",
            "on": day.isoformat(),
        }
        terms |= {"invited": courts, "required": courts[:1]}
        world.act(at(later(day, -5), "10:00"), "call-meeting", meeting=name, **terms)
        held = {"meeting": name, "on": day.isoformat(), "attended": courts}
        world.act(at(day, "10:00"), "hold-meeting", **held)
        world.act(at(day, "15:40"), "publish-minutes", meeting=name, lines=["评审正常。"])
        month += timedelta(days=28)
