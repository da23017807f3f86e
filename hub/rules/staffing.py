"""People who were agreed and are not there: too few, gone, or not reached by their lead."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise

from hub.model.event import Side
from hub.model.facts import State, WorkItemFieldChanged, WorkItemFirstSeen
from hub.model.parties import PresenceRecorded, RosterDeclared
from hub.model.people import EXECUTIVES, LEADS, court_of, executive_of
from hub.rules.cases import ItemCase
from hub.rules.citing import Said
from hub.rules.subjects import ProjectCase

NEXT_WEEK = timedelta(days=11)  # from any day of a week to any of the one after
BEGUN = (State.IN_PROGRESS, State.BLOCKED, State.DONE, State.ACCEPTED)


@dataclass(frozen=True, slots=True)
class Shortfall:
    """One way in which people are missing: whose turn it is, and what says so."""

    court: str
    operands: dict[str, list[Said]]
    numbers: dict[str, str | int]
    clears_when: str
    since: date
    detail: str
    sentence: str = ""


def answers_for(case: ProjectCase, side: Side, unit: str) -> str:
    """A department of the host answers for its own people; else it is the executive's turn."""
    is_guest = side is case.context.policy_guest
    return executive_of(side) if is_guest or not unit else court_of(side, unit)


def too_few(case: ProjectCase) -> Iterator[Shortfall]:
    """Give the units of which fewer were there than agreed, for weeks in a row."""
    rosters = case.context.world.rosters
    for side, unit in sorted({(roster.side, roster.unit) for roster in rosters}):
        ours = [roster for roster in rosters if (roster.side, roster.unit) == (side, unit)]
        short = _short_weeks(case, side, unit, ours)
        if len(short) < case.policy["weeks"]:
            continue
        week, roster = short[0]
        present = [Said(week.present_fte, week) for week, _ in short]
        yield Shortfall(
            answers_for(case, side, unit),
            {"agreed": [Said(roster.agreed_fte, roster)], "present": present},
            {
                "week": week.week_on.isoformat(),
                "weeks": len(short),
                "share": round(case.policy["fte"] * 100),
            },
            "people_present",
            short[-1][0].week_on,
            f"{side}:{unit}",
        )


def _short_weeks(
    case: ProjectCase, side: Side, unit: str, rosters: list[RosterDeclared]
) -> list[tuple[PresenceRecorded, RosterDeclared]]:
    """Give the last recorded weeks below the share, newest first, without a gap between them."""
    told = [p for p in case.context.world.presence.values() if (p.side, p.unit) == (side, unit)]
    found: list[tuple[PresenceRecorded, RosterDeclared]] = []
    for week in sorted(told, key=lambda each: each.week_on, reverse=True):
        agreed = [roster for roster in rosters if roster.from_on <= week.week_on]
        is_far = found and found[-1][0].week_on - week.week_on > NEXT_WEEK
        if not agreed or is_far or week.present_fte >= case.policy["fte"] * agreed[-1].agreed_fte:
            break
        found.append((week, agreed[-1]))
    return found


def vacant(case: ProjectCase) -> Iterator[Shortfall]:
    """Give the places that somebody has left and nobody has taken since."""
    for place, left in sorted(case.context.world.leavers.items()):
        vacant_wd = case.wd(left.on, case.status_date)
        if vacant_wd <= case.policy["vacancy_wd"]:
            continue
        is_leading = left.role in LEADS | EXECUTIVES
        yield Shortfall(
            executive_of(left.side) if is_leading else answers_for(case, left.side, left.unit),
            {"left": [Said(left.on, left)], "named": [case.cited_search(f"role:{place}", left)]},
            {"what": str(left.role), "vacant_wd": vacant_wd, "module": left.module},
            "place_taken",
            left.on,
            place,
            "vacancy",
        )


@dataclass(frozen=True, slots=True)
class Assignment:
    """An item that a lead has given to somebody else, and what shows that they began in time."""

    said: Said
    begun: Said | None


def unreached(case: ProjectCase) -> Iterator[Shortfall]:
    """Give the leads of whose last assignments too few were begun in time."""
    least = case.policy["reach_min_n"]
    for side in Side:
        given = [each for item in case.items for each in _given(case, item, court_of(side))]
        last = sorted(given, key=lambda each: each.said.occurred_hi)[-2 * least :]
        begun = [each.begun for each in last if each.begun is not None]
        if len(last) < least or len(begun) >= case.policy["reach"] * len(last):
            continue
        cited = {"assigned": [each.said for each in last]}
        yield Shortfall(
            executive_of(side),
            {**cited, "started": begun} if begun else cited,
            {
                "given": len(last),
                "begun": len(begun),
                "share": round(100 * case.policy["reach"]),
                "start_wd": case.policy["reach_start_wd"],
            },
            "assignments_started",
            case.day(last[0].said.occurred_hi),
            f"{court_of(side)}:reach",
            "reach",
        )


def _is(case: ProjectCase, lead: str, account: str) -> bool:
    """Tell whether an account stands for a lead: by its reference, or by the id in its source."""
    tell = case.context.world.court_of_person
    return lead in (tell(account), tell(account.rpartition("/person/")[2]))


def _given(case: ProjectCase, item: ItemCase, lead: str) -> Iterator[Assignment]:
    """Give the assignments of one item that are old enough to be judged, or begun.

    What is agreed to start later is not late before; what was taken back counts for nothing.
    """
    begun = [said for said in item.states() if said.value in BEGUN]
    starts = [owed.terms.start_on for owed in item.commitments if owed.terms.start_on]
    told = item.history("assignee")
    for said, after in [*pairwise(told), (told[-1], None)] if told else ():
        fact = said.event
        is_told = isinstance(fact, WorkItemFieldChanged | WorkItemFirstSeen) and said.value
        is_own = _is(case, lead, str(said.value))
        if not is_told or is_own or not _is(case, lead, fact.actor):
            continue
        on = max([case.day(said.occurred_hi), *starts])
        due = case.calendar.add(on, case.policy["reach_start_wd"])
        first = next((each for each in begun if case.day(each.occurred_hi) <= due), None)
        is_over = due < case.status_date and (after is None or case.day(after.occurred_hi) > due)
        if first is not None or is_over:
            yield Assignment(said, first)
