"""The honest rollout: its plan, its people, and everything that happens when nothing is wrong."""

from datetime import date
from typing import Any

from hub.demo.rollout import readiness
from hub.demo.rollout.cast import (
    COORDINATOR,
    DEPARTMENTS,
    SPONSOR,
    SUB_SUPPLIER,
    VENDOR_MANAGEMENT,
    VENDOR_PM,
)
from hub.demo.rollout.days import at, later, wd
from hub.demo.rollout.life import live
from hub.demo.rollout.rows import Row
from hub.demo.rollout.world import PROJECTS, World

ROLES = (
    (f"jira:{PROJECTS['client']}/person/{COORDINATOR}", "coordinator", "client", "", "operator"),
    (COORDINATOR, "coordinator", "client", "", "operator"),
    (SPONSOR, "sponsor", "client", "", "operator"),
    (f"jira:{PROJECTS['vendor']}/person/{VENDOR_PM}", "vendor_pm", "vendor", "", COORDINATOR),
    (VENDOR_PM, "vendor_pm", "vendor", "", COORDINATOR),
    (VENDOR_MANAGEMENT, "vendor_management", "vendor", "", COORDINATOR),
)
BLUEPRINT, INTEGRATION, GO_LIVE = 20, 54, 92  # working days after the first
WAVE = 40  # working days from one wave of three modules to the next


