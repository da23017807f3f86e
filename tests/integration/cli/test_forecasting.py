"""The forecast tried on the past, from the command line."""

from tests.integration.cli.terminal import Terminal


def test_without_enough_weeks_no_past_forecast_is_scored(prepared: Terminal):
    prepared.in_force()

    told = prepared.told("forecast", "backtest")

    assert told["weeks"] == []
    assert set(told["brier"].values()) == {None}
    assert "No past week" in prepared.good("forecast", "backtest")
