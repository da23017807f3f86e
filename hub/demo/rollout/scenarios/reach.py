"""Rule 34: whether what a lead gives to others is begun."""

from datetime import date

from hub.demo.rollout.cast import LEADS
from hub.demo.rollout.days import later
from hub.demo.rollout.injecting import scenario
from hub.demo.rollout.labels import Label
from hub.demo.rollout.life import live, moment
from hub.demo.rollout.rows import Row, Save
from hub.demo.rollout.scenarios.shared import SIDES, begin
from hub.demo.rollout.world import World

GIVEN, KEPT = 12, 3


@scenario
def a_lead_without_reach(world: World) -> None:
    """A lead gives twelve works to others; three are begun in time, nine a week late."""
    for side in SIDES:
        given_out(world, side, KEPT, "a_lead_without_reach")


@scenario
def a_lead_with_reach(world: World) -> None:
    """A near miss: of twelve works, seven are begun in time."""
    given_out(world, world.rng.choice(SIDES), 7, "a_lead_with_reach")


def given_out(world: World, side: str, kept: int, name: str) -> None:
    """Let a lead give out works in the tool, of which so many are begun in time."""
    start = begin(world, room=20, earliest=4)
    lead = LEADS[side]
    for place in range(GIVEN):
        begins = later(start, place % 2)
        row = world.task(side, begins, 14, scenario=name)
        is_kept = place % GIVEN < kept
        live(row, world.rng, world.first, start_on=later(begins, 0 if is_kept else 5))
        give(row, lead, begins, world)
    if kept > GIVEN // 2:
        return
    last = later(start, 1)
    world.label(
        Label(
            rule="STAFFING-SHORTFALL", key=lead, side=side, court=side, severity="S2",
            first_on=later(last, 2), by_on=later(last, 5),
            cites=(f"{side}:{'pm' if side == 'vendor' else 'coordinator'}", "reach"), why=name,
        )
    )  # fmt: skip


def give(row: Row, lead: str, day: date, world: World) -> None:
    """Leave the work without anybody until the lead gives it to its owner on a morning."""
    row.saves[0].fields["assignee"] = None
    row.saves.append(Save(moment(day, "08:10", world.rng), {"assignee": row.owner}, lead))
