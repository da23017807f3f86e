"""A finding as a sentence: numbers with their words, names by language."""

import pytest

from hub.sentences import Said


@pytest.mark.parametrize(
    ("number", "told"), [("1", "1 item waits"), ("2", "2 items wait"), ("0", "0 items wait")]
)
def test_a_number_brings_the_word_for_one_or_for_many(number, told):
    assert f"{Said(number):item waits|items wait}" == told


def test_a_value_without_forms_is_said_as_it_is():
    assert f"due {Said('2026-03-20')}." == "due 2026-03-20."
