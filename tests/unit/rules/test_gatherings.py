"""MEETING-REFUSED, TRAINING-GAP and SPONSOR-ABSENT: who was called, and who came."""

from typing import Any

import pytest

from hub.model.commitments import Kind
from hub.model.decisions import DecisionAsked
from hub.model.event import Interval, Severity, Side
from hub.model.meetings import MeetingCalled, MeetingHeld, MeetingRefused
from hub.model.parties import RoleAssigned
from hub.model.people import Role
from tests.unit.rules.rollout import Rollout, day, noon

QUALITY = "client:quality"


def called(
    rollout: Rollout,
    name: str,
    *,
    on: str,
    topic: str = "kick_off",
    invited: tuple[str, ...] = (QUALITY,),
    ahead: str = "03-02",
) -> Rollout:
    event = MeetingCalled(
        subject=name,
        entry="",
        occurred=Interval.at(noon(day(ahead))),
        meeting=name,
        topic=topic,
        title=name,
        on=day(on),
        invited=invited,
        required=invited,
    )
    rollout.tell(event, day(ahead))
    return rollout


def refused(rollout: Rollout, name: str, *, on: str, court: str = QUALITY) -> Rollout:
    event = MeetingRefused(
        subject=name,
        entry="",
        occurred=Interval.at(noon(day(on))),
        meeting=name,
        court=court,
        reason="production load",
    )
    rollout.tell(event, day(on))
    return rollout


def held(rollout: Rollout, name: str, *, on: str, attended: tuple[str, ...] = ()) -> Rollout:
    said: dict[str, Any] = {"subject": name, "entry": "", "meeting": name}
    event = MeetingHeld(**said, occurred=Interval.at(noon(day(on))), on=day(on), attended=attended)
    rollout.tell(event, day(on))
    return rollout


def test_a_refused_kick_off_is_major_at_the_first_refusal():
    rollout = refused(called(Rollout(), "K", on="03-06"), "K", on="03-06")

    [found] = rollout.judged("MEETING-REFUSED", on=day("03-06"))

    assert (found.severity, found.court) == (Severity.S2, QUALITY)


def test_an_ordinary_meeting_is_found_at_the_second_refusal():
    once = refused(called(Rollout(), "W", on="03-06", topic="weekly"), "W", on="03-05")
    assert once.judged("MEETING-REFUSED", on=day("03-06")) == []

    twice = refused(called(once, "W", on="03-13", topic="weekly"), "W", on="03-12")
    assert [f.severity for f in twice.judged("MEETING-REFUSED", on=day("03-13"))] == [Severity.S3]


def absent(*days: str, topic: str = "weekly") -> Rollout:
    """Hold a meeting of a kind on each day, without the department that it needs."""
    rollout = Rollout()
    for on in days:
        held(called(rollout, f"W-{on}", on=on, topic=topic), f"W-{on}", on=on)
    return rollout


def test_an_ordinary_meeting_is_found_at_the_second_absence_in_a_row():
    assert absent("03-06").judged("MEETING-REFUSED", on=day("03-13")) == []

    [found] = absent("03-06", "03-13", "03-20").judged("MEETING-REFUSED", on=day("03-20"))
    assert (found.severity, found.court, found.numbers["times"]) == (Severity.S3, QUALITY, 3)
    assert [said.value for said in found.operands["answer"]] == [QUALITY] * 3
    assert found.detail == f"W-03-06:{QUALITY}"


@pytest.mark.parametrize("topic", ["weekly", "uat"])
def test_who_comes_to_the_next_meeting_of_a_kind_has_made_up_for_it(topic):
    rollout = absent("03-06", "03-13", topic=topic)
    assert rollout.judged("MEETING-REFUSED", on=day("03-20")) != []

    held(called(rollout, "W", on="03-20", topic=topic), "W", on="03-20", attended=(QUALITY,))
    assert rollout.judged("MEETING-REFUSED", on=day("03-20")) == []


