"""Answers, promises, people."""

from datetime import date, timedelta
from functools import partial
from typing import Any

from msgspec.structs import replace

from hub.demo.rollout.cast import (
    COORDINATOR,
    EXECUTIVE_COURTS,
    VENDOR_PM,
    other,
)
from hub.demo.rollout.days import at, later
from hub.demo.rollout.injecting import NoRoom, scenario
from hub.demo.rollout.labels import Label
from hub.demo.rollout.life import live
from hub.demo.rollout.scenarios.shared import SIDES, begin, report_days
from hub.demo.rollout.world import World


def action(world: World, side: str, on: date, due: date, **more: Any) -> tuple[str, str]:
    """Write an action down in a meeting; give its key and the court of who owes it."""
    key = world.key("A-")
    unit = world.unit_of(side, world.rng.choice(world.cast.modules))
    owner = world.cast.hire(unit, "经办")
    terms = {"key": key, "title": f"会议待办（{key[2:]}）", "kind": "action", "side": side}
    terms |= {"unit": unit, "accountable": owner, "phase": "试点期"}
    terms |= {"finish_on": due.isoformat()}
    origin = f"minutes:{key}"
    world.act(at(on, "17:10"), "raise-commitment", series="actions", terms=terms, origin=origin)
    if more.get("acknowledged", True):
        who = VENDOR_PM if side == "vendor" else f"person:head-{unit}"
        world.act(
            at(later(on, 1), "09:30"), "acknowledge-commitment", who, series="actions", key=key
        )
    return key, f"{side}:{unit}"


def meet(world: World, side: str, key: str, on: date) -> None:
    """Let the other side say that an action is done."""
    receiver = COORDINATOR if side == "vendor" else VENDOR_PM
    met = {"series": "actions", "key": key, "on": on.isoformat()}
    world.act(at(on, "16:20"), "meet-commitment", receiver, **met)


@scenario
def action_overdue(world: World) -> None:
    """An action is met four working days late; on either side."""
    for side in SIDES:
        on = begin(world, room=14)
        due = later(on, 5)
        key, court = action(world, side, on, due)
        met = later(due, world.rng.choice((4, 6)))
        meet(world, side, key, met)
        world.label(
            Label(
                rule="ACTION-OVERDUE", key=key, side=side, court=court, severity="S3",
                first_on=later(due, 1), by_on=later(due, 2), cleared_on=met, why="action_overdue",
            )
        )  # fmt: skip


@scenario
def action_met_in_time(world: World) -> None:
    """A near miss: met on the day it was due."""
    for side in SIDES:
        on = begin(world, room=10)
        key, _ = action(world, side, on, later(on, 4))
        meet(world, side, key, later(on, 4))


@scenario
def action_nobody_was_told_of(world: World) -> None:
    """A guard: the owner has not confirmed it, so the turn is the lead's."""
    side = world.rng.choice(SIDES)
    on = begin(world, room=14)
    due = later(on, 5)
    key, _ = action(world, side, on, due, acknowledged=False)
    met = later(due, 5)
    meet(world, side, key, met)
    world.label(
        Label(
            rule="ACTION-OVERDUE", key=key, side=side, severity="S3",
            first_on=later(due, 1), by_on=later(due, 2), cleared_on=met,
            why="action_nobody_was_told_of",
        )
    )  # fmt: skip


@scenario
def too_few_people(world: World) -> None:
    """Two weeks below four fifths of the people agreed; on either side."""
    for side in SIDES:
        unit = world.unit_of(side, world.rng.choice(world.cast.modules))
        weeks = report_days(world, world.day(5), world.last)
        if len(weeks) < 5:
            raise NoRoom
        first = world.rng.randrange(len(weeks) - 3)
        absent = world.extra.setdefault("absent", {})
        if any((side, unit, day) in absent for day in weeks):
            raise NoRoom
        for day in weeks[first : first + 3]:
            absent[side, unit, day] = 2.0 if side == "vendor" else 0.5
        world.label(
            Label(
                rule="STAFFING-SHORTFALL", key=f"{side}:{unit}", side=side, severity="S2",
                court="vendor:management" if side == "vendor" else f"client:{unit}",
                first_on=weeks[first + 1], by_on=weeks[first + 1] + timedelta(days=4),
                cleared_on=weeks[first + 3], cites=(unit,), why="too_few_people",
            )
        )  # fmt: skip


@scenario
def one_thin_week(world: World) -> None:
    """A near miss: one week below, the next one full again."""
    side = world.rng.choice(SIDES)
    unit = "subsupplier" if side == "vendor" else "it"
    weeks = report_days(world, world.day(5), world.last)
    world.extra.setdefault("absent", {})[side, unit, world.rng.choice(weeks)] = 0.5


