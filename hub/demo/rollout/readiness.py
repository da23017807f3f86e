"""The honest weeks before go-live: the list, its daily reading, training, the last meeting."""

from datetime import date
from typing import Any

from hub.demo.rollout.cast import COORDINATOR, VENDOR_PM, other
from hub.demo.rollout.days import at, each, is_worked, later
from hub.demo.rollout.sheets import workbook
from hub.demo.rollout.world import File, World

ROWS = (
    ("client", "期初数据核对"),
    ("client", "权限确认"),
    ("client", "标签与打印机"),
    ("vendor", "测试环境已演示"),
    ("vendor", "回退方案"),
    ("vendor", "接口核对"),
    ("vendor", "切换方案"),
)
USERS = 10  # who work with a module in its department
COLUMNS = ["编号", "检查项", "责任人", "状态"]


def prepare(world: World) -> None:
    """Lay out what goes before a go-live that lies within the rollout."""
    final = world.goes_live_on
    if final is None:
        return
    for side, title in ROWS:
        key, _ = readiness_row(world, side, title)
        accept_row(world, key, side, later(final, -14))
    for module in world.cast.modules:
        train(world, module, later(final, -24))
    last_meeting(world, later(final, -4))


def readiness_row(world: World, side: str, title: str) -> tuple[str, str]:
    """Put a row on the list; give its key and the court of who owes it."""
    final = world.last_day
    key = world.key("R-")
    unit = world.unit_of(side, world.rng.choice(world.cast.modules))
    owner = world.cast.hire(unit, "上线负责人")
    terms = {"key": key, "title": f"{title}（{key[2:]}）", "kind": "readiness", "side": side}
    terms |= {"unit": unit, "accountable": owner, "phase": "试点期"}
    terms |= {"finish_on": later(final, -13).isoformat()}
    when = at(later(final, -26), "10:00")
    world.act(when, "raise-commitment", series="readiness", terms=terms, origin="list")
    who = VENDOR_PM if side == "vendor" else f"person:head-{unit}"
    said = {"series": "readiness", "key": key}
    world.act(at(later(final, -25), "10:00"), "acknowledge-commitment", who, **said)
    world.extra.setdefault("readiness", []).append((key, terms["title"], owner))
    return key, f"{side}:{unit}"


def accept_row(world: World, key: str, side: str, on: date) -> None:
    """Show both kinds of evidence for a row, and accept them on the same day."""
    sender = VENDOR_PM if side == "vendor" else "person:head-it"
    reviewer = COORDINATOR if side == "vendor" else VENDOR_PM
    for kind in ("check_record", "owner_signoff"):
        name = f"{kind}-{key}"
        shown = {"evidence": name, "series": "readiness", "key": key, "kind": kind, "title": key}
        shown |= {"shown_on": on.isoformat()}
        world.act(at(on, "10:10"), "submit-evidence", sender, **shown)
        world.act(at(on, "14:10"), "accept-evidence", reviewer, evidence=name)
    met = {"series": "readiness", "key": key, "on": on.isoformat()}
    world.act(at(on, "14:30"), "meet-commitment", reviewer, **met)
    world.extra.setdefault("ready", {})[key] = on


def readings(world: World) -> None:
    """Send the daily reading on every working day of the window."""
    final, missing = world.goes_live_on, world.extra.get("missing", {}).get("daily", ())
    if final is None:
        return
    for day in each(date.fromordinal(final.toordinal() - 15), final):
        if not is_worked(day) or day in missing:
            continue
        ready = world.extra["ready"]
        lines = [
            {
                "编号": key,
                "检查项": title,
                "责任人": world.cast.people[owner],
                "状态": "已完成" if ready[key] < day else "进行中",
            }
            for key, title, owner in world.extra["readiness"]
        ]
        body = workbook("上线准备天天读", COLUMNS, lines, day)
        world.files.append(File(at(day, "16:45"), "daily", f"readiness-{day}.xlsx", body))


def train(world: World, module: str, on: date) -> None:
    """Train the department of a module, with everybody there."""
    court, name = f"client:{world.unit_of('client', module)}", world.key("course-")
    terms: dict[str, Any] = {"topic": "training", "title": f"{module}操作培训", "module": module}
    terms |= {"on": on.isoformat(), "invited": [court, "vendor:pm"], "required": [court]}
    world.act(at(later(on, -5), "11:10"), "call-meeting", meeting=name, **terms)
    held: dict[str, Any] = {"on": on.isoformat(), "attended": [court, "vendor:pm"]}
    world.act(at(on, "16:10"), "hold-meeting", meeting=name, **held)
    world.act(at(on, "17:10"), "publish-minutes", meeting=name, lines=["培训完成，考核通过。"])
    of: dict[str, Any] = {"module": module, "audience": "end_user", "side": "client"}
    of |= {"unit": world.unit_of("client", module)}
    world.act(at(world.first, "11:40"), "require-training", people=USERS, **of)
    passed = [f"person:user-{module.lower()}-{place}" for place in range(USERS)]
    world.act(at(on, "17:30"), "record-training", meeting=name, passed=passed, **of)


def last_meeting(world: World, on: date) -> None:
    """Hold the go/no-go meeting, called before the window opens."""
    name = world.key("go-no-go-")
    courts = ["client:sponsor", "client:coordinator", "vendor:pm"]
    terms: dict[str, Any] = {"topic": "go_live", "title": "上线决策会", "on": on.isoformat()}
    terms |= {"invited": courts, "required": courts[:1]}
    world.act(at(later(on, -8), "09:20"), "call-meeting", meeting=name, **terms)
    held: dict[str, Any] = {"on": on.isoformat(), "attended": courts}
    world.act(at(on, "11:00"), "hold-meeting", meeting=name, **held)
    world.act(at(on, "16:50"), "publish-minutes", meeting=name, lines=["同意上线。"])


__all__ = ["other", "prepare", "readings"]
