"""What the sides owe to each other."""

from datetime import date
from typing import Any

from hub.demo.rollout.cast import COORDINATOR, VENDOR_PM, other
from hub.demo.rollout.days import at, later, wd
from hub.demo.rollout.injecting import NoRoom, scenario
from hub.demo.rollout.labels import Label
from hub.demo.rollout.life import live, show
from hub.demo.rollout.project import duty
from hub.demo.rollout.rows import Row
from hub.demo.rollout.scenarios.shared import SIDES, begin, told
from hub.demo.rollout.world import World


@scenario
def duty_late(world: World) -> None:
    """A duty is late, noticed in time, and the other side's work waits for it alone."""
    for side in SIDES:
        late_duty(world, side, "duty_late")


def late_duty(world: World, side: str, name: str, *, acknowledged: bool = True) -> None:
    """Let a duty be met a week too late, though it was reminded before its day."""
    due = begin(world, room=26, earliest=9)
    owed, row = waiting_for(world, side, due, name, acknowledged=acknowledged)
    asker = VENDOR_PM if side == "client" else COORDINATOR
    world.act(at(later(due, -4), "10:30"), "send-notice", asker, key=owed.key, words="请按期提供。")
    met = later(due, world.rng.choice((5, 7)))
    meet(world, owed, met)
    held(row, owed, due, met)
    catch_up(world, row, met)
    beside(world, owed.key, due, name)
    told(world, "DUTY-LATE", owed, "S3", later(due, 1), slack=1, cleared_on=met, why=name)


def beside(world: World, key: str, first: date, name: str) -> None:
    """Allow what may be said of a late duty too: that it slips, that a report leaves it out."""
    for rule in ("SCHEDULE-SLIP", "REPORT-OMITS"):
        world.label(
            Label(rule=rule, key=key, first_on=first, by_on=world.last, must=False, why=name)
        )


@scenario
def duty_late_and_told_late(world: World) -> None:
    """A duty is late before anybody reminded: S4 first, the notice follows a day later."""
    side = world.rng.choice(SIDES)
    due = begin(world, room=28, earliest=9)
    owed, row = waiting_for(world, side, due, "duty_late_and_told_late")
    asker = VENDOR_PM if side == "client" else COORDINATOR
    remind = {"key": owed.key, "words": "已到期，请提供。"}
    world.act(at(later(due, 3), "10:30"), "send-notice", asker, **remind)
    met = later(due, 9)
    meet(world, owed, met)
    row.holders += [(later(due, 1), ""), (met, row.court)]
    catch_up(world, row, met)
    beside(world, owed.key, due, row.scenario)
    told(
        world, "DUTY-LATE", owed, "S4", later(due, 1), slack=1, court="", cleared_on=met,
        why=row.scenario,
    )  # fmt: skip


def waiting_for(
    world: World, side: str, due: date, name: str, *, acknowledged: bool = True
) -> tuple[Row, Row]:
    """Add a duty of a side and a task of the other that can begin only with it."""
    module = world.rng.choice(world.cast.modules)
    told_by = {"scenario": name, "acknowledged": acknowledged}
    owed = duty(world, side, module, f"{module}编码与清单", due, **told_by)
    row = world.task(other(side), later(due, 1), 12, module=module, scenario=name)
    row.predecessors = (owed.key,)
    return owed, row


def meet(world: World, owed: Row, on: date) -> None:
    """Let the receiver say that it was met."""
    receiver = VENDOR_PM if owed.side == "client" else COORDINATOR
    world.act(at(on, "15:25"), "meet-commitment", receiver, key=owed.key, on=on.isoformat())


def held(row: Row, owed: Row, due: date, met: date) -> None:
    """Let the ball of the waiting work lie with who owes, until it is met."""
    row.holders += [(later(due, 1), owed.court), (met, row.court)]


def catch_up(world: World, row: Row, met: date) -> None:
    """Begin on the day after the duty was met, and end as late as that."""
    starts = later(met, 1)
    ends = later(row.ends, wd(row.starts, starts))
    live(row, world.rng, world.first, start_on=starts, done_on=ends, shows=False)
    show(row, world.rng, ends, ends)


@scenario
def duty_met_on_the_last_day(world: World) -> None:
    """A near miss: met on the day after it was due, which the grace allows."""
    for side in SIDES:
        due = begin(world, room=18, earliest=9)
        owed, row = waiting_for(world, side, due, "duty_met_on_the_last_day")
        asker = VENDOR_PM if side == "client" else COORDINATOR
        world.act(
            at(later(due, -4), "10:30"), "send-notice", asker, key=owed.key, words="请按期提供。"
        )
        meet(world, owed, due)
        live(row, world.rng, world.first)


@scenario
def meeting_refused(world: World) -> None:
    """A review that was called in time is refused; it is held with everybody days later."""
    for side in SIDES:
        refuse(world, side, called_before=5, name="meeting_refused")


@scenario
def refused_because_called_late(world: World) -> None:
    """A guard: called on the eve; the turn is the lead's who called."""
    refuse(world, world.rng.choice(SIDES), called_before=1, name="refused_because_called_late")


