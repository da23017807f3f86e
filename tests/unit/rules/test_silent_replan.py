"""SILENT-REPLAN: a date was postponed in a source, neither approved nor announced."""

from datetime import timedelta
from typing import Any

import pytest

from hub.model.commitments import Kind, PromiseGiven
from hub.model.event import Interval, Severity, Side
from hub.model.facts import State, TimeboxChanged, WorkItemMembersChanged
from hub.model.meetings import MinutesPublished
from hub.model.parties import RoleAssigned
from hub.model.people import Role
from tests.unit.rules.rollout import START, Rollout, day, noon

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


@pytest.mark.parametrize(
    ("words", "on", "expected"),
    [
        ("物料晚到，改到 3月31日", "03-12", 0),
        ("物料晚到，改到 3月31日", "03-13", 1),
        ("moved to 2026-03-31", "03-12", 0),
        ("moved to 03/31.", "03-12", 0),
        ("改到 13月31日", "03-12", 1),
        ("see 2025-03-310", "03-12", 1),
        ("moved to 2025-03-31", "03-12", 1),
        ("延期至2026.3.31", "03-12", 0),
        ("pushed to 3/31", "03-12", 0),
        ("moved", "03-12", 1),
        ("已完成 3/31 项", "03-12", 1),
        ("升级到 v3.31 版", "03-12", 1),
    ],
)
def test_a_remark_of_a_weekly_report_that_names_the_new_day_announces_it(words, on, expected):
    rollout = moved().configured("workbook:reports", profile="weekly_report")
    rollout.item(source="workbook:reports", state=State.IN_PROGRESS, remarks="")
    rollout.changed("remarks", "", words, on=day(on), source="workbook:reports")

    assert len(rollout.judged(RULE, on=day("03-16"))) == expected


def test_a_date_that_only_differs_in_the_report_announces_nothing():
    rollout = moved().configured("workbook:reports", profile="weekly_report")
    rollout.item(source="workbook:reports", state=State.IN_PROGRESS, due="2026-03-31")

    assert len(rollout.judged(RULE, on=day("03-16"))) == 1


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


def test_a_date_moved_again_and_again_is_told_with_its_last_silent_move():
    rollout = moved("03-25", on="03-03")
    rollout.changed("due", "2026-03-25", "2026-04-20", on=day("03-17"))

    found = rollout.all_judged(on=day("03-20"))
    stories = {f.story for f in found if f.rule == RULE and f.since == day("03-17")}

    assert stories == {f.story for f in found if f.rule == "DUE-DATE-CHURN"}
    assert len(stories) == 1


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


def test_a_plan_that_is_proposed_within_the_days_announces_it_though_nobody_has_approved_it():
    rollout = moved()
    rollout.agreed(on=day("03-11"), start_on=START, finish_on=day("03-31"))
    rollout.events = [e for e in rollout.events if not _is_approval_of(e, "03-11")]
    assert rollout.judged(RULE, on=day("03-20")) == []

    late = moved()
    late.agreed(on=day("03-16"), start_on=START, finish_on=day("03-31"))
    late.events = [e for e in late.events if not _is_approval_of(e, "03-16")]

    assert len(late.judged(RULE, on=day("03-20"))) == 1


def _is_approval_of(event: Any, on: str) -> bool:
    is_approval = type(event).__name__ == "BaselineApproved"
    return is_approval and event.recorded_at == noon(day(on))


def version(rollout: Rollout, name: str, ends: str, *, on: str = "03-02") -> None:
    """Let a look at the tool tell on which day a version ends; the look before was a day ago."""
    at = noon(day(on))
    box = TimeboxChanged(
        subject=f"version:{name}",
        entry=f"{name}@{on}",
        occurred=Interval(at - timedelta(days=1), at),
        kind="version",
        id=name,
        name=name,
        end=day(ends),
    )
    rollout.tell(box, day(on), source="jira:V")


def put_into(rollout: Rollout, *names: str, out_of: str = "", on: str, key: str = "T1") -> None:
    """Let somebody put an item into versions, and take it out of another."""
    fact = WorkItemMembersChanged(
        subject=key,
        entry="",
        occurred=Interval.at(noon(day(on))),
        actor="account-1",
        field="fix_versions",
        added=[*names],
        removed=[out_of] if out_of else [],
    )
    rollout.tell(fact, day(on), source="jira:V")


def versioned(*, swapped: bool = False) -> Rollout:
    """Agree on 20 March, and put the item into a version that ends then."""
    rollout = Rollout(sides_swapped=swapped).agreed().item(state=State.IN_PROGRESS)
    version(rollout, "1.0", "03-20")
    version(rollout, "1.1", "04-17")
    put_into(rollout, "1.0", on="03-02")
    return rollout.read(on=day("03-13"))


def next_version(*, swapped: bool = False) -> Rollout:
    rollout = versioned(swapped=swapped)
    put_into(rollout, "1.1", out_of="1.0", on="03-10")
    return rollout


