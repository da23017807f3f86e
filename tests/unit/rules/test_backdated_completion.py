"""BACKDATED-COMPLETION: the asserted completion lies before claims of that time that say open."""

import pytest

from hub.model.event import Severity, Side
from hub.model.facts import State
from tests.unit.rules.rollout import Rollout, day

RULE = "BACKDATED-COMPLETION"
SHEET = "workbook:reports"


def told(
    done_on: str = "03-04", *, on: str = "03-13", between: str = "03-10", swapped: bool = False
) -> Rollout:
    """Let a tool say on a day that it was done on an earlier one, and 80 % in between."""
    rollout = Rollout(sides_swapped=swapped).agreed(finish_on=day("04-30")).configured("jira:V")
    rollout.item(state=State.IN_PROGRESS, percent=40)
    if between:
        rollout.changed("percent", 40, 80, on=day(between))
    rollout.changed("actual_finish", None, f"2026-{done_on}", on=day(on))
    return rollout.changed("status", State.IN_PROGRESS, State.DONE, on=day(on))


@pytest.mark.parametrize(("swapped", "court"), [(False, "vendor:pm"), (True, "client:coordinator")])
def test_done_before_it_was_said_to_be_open_is_found_on_either_side(swapped, court):
    [found] = told(swapped=swapped).judged(RULE, on=day("03-13"))

    assert (found.severity, found.court) == (Severity.S2, court)
    assert found.numbers == {
        "done_on": "2026-03-04",
        "told_on": "2026-03-13",
        "claims": 1,
        "last": 80,
    }


def test_of_a_duty_of_the_other_side_it_is_the_turn_of_the_keeper():
    rollout = told()
    rollout.agreed(side=Side.CLIENT, unit="production", finish_on=day("04-30"), on=day("03-03"))

    [found] = rollout.judged(RULE, on=day("03-13"))

    assert found.court == "vendor:pm"


def test_three_working_days_of_typing_are_allowed():
    assert told("03-10", between="03-11").judged(RULE, on=day("03-13")) == []


def test_where_nothing_was_said_in_between_it_is_late_typing():
    assert told(between="").judged(RULE, on=day("03-13")) == []


def test_across_the_agreed_day_it_is_critical():
    rollout = told("03-04")
    rollout.agreed(on=day("03-03"), start_on=day("03-02"), finish_on=day("03-06"))

    [found] = rollout.judged(RULE, on=day("03-13"))

    assert found.severity is Severity.S1


def test_accepted_evidence_of_the_day_settles_it():
    rollout = told().shown("demo_or_test_record", on=day("03-04"), verdict="accepted")

    assert rollout.judged(RULE, on=day("03-13")) == []


def test_evidence_of_a_later_day_does_not():
    rollout = told().shown("demo_or_test_record", on=day("03-12"), verdict="accepted")

    assert len(rollout.judged(RULE, on=day("03-13"))) == 1


def test_a_corrected_day_clears_it():
    rollout = told().changed("actual_finish", "2026-03-04", "2026-03-12", on=day("03-16"))

    assert rollout.judged(RULE, on=day("03-16")) == []


def test_a_week_whose_own_edition_said_otherwise_is_critical():
    rollout = Rollout().agreed(finish_on=day("04-30")).configured(SHEET, profile="weekly_report")
    rollout.item(source=SHEET, state=State.IN_PROGRESS, percent=60)
    for on in ("03-06", "03-13"):
        rollout.edition(on=day(on))
    rollout.changed("actual_finish", None, "2026-03-05", on=day("03-20"), source=SHEET)
    rollout.changed("status", State.IN_PROGRESS, State.DONE, on=day("03-20"), source=SHEET)
    rollout.edition(on=day("03-20"))

    [found] = rollout.judged(RULE, on=day("03-20"))

    assert (found.severity, found.numbers["claims"]) == (Severity.S1, 2)


@pytest.mark.parametrize(("keeper", "count"), [(Side.VENDOR, 1), (Side.CLIENT, 0)])
def test_what_the_same_side_s_tool_said_in_between_counts_too(keeper, count):
    rollout = (
        Rollout().agreed(finish_on=day("04-30")).configured(SHEET).configured("jira:V", side=keeper)
    )
    rollout.item(state=State.IN_PROGRESS, percent=40)
    rollout.changed("percent", 40, 80, on=day("03-10"))
    rollout.item(on=day("03-13"), source=SHEET, state=State.DONE, actual_finish="2026-03-04")

    assert len(rollout.edition(on=day("03-13")).judged(RULE, on=day("03-13"))) == count


def test_a_move_and_a_backdated_completion_of_one_week_are_one_story():
    rollout = told().item("T2", on=day("03-02"))
    rollout.changed("due", "2026-03-20", "2026-05-15", on=day("03-12"))

    found = {each.rule: each for each in rollout.all_judged(on=day("03-16"))}

    assert found[RULE].story == found["SILENT-REPLAN"].story
