"""Flags, problems, the first answer to one, and the two hours for one that stops work."""

from datetime import date, datetime
from typing import Any

from hub.demo.rollout.cast import COORDINATOR, VENDOR_PM
from hub.demo.rollout.days import at, later
from hub.demo.rollout.injecting import scenario
from hub.demo.rollout.labels import Label
from hub.demo.rollout.life import live
from hub.demo.rollout.scenarios.shared import SIDES, begin
from hub.demo.rollout.world import World
from hub.model.commitments import commitment_id


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
    flag = world.key("flag-")
    named = commitment_id("rollout", "plan", key)
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


def problem(
    world: World, side: str, on: date, *, acknowledged: bool = True, **more: Any
) -> tuple[str, str]:
    """Raise a problem that a unit has to resolve; it is routed at once."""
    key = world.key("P-")
    unit = world.unit_of(side, world.rng.choice(world.cast.modules))
    owner = world.cast.hire(unit, "处理人")
    terms = {"key": key, "title": f"现场问题（{key[2:]}）", "kind": "problem", "side": side}
    terms |= {"unit": unit, "accountable": owner, "finish_on": later(on, 5).isoformat()}
    terms |= {"phase": "试点期", **more}
    world.act(at(on, "09:30"), "raise-commitment", series="problems", terms=terms, origin="floor")
    if acknowledged:
        who = VENDOR_PM if side == "vendor" else f"person:head-{unit}"
        world.act(at(on, "11:00"), "acknowledge-commitment", who, series="problems", key=key)
    return key, f"{side}:{unit}"


def meet_problem(world: World, side: str, key: str, on: date) -> None:
    """Let the other side say that a problem is resolved."""
    receiver = COORDINATOR if side == "vendor" else VENDOR_PM
    met = {"series": "problems", "key": key, "on": on.isoformat()}
    world.act(at(on, "16:20"), "meet-commitment", receiver, **met)


def answer(world: World, side: str, key: str, when: datetime, field: str = "remarks") -> None:
    """Let a side say for the first time what it does about a problem, or that somebody is there."""
    who = VENDOR_PM if side == "vendor" else COORDINATOR
    said = {"series": "problems", "key": key, "field": field, "value": f"{when:%H:%M}"}
    world.act(when, "make-claim", who, words="已收到，处理中。", channel="letter", **said)


@scenario
def first_answer_late(world: World) -> None:
    """A problem of the morning is answered on the third working day after it; on either side."""
    for side in SIDES:
        answered_after(world, side, 3, "first_answer_late")


@scenario
def first_answer_a_day_late(world: World) -> None:
    """It is answered on the second day: late by hours of service, though not by whole nights."""
    answered_after(world, world.rng.choice(SIDES), 2, "first_answer_a_day_late")


def answered_after(world: World, side: str, days: int, name: str) -> None:
    """Answer a problem for the first time so many working days after it was raised."""
    on = begin(world, room=12)
    key, court = problem(world, side, on, acknowledged=False)
    answered = later(on, days)
    answer(world, side, key, at(answered, "15:10"))
    meet_problem(world, side, key, later(on, 4))
    world.label(
        Label(
            rule="LATE-RESPONSE", key=key, side=side, court=court, first_on=later(on, 1),
            by_on=later(on, 2), cleared_on=answered, must=days > 2, why=name,
        )
    )  # fmt: skip


@scenario
def two_hours_missed(world: World) -> None:
    """A problem that stops the work waits until the next morning for somebody on site."""
    for side in SIDES:
        on = begin(world, room=10)
        key, court = problem(world, side, on, acknowledged=False, priority="major")
        answer(world, side, key, at(later(on, 1), "09:40"), "on_site")
        meet_problem(world, side, key, later(on, 1))
        world.label(
            Label(
                rule="LATE-RESPONSE", key=key, side=side, court=court, severity="S1",
                first_on=on, by_on=on, cleared_on=later(on, 1), why="two_hours_missed",
            )
        )  # fmt: skip


@scenario
def two_hours_kept(world: World) -> None:
    """A near miss: somebody is on site after an hour and a half, and it is solved that day."""
    for side in SIDES:
        on = begin(world, room=10)
        key, _ = problem(world, side, on, acknowledged=False, priority="major")
        answer(world, side, key, at(on, "11:00"), "on_site")
        meet_problem(world, side, key, on)