def test_a_blueprint_review_is_found_at_the_first_refusal_and_is_minor():
    rollout = called(Rollout(), "B", on="03-06", topic="blueprint_review")

    [found] = refused(rollout, "B", on="03-05").judged("MEETING-REFUSED", on=day("03-06"))

    assert found.severity is Severity.S3


def test_called_too_late_it_is_the_turn_of_who_called():
    rollout = called(Rollout(), "K", on="03-06", ahead="03-05")

    [found] = refused(rollout, "K", on="03-06").judged("MEETING-REFUSED", on=day("03-06"))

    assert found.court == "client:coordinator"


def test_held_with_everybody_settles_it():
    rollout = refused(called(Rollout(), "K", on="03-06"), "K", on="03-06")
    held(rollout, "K", on="03-13", attended=(QUALITY,))

    assert rollout.judged("MEETING-REFUSED", on=day("03-13")) == []


def test_held_without_somebody_it_needs_is_found_and_named_after_the_side():
    rollout = called(Rollout(), "K", on="03-06", invited=("vendor:consultants",))
    held(rollout, "K", on="03-06", attended=(QUALITY,))

    [found] = rollout.judged("MEETING-REFUSED", on=day("03-06"))

    assert (found.shown_as, found.court) == ("CONSULTANT-NOT-SENT", "vendor:consultants")


def test_who_refused_and_came_after_all_is_not_charged_for_who_stayed_away():
    both = (QUALITY, "vendor:pm")
    rollout = called(Rollout(), "W", on="03-06", topic="blueprint_review", invited=both)
    refused(rollout, "W", on="03-05")
    held(rollout, "W", on="03-06", attended=(QUALITY,))

    courts = [found.court for found in rollout.judged("MEETING-REFUSED", on=day("03-06"))]

    assert courts == ["vendor:pm"]


def test_one_training_attended_is_enough():
    rollout = called(Rollout(), "T1", on="03-04", topic="training")
    held(rollout, "T1", on="03-04")
    held(called(rollout, "T2", on="03-06", topic="training"), "T2", on="03-06", attended=(QUALITY,))

    assert rollout.judged("TRAINING-GAP", on=day("03-09")) == []


def test_every_training_missed_is_one_finding_for_each_unit():
    rollout = called(Rollout(), "T1", on="03-04", topic="training", invited=(QUALITY, "client:it"))
    held(rollout, "T1", on="03-04", attended=("vendor:pm",))

    found = rollout.judged("TRAINING-GAP", on=day("03-09"))

    assert [f.court for f in found] == ["client:it", QUALITY]
    assert {f.shown_as for f in found} == {"TRAINING-NOT-ATTENDED"}


def test_a_training_still_to_come_is_no_gap():
    rollout = called(Rollout(), "T1", on="03-13", topic="training")

    assert rollout.judged("TRAINING-GAP", on=day("03-09")) == []


def demonstrations(attended: tuple[str, ...] = ()) -> Rollout:
    rollout = Rollout()
    for name, on in (("S1", "03-04"), ("S2", "03-06")):
        called(rollout, name, on=on, topic="demonstration", invited=("client:sponsor",))
        held(rollout, name, on=on, attended=attended)
    return rollout


def test_two_in_a_row_without_the_executive_are_found_as_n_of_m():
    [found] = demonstrations().judged("SPONSOR-ABSENT", on=day("03-09"))

    assert (found.numbers["invited"], found.numbers["attended"]) == (2, 0)
    assert (found.severity, found.court) == (Severity.S2, "client:sponsor")


def test_attended_is_silent():
    rollout = demonstrations(("client:sponsor",))

    assert rollout.judged("SPONSOR-ABSENT", on=day("03-09")) == []


