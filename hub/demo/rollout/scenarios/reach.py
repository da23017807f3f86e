"""Whether what a lead gives to others is begun, and whether places are taken."""

from datetime import date

from hub.demo.rollout.cast import LEADS, SUB_SUPPLIER
from hub.demo.rollout.days import at, later
from hub.demo.rollout.injecting import NoRoom, scenario
from hub.demo.rollout.labels import Label
from hub.demo.rollout.life import live, moment
from hub.demo.rollout.rows import Row, Save
from hub.demo.rollout.scenarios.shared import SIDES, begin
from hub.demo.rollout.world import World

GIVEN, KEPT = 12, 3


@scenario
def a_lead_without_reach(world: World) -> None:
    """A lead gives twelve works to others; three are begun in time, nine a week late."""
    for side in free_leads(world, SIDES):
        given_out(world, side, KEPT, "a_lead_without_reach")


@scenario
def a_lead_with_reach(world: World) -> None:
    """A near miss: of twelve works, seven are begun in time."""
    given_out(world, world.rng.choice(free_leads(world, SIDES)), 7, "a_lead_with_reach")


def free_leads(world: World, sides: tuple[str, ...]) -> list[str]:
    """Give the sides whose lead gives out nothing else: the last twenty works count together."""
    names = ("a_lead_without_reach", "a_lead_with_reach")
    taken = {row.side for row in world.rows if row.scenario in names}
    free = [side for side in sides if side not in taken]
    if not free:
        raise NoRoom
    return free


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
            cites=(f"{side}:{'pm' if side == 'vendor' else 'coordinator'}",), why=name,
        )
    )  # fmt: skip


def give(row: Row, lead: str, day: date, world: World) -> None:
    """Leave the work without anybody until the lead gives it to its owner on a morning."""
    row.saves[0].fields["assignee"] = None
    row.saves.append(Save(moment(day, "08:10", world.rng), {"assignee": row.owner}, lead))


@scenario
def key_user_gone(world: World) -> None:
    """The key user of a module leaves, and another is named eight working days later."""
    on, module = begin(world, room=12, earliest=6), world.rng.choice(world.cast.modules)
    gone = world.extra.setdefault("gone", set())
    if module in gone:
        raise NoRoom
    gone.add(module)
    unit, person = world.unit_of("client", module), f"person:key-user-{module.lower()}"
    left = {"role": "key_user", "side": "client", "unit": unit, "module": module}
    world.act(at(on, "09:10"), "end-role", person=person, on=on.isoformat(), **left)
    taken, other = later(on, 8), world.cast.hire(unit, f"{module}新关键用户")
    world.act(at(taken, "09:10"), "name-key-user", person=other, module=module, unit=unit)
    vacant(world, on, taken, f"client:{unit}", (module, "key_user"))


@scenario
def lead_of_the_sub_supplier_gone(world: World) -> None:
    """The project manager of the sub-supplier leaves; the next comes eight working days later."""
    on = begin(world, room=12, earliest=6)
    if world.extra.setdefault("sub-lead", on) != on:
        raise NoRoom
    first, other = (world.cast.hire(SUB_SUPPLIER, what) for what in ("分包负责人", "分包新负责人"))
    place = {"role": "vendor_pm", "side": "vendor", "party": SUB_SUPPLIER}
    begun = {"from_on": world.first.isoformat()}
    world.act(at(world.first, "08:30"), "assign-role", person=first, **place, **begun)
    world.act(at(on, "09:10"), "end-role", person=first, on=on.isoformat(), **place)
    taken = later(on, 8)
    begun = {"from_on": taken.isoformat()}
    world.act(at(taken, "09:10"), "assign-role", person=other, **place, **begun)
    vacant(world, on, taken, "vendor", (SUB_SUPPLIER, "vendor_pm"))


def vacant(world: World, on: date, taken: date, court: str, names: tuple[str, ...]) -> None:
    """Label a place that nobody holds from a day until another."""
    world.label(
        Label(
            rule="STAFFING-SHORTFALL", key=f"vacant {names[0]}", side=court.partition(":")[0],
            court=court, severity="S2", first_on=later(on, 3), by_on=later(on, 5),
            cleared_on=taken, cites=names, why="vacancy",
        )
    )  # fmt: skip
