"""STAFFING-SHORTFALL: fewer people worked than a side has agreed to give."""

from datetime import timedelta
from typing import Any

import pytest
from msgspec.structs import replace

from hub.model.event import Interval, Severity, Side
from hub.model.parties import PresenceRecorded, RosterDeclared
from tests.unit.rules.rollout import Rollout, day, noon

RULE = "STAFFING-SHORTFALL"


def present(*figures: float, unit: str = "", swapped: bool = False) -> Rollout:
    """Agree on five people from 2 March, and count them week by week."""
    rollout = Rollout(sides_swapped=swapped)
    side = rollout.side(Side.VENDOR)
    said: dict[str, Any] = {"entry": "", "occurred": Interval.at(noon(day("03-02")))}
    said |= {"side": side, "unit": unit}
    roster = RosterDeclared(subject=f"{side}:{unit}", agreed_fte=5.0, from_on=day("03-02"), **said)
    rollout.tell(roster, day("03-02"))
    for number, figure in enumerate(figures):
        week = day("03-02") + timedelta(weeks=number)
        name = f"{side}:{unit}:{week}"
        rollout.tell(PresenceRecorded(subject=name, week_on=week, present_fte=figure, **said), week)
    return rollout


@pytest.mark.parametrize(
    ("swapped", "court"), [(False, "vendor:management"), (True, "client:sponsor")]
)
def test_two_weeks_below_four_fifths_are_found_on_either_side(swapped, court):
    [found] = present(3.5, 3, swapped=swapped).judged(RULE, on=day("03-16"))

    assert (found.severity, found.court, found.numbers["weeks"]) == (Severity.S2, court, 2)
    assert found.since == day("03-02")


@pytest.mark.parametrize(
    ("host", "court"), [(Side.CLIENT, "vendor:management"), (Side.VENDOR, "vendor:quality")]
)
def test_a_unit_of_the_host_answers_for_its_people_and_the_guest_s_executive_for_theirs(
    host, court, monkeypatch
):
    rollout = present(1, 1, unit="quality")
    context = rollout.context(day("03-16"))
    context.policy = replace(context.policy, host_side=host)
    monkeypatch.setattr(rollout, "context", lambda on: context)

    assert [found.court for found in rollout.judged(RULE, on=day("03-16"))] == [court]


@pytest.mark.parametrize("figures", [(3.5,), (3.5, 4.0), (3.5, 4.5, 3.5), ()])
def test_one_week_or_four_fifths_are_none(figures):
    assert present(*figures).judged(RULE, on=day("03-30")) == []


def test_without_an_agreed_figure_nothing_is_short():
    rollout = present(1, 1)
    rollout.events = [event for event in rollout.events if isinstance(event, PresenceRecorded)]

    assert rollout.judged(RULE, on=day("03-16")) == []
