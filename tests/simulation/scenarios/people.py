"""Rules 13, 31, 32, 33, 34, 37: answers, promises, people."""

from datetime import date, timedelta
from functools import partial
from typing import Any

from tests.simulation.cast import (
    COORDINATOR,
    EXECUTIVE_COURTS,
    VENDOR_PM,
    other,
)
from tests.simulation.days import at, later
from tests.simulation.labels import Label
from tests.simulation.life import live
from tests.simulation.scenarios import NoRoom, scenario
from tests.simulation.scenarios.shared import SIDES, begin, report_days
from tests.simulation.world import World


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
def flag_without_reply(world: World) -> None:
    """A flag gets its reply five working days later; two were agreed."""
    on = begin(world, room=18)
    row = world.task("vendor", later(on, -2), 12, scenario="flag_without_reply")
    live(row, world.rng, world.first)
    flag = flagged(world, row.key, on)
    replied = later(on, 5)
    answer = {"answer": "disagree", "words": "已按计划推进。"}
    world.act(at(replied, "11:00"), "reply-to-flag", VENDOR_PM, flag=flag, **answer)
    world.label(
        Label(
            rule="LATE-RESPONSE", key=row.key, side="vendor", court="vendor", severity="S3",
            first_on=later(on, 2), by_on=later(on, 3), cleared_on=replied, cites=(flag,),
            why="flag_without_reply",
        )
    )  # fmt: skip


@scenario
def flag_with_reply(world: World) -> None:
    """A near miss: the reply comes on the second working day."""
    on = begin(world, room=16)
    row = world.task("vendor", later(on, -2), 12, scenario="flag_with_reply")
    live(row, world.rng, world.first)
    flag = flagged(world, row.key, on)
    answer = {"answer": "disagree", "words": "已按计划推进。"}
    world.act(at(later(on, 2), "09:10"), "reply-to-flag", VENDOR_PM, flag=flag, **answer)


def flagged(world: World, key: str, on: date) -> str:
    """Ask the vendor about a row."""
    from hub.model.event import stream_id

    flag = world.key("flag-")
    named = str(stream_id("commitment", "rollout", f"plan/{key}"))
    asked = {"sentence": "请说明进展。", "reply_by": later(on, 2).isoformat(), "party": "vendor"}
    asked |= {"commitment": named, "series": "plan", "key": key}
    world.act(at(on, "10:00"), "flag-item", flag=flag, **asked)
    return flag


@scenario
def problem_not_resolved(world: World) -> None:
    """A problem is resolved eight working days after it was raised; five were agreed."""
    for side in SIDES:
        on = begin(world, room=16)
        key, court = problem(world, side, on)
        world.act(
            at(later(on, 1), "10:00"), "make-claim",
            VENDOR_PM if side == "vendor" else COORDINATOR,
            series="problems", key=key, field="remarks", words="已收到，处理中。", channel="letter",
        )  # fmt: skip
        done = later(on, 8)
        meet_problem(world, side, key, done)
        world.label(
            Label(
                rule="LATE-RESPONSE", key=key, side=side, court=court, severity="S3",
                first_on=later(on, 1), by_on=later(on, 6), cleared_on=done,
                why="problem_not_resolved",
            )
        )  # fmt: skip


@scenario
def problem_resolved(world: World) -> None:
    """A near miss: answered on the next day, resolved on the fourth."""
    for side in SIDES:
        on = begin(world, room=10)
        key, _ = problem(world, side, on)
        world.act(
            at(later(on, 1), "09:00"), "make-claim",
            VENDOR_PM if side == "vendor" else COORDINATOR,
            series="problems", key=key, field="remarks", words="已收到，处理中。", channel="letter",
        )  # fmt: skip
        meet_problem(world, side, key, later(on, 4))


def problem(world: World, side: str, on: date) -> tuple[str, str]:
    """Raise a problem that a unit has to resolve; it is routed at once."""
    key = world.key("P-")
    unit = world.unit_of(side, world.rng.choice(world.cast.modules))
    owner = world.cast.hire(unit, "处理人")
    terms = {"key": key, "title": f"现场问题（{key[2:]}）", "kind": "problem", "side": side}
    terms |= {"unit": unit, "accountable": owner, "finish_on": later(on, 5).isoformat()}
    terms |= {"phase": "试点期"}
    world.act(at(on, "09:30"), "raise-commitment", series="problems", terms=terms, origin="floor")
    who = VENDOR_PM if side == "vendor" else f"person:head-{unit}"
    world.act(at(on, "11:00"), "acknowledge-commitment", who, series="problems", key=key)
    return key, f"{side}:{unit}"


def meet_problem(world: World, side: str, key: str, on: date) -> None:
    """Let the other side say that a problem is resolved."""
    receiver = COORDINATOR if side == "vendor" else VENDOR_PM
    met = {"series": "problems", "key": key, "on": on.isoformat()}
    world.act(at(on, "16:20"), "meet-commitment", receiver, **met)


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
    """Label two missed meetings in a row, where none that was attended lies between them."""
    seen = [
        act["on"]
        for _, act in world.acts
        if act["do"] == "hold-meeting"
        and label.court in act["attended"]
        and days[0].isoformat() <= act["on"] <= days[1].isoformat()
    ]
    if not seen:
        world.label(label)


@scenario
def training_not_attended(world: World) -> None:
    """Every date offered so far passed without anybody from a department."""
    on = begin(world, room=16, earliest=8)
    module = world.rng.choice(world.cast.modules)
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