def outside_blackouts(world: World) -> date:
    """Draw a day that is no month end, when a refusal would be the caller's business."""
    for _ in range(40):
        on = begin(world, room=8, earliest=8)
        if 4 <= on.day <= 22:
            return on
    raise NoRoom


def refuse(world: World, side: str, *, called_before: int, name: str) -> None:
    """Call a blueprint review or UAT meeting; one court refuses on the day before."""
    on = outside_blackouts(world)
    module = world.rng.choice(world.cast.modules)
    court = f"{side}:{world.unit_of(side, module)}"
    meeting = world.key("review-")
    topic = world.rng.choice(("blueprint_review", "uat"))
    courts = [court, "client:coordinator", "vendor:pm"]
    terms: dict[str, Any] = {
        "topic": topic,
        "title": f"{module}评审",
        "on": on.isoformat(),
        "module": module,
    }
    terms |= {"invited": courts, "required": courts}
    world.act(at(later(on, -called_before), "09:40"), "call-meeting", meeting=meeting, **terms)
    refusal = {"court": court, "reason": "生产任务重", "reason_code": "load"}
    world.act(at(later(on, -1), "16:00"), "refuse-meeting", meeting=meeting, **refusal)
    again = later(on, 4)
    terms["on"] = again.isoformat()
    world.act(at(later(on, 1), "09:00"), "call-meeting", meeting=meeting, **terms)
    held_at = {"meeting": meeting, "on": again.isoformat(), "attended": courts}
    world.act(at(again, "14:00"), "hold-meeting", **held_at)
    world.act(at(again, "16:00"), "publish-minutes", meeting=meeting, lines=["评审完成。"])
    is_late = called_before < 2
    world.label(
        Label(
            rule="MEETING-REFUSED", key=meeting, side=side,
            court="client:coordinator" if is_late else court,
            severity="" if is_late else ("S3" if topic == "blueprint_review" else "S2"),
            first_on=later(on, -1), by_on=on, cleared_on=again, must=not is_late, why=name,
        )
    )  # fmt: skip


@scenario
def verdict_overdue(world: World) -> None:
    """What was submitted waits eight working days for a verdict; on either side's desk."""
    for side in SIDES:
        start = begin(world, room=24)
        row = world.task(side, start, 16, scenario="verdict_overdue")
        done = later(row.ends, -8)
        live(row, world.rng, world.first, done_on=done, shows=False)
        show(row, world.rng, done, later(done, 8))
        world.label(
            Label(
                rule="ANSWER-OVERDUE", key=row.key, side=other(side), court=other(side),
                severity="S3", first_on=later(done, 4), by_on=later(done, 6),
                cleared_on=later(done, 8), cites=(row.shown[0].id,), why=row.scenario,
            )
        )  # fmt: skip


@scenario
def verdict_in_time(world: World) -> None:
    """A near miss: a verdict on the third working day."""
    row = world.task(world.rng.choice(SIDES), begin(world, room=20), 12, scenario="verdict_in_time")
    done = later(row.ends, -3)
    live(row, world.rng, world.first, done_on=done, shows=False)
    show(row, world.rng, done, later(done, 3))


@scenario
def decision_overdue(world: World) -> None:
    """A decision that was asked for stays open for eight working days."""
    on = begin(world, room=12)
    name = world.key("decision-")
    question = {
        "question": "接口费用由谁承担？",
        "options": ["甲方", "乙方"],
        "of": "client:sponsor",
    }
    world.act(at(on, "10:00"), "ask-decision", decision=name, **question)
    answered = later(on, 9)
    world.act(
        at(answered, "10:00"), "answer-decision", "person:sponsor", decision=name, option="甲方"
    )
    label: dict[str, Any] = {
        "key": name,
        "side": "client",
        "court": "client:sponsor",
        "cleared_on": answered,
    }
    label |= {"first_on": later(on, 5), "by_on": later(on, 6), "why": "decision_overdue"}
    world.label(Label(rule="ANSWER-OVERDUE", severity="S3", **label))
    label |= {"key": "client:sponsor", "cites": (name,)}
    world.label(Label(rule="SPONSOR-ABSENT", severity="S2", **label))


@scenario
def unsupported_blame(world: World) -> None:
    """A side says that the other blocks it, and there is no duty."""
    for side in SIDES:
        on = begin(world, room=10, earliest=6)
        row = world.task(side, later(on, -3), 12, scenario="unsupported_blame")
        live(row, world.rng, world.first)
        module = row.module
        blamed = f"{other(side)}:{world.unit_of(other(side), module)}"
        claimer = VENDOR_PM if side == "vendor" else COORDINATOR
        claim = {"key": row.key, "field": "blocked_by", "value": blamed, "words": "对方资料未到。"}
        world.act(at(on, "11:30"), "make-claim", claimer, **claim, channel="report")
        world.label(
            Label(
                rule="REPORT-OMITS", key=row.key, first_on=on, by_on=world.last, must=False,
                why="unsupported_blame",
            )
        )  # fmt: skip
        world.label(
            Label(
                rule="UNSUPPORTED-BLAME", key=row.key, side=side, court=side, severity="S3",
                first_on=later(on, 2), by_on=later(on, 3), why="unsupported_blame",
            )
        )  # fmt: skip
