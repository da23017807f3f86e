"""Habits that show only over many items and weeks."""

from datetime import date
from typing import Any

from hub.demo.rollout.cast import COORDINATOR, SUB_SUPPLIER
from hub.demo.rollout.days import FRIDAY, at, later, weekly
from hub.demo.rollout.injecting import NoRoom, scenario
from hub.demo.rollout.labels import Label
from hub.demo.rollout.life import created, finish, live, moment, show
from hub.demo.rollout.rows import IN_PROGRESS, Row, Save
from hub.demo.rollout.scenarios.shared import begin
from hub.demo.rollout.world import World

ITEMS, BURST = 9, 14


@scenario
def claims_ahead_of_what_is_shown(world: World) -> None:
    """A team claims nine works done; what it shows is rejected, and each goes on as if at 60 %."""
    if world.seed % 2:
        raise NoRoom
    start = begin(world, room=30)
    dones = []
    for place in range(ITEMS):
        begins = later(start, place % 4)
        row = world.task(
            "vendor", begins, 16, unit=SUB_SUPPLIER, scenario="claims_ahead_of_what_is_shown"
        )
        live(row, world.rng, world.first, done_on=later(row.ends, -1), shows=False)
        done = later(begins, 6)
        row.saves = [s for s in row.saves if s.at.date() < done or "status" in s.fields]
        finish(row, world.rng, done, "14:00")
        show(row, world.rng, done, done, verdict="reject")
        world.act(at(done, "18:00"), "send-notice", COORDINATOR, key=row.key, words="证据被退回。")
        go_on(world, row, later(done, 1))
        show(row, world.rng, later(row.ends, -1), row.ends)
        dones.append(done)
    world.label(
        Label(
            rule="PROGRESS-INFLATION", key=SUB_SUPPLIER, side="vendor", severity="S2",
            court=f"vendor:{SUB_SUPPLIER}", first_on=min(dones), by_on=later(max(dones), 12),
            why="claims_ahead_of_what_is_shown",
        )
    )  # fmt: skip


def go_on(world: World, row: Row, day: date) -> None:
    """Open the item again, and say that it moves from 60 % on."""
    fields = {"status": IN_PROGRESS, "percent": 60}
    row.saves.append(Save(moment(day, "09:30", world.rng), fields, row.owner))
    percent = 60
    while (day := later(day, 2)) < later(row.ends, -1):
        percent = min(95, percent + 8)
        row.saves.append(Save(moment(day, "15:30", world.rng), {"percent": percent}, row.owner))
    reopened = later(min(s.at.date() for s in row.saves if s.fields.get("percent") == 100), 1)
    world.label(
        Label(
            rule="REOPENED-AFTER-DONE", key=row.key, side="vendor", court=row.court,
            severity="S3", first_on=reopened, by_on=reopened, why="claims_ahead_of_what_is_shown",
        )
    )  # fmt: skip


@scenario
def everything_on_friday_morning(world: World) -> None:
    """A sub-supplier's tool changes only in the hour before the report, by one account."""
    if world.seed % 2:
        raise NoRoom
    fridays = list(weekly(later(world.first, 6), later(world.first, world.length - 2)))
    runs = [fridays[n : n + 5] for n in range(len(fridays) - 4)]
    runs = [run for run in runs if all(day.weekday() == FRIDAY for day in run)]
    if not runs:
        raise NoRoom
    run = world.rng.choice(runs)
    account = world.cast.hire(SUB_SUPPLIER, "接口分包负责人")
    for _ in range(BURST):
        row = world.task(
            "vendor", later(run[0], 1), 20, unit=SUB_SUPPLIER, tool="sub",
            scenario="everything_on_friday_morning",
        )  # fmt: skip
        in_bursts(world, row, run, account)
    world.label(
        Label(
            rule="BULK-UPDATE", key="jira:SUB", side="vendor", court="vendor", severity="S4",
            first_on=run[2], by_on=later(run[4], 1), cites=("SUB",),
            why="everything_on_friday_morning",
        )
    )  # fmt: skip


def in_bursts(world: World, row: Row, run: list[date], account: str) -> None:
    """Say everything about a row on Friday mornings, always a little ahead."""
    created(row, world.rng, world.first)
    said: list[dict[str, Any]] = [
        {"status": IN_PROGRESS, "percent": 8},
        {"percent": 35},
        {"percent": 60},
        {"percent": 85},
    ]
    for day, fields in zip(run, said, strict=False):
        row.saves.append(Save(moment(day, "08:50", world.rng), fields, account))
    row.saves.append(
        Save(moment(run[4], "08:50", world.rng), {"status": "Done", "percent": 100}, account)
    )
    show(row, world.rng, run[4], later(run[4], 1))
