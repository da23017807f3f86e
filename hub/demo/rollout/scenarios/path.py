"""What lies on the way to go-live counts one level more; what has a little more room does not."""

from datetime import date

from hub.demo.rollout.days import later, wd
from hub.demo.rollout.injecting import NoRoom, scenario
from hub.demo.rollout.life import live, show
from hub.demo.rollout.rows import Row
from hub.demo.rollout.scenarios.shared import SIDES, announced, begin, put_off, report_days
from hub.demo.rollout.world import World

ON_PATH, BESIDE = 2, 9  # working days between the last link of a chain and go-live


@scenario
def slip_on_the_path(world: World) -> None:
    """A slip of four days at the head of a chain that leaves two days until go-live."""
    for side in SIDES:
        chained(world, side, ON_PATH, "slip_on_the_path")


@scenario
def slip_beside_the_path(world: World) -> None:
    """A near miss: the chain leaves nine days until go-live, so the usual level holds."""
    chained(world, world.rng.choice(SIDES), BESIDE, "slip_beside_the_path")


def chained(world: World, side: str, spare: int, name: str) -> None:
    """Slip by four days; what follows it fills the time until shortly before go-live."""
    final = next(row for row in world.rows if row.kind == "milestone" and row.title == "上线")
    start = begin(world, room=20)
    head = world.task(side, start, 10, scenario=name)
    told_on = report_days(world, later(start, 2), later(head.ends, -1))
    follows = later(head.ends, 1)
    days = wd(follows, final.ends) - spare
    if not told_on or days < 10:
        raise NoRoom
    ends = later(head.ends, 4)
    live(head, world.rng, world.first, done_on=ends, shows=False)
    show(head, world.rng, ends, ends)
    announced(world, head, told_on[0])
    put_off(world, head, told_on[0], ends)
    tail = world.task(side, follows, days, module=head.module, scenario=name)
    tail.predecessors = (head.key,)
    final.predecessors += (tail.key,)
    lived_on(world, tail, later(ends, 1))
    head.is_on_path = tail.is_on_path = spare <= 5


def lived_on(world: World, row: Row, starts: date) -> None:
    """Let work begin on a day and end when it was planned, or go on when the play ends."""
    live(row, world.rng, world.first, start_on=starts, until=world.last)
