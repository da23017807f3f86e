"""What the command line tells of the delay ledger."""

from tests.integration.cli.terminal import Terminal


def test_before_a_plan_is_approved_there_is_no_ledger(prepared: Terminal):
    told = prepared.told("ledger")

    assert (told["of"], told["lines"]) == ("", [])


def test_a_plan_that_was_overdue_when_it_was_approved_charges_nobody(prepared: Terminal):
    prepared.in_force()

    modules = prepared.told("ledger", "--by", "module")["lines"]

    assert modules
    assert {name for line in modules for name in line["columns"]} == {"unexplained"}
    assert all(line["columns"]["unexplained"] == line["days"] for line in modules)
    assert all(line["agreed_on"] < line["finish_on"] for line in modules)


def test_a_side_of_the_ledger_that_nobody_knows_is_a_usage_error(prepared: Terminal):
    assert prepared.types("ledger", "--by", "colour").exit_code == 64
