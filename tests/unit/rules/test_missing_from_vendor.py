"""MISSING-FROM-VENDOR: a commitment has no live work item where its side keeps its work."""

from hub.model.event import Severity, Side
from tests.unit.rules.rollout import Rollout, day

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


def test_a_side_without_a_source_that_shows_all_is_not_asked():
    rollout = Rollout().agreed().item("OTHER", source="workbook:reports")

    assert rollout.edition(on=day("03-04")).judged(RULE, on=day("03-06")) == []
