"""What is said against what was shown, and against itself."""

from datetime import date

from hub.demo.rollout.cast import COORDINATOR, VENDOR_PM, sheet
from hub.demo.rollout.days import at, later
from hub.demo.rollout.injecting import scenario
from hub.demo.rollout.labels import Label
from hub.demo.rollout.life import finish, linear, live, moment, show
from hub.demo.rollout.rows import DONE, IN_PROGRESS, Row, Save
from hub.demo.rollout.scenarios.shared import SIDES, begin, kept_report, told
from hub.demo.rollout.world import World


def early_bird(world: World, side: str, name: str, *, shows: bool = False) -> tuple[Row, date]:
    """Add a task that is claimed to be done six working days before it has to be."""
    row = world.task(side, begin(world, room=18), 14, scenario=name)
    done = later(row.ends, -7)
    live(row, world.rng, world.first, done_on=done, shows=shows)
    return row, done


@scenario
def claim_without_evidence(world: World) -> None:
    """Nothing is shown for four to six working days after completion was claimed."""
    for side in SIDES:
        row, done = early_bird(world, side, "claim_without_evidence")
        on = later(done, world.rng.choice((4, 5)))
        show(row, world.rng, on, later(on, 1))


@scenario
def shown_on_the_second_day(world: World) -> None:
    """A near miss: shown two working days after the claim."""
    row, done = early_bird(world, world.rng.choice(SIDES), "shown_on_the_second_day")
    show(row, world.rng, later(done, 2), later(done, 3))


@scenario
def stalled(world: World) -> None:
    """The percent stands still while the item is in progress, with small signs of life."""
    for side in SIDES:
        stuck(world, side, "stalled", 50)


@scenario
def ninety_percent(world: World) -> None:
    """The last ten percent do not come."""
    for side in SIDES:
        stuck(world, side, "ninety_percent", 90)


def stuck(world: World, side: str, name: str, level: int) -> None:
    """Let the percent stop at a level for twelve working days; comments keep the item lively."""
    start = begin(world, room=24)
    row = world.task(side, start, 16, scenario=name)
    ends = row.ends
    stop = later(start, 4)

    def curve(day: date) -> float:
        fast = level * min(1.0, linear(start, stop, day) / 100)
        return fast if day < later(stop, 12) else 95.0

    live(row, world.rng, world.first, curve=curve, done_on=later(ends, 1), shows=False)
    show(row, world.rng, later(ends, 1), later(ends, 1))
    for place in (3, 6, 9):
        comment(world, row, later(stop, place))


def comment(world: World, row: Row, on: date, text: str = "已与现场沟通，继续处理。") -> None:
    """Write something of substance beside an item."""
    row.saves.append(Save(moment(on, "14:10", world.rng), {"text": text}, row.owner))


@scenario
def percent_falls(world: World) -> None:
    """The percent of one tool falls by fifteen points."""
    for side in SIDES:
        start = begin(world, room=16)
        row = world.task(side, start, 14, scenario="percent_falls")
        live(row, world.rng, world.first, curve=lambda day: 0.0, done_on=row.ends)
        row.saves = [save for save in row.saves if save.fields.keys() != {"percent"}]
        ends, fall = row.ends, later(start, 7)
        day, ahead = later(start, 1), 12
        while day < ends:
            ahead = 12 if day < fall else -5
            percent = round(linear(start, ends, day) + ahead)
            row.saves.append(Save(moment(day, "16:05", world.rng), {"percent": percent}, row.owner))
            day = later(day, 1)