def build(world: World) -> None:
    """Lay out milestones, tasks and duties, before any scenario adds its own."""
    offsets = {
        module: world.rng.choice((0, 1, 3)) + WAVE * (place // 3)
        for place, module in enumerate(world.cast.modules)
    }
    for module, offset in offsets.items():
        world.gates[module] = world.day(BLUEPRINT + offset)
    final = milestone(
        world, "M-", "上线", world.goes_live_on or world.day(max(GO_LIVE, world.length + 25))
    )
    for module, offset in offsets.items():
        first = milestone(world, "M-", f"{module}业务蓝图签字", world.gates[module], module)
        second = milestone(
            world, "M-", f"{module}联调测试完成", world.day(INTEGRATION + offset), module
        )
        tasks(world, module, first, second)
        duties(world, module, second)
        final.predecessors += (second.key,)
    for each in [r for r in world.rows if r.kind == "milestone"]:
        pass_gate(world, each)
    readiness.prepare(world)
    for row in world.rows:
        if row.kind == "task":
            row.owner = row.owner or idle(world, row)
            early = world.rng.choice((0, 0, 0, 1, 2)) if row.is_long else 0
            live(row, world.rng, world.first, done_on=later(row.ends, -early))


def milestone(world: World, prefix: str, title: str, on: date, module: str = "") -> Row:
    """Add a milestone of the client's lead."""
    row = Row(
        key=world.key(prefix),
        title=title,
        kind="milestone",
        side="client",
        owner=COORDINATOR,
        module=module,
        phase="准备期" if "蓝图" in title else "试点期",
        finish_on=on,
        in_tool=False,
    )
    world.rows.append(row)
    return row


def tasks(world: World, module: str, first: Row, second: Row) -> None:
    """Add the tasks of a module on both sides, each within its phase."""
    rng, gate = world.rng, world.gates[module]
    for place in range(world.shape.tasks):
        kind = ("design", "build", "build", "test")[place % 4]
        low, high, sizes = {
            "design": (wd(world.first, gate) - 17, wd(world.first, gate) - 13, (8, 10)),
            "build": (wd(world.first, gate) + 1, wd(world.first, gate) + 6, (8, 10, 12)),
            "test": (wd(world.first, gate) + 19, wd(world.first, gate) + 22, (8,)),
        }[kind]
        start_on = world.day(rng.randint(low, high))
        before = {"design": (), "build": (first.key,), "test": (first.key,)}[kind]
        row = world.task("vendor", start_on, rng.choice(sizes), module=module, predecessors=before)
        if kind == "design":
            first.predecessors += (row.key,)
        else:
            second.predecessors += (row.key,)
    for _ in range(max(2, world.shape.tasks // 4)):
        start_on = world.day(rng.randint(3, max(4, world.length - 14)))
        world.task("client", start_on, rng.choice((8, 10, 12)), module=module)


def duties(world: World, module: str, second: Row) -> None:
    """Add one duty of each side that the other side's work waits for, met in time."""
    for side, title in (("client", "现状资料与编码规则"), ("vendor", "导入模板与测试环境说明")):
        duty(world, side, module, f"{module}{title}", world.day(world.rng.randint(10, 30)))


def duty(world: World, side: str, module: str, title: str, due: date, **more: object) -> Row:
    """Add a duty; who receives it says in time that it was met."""
    unit = world.unit_of(side, module)
    head = f"person:head-{unit}" if side == "client" else VENDOR_PM
    row = Row(
        key=world.key("D-"),
        title=title,
        kind="duty",
        side=side,
        unit=unit,
        owner=head,
        module=module,
        phase=world.phase_on(module, due),
        finish_on=due,
        in_tool=False,
        scenario=str(more.get("scenario", "")),
    )
    row.title = f"{title}（{row.key[2:]}）"
    world.rows.append(row)
    if more.get("acknowledged", True):
        world.act(at(world.first, "11:20"), "acknowledge-commitment", head, key=row.key)
    if not row.scenario:
        met = later(due, -world.rng.choice((0, 1, 2)))
        receiver = VENDOR_PM if side == "client" else COORDINATOR
        world.act(at(met, "15:20"), "meet-commitment", receiver, key=row.key, on=met.isoformat())
    return row


def pass_gate(world: World, row: Row) -> None:
    """Review a milestone in time, with everybody there, and pass it."""
    on, name = row.ends, f"review-{row.key}"
    if on > world.last:
        return
    courts = ["client:sponsor", "client:coordinator", "vendor:pm"]
    call: dict[str, Any] = {
        "topic": "milestone_review",
        "title": f"{row.title}评审",
        "on": on.isoformat(),
    }
    call |= {"invited": courts, "required": courts[::2], "milestone": row.key}
    world.act(at(later(on, -5), "10:15"), "call-meeting", meeting=name, **call)
    held = {"meeting": name, "on": on.isoformat(), "attended": courts}
    world.act(at(on, "14:30"), "hold-meeting", **held)
    world.act(at(on, "15:10"), "pass-gate", key=row.key, on=on.isoformat())
    world.act(at(on, "16:30"), "publish-minutes", meeting=name, lines=[f"{row.title}通过。"])


def idle(world: World, row: Row) -> str:
    """Give a person of the row's unit who owes nothing else around its end."""
    busy = {
        other.owner
        for other in world.rows
        if other.owner and other.finish_on and abs(wd(other.finish_on, row.ends)) <= 14
    }
    free = [one for one in world.cast.staff[row.unit] if one not in busy]
    what = f"{world.cast.unit_name(row.unit)}骨干" if row.side == "client" else f"{row.module}顾问"
    return free[0] if free else world.cast.hire(row.unit, what)


def assign_roles(world: World) -> None:
    """Put on record who takes part, before anything else happens."""
    early = at(world.first, "08:20")
    since = later(world.first, -10).isoformat()
    for person, role, side, unit, by in ROLES:
        role_of = {"role": role, "side": side, "unit": unit, "from_on": since}
        role_of |= {"party": "vendor"} if side == "vendor" else {}
        world.act(early, "assign-role", by, person=person, **role_of)
    units = [("client", unit, name) for unit, name in DEPARTMENTS.items()]
    units += [("vendor", team, name) for team, name in world.cast.teams.items()]
    for side, unit, name in units:
        names = {"en": unit.title(), "zh": name}
        world.act(early, "declare-unit", side=side, key=unit, names=names)
        agreed = 3.0 if side == "vendor" and unit != SUB_SUPPLIER else 1.0
        start = world.first.isoformat()
        world.act(early, "declare-roster", side=side, unit=unit, agreed_fte=agreed, from_on=start)
    for module in world.cast.modules:
        world.act(early, "declare-module", key=module, names={"en": module, "zh": module})
    for unit in DEPARTMENTS:
        head = {"role": "head", "side": "client", "unit": unit, "from_on": since}
        world.act(early, "assign-role", person=f"person:head-{unit}", **head)
    for module in world.cast.modules:
        name_key_user(world, module)


def name_key_user(world: World, module: str) -> None:
    """Name the key user of a module in its department."""
    unit, early = world.unit_of("client", module), at(world.first, "08:25")
    person = f"person:key-user-{module.lower()}"
    world.cast.people[person] = f"{module}关键用户"
    role = {"role": "key_user", "side": "client", "unit": unit, "from_on": world.first.isoformat()}
    world.act(early, "assign-role", person=person, **role)
    world.act(early, "name-key-user", person=person, module=module, unit=unit)