@scenario
def too_much_at_once(world: World) -> None:
    """One person owes eight things within ten working days; on either side."""
    for side in SIDES:
        start = begin(world, room=20)
        module = world.rng.choice(world.cast.modules)
        unit = world.unit_of(side, module)
        owner = world.cast.hire(unit, "骨干多任务")
        rows = [
            world.task(side, start, 9, module=module, owner=owner, scenario="too_much_at_once")
            for _ in range(9)
        ]
        for row in rows:
            live(row, world.rng, world.first)
        world.label(
            Label(
                rule="OVERLOADED-OWNER", key=owner, side=side, severity="S3",
                court="vendor:pm" if side == "vendor" else f"client:{unit}",
                first_on=world.first, by_on=later(start, 1), cleared_on=later(start, 9),
                why="too_much_at_once",
            )
        )  # fmt: skip


@scenario
def executive_absent(world: World) -> None:
    """Two reviews in a row without the executive; on either side."""
    for side in SIDES:
        first = begin(world, room=18, earliest=8)
        court = EXECUTIVE_COURTS[side]
        lead = "client:coordinator" if side == "client" else "vendor:pm"
        days = (first, later(first, 5), later(first, 10))
        for place, on in enumerate(days):
            name = world.key("monthly-")
            call = {"topic": "demonstration", "title": "领导演示", "on": on.isoformat()}
            courts = [court, lead, f"{other(side)}:{'pm' if side == 'client' else 'coordinator'}"]
            terms: dict[str, Any] = {**call, "invited": courts, "required": [court]}
            world.act(at(later(on, -4), "10:30"), "call-meeting", meeting=name, **terms)
            came = courts if place == 2 else courts[1:]
            held: dict[str, Any] = {"meeting": name, "on": on.isoformat(), "attended": came}
            world.act(at(on, "10:00"), "hold-meeting", **held)
            world.act(at(on, "16:00"), "publish-minutes", meeting=name, lines=["演示。"])
        label = Label(
            rule="SPONSOR-ABSENT", key=court, side=side, court=court, severity="S2",
            first_on=days[1], by_on=later(days[1], 1), cleared_on=days[2],
            why="executive_absent",
        )  # fmt: skip
        world.closing.append(partial(unless_seen_between, world, label, days))


def unless_seen_between(world: World, label: Label, days: tuple[date, ...]) -> None:
    """Label two missed meetings in a row, where none that was attended lies between them.

    Where another was attended on one of the two days, nobody can say which came first.
    """
    seen = [
        date.fromisoformat(act["on"])
        for _, act in world.acts
        if act["do"] == "hold-meeting" and label.court in act["attended"]
    ]
    if not any(days[0] < day < days[1] for day in seen):
        world.label(replace(label, must=not {days[0], days[1]} & {*seen}))


@scenario
def training_not_attended(world: World) -> None:
    """Every date offered so far passed without anybody from a department."""
    on = begin(world, room=16, earliest=8)
    module = world.rng.choice(world.cast.modules)
    if module in world.extra.get("untrained", ()):
        raise NoRoom
    court = f"client:{world.unit_of('client', module)}"
    name = world.key("training-")
    call = {"topic": "training", "title": f"{module}培训", "on": on.isoformat(), "module": module}
    terms: dict[str, Any] = {**call, "invited": [court, "vendor:pm"], "required": [court]}
    world.act(at(later(on, -5), "10:40"), "call-meeting", meeting=name, **terms)
    held: dict[str, Any] = {"meeting": name, "on": on.isoformat(), "attended": ["vendor:pm"]}
    world.act(at(on, "16:00"), "hold-meeting", **held)
    world.act(at(on, "17:00"), "publish-minutes", meeting=name, lines=["培训无人参加。"])
    again, second = later(on, 6), world.key("training-")
    terms |= {"on": again.isoformat()}
    world.act(at(later(on, 1), "10:40"), "call-meeting", meeting=second, **terms)
    held |= {"meeting": second, "on": again.isoformat(), "attended": ["vendor:pm", court]}
    world.act(at(again, "16:00"), "hold-meeting", **held)
    world.act(at(again, "17:00"), "publish-minutes", meeting=second, lines=["培训完成。"])
    common: dict[str, Any] = {
        "side": "client",
        "court": court,
        "first_on": on,
        "by_on": later(on, 1),
    }
    common |= {"why": "training_not_attended", "cites": (name,)}
    label: dict[str, Any] = {"cleared_on": again, **common}
    world.label(Label(rule="TRAINING-GAP", key=module, severity="S3", **label))
    world.label(Label(rule="MEETING-REFUSED", key=name, must=False, **common))