def later_version(*, swapped: bool = False) -> Rollout:
    rollout = versioned(swapped=swapped)
    version(rollout, "1.0", "04-17", on="03-10")
    return rollout


BOTH_VERSIONS = pytest.mark.parametrize("make", [next_version, later_version])


@BOTH_VERSIONS
@pytest.mark.parametrize(("swapped", "court"), [(False, "vendor:pm"), (True, "client:coordinator")])
def test_what_ends_with_a_later_version_is_put_off_like_a_date(make, swapped, court):
    [found] = make(swapped=swapped).judged(RULE, on=day("03-13"))

    assert (found.severity, found.court) == (Severity.S2, court)
    assert found.numbers == {"moved_wd": 19, "told": "not_announced"}
    assert [found.operands[name][0].value for name in ("old", "new")] == [
        "2026-03-20",
        "2026-04-17",
    ]
    # The version has an id in its tool; what is cited is the event that told of it.
    assert all("@" in c.event_id for cited in found.operands.values() for c in cited)


@BOTH_VERSIONS
def test_a_later_version_is_a_notice_until_its_days_are_over(make):
    assert [f.severity for f in make().judged(RULE, on=day("03-11"))] == [Severity.S4]


def test_a_version_that_ends_before_the_agreed_day_puts_nothing_off():
    rollout = next_version().agreed(on=START, finish_on=day("04-17"))

    assert rollout.judged(RULE, on=day("03-13")) == []


@BOTH_VERSIONS
def test_what_is_done_is_not_put_off_by_its_version(make):
    rollout = make().changed("status", State.IN_PROGRESS, State.DONE, on=day("03-12"))

    assert rollout.judged(RULE, on=day("03-13")) == []


def test_the_version_of_which_nobody_knew_the_day_puts_nothing_off():
    rollout = Rollout().agreed().item(state=State.IN_PROGRESS)
    put_into(rollout, "1.0", on="03-02")
    put_into(rollout, "1.1", out_of="1.0", on="03-10")
    version(rollout, "1.0", "03-20", on="03-12")
    version(rollout, "1.1", "04-17", on="03-12")

    assert rollout.judged(RULE, on=day("03-20")) == []


def test_a_version_that_comes_up_with_the_move_is_known_from_the_look_before():
    rollout = Rollout().agreed().item(state=State.IN_PROGRESS)
    version(rollout, "1.0", "03-20")
    put_into(rollout, "1.0", on="03-02")
    at = noon(day("03-10")) - timedelta(hours=3)
    fact = WorkItemMembersChanged(
        subject="T1",
        entry="",
        occurred=Interval.at(at),
        field="fix_versions",
        added=["1.1"],
        removed=["1.0"],
    )
    rollout.tell(fact, day("03-10"), source="jira:V")
    version(rollout, "1.1", "04-17", on="03-10")

    assert len(rollout.judged(RULE, on=day("03-13"))) == 1


def estimated(new: float = 16, *, swapped: bool = False) -> Rollout:
    """Agree on 14 working days; the tool estimates 10, and then more."""
    rollout = Rollout(sides_swapped=swapped).agreed()
    rollout.item(state=State.IN_PROGRESS, weight=10)
    return rollout.changed("weight", 10, new, on=day("03-10")).read(on=day("03-13"))


@pytest.mark.parametrize(("swapped", "court"), [(False, "vendor:pm"), (True, "client:coordinator")])
def test_an_estimate_that_grows_asks_for_as_many_more_of_the_agreed_days(swapped, court):
    [found] = estimated(swapped=swapped).judged(RULE, on=day("03-13"))

    assert (found.severity, found.court, found.sentence) == (Severity.S2, court, "weight")
    assert found.numbers["moved_wd"] == 8  # six tenths of 14


@pytest.mark.parametrize(("new", "count"), [(9, 0), (11, 0), (11.5, 1)])
def test_less_work_and_a_day_more_are_none(new, count):
    assert len(estimated(new).judged(RULE, on=day("03-13"))) == count


def test_an_estimate_within_the_agreed_weight_is_none():
    rollout = Rollout().agreed(weight=20.0).item(state=State.IN_PROGRESS, weight=10)
    rollout.changed("weight", 10, 16, on=day("03-10"))

    assert rollout.judged(RULE, on=day("03-13")) == []


def test_an_agreed_weight_that_a_source_alters_is_told_by_the_rule_about_the_plan():
    rollout = Rollout().agreed(weight=10.0).item(state=State.IN_PROGRESS, weight=10)
    rollout.changed("weight", 10, 16, on=day("03-10"))

    assert rollout.judged(RULE, on=day("03-13")) == []
    assert len(rollout.judged("BASELINE-TAMPER", on=day("03-13"))) == 1


def test_what_was_moved_together_with_the_finish_is_told_once():
    rollout = estimated().changed("due", "2026-03-20", "2026-03-31", on=day("03-10"))

    assert [f.sentence for f in rollout.judged(RULE, on=day("03-13"))] == [""]
