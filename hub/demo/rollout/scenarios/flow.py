"""What flows, what stands still, what does not come."""

from datetime import date
from typing import Any

from hub.demo.rollout.days import DAY, FRIDAY, at, later, wd, weekly
from hub.demo.rollout.injecting import NoRoom, scenario
from hub.demo.rollout.labels import Label
from hub.demo.rollout.life import live, moment, show
from hub.demo.rollout.packs import days_of
from hub.demo.rollout.rows import Save
from hub.demo.rollout.scenarios.shared import SIDES, begin, report_days, told
from hub.demo.rollout.world import World


@scenario
def zombie(world: World) -> None:
    """In progress, and nothing happens for eighteen working days."""
    for side in SIDES:
        asleep_for(world, side, 18, "zombie")


@scenario
def nine_quiet_days(world: World) -> None:
    """A near miss: nine working days without anything."""
    asleep_for(world, world.rng.choice(SIDES), 9, "nine_quiet_days")


def asleep_for(world: World, side: str, days: int, name: str) -> None:
    """Let nothing be said for so many working days, then end in time."""
    start = begin(world, room=days + 10)
    row = world.task(side, start, days + 4, scenario=name)
    stop = later(start, 2)
    wakes = later(stop, days)

    def keeps(save: Save) -> bool:
        return not stop < save.at.date() < wakes or "status" in save.fields

    live(row, world.rng, world.first)
    row.saves = [save for save in row.saves if keeps(save)]
    row.saves.append(Save(moment(wakes, "15:00", world.rng), {"percent": 88}, row.owner))
    row.saves = [
        save
        for save in row.saves
        if not (save.at.date() > wakes and save.fields.keys() == {"percent"})
    ]


@scenario
def ghost(world: World) -> None:
    """Labels are touched again and again, and nothing else."""
    side = world.rng.choice(SIDES)
    asleep_for(world, side, 18, "ghost")
    row = world.rows[-1]
    touched = [later(row.starts, 2 + n) for n in (4, 7, 10, 12)]
    for place, day in enumerate(touched):
        when = moment(day, "10:10", world.rng)
        fields = {"labels": [row.key, f"touch-{place}"]}
        step: dict[str, Any] = {"do": "change", "item": row.key, "at": when.isoformat()}
        world.steps.append((when, step | {"by": row.owner, "fields": fields}))
    world.label(
        Label(
            rule="GHOST-UPDATE", key=row.key, side=side, court=row.court, severity="S4",
            first_on=touched[2], by_on=later(row.starts, 18), must=False, why="ghost",
        )
    )  # fmt: skip


@scenario
def report_missing(world: World) -> None:
    """A weekly report does not come at all."""
    day = one_week(world, "report")
    world.extra.setdefault("missing", {}).setdefault("report", set()).add(day)
    absent(world, "weekly_report", day, "vendor:pm", "report_missing")


@scenario
def plan_missing(world: World) -> None:
    """A weekly plan does not come at all."""
    day = one_week(world, "ahead")
    world.extra.setdefault("missing", {}).setdefault("ahead", set()).add(day)
    absent(world, "weekly_plan", day, "vendor:pm", "plan_missing")


@scenario
def inspection_missing(world: World) -> None:
    """The inspection of one week does not take place."""
    day = one_week(world, "inspection")
    world.extra.setdefault("missing", {}).setdefault("inspection", set()).add(day)
    following = next((due for due in weekly(world.first, world.last) if due > day), world.last)
    # Before a week of holidays the next one is there before anybody had to miss this one.
    is_missed = wd(day, following) > 3
    lacking(world, "inspection", day, "vendor", "inspection_missing", must=is_missed)


@scenario
def month_pack_missing(world: World) -> None:
    """The evaluation of one month does not come; on the client's side."""
    days = [day for day in days_of(world, "month_evaluation") if day < later(world.last, -8)]
    missing = world.extra.setdefault("missing", {}).setdefault("month_evaluation", set())
    if not days or missing:
        raise NoRoom
    day = world.rng.choice(days)
    missing.add(day)
    lacking(world, "month_evaluation", day, "client", "month_pack_missing")


