"""Ugly workbooks are read without a word of configuration; the command reads many more of them."""

import pytest

from tests.contract.workbook.ugly import Outcome, judged, made

SEEDS = range(16)


@pytest.fixture(scope="module")
def outcome() -> Outcome:
    return sum((judged(made(seed)) for seed in SEEDS), Outcome())


def test_no_ugly_workbook_is_too_much_and_none_of_its_rows_is_lost(outcome):
    assert (outcome.crashes, outcome.lost) == (0, 0)


def test_columns_and_values_of_ugly_workbooks_are_what_they_say(outcome):
    assert outcome.columns_right >= 0.95 * outcome.columns
    assert outcome.values_right >= 0.95 * outcome.values


def test_the_seeds_show_every_kind_of_ugliness():
    marks = set().union(*(made(seed).marks for seed in SEEDS))

    wanted = {"1904", "gbk", "hidden-rows", "merged", "text-dates", "two-lines", "uncached"}
    assert wanted <= marks
