"""Rule 40 and the daily readings of rule 28: the last weeks before the system is used."""

from datetime import date

from tests.simulation.days import DAY, at, each, is_worked, later
from tests.simulation.labels import Label
from tests.simulation.readiness import accept_row, readiness_row
from tests.simulation.scenarios import NoRoom, scenario
from tests.simulation.scenarios.shared import SIDES
from tests.simulation.world import World


def window(world: World) -> date:
    """Give the first day of the go-live window, where the rollout that is played has one."""
    if world.goes_live_on is None:
        raise NoRoom
    return date.fromordinal(world.goes_live_on.toordinal() - 15)


@scenario
def row_open_in_the_window(world: World) -> None:
    """A row of the list is accepted only eight working days before go-live; on either side."""
    for side in SIDES:
        gap(world, side, 8, "row_open_in_the_window")


@scenario
def row_open_to_the_last(world: World) -> None:
    """A row is accepted two working days before go-live: S1 from five working days on."""
    gap(world, world.rng.choice(SIDES), 2, "row_open_to_the_last")


def gap(world: World, side: str, before: int, name: str) -> None:
    """Accept a row so many working days before go-live."""
    opens, final = window(world), world.goes_live_on
    assert final
    key, court = readiness_row(world, side, f"补充检查项{len(world.acts)}")
    accepted = later(final, -before)
    accept_row(world, key, side, accepted)
    world.label(
        Label(
            rule="READINESS-GAP", key=key, side=side, court=court, severity="S2",
            first_on=opens, by_on=opens + DAY, cleared_on=accepted, why=name,
        )
    )  # fmt: skip


@scenario
def daily_reading_missing(world: World) -> None:
    """One daily reading does not come."""
    opens, final = window(world), world.goes_live_on
    assert final
    days = [day for day in each(opens, later(final, -2)) if is_worked(day)]
    day = world.rng.choice(days[2:])
    world.extra.setdefault("missing", {}).setdefault("daily", set()).add(day)
    world.label(
        Label(
            rule="REPORT-MISSING", key="daily", side="vendor", court="vendor", severity="S2",
            first_on=day, by_on=day + DAY, cites=("daily_readiness", "readiness", "workbook:daily"),
            why="daily_reading_missing",
        )
    )  # fmt: skip


__all__ = ["at"]