def test_a_newly_named_sponsor_starts_anew():
    rollout = demonstrations()
    event = RoleAssigned(
        subject="client:sponsor:",
        entry="",
        occurred=Interval.at(noon(day("03-09"))),
        person="p:deputy",
        role=Role.SPONSOR,
        side=Side.CLIENT,
        from_on=day("03-09"),
    )
    rollout.tell(event, day("03-09"))

    assert rollout.judged("SPONSOR-ABSENT", on=day("03-10")) == []


def test_a_decision_open_for_more_than_five_working_days_is_found():
    rollout = Rollout()
    asked = DecisionAsked(
        subject="Q",
        entry="",
        occurred=Interval.at(noon(day("03-02"))),
        decision="Q",
        question="printers?",
        options=("yes", "no"),
        of="client:sponsor",
    )
    rollout.tell(asked, day("03-02"))

    assert rollout.judged("SPONSOR-ABSENT", on=day("03-09")) == []
    [usual] = rollout.judged("SPONSOR-ABSENT", on=day("03-10"))
    rollout.agreed("GO", kind=Kind.MILESTONE, topic="go_live", finish_on=day("03-24"))
    [near] = rollout.judged("SPONSOR-ABSENT", on=day("03-10"))
    assert (usual.severity, near.severity) == (Severity.S2, Severity.S1)


@pytest.mark.parametrize(("on", "court"), [("03-30", QUALITY), ("03-31", "client:coordinator")])
def test_who_is_called_for_the_last_working_day_of_a_month_may_refuse(on, court):
    rollout = refused(called(Rollout(), "K", on=on), "K", on="03-20")

    assert [found.court for found in rollout.judged("MEETING-REFUSED", on=day(on))] == [court]


def test_a_meeting_that_was_called_too_late_counts_as_no_absence():
    rollout = held(
        called(Rollout(), "W1", on="03-06", topic="weekly", ahead="03-05"), "W1", on="03-06"
    )
    held(called(rollout, "W2", on="03-13", topic="weekly"), "W2", on="03-13")
    assert rollout.judged("MEETING-REFUSED", on=day("03-13")) == []

    held(called(rollout, "W3", on="03-20", topic="weekly"), "W3", on="03-20")
    late = called(rollout, "W4", on="03-27", topic="weekly", ahead="03-26")
    [found] = held(late, "W4", on="03-27").judged("MEETING-REFUSED", on=day("03-27"))
    assert (found.court, found.numbers["times"]) == (QUALITY, 2)


def test_a_second_refusal_of_a_uat_is_critical_under_another_name_too():
    rollout = refused(called(Rollout(), "U1", on="03-06", topic="uat"), "U1", on="03-05")
    refused(called(rollout, "U2", on="03-13", topic="uat"), "U2", on="03-12")

    found = rollout.judged("MEETING-REFUSED", on=day("03-13"))

    assert [f.severity for f in found] == [Severity.S2, Severity.S1]


def test_a_refusal_of_a_call_that_came_too_late_is_not_held_against_anybody():
    rollout = refused(
        called(Rollout(), "U1", on="03-06", topic="uat", ahead="03-05"), "U1", on="03-06"
    )
    refused(called(rollout, "U2", on="03-13", topic="uat"), "U2", on="03-12")

    found = {
        f.detail: (f.severity, f.court) for f in rollout.judged("MEETING-REFUSED", on=day("03-13"))
    }

    assert found == {
        f"U1:{QUALITY}": (Severity.S2, "client:coordinator"),
        f"U2:{QUALITY}": (Severity.S2, QUALITY),
    }


def test_a_late_call_after_two_refusals_takes_neither_away():
    rollout = refused(called(Rollout(), "W", on="03-06", topic="weekly"), "W", on="03-05")
    refused(called(rollout, "W", on="03-13", topic="weekly", ahead="03-09"), "W", on="03-12")
    called(rollout, "W", on="03-17", topic="weekly", ahead="03-16")

    [found] = rollout.judged("MEETING-REFUSED", on=day("03-17"))

    assert (found.severity, found.numbers["times"]) == (Severity.S3, 2)
