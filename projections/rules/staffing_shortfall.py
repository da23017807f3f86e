"""STAFFING-SHORTFALL: fewer people worked than a side has agreed to give."""

from collections.abc import Iterator
from datetime import timedelta

from hub.model.event import Severity, Side
from hub.model.parties import PresenceRecorded, RosterDeclared
from hub.model.people import court_of
from hub.rules import Finding, rule
from hub.rules.citing import Said
from hub.rules.subjects import ProjectCase

SENTENCE = {
    "en": "{court}: {present} of {agreed} agreed full-time equivalents in the week of {week}, "
    "{weeks:week|weeks} in a row below {share} %. Turn: {court}.",
    "zh": "{court}：{week} 当周到位 {present} 人，约定 {agreed} 人（全职当量），"
    "连续 {weeks} 周低于 {share}%。待处理：{court}。",
}
DEFAULTS = {
    "fte": 0.80,
    "weeks": 2,
    "vacancy_wd": 3,
    "reach": 0.50,
    "reach_min_n": 10,
    "reach_start_wd": 3,
}
EXECUTIVES = {Side.CLIENT: "sponsor", Side.VENDOR: "management"}


@rule(
    "STAFFING-SHORTFALL",
    version=2,
    group="flow",
    over="project",
    sentence=SENTENCE,
    defaults=DEFAULTS,
)
def staffing_shortfall(case: ProjectCase) -> Iterator[Finding]:
    """The people that a side has agreed to give are there."""
    rosters, guest = case.context.world.rosters, case.context.policy_guest
    for side, unit in sorted({(roster.side, roster.unit) for roster in rosters}):
        ours = [roster for roster in rosters if (roster.side, roster.unit) == (side, unit)]
        short = _short_weeks(case, side, unit, ours)
        if len(short) < case.policy["weeks"]:
            continue
        week, roster = short[0]
        yield Finding(
            severity=Severity.S2,
            # A department answers for its own people; the guest's people are its executive's.
            court=court_of(side, EXECUTIVES[side] if side is guest or not unit else unit),
            operands={
                "agreed": Said(roster.agreed_fte, roster),
                "present": [Said(week.present_fte, week) for week, _ in short],
            },
            numbers={
                "week": week.week_on.isoformat(),
                "weeks": len(short),
                "share": round(case.policy["fte"] * 100),
            },
            clears_when=("people_present",),
            since=short[-1][0].week_on,
            detail=f"{side}:{unit}",
        )


def _short_weeks(
    case: ProjectCase, side: Side, unit: str, rosters: list[RosterDeclared]
) -> list[tuple[PresenceRecorded, RosterDeclared]]:
    """Give the last recorded weeks below the share, newest first, without a gap between them."""
    told = [p for p in case.context.world.presence.values() if (p.side, p.unit) == (side, unit)]
    found: list[tuple[PresenceRecorded, RosterDeclared]] = []
    for week in sorted(told, key=lambda each: each.week_on, reverse=True):
        agreed = [roster for roster in rosters if roster.from_on <= week.week_on]
        is_far = found and found[-1][0].week_on - week.week_on > timedelta(days=11)
        if not agreed or is_far or week.present_fte >= case.policy["fte"] * agreed[-1].agreed_fte:
            break
        found.append((week, agreed[-1]))
    return found
