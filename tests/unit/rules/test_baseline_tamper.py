"""BASELINE-TAMPER: the plan columns that a side shows are not those that were approved."""

from typing import Any

import pytest

from hub.model.commitments import CommitmentProposed, Terms
from hub.model.event import Interval, Severity, Side
from tests.unit.rules.rollout import Rollout, day, noon

RULE = "BASELINE-TAMPER"
PLAN = "ms_project:plan"


def plan(
    *, swapped: bool = False, named: int | None = 0, columns: dict[str, Any] | None = None
) -> Rollout:
    """Let a side keep a plan whose baseline 0 a person has named as the agreed one."""
    rollout = Rollout(sides_swapped=swapped).agreed(weight=3.0)
    rollout.configured(PLAN, baseline=named)
    shown: dict[str, Any] = {
        "extra:baseline0_finish": "2026-03-20",
        "weight": 3,
        "title": "task T1",
    }
    return rollout.item(source=PLAN, **(shown | (columns or {})))


def rewritten(column: str, old: Any, new: Any, **how: Any) -> Rollout:
    rollout = plan(**how)
    rollout.world()  # until then the nights have linked it
    return rollout.changed(column, old, new, on=day("03-10"), source=PLAN)


def test_the_approved_plan_is_what_it_is():
    assert plan().judged(RULE, on=day("03-10")) == []


@pytest.mark.parametrize(("swapped", "court"), [(False, "vendor:pm"), (True, "client:coordinator")])
def test_another_finish_in_the_agreed_set_is_critical_on_either_side(swapped, court):
    rollout = rewritten("extra:baseline0_finish", "2026-03-20", "2026-03-31", swapped=swapped)

    [found] = rollout.judged(RULE, on=day("03-10"))

    assert (found.severity, found.court) == (Severity.S1, court)
    assert found.operands["shown"][0].value == "2026-03-31"
    assert found.operands["approved"][0].value == "2026-03-20"


def test_a_plan_that_comes_altered_from_the_start_is_found_too():
    [found] = plan(columns={"extra:baseline0_finish": "2026-04-30"}).judged(RULE, on=day("03-10"))

    assert found.numbers["column"] == "plan_finish"


def test_another_weight_is_critical_too():
    [found] = rewritten("weight", 3, 9).judged(RULE, on=day("03-10"))

    assert found.severity is Severity.S1


def test_other_words_alone_are_a_notice():
    [found] = rewritten("title", "task T1", "task T1 without reports").judged(RULE, on=day("03-10"))

    assert found.severity is Severity.S4


@pytest.mark.parametrize(
    ("column", "old", "new"),
    [
        ("title", "task T1", " Task   T1 "),
        ("weight", 3, 3.0),
        ("extra:baseline0_finish", "2026-03-20", "2026-03-20T17:00:00"),
    ],
)
def test_formatting_is_no_difference(column, old, new):
    assert rewritten(column, old, new).judged(RULE, on=day("03-10")) == []


def test_a_set_that_nobody_has_named_counts_only_once_it_showed_what_was_approved():
    other = plan(named=None, columns={"extra:baseline3_finish": "2026-05-29"})
    same = rewritten("extra:baseline0_finish", "2026-03-20", "2026-03-31", named=None)

    assert other.judged(RULE, on=day("03-10")) == []
    assert len(same.judged(RULE, on=day("03-10"))) == 1


def test_a_scheduled_date_is_a_promise_and_no_plan_column():
    assert (
        plan(columns={"due": "2026-04-30", "start": "2026-03-30"}).judged(RULE, on=day("03-10"))
        == []
    )


def test_the_plan_before_the_revision_is_out_of_date_and_not_altered():
    rollout = plan().agreed(on=day("03-09"), start_on=day("03-02"), finish_on=day("03-31"))

    assert rollout.judged(RULE, on=day("03-10")) == []


def test_a_corrected_file_clears_it():
    rollout = rewritten("extra:baseline0_finish", "2026-03-20", "2026-03-31")
    rollout.changed(
        "extra:baseline0_finish", "2026-03-31", "2026-03-20", on=day("03-12"), source=PLAN
    )

    assert rollout.judged(RULE, on=day("03-12")) == []


def test_an_approved_revision_clears_it():
    rollout = rewritten("extra:baseline0_finish", "2026-03-20", "2026-03-31")
    rollout.agreed(on=day("03-12"), start_on=day("03-02"), finish_on=day("03-31"), weight=3.0)

    assert rollout.judged(RULE, on=day("03-12")) == []


def weekly(finish: str, *, swapped: bool = False, source: str = "workbook:ahead") -> Rollout:
    """Let the plan of a week, which nobody approves, show the task with a finish."""
    rollout = Rollout(sides_swapped=swapped).agreed().configured(source, profile="weekly_plan")
    row = CommitmentProposed(
        subject="ahead/T1",
        entry="",
        occurred=Interval.at(noon(day("03-06"))),
        proposal="ahead@1",
        series="ahead",
        terms=Terms(
            key="T1", title="task T1", side=rollout.side(Side.VENDOR), finish_on=day(finish)
        ),
        locators={"finish_on": "workbook:sha/plan!F3"},
    )
    rollout.tell(row, day("03-06"), source=source)
    return rollout


@pytest.mark.parametrize(("swapped", "court"), [(False, "vendor:pm"), (True, "client:coordinator")])
def test_a_week_s_plan_that_shows_another_finish_than_was_approved_is_found(swapped, court):
    [found] = weekly("03-27", swapped=swapped).judged(RULE, on=day("03-06"))

    assert (found.severity, found.court) == (Severity.S1, court)
    assert found.operands["shown"][0].locator == "workbook:sha/plan!F3"


def test_a_week_s_plan_that_repeats_the_approved_one_is_not():
    assert weekly("03-20").judged(RULE, on=day("03-06")) == []


def test_a_week_s_plan_that_repeats_a_promise_is_not():
    rollout = weekly("03-27").item(due="2026-03-27")

    assert rollout.judged(RULE, on=day("03-06")) == []
