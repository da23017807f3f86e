"""What is measured of a status date, for rules and for the record."""

from collections.abc import Mapping
from dataclasses import dataclass

from msgspec.structs import replace

from hub.model.event import Interval
from hub.model.progress import Calibration, Measured, ProgressMeasured, Slip
from hub.progress.calibration import Observation, Terms, by_court, calibration
from hub.progress.groups import groups_of
from hub.progress.lines import Line
from hub.rules.context import Context
from hub.rules.lines import lines_of
from hub.rules.slips import slips_of
from hub.rules.world import World


@dataclass(frozen=True)
class Measures:
    """All that is measured on a status date."""

    lines: list[Line]
    groups: Mapping[tuple[str, str], Measured]
    slips: Mapping[str, Slip]
    observations: Mapping[str, list[Observation]]
    calibrations: Mapping[str, Calibration]


def measures_of(context: Context) -> Measures:
    """Measure once for each evaluation; rules and the record see the same figures."""
    return context.recall(_measured, context)


def _measured(context: Context) -> Measures:
    lines = lines_of(context)
    terms = Terms(
        min_items=int(context.policy.rule("progress_inflation").get("min_items", 8)),  # type: ignore[arg-type]
        evidence_wd=int(context.policy.rule("claim_without_evidence").get("due_wd", 2)),  # type: ignore[arg-type]
    )
    seen = by_court(lines, context.calendar, context.status_date, terms)
    return Measures(
        lines,
        groups_of(lines, context.status_date),
        slips_of(context),
        seen,
        {court: calibration(court, all_, terms) for court, all_ in sorted(seen.items())},
    )


def progress_event(context: Context) -> ProgressMeasured | None:
    """Give what differs from the record; None where nothing does."""
    world, measures = context.world, measures_of(context)
    groups = [
        changed
        for key, now in measures.groups.items()
        if (changed := _difference(world, key, now)) is not None
    ]
    held = world.progress
    gone = [Measured(by=k[0], name=k[1]) for k in held.groups if k not in measures.groups]
    slips = [slip for name, slip in measures.slips.items() if held.slips.get(name) != slip]
    told = measures.calibrations
    calibrations = [now for court, now in told.items() if held.calibrations.get(court) != now]
    if not (groups or gone or slips or calibrations):
        return None
    return ProgressMeasured(
        subject=world.project,
        entry=f"{context.status_date}:{world.position}",
        occurred=Interval.at(context.at),
        actor="hub",
        status_date=context.status_date,
        groups=(*groups, *gone),
        slips=tuple(slips),
        calibrations=tuple(calibrations),
    )


def _difference(world: World, key: tuple[str, str], now: Measured) -> Measured | None:
    """Give a group with the weeks that changed alone; None where it stands as it was."""
    before = world.progress.groups.get(key)
    if before == now:
        return None
    held = set(before.points) if before else set()
    return replace(now, points=tuple(point for point in now.points if point not in held))
