"""The command line tries another threshold on past nights, and records nothing."""

from tests.integration.cli.terminal import Terminal


def test_the_rule_as_it_is_finds_what_is_on_record_and_records_nothing(prepared: Terminal):
    prepared.in_force()
    before = prepared.told("status")

    told = prepared.told("rules", "backtest", "MISSED-MILESTONE")

    assert told["is_backtest"]
    assert (told["only_recorded"], told["only_tried"]) == ([], [])
    assert told["both"] > 0
    assert prepared.told("status") == before


def test_a_laxer_threshold_finds_less(prepared: Terminal):
    prepared.in_force()

    told = prepared.told("rules", "backtest", "SCHEDULE-SLIP", "--set", "task_wd=100000")

    assert told["thresholds"]["task_wd"] == 100000
    assert len(told["only_recorded"]) > 0


def test_a_threshold_that_the_rule_does_not_know_is_refused(prepared: Terminal):
    result = prepared.types("rules", "backtest", "SCHEDULE-SLIP", "--set", "days=3")

    assert result.exit_code != 0
    assert "days" in result.output


def test_a_rule_that_does_not_exist_is_a_usage_error(prepared: Terminal):
    assert prepared.types("rules", "backtest", "NO-SUCH-RULE").exit_code == 64


def test_people_read_that_it_is_a_back_test(prepared: Terminal):
    prepared.in_force()

    said = prepared.good("rules", "backtest", "LATE-START", "--set", "grace_wd=0")

    assert "nothing recorded" in said
    assert "grace_wd = 0" in said
