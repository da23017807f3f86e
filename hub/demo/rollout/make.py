"""Makes a whole rollout from a random seed."""

from collections.abc import Collection

from msgspec.structs import replace

from hub.demo.rollout import project, readiness, rhythms, scenarios
from hub.demo.rollout.crowds import label_crowds
from hub.demo.rollout.days import DAY
from hub.demo.rollout.labels import Label
from hub.demo.rollout.oracle import label_rows
from hub.demo.rollout.packs import packs
from hub.demo.rollout.totals import label_totals
from hub.demo.rollout.world import PROJECTS, World


def make(
    seed: int, size: str = "small", *, injected: bool = True, only: Collection[str] = ()
) -> World:
    """Give the rollout of a random seed; without injections nothing is wrong in it.

    *only* names the scenarios that are wanted; all of them without it.
    """
    world = World(seed, size, injected)
    project.build(world)
    if injected:
        scenarios.inject(world, only)
    project.assign_roles(world)
    rhythms.contract(world)
    rhythms.plan(world)
    rhythms.weeks(world)
    rhythms.reviews(world)
    packs(world)
    readiness.readings(world)
    live_rows(world)
    for close in world.closing:
        close()
    label_rows(world)
    label_crowds(world)
    world.labels = [known_by(world, label) for label in world.labels]
    if injected:
        label_totals(world)
        allow_totals(world)
    return world


def known_by(world: World, label: Label) -> Label:
    """Let what a silent tool would have told be known a night later."""
    by_on = label.by_on
    final = world.goes_live_on
    if final and label.rule != "READINESS-GAP" and (final - label.first_on).days <= 15:
        label = replace(label, severity="")  # each rule raises in the window in its own way
    tool = PROJECTS.get(label.side)
    while tool in world.down.get(by_on, ()):
        by_on += DAY
    if label.cleared_on and tool in world.down.get(label.cleared_on - DAY, ()):
        label = replace(label, days=None)  # nobody could count the last one
    if by_on > label.by_on and label.cleared_on and by_on >= label.cleared_on:
        label = replace(label, must=False)  # it was over before the tool could be read again
    return replace(label, by_on=by_on)


def allow_totals(world: World) -> None:
    """Allow figures over a whole module or project to fall: many single causes lie below them."""
    for rule in ("FORECAST-BREACH", "PROGRESS-INFLATION"):
        for key in (*world.cast.modules, "rollout", "项目", *world.cast.units.values()):
            world.label(
                Label(rule=rule, key=key, first_on=world.first, by_on=world.last, must=False)
            )


def live_rows(world: World) -> None:
    """Write down the evidence of every row, as the acts of those who show and who judge."""
    for row in world.rows:
        sender = "person:vendor-pm" if row.side == "vendor" else f"person:head-{row.unit}"
        reviewer = "person:coordinator" if row.side == "vendor" else "person:vendor-pm"
        for shown in row.shown:
            world.act(
                shown.submitted_at,
                "submit-evidence",
                sender,
                evidence=shown.id,
                key=row.key,
                kind=shown.kind,
                title=f"{row.title}记录",
                shown_on=shown.shown_on.isoformat(),
            )
            if shown.verdict and shown.verdict_at:
                more = {"reject": {"reason": "复测不通过。"}, "return": {"missing": "缺少附件"}}
                world.act(
                    shown.verdict_at,
                    f"{shown.verdict}-evidence",
                    reviewer,
                    evidence=shown.id,
                    **more.get(shown.verdict, {}),
                )