def lacking(
    world: World, topic: str, day: date, side: str, name: str, *, must: bool = True
) -> None:
    """Label what did not come in its week or month; how long it may take is nowhere agreed."""
    world.label(
        Label(
            rule="REPORT-MISSING", key=f"RT-{topic}", side=side, court=side, severity="S3",
            first_on=day, by_on=later(day, 6), cites=(topic,), why=name, must=must,
        )
    )  # fmt: skip


@scenario
def plan_never_sent(world: World) -> None:
    """The source of the vendor's plans never brings a file."""
    if "ahead" not in world.extra.get("never", ()):
        raise NoRoom
    absent(
        world, "weekly_plan", next(weekly(world.first, world.last)), "vendor:pm", "plan_never_sent"
    )


@scenario
def report_within_grace(world: World) -> None:
    """A near miss: the report comes on the next working day, which the grace allows."""
    day = one_week(world, "report")
    world.extra.setdefault("late", {})["report", day] = at(later(day, 1), "09:20")


@scenario
def minutes_missing(world: World) -> None:
    """The minutes of a meeting come four working days later; they are the lead's."""
    on = begin(world, room=10, earliest=6)
    name = world.key("workshop-")
    invited = ["client:coordinator", "vendor:pm"]
    terms: dict[str, Any] = {"topic": "workshop", "title": "专题会", "on": on.isoformat()}
    world.act(at(later(on, -3), "11:00"), "call-meeting", meeting=name, **terms, invited=invited)
    held: dict[str, Any] = {"meeting": name, "on": on.isoformat(), "attended": invited}
    world.act(at(on, "15:00"), "hold-meeting", **held)
    sent = later(on, 4)
    world.act(at(sent, "10:00"), "publish-minutes", meeting=name, lines=["讨论接口。"])
    world.label(
        Label(
            rule="REPORT-MISSING", key=name, side="client", court="client:coordinator",
            severity="S3", first_on=later(on, 1), by_on=later(on, 2), cleared_on=sent,
            cites=("minutes",), why="minutes_missing",
        )
    )  # fmt: skip


def one_week(world: World, what: str) -> date:
    """Give a report day that no other scenario has taken, and neither has its neighbours."""
    if what in world.extra.get("never", ()):
        raise NoRoom
    weeks = report_days(world, world.day(8), later(world.last, -4))
    taken = world.extra.setdefault("taken", set())
    weeks = [day for day in weeks if (what, day) not in world.extra.get("kept", ())]
    free = [
        day for day in weeks if not any(abs((day - t).days) < 15 for w, t in taken if w == what)
    ]
    if not free:
        raise NoRoom
    day = world.rng.choice(free)
    taken.add((what, day))
    return day


SERIES_OF = {"weekly_plan": "ahead", "weekly_report": "reports"}


def absent(world: World, kind: str, day: date, court: str, name: str) -> None:
    """Label a report that did not come."""
    world.label(
        Label(
            rule="REPORT-MISSING", key=kind, side="vendor", court=court, severity="S3",
            first_on=later(day, 1), by_on=later(day, 2), cites=(SERIES_OF[kind],),
            must=day.weekday() == FRIDAY,
            why=name,
        )
    )  # fmt: skip


@scenario
def changed_behind_the_history(world: World) -> None:
    """A value in the tool changes without an entry in its history."""
    side = world.rng.choice(SIDES)
    start = begin(world, room=16)
    row = world.task(side, start, 12, scenario="changed_behind_the_history")
    live(row, world.rng, world.first)
    on = later(start, 5)
    when = moment(on, "19:00", world.rng)
    now = row.known_at(when)["percent"]
    step: dict[str, Any] = {"do": "silently", "item": row.key, "at": when.isoformat()}
    step |= {"fields": {"Percent": now + 3}, "moves_updated": True}
    world.steps.append((when, step))
    told(
        world, "HISTORY-GAP", row, "S3", on, slack=1, court="client:coordinator",
        why="changed_behind_the_history",
    )  # fmt: skip


