"""SILENT-REPLAN: a date was postponed in a source, neither approved nor announced."""

import pytest

from hub.model.commitments import Kind, PromiseGiven
from hub.model.event import Interval, Severity, Side
from hub.model.facts import State
from hub.model.meetings import MinutesPublished
from hub.model.parties import RoleAssigned
from hub.model.people import Role
from tests.unit.rules.rollout import Rollout, day, noon

RULE = "SILENT-REPLAN"


def moved(new: str = "03-31", *, on: str = "03-10", swapped: bool = False) -> Rollout:
    rollout = Rollout(sides_swapped=swapped).agreed()
    rollout.item(state=State.IN_PROGRESS, due="2026-03-20")
    return rollout.changed("due", "2026-03-20", f"2026-{new}", on=day(on))


def test_from_the_first_night_it_is_a_notice_that_is_not_yet_an_accusation():
    [found] = moved().judged(RULE, on=day("03-10"))

    assert found.severity is Severity.S4
    assert found.numbers == {"moved_wd": 7, "told": "not_yet_announced"}


def test_after_two_working_days_without_a_word_it_is_major():
    [found] = moved().judged(RULE, on=day("03-13"))

    assert (found.severity, found.court) == (Severity.S2, "vendor:pm")
    assert found.operands["old"][0].value == "2026-03-20"
    assert found.operands["new"][0].value == "2026-03-31"


def test_a_move_after_the_agreed_day_is_critical():
    [found] = moved(on="03-23").judged(RULE, on=day("03-30"))

    assert found.severity is Severity.S1


def test_one_working_day_is_no_move_of_a_task():
    assert moved("03-23").judged(RULE, on=day("03-20")) == []


def test_earlier_is_never_silent():
    assert moved("03-13").judged(RULE, on=day("03-20")) == []


@pytest.mark.parametrize(("announced", "expected"), [("03-12", 0), ("03-13", 1), ("03-02", 1)])
def test_minutes_around_the_move_announce_it(announced, expected):
    rollout = moved()
    minutes = MinutesPublished(
        subject="W1",
        entry="",
        occurred=Interval.at(noon(day(announced))),
        meeting="W1",
        lines=("T1 moves to the end of March",),
        announces=("T1",),
    )
    rollout.tell(minutes, day(announced))

    assert len(rollout.judged(RULE, on=day("03-20"))) == expected


def test_a_promise_of_the_same_date_announces_it():
    rollout = moved()
    promise = PromiseGiven(
        subject="plan/T1",
        entry="",
        occurred=Interval.at(noon(day("03-11"))),
        finish_on=day("03-31"),
    )
    rollout.tell(promise, day("03-11"))

    assert rollout.judged(RULE, on=day("03-20")) == []


def test_an_approved_revision_covers_it_even_later():
    rollout = moved()
    rollout.agreed(on=day("03-16"), start_on=day("03-02"), finish_on=day("03-31"))

    assert rollout.judged(RULE, on=day("03-20")) == []


def test_a_restored_date_settles_it():
    rollout = moved().changed("due", "2026-03-31", "2026-03-20", on=day("03-11"))

    assert rollout.judged(RULE, on=day("03-20")) == []


def test_moves_of_one_account_in_one_minute_are_one_story():
    rollout = moved()
    rollout.agreed("T2").item("T2", state=State.IN_PROGRESS, due="2026-03-20")
    rollout.changed("due", "2026-03-20", "2026-03-31", on=day("03-10"), key="T2")

    one, other = rollout.judged(RULE, on=day("03-20"))

    assert one.story == other.story


def test_a_client_who_moves_dates_is_told_the_same():
    [theirs] = moved().judged(RULE, on=day("03-20"))
    rollout = moved(swapped=True).read(on=day("03-20"))
    [ours] = rollout.judged(RULE, on=day("03-20"))

    assert ours.court == "client:coordinator"
    assert (ours.numbers, ours.severity) == (theirs.numbers, theirs.severity)


def test_a_start_that_moves_is_told_too_while_work_has_not_begun():
    rollout = Rollout().agreed(start_on=day("03-16")).item(start="2026-03-16")
    rollout.changed("start", "2026-03-16", "2026-03-20", on=day("03-10"))

    [found] = rollout.judged(RULE, on=day("03-16"))
    rollout.changed("status", State.NOT_STARTED, State.IN_PROGRESS, on=day("03-16"))

    assert found.numbers["moved_wd"] == 4
    assert rollout.judged(RULE, on=day("03-16")) == []


def test_the_side_of_the_account_is_told_even_in_the_other_side_s_tool():
    rollout = moved()
    role = RoleAssigned(
        subject="r",
        entry="",
        occurred=Interval.at(noon(day("03-02"))),
        person="account-1",
        role=Role.COORDINATOR,
        side=Side.CLIENT,
    )
    rollout.tell(role, day("03-02"))

    assert rollout.judged(RULE, on=day("03-20"))[0].court == "client:coordinator"


def imported(count: int) -> Rollout:
    """Move so many milestones by one day within a minute."""
    rollout = Rollout()
    for number in range(count):
        key = f"M{number}"
        rollout.agreed(key, kind=Kind.MILESTONE, finish_on=day("03-19")).item(key, due="2026-03-19")
        rollout.changed("due", "2026-03-19", "2026-03-20", on=day("03-10"), key=key)
    return rollout


def test_twenty_dates_that_move_by_one_day_in_one_minute_are_an_import():
    assert imported(20).judged(RULE, on=day("03-20")) == []


def test_nineteen_are_none():
    assert len(imported(19).judged(RULE, on=day("03-20"))) == 19
