"""MISSING-FROM-VENDOR: a commitment has no live work item where its side keeps its work."""

import pytest

from hub.model.event import Interval, Severity, Side
from hub.model.facts import WorkItemReappeared
from tests.unit.rules.rollout import Rollout, day, noon
from tests.unit.rules.test_answer_overdue import asked

RULE = "MISSING-FROM-VENDOR"


def looked(*days: str, **options) -> Rollout:
    rollout = Rollout(**options).agreed().item("OTHER")
    for each in days:
        rollout.read(on=day(each))
    return rollout


def test_one_complete_look_is_not_enough():
    assert looked("03-03").judged(RULE, on=day("03-03")) == []


def test_two_complete_looks_on_two_days_without_it_are():
    [found] = looked("03-03", "03-04").judged(RULE, on=day("03-04"))

    assert (found.severity, found.court) == (Severity.S3, "vendor:pm")
    assert found.operands["searched"][0].locator == "search:work_item?key=T1"


def test_two_looks_on_one_day_are_one():
    assert looked("03-03", "03-03").judged(RULE, on=day("03-03")) == []


def test_a_live_work_item_is_not_missing():
    rollout = looked("03-03", "03-04").item()

    assert rollout.judged(RULE, on=day("03-04")) == []


def test_one_that_was_there_and_vanished_is_graver():
    rollout = looked("03-03").item().vanished(on=day("03-04"))
    rollout.read(on=day("03-05")).read(on=day("03-06"))

    [found] = rollout.judged(RULE, on=day("03-06"))

    assert found.severity is Severity.S2
    assert found.numbers["sighting"] == "vanished"


def test_a_failed_reading_says_nothing_about_absence():
    rollout = looked("03-03", "03-04").read(on=day("03-05"), outcome="failed")

    assert rollout.judged(RULE, on=day("03-05")) == []
    assert rollout.abstains(RULE, on=day("03-05"))


def test_a_source_of_the_other_side_is_not_searched():
    rollout = Rollout().agreed().item("OTHER")
    for each in ("03-03", "03-04"):
        rollout.read(on=day(each), side=Side.CLIENT)

    assert rollout.judged(RULE, on=day("03-04")) == []


def test_both_sides_owe_a_visible_work_item():
    [found] = looked("03-03", "03-04", sides_swapped=True).judged(RULE, on=day("03-04"))

    assert found.court == "client:coordinator"


def test_a_report_that_shows_only_what_it_speaks_of_proves_no_absence():
    rollout = looked("03-03", "03-04").configured("workbook:reports", profile="weekly_report")
    rollout.item("OTHER", source="workbook:reports")

    assert len(rollout.edition(on=day("03-04")).judged(RULE, on=day("03-04"))) == 1


def test_a_row_that_the_other_side_keeps_does_not_stand_in_for_what_vanished():
    rollout = looked("03-03").item().vanished(on=day("03-04"))
    rollout.configured("workbook:mine", side=Side.CLIENT).item(source="workbook:mine")
    rollout.read(on=day("03-05")).read(on=day("03-06"))

    [found] = rollout.judged(RULE, on=day("03-06"))

    assert found.numbers["sighting"] == "vanished"


def reported(rollout: Rollout) -> Rollout:
    """Let a weekly report of the same side show the row, and the next one not any more."""
    rollout.configured("workbook:reports", profile="weekly_report")
    rollout.item(source="workbook:reports", on=day("03-03"))
    return rollout.edition(on=day("03-03"), shown=("T1",)).edition(on=day("03-06"), shown=("X",))


def test_what_a_report_told_once_is_not_looked_for_elsewhere():
    rollout = reported(looked("03-04", "03-06"))

    assert rollout.judged(RULE, on=day("03-06")) == []


def test_an_old_row_of_a_report_does_not_stand_in_for_what_vanished():
    rollout = reported(looked("03-03").item().vanished(on=day("03-04")))

    [found] = rollout.read(on=day("03-05")).read(on=day("03-06")).judged(RULE, on=day("03-06"))

    assert found.numbers["sighting"] == "vanished"


def test_a_side_without_a_source_that_shows_all_is_not_asked():
    rollout = Rollout().agreed().item("OTHER", source="workbook:reports")

    assert rollout.edition(on=day("03-04")).judged(RULE, on=day("03-06")) == []


def many(count: int, of: int, *, reason: str = "unknown", swapped: bool = False) -> Rollout:
    """Show many items, of which *count* vanish on 4 March, T1 among them; look before and after."""
    rollout = looked("03-02", "03-03", sides_swapped=swapped).item()
    for number in range(2, of):
        rollout.item(f"X{number}")
    for key in ("T1", *(f"X{number}" for number in range(2, count + 1))):
        rollout.vanished(on=day("03-04"), key=key, reason=reason)
    return rollout.read(on=day("03-05")).read(on=day("03-06"))


@pytest.mark.parametrize("swapped", [False, True])
def test_more_than_twenty_items_and_a_twentieth_that_are_gone_at_once_prove_nothing(swapped):
    rollout = many(21, 100, swapped=swapped)

    assert rollout.judged(RULE, on=day("03-06")) == []
    assert rollout.abstains(RULE, on=day("03-06"))


@pytest.mark.parametrize(("count", "of", "reason"), [(20, 100, "unknown"), (21, 100, "deleted")])
def test_few_items_or_such_as_are_surely_deleted_are_gone(count, of, reason):
    assert len(many(count, of, reason=reason).judged(RULE, on=day("03-06"))) == 1


def test_a_large_source_may_lose_more_than_twenty():
    assert len(many(21, 421).judged(RULE, on=day("03-06"))) == 1


def test_what_was_missing_before_so_much_was_gone_is_still_missing():
    rollout = many(21, 100).agreed("T0", on=day("02-26"))

    [found] = rollout.judged(RULE, on=day("03-06"))

    assert (found.about_key, found.numbers["sighting"]) == ("T0", "never_seen")


def test_what_comes_back_or_a_decision_about_the_source_ends_the_doubt():
    back = many(21, 100)
    again = WorkItemReappeared(subject="X2", entry="", occurred=Interval.at(noon(day("03-06"))))
    back.tell(again, day("03-06"), source="jira:V")
    believed = asked(many(21, 100), about=("jira:V",), answered="03-06")

    assert [len(each.judged(RULE, on=day("03-06"))) for each in (back, believed)] == [1, 1]


def test_an_old_decision_about_the_source_ends_no_later_doubt():
    rollout = asked(many(21, 100), about=("jira:V",), answered="03-03")

    assert rollout.judged(RULE, on=day("03-06")) == []


def test_while_a_person_is_asked_whether_another_item_is_the_one_nothing_is_missing():
    rollout = Rollout().agreed(title="Migrate the master data of materials")
    rollout.item("OTHER", title="Migrate the master data of the materials")
    for each in ("03-03", "03-04"):
        rollout.read(on=day(each))

    assert rollout.judged(RULE, on=day("03-04")) == []
    assert rollout.abstains(RULE, on=day("03-04"))