@scenario
def percent_falls_a_little(world: World) -> None:
    """A near miss: five points less than the day before."""
    start = begin(world, room=16)
    row = world.task(world.rng.choice(SIDES), start, 10, scenario="percent_falls_a_little")
    live(row, world.rng, world.first)
    updates = sorted((s for s in row.saves if s.fields.keys() == {"percent"}), key=lambda s: s.at)
    one = updates[len(updates) // 2]
    before = updates[len(updates) // 2 - 1].fields["percent"]
    one.fields["percent"] = before - 5


@scenario
def reopened(world: World) -> None:
    """Done, and open again on the next day."""
    for side in SIDES:
        row, done = early_bird(world, side, "reopened")
        again = later(done, 1)
        row.saves.append(
            Save(moment(again, "10:20", world.rng), {"status": IN_PROGRESS}, row.owner)
        )
        finish(row, world.rng, later(done, 4))
        show(row, world.rng, later(done, 4), later(done, 5))
        told(world, "REOPENED-AFTER-DONE", row, "S3", again, why="reopened")
        # While it is open again its percent of 100 stays, which no finished work would explain.
        row.saves.append(Save(moment(again, "10:20", world.rng), {"percent": 96}, row.owner))


@scenario
def slip_of_the_mouse(world: World) -> None:
    """A guard: done for ten minutes, set back by the same account."""
    row = world.task(
        world.rng.choice(SIDES), begin(world, room=16), 12, scenario="slip_of_the_mouse"
    )
    live(row, world.rng, world.first)
    on = later(row.starts, 4)
    first, second = at(on, "11:00"), at(on, "11:09")
    row.saves.append(Save(first, {"status": DONE}, row.owner))
    row.saves.append(Save(second, {"status": IN_PROGRESS}, row.owner))


@scenario
def done_below_hundred(world: World) -> None:
    """Status done, percent 80; set right some days later."""
    for side in SIDES:
        row, done = early_bird(world, side, "done_below_hundred", shows=True)
        last = max(row.saves, key=lambda save: save.at)
        last.fields["percent"] = 80
        right = later(done, 4)
        row.saves.append(Save(moment(right, "15:00", world.rng), {"percent": 100}, row.owner))
        told(
            world, "INVALID-DATES", row, "S3", done, cleared_on=right, court=side, why=row.scenario
        )


@scenario
def rejected_but_done(world: World) -> None:
    """The evidence is rejected and the rejection is told; the tool still says done."""
    for side in SIDES:
        row, done = early_bird(world, side, "rejected_but_done")
        show(row, world.rng, done, done, verdict="reject")
        lead = COORDINATOR if side == "vendor" else VENDOR_PM
        world.act(at(done, "18:00"), "send-notice", lead, key=row.key, words="证据被退回，请处理。")
        again = later(done, 5)
        show(row, world.rng, again, again)
        told(
            world, "REJECTED-BUT-DONE", row, "S2", later(done, 1), slack=1,
            cleared_on=again, why=row.scenario,
        )  # fmt: skip
        world.label(
            Label(
                rule="CLAIM-WITHOUT-EVIDENCE", key=row.key, first_on=done, by_on=again,
                cleared_on=later(again, 1), must=False, why=row.scenario,
            )
        )  # fmt: skip


@scenario
def report_ahead_of_the_tool(world: World) -> None:
    """A weekly report says 25 points more than the tool of the same side; on either side."""
    for side in SIDES:
        contradict(world, side, "report_ahead_of_the_tool", {"percent": 25}, "S3")


@scenario
def report_says_done(world: World) -> None:
    """A weekly report says done, the tool says in progress; on either side."""
    for side in SIDES:
        contradict(world, side, "report_says_done", {"status": DONE, "percent": 100}, "S2")


def contradict(world: World, side: str, name: str, said: dict[str, object], severity: str) -> None:
    """Let one report say something else than the tool does at its cut-off."""
    start = begin(world, room=14)
    row = world.task(side, start, 10, scenario=name)
    day = kept_report(world, later(start, 3), later(start, 7), sheet(side, "report"))
    ends = later(day, 1) if "status" in said else row.ends
    live(row, world.rng, world.first, done_on=ends, shows=False)
    show(row, world.rng, ends, later(ends, 1) if ends < row.ends else ends)
    now = row.known_at(at(day, "09:30"))
    told_percent = 100 if "status" in said else min(90, now["percent"] + 27)
    row.reported[day] = {**said, "percent": told_percent}
    told(world, "CONTRADICTING-SOURCES", row, severity, day, court=side, why=name)