@scenario
def hardware_beyond_the_contract(world: World) -> None:
    """A side asks for hardware that no contract line holds."""
    for side in SIDES:
        demanded(world, side, "hardware", "S2")


@scenario
def demand_beyond_the_blueprint(world: World) -> None:
    """A side asks for a function that no blueprint line holds."""
    for side in SIDES:
        demanded(world, side, "scope", "S3")


def demanded(world: World, side: str, kind: str, severity: str) -> None:
    """Raise a line that refers to nothing agreed."""
    on = begin(world, room=8)
    key = world.key("X-")
    unit = world.unit_of(side, world.rng.choice(world.cast.modules))
    owner = f"person:head-{unit}" if side == "client" else "person:vendor-pm"
    title = f"标签打印机{key[2:]}台" if kind == "hardware" else f"新增报表（{key[2:]}）"
    terms: dict[str, Any] = {"key": key, "title": title, "kind": kind, "side": side, "unit": unit}
    terms |= {"accountable": owner, "phase": "试点期", "topic": kind}
    terms |= {"finish_on": later(world.last, 20).isoformat()}
    origin = "demand:contract" if kind == "hardware" else "demand:blueprint"
    series = "hardware" if kind == "hardware" else "demands"
    world.act(at(on, "15:00"), "raise-commitment", owner, series=series, terms=terms, origin=origin)
    told(
        world, "OUT-OF-SCOPE", key, severity, on, slack=1, side=side, court=side,
        why=f"demanded_{kind}",
    )  # fmt: skip


@scenario
def tool_down_for_a_night(world: World) -> None:
    """Honest noise: a Jira does not answer for one night; nothing is concluded from that."""
    on = begin(world, room=4)
    world.down[on] = [world.rng.choice(("VEN", "CLI"))]


@scenario
def renamed(world: World) -> None:
    """Honest noise: an item gets another title in the tool."""
    for side in SIDES:
        start = begin(world, room=14)
        row = world.task(side, start, 10, scenario="renamed")
        live(row, world.rng, world.first)
        title = {"title": f"{row.title}（含现场验证）"}
        on = later(start, 3)
        row.saves.append(Save(moment(on, "13:00", world.rng), title, row.owner))
        told(world, "BASELINE-TAMPER", row, "S4", on, must=False, why="renamed")


@scenario
def given_to_somebody_else(world: World) -> None:
    """Honest noise: a colleague takes over, which the plan's next edition would say."""
    start = begin(world, room=14)
    row = world.task(world.rng.choice(SIDES), start, 10, scenario="given_to_somebody_else")
    live(row, world.rng, world.first)


@scenario
def meeting_cancelled(world: World) -> None:
    """A guard: a meeting that is called off owes no minutes, and nobody refused it."""
    on = begin(world, room=8, earliest=6)
    name = world.key("workshop-")
    invited = ["client:coordinator", "vendor:pm"]
    terms: dict[str, Any] = {"topic": "workshop", "title": "专题会", "on": on.isoformat()}
    world.act(at(later(on, -3), "11:00"), "call-meeting", meeting=name, **terms, invited=invited)
    world.act(at(later(on, -1), "11:00"), "cancel-meeting", meeting=name, reason="合并到周例会")


@scenario
def typed_late_with_proof(world: World) -> None:
    """Honest noise: work ends in time and is shown; the tool says so two days later."""
    side = world.rng.choice(SIDES)
    start = begin(world, room=16)
    row = world.task(side, start, 12, scenario="typed_late_with_proof")
    ended = later(row.ends, -3)
    live(row, world.rng, world.first, done_on=later(ended, 2), shows=False)
    show(row, world.rng, ended, later(ended, 1))


__all__ = ["DAY"]
