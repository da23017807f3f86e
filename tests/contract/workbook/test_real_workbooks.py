"""Headers and columns of real workbooks, understood without any configuration."""

import pytest

from tests.contract.workbook.score import measured

pytestmark = pytest.mark.real_data


@pytest.fixture(scope="module")
def score(real_data):
    return measured(real_data / "workbooks")


def test_headers_are_found_where_they_are(score):
    assert score.headers / score.tables >= 0.97, score.mistakes


def test_what_is_no_table_is_rejected(score):
    assert score.rejected == score.others, score.mistakes


def test_columns_mean_what_a_person_says_they_mean(score):
    assert score.precision >= 0.97, score.mistakes
    assert score.recall >= 0.90, score.mistakes
