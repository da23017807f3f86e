"""What returns every week and month: plans, reports, meetings with minutes, who was there."""

from datetime import date, timedelta
from typing import Any

from hub.demo.rollout.cast import DEPARTMENTS, SUB_SUPPLIER, VENDOR_PM, sheet
from hub.demo.rollout.days import DAY, at, is_worked, later, weekly
from hub.demo.rollout.rows import DONE, IN_PROGRESS, TO_DO, Row
from hub.demo.rollout.sheets import Habit, habit_for, written_by
from hub.demo.rollout.world import File, World

PLAN = [
    *("编号", "模块", "阶段", "任务名称", "类型", "责任方", "部门", "责任人"),
    *("计划开始", "计划完成", "权重", "前置任务", "合同条款"),
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
        "合同条款": contract_line(row.module or "项目") if row.line is None else row.line,
    }


def contract_line(module: str) -> str:
    """Give the key of the line of the contract that a module stands in."""
    return f"CL-{module}"


def contract(world: World) -> None:
    """Put the lines of the contract on record: one for each module, and one for the whole."""
    for module in (*world.cast.modules, "项目"):
        terms = {"key": contract_line(module), "title": f"合同条款：{module}", "kind": "scope"}
        terms |= {"side": "vendor", "accountable": VENDOR_PM, "phase": "试点期"}
        terms |= {"finish_on": later(world.last, 25).isoformat()}
        when = at(world.first, "08:50")
        world.act(when, "raise-commitment", series="contract", terms=terms, origin="contract")


def plan(world: World) -> None:
    """Propose the plan on the first morning; departments agree, the sponsor approves."""
    lines = [planned(world, row) for row in world.rows]
    habit = habit_for(world.rng)
    body, ending = written_by(habit, "项目主计划", PLAN, lines, day=world.first, rng=world.rng)
    when = at(world.first, "09:00")
    world.files.append(File(when, "plan", f"plan-{world.first}.{ending}", body))
    approve: dict[str, Any] = {"proposal": "$proposal:plan", "set_hash": "$set_hash:plan"}
    approve["signed_by"] = [f"client:{unit}" for unit in DEPARTMENTS]
    world.act(at(world.first, "14:30"), "approve-plan", "person:sponsor", **approve)


SOURCES = {"report": "reports", "ahead": "ahead"}
LEAST = 4  # rows of a sheet: of two nobody could tell what their columns mean
TITLES = {"report": "项目实施周报", "ahead": "下周计划"}
CLOCKS = {"report": "10:00", "ahead": "16:10", "own-report": "10:20", "own-ahead": "16:25"}


def weeks(world: World) -> None:
    """Write every week's plans, reports, meeting and presence."""
    senders = [(side, what) for side in ("vendor", "client") for what in SOURCES]
    habits = {sender: habit_for(world.rng) for sender in senders}
    previous = dict.fromkeys(senders, world.first - DAY)
    skip = world.extra.get("missing", {})
    for day in weekly(world.first, world.last):
        for sender, habit in habits.items():
            name = sheet(*sender)
            if day not in skip.get(name, ()) and name not in world.extra.get("never", ()):
                send(world, sender, previous[sender], day, habit)
                previous[sender] = day
        if day not in skip.get("meeting", ()):
            meeting(world, day)
        presence(world, day)


def send(world: World, sender: tuple[str, str], previous: date, day: date, habit: Habit) -> None:
    """Send the report or the plan for next week of a side, in the way in which it writes."""
    side, what = sender
    name = sheet(side, what)
    late = world.extra.get("late", {}).get((name, day))
    when = late or at(day, CLOCKS[name]) + timedelta(seconds=day.day)
    lines = reported(world, side, previous, day) if what == "report" else coming(world, side, day)
    columns = REPORT if what == "report" else AHEAD
    body, ending = written_by(habit, TITLES[what], columns, lines, day=day, rng=world.rng)
    source = SOURCES[what] if side == "vendor" else f"own-{SOURCES[what]}"
    world.files.append(File(when, source, f"{name}-{day}.{ending}", body))


def reported(world: World, side: str, previous: date, day: date) -> list[dict[str, Any]]:
    """Give the rows of a weekly report: what runs, what ended this week, what should have begun."""
    lines = []
    for row in world.rows:
        if row.side != side or not row.in_tool:
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
    told = {line["编号"] for line in lines}
    more = [row for row in resting(world, side) if row.key not in told][
        : max(0, LEAST - len(lines))
    ]
    return lines + [as_reported(world, row, row.known_at(at(day, "09:30")), day) for row in more]


def resting(world: World, side: str) -> list[Row]:
    """Give rows that fill a sheet of a week in which little is at work, as people repeat them."""
    rows = [row for row in world.rows if row.side == side and row.saves and not row.scenario]
    return rows[-2 * LEAST :]


def is_due(row: Row, now: dict[str, Any], previous: date, day: date) -> bool:
    """Tell whether a row belongs into a report."""
    if now["status"] == DONE:
        changed = [one.at for one in row.saves if "status" in one.fields or "percent" in one.fields]
        return max(each for each in changed if each <= at(day, "09:30")) >= at(previous, "09:30")
    return now["status"] == IN_PROGRESS or row.starts <= day


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


def coming(world: World, side: str, day: date) -> list[dict[str, Any]]:
    """Give the rows of the plan for the week after *day*: what begins or ends in it."""
    first, last = day + DAY, day + timedelta(days=9)
    lines = []
    for row in world.rows:
        if row.side == side and row.in_tool and row.start_on and row.finish_on:
            now = row.known_at(at(day, "16:00"))
            is_open = now and now["status"] != DONE
            if is_open and row.start_on <= last and (now["due"] or last) >= first:
                shown = world.extra.get("shown", {}).get((day, row.key), {})
                lines.append(planned(world, row) | shown)
    told = {line["编号"] for line in lines}
    more = [row for row in resting(world, side) if row.key not in told]
    return lines + [planned(world, row) for row in more[: max(0, LEAST - len(lines))]]


def meeting(world: World, day: date) -> None:
    """Hold the weekly meeting; its minutes follow on the same day."""
    name = f"weekly-{day}"
    called = max(later(day, -4), world.first)
    invited = ["client:coordinator", "vendor:pm"]
    terms = {"topic": "weekly", "title": "项目周例会", "on": day.isoformat(), "invited": invited}
    world.act(at(called, "15:00"), "call-meeting", meeting=name, required=invited, **terms)
    away = world.extra.get("away", {})
    came = [court for court in invited if day not in away.get(court, ())]
    world.act(at(day, "16:00"), "hold-meeting", meeting=name, on=day.isoformat(), attended=came)
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
