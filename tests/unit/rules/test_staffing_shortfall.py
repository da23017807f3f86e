"""STAFFING-SHORTFALL: fewer people than agreed, a place left vacant, or a lead without reach."""

from datetime import timedelta
from typing import Any

import pytest
from msgspec.structs import replace

from hub.model.event import Interval, Severity, Side
from hub.model.facts import State, WorkItemFirstSeen
from hub.model.parties import (
    KeyUserNamed,
    PresenceRecorded,
    RoleAssigned,
    RoleEnded,
    RosterDeclared,
)
from hub.model.people import Role
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


LEADS = {Side.CLIENT: Role.COORDINATOR, Side.VENDOR: Role.VENDOR_PM}
OTHERS = {Side.CLIENT: "client:sponsor", Side.VENDOR: "vendor:management"}


def named(rollout: Rollout, side: Side, *, on: str, person: str = "account-1") -> Rollout:
    """Name the lead of a side."""
    said: dict[str, Any] = {"entry": "", "occurred": Interval.at(noon(day(on)))}
    place = f"{side}:{LEADS[side]}:"
    event = RoleAssigned(subject=place, person=person, role=LEADS[side], side=side, **said)
    rollout.tell(event, day(on))
    return rollout


def left(
    rollout: Rollout, side: Side, *, on: str, role: Role | None = None, **place: Any
) -> Rollout:
    """Let somebody leave a place."""
    said: dict[str, Any] = {"entry": "", "occurred": Interval.at(noon(day(on)))}
    held = role or LEADS[side]
    subject = f"key_user:{place['unit']}:{place['module']}" if place else f"{side}:{held}:"
    event = RoleEnded(
        subject=subject, person="account-1", role=held, side=side, on=day(on), **said, **place
    )
    rollout.tell(event, day(on))
    return rollout


@pytest.mark.parametrize("side", list(Side))
def test_a_lead_s_place_is_taken_within_three_days_or_found_on_either_side(side):
    rollout = left(named(Rollout(), side, on="03-02"), side, on="03-09")

    assert rollout.judged(RULE, on=day("03-12")) == []
    [found] = rollout.judged(RULE, on=day("03-13"))
    assert (found.severity, found.court) == (Severity.S2, OTHERS[side])
    assert (found.sentence, found.numbers["vacant_wd"]) == ("vacancy", 4)
    named(rollout, side, on="03-13", person="account-2")
    assert rollout.judged(RULE, on=day("03-13")) == []


def test_a_key_user_who_left_is_the_department_s_turn():
    rollout, at = Rollout(), Interval.at(noon(day("03-02")))
    place: dict[str, Any] = {"unit": "quality", "module": "MES"}
    event = KeyUserNamed(
        subject="key_user:quality:MES", entry="", occurred=at, person="account-1", **place
    )
    rollout.tell(event, day("03-02"))
    left(rollout, Side.CLIENT, on="03-09", role=Role.KEY_USER, **place)

    assert [found.court for found in rollout.judged(RULE, on=day("03-13"))] == ["client:quality"]


def given(count: int, begun: int, *, swapped: bool = False, **item: Any) -> Rollout:
    """Let a lead give items to others on 2 March; some are begun on 5 March, three days later."""
    rollout = Rollout(sides_swapped=swapped)
    named(rollout, rollout.side(Side.VENDOR), on="03-02")
    for number in range(count):
        key = f"X{number:02}"
        rollout.item(key, **{"assignee": "account-9"} | item)
        if number < begun:
            begins(rollout, key)
    return rollout


def begins(rollout: Rollout, key: str, on: str = "03-05") -> None:
    rollout.changed("status", State.NOT_STARTED, State.IN_PROGRESS, on=day(on), key=key)


@pytest.mark.parametrize("side", list(Side))
def test_fewer_than_half_of_ten_items_begun_in_time_are_found_on_either_side(side):
    rollout = given(10, 4, swapped=side is Side.CLIENT)

    assert rollout.judged(RULE, on=day("03-05")) == []
    [found] = rollout.judged(RULE, on=day("03-06"))
    assert (found.severity, found.court, found.sentence) == (Severity.S2, OTHERS[side], "reach")
    assert (found.numbers["begun"], found.numbers["given"]) == (4, 10)


@pytest.mark.parametrize(("count", "begun"), [(10, 5), (9, 0)])
def test_half_of_ten_or_fewer_than_ten_are_none(count, begun):
    assert given(count, begun).judged(RULE, on=day("03-20")) == []


@pytest.mark.parametrize("own", ["account-1", ""])
def test_what_a_lead_keeps_or_gives_to_nobody_says_nothing(own):
    assert given(10, 0, assignee=own).judged(RULE, on=day("03-20")) == []


def test_what_others_assign_says_nothing_of_the_lead():
    rollout = given(10, 0)
    rollout.events = [event for event in rollout.events if not isinstance(event, RoleAssigned)]

    assert rollout.judged(RULE, on=day("03-20")) == []


def test_what_is_agreed_to_start_later_is_not_late_before():
    rollout = given(10, 0)
    for number in range(10):
        rollout.agreed(f"X{number:02}", start_on=day("03-16"))

    assert rollout.judged(RULE, on=day("03-19")) == []
    assert len(rollout.judged(RULE, on=day("03-20"))) == 1


def test_what_was_taken_back_in_time_says_nothing():
    rollout = given(10, 0)
    rollout.changed("assignee", "account-9", "account-1", on=day("03-04"), key="X00")

    assert rollout.judged(RULE, on=day("03-20")) == []


def test_an_account_whose_id_is_a_person_s_reference_is_that_person_s():
    rollout = given(10, 0)
    told = [e for e in rollout.events if isinstance(e, WorkItemFirstSeen)]
    rollout.events = [e for e in rollout.events if not isinstance(e, WorkItemFirstSeen)]
    for event in told:
        rollout.tell(replace(event, actor="jira:V/person/account-1"), day("03-02"), source="jira:V")

    assert len(rollout.judged(RULE, on=day("03-20"))) == 1
