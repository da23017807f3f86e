"""What the command line tells of the delay ledger."""

from tests.integration.cli.terminal import Terminal


def test_before_a_plan_is_approved_there_is_no_ledger(prepared: Terminal):
    told = prepared.told("ledger")

    assert (told["of"], told["lines"]) == ("", [])


def test_a_plan_of_which_nothing_has_moved_yet_has_no_days(prepared: Terminal):
    prepared.in_force()

    modules = prepared.told("ledger", "--by", "module")["lines"]

    assert modules
    assert {(line["days"], line["agreed_on"] == line["finish_on"]) for line in modules} == {
        ("0", True)
    }


def test_a_side_of_the_ledger_that_nobody_knows_is_a_usage_error(prepared: Terminal):
    assert prepared.types("ledger", "--by", "colour").exit_code == 64
