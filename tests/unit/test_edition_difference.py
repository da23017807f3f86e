"""When an edition counts, and when it waits for a person."""

import pytest

from hub.edition_difference import Differences, verdict_on


@pytest.mark.parametrize(
    ("found", "held"),
    [
        (Differences(before=900, now=10, gone=890), "held_empty"),
        (Differences(before=100, now=100, added=31), "held_churn"),
        (Differences(before=100, now=100, added=30), ""),
        (Differences(before=100, now=100, retitled=31), "held_churn"),
        (Differences(before=8, now=8, added=4), "held_churn"),
        (Differences(before=8, now=8, added=3), ""),
        (Differences(before=100, now=160, added=60, is_growth=True), ""),
        (Differences(before=100, now=60, gone=40), "held_churn"),
    ],
)
def test_an_edition_that_differs_too_much_is_held(found: Differences, held: str):
    assert verdict_on(found, is_complete=True, is_first=False).held == held


def test_a_first_edition_counts_and_removes_nothing():
    verdict = verdict_on(Differences(now=5, added=5), is_complete=True, is_first=True)

    assert (verdict.held, verdict.removals) == ("", False)


def test_many_absences_at_once_remove_nothing_yet():
    few = Differences(before=1000, now=980, gone=20)
    many = Differences(before=1000, now=900, gone=100)

    assert verdict_on(few, is_complete=True, is_first=False).removals
    assert not verdict_on(many, is_complete=True, is_first=False).removals


def test_a_series_that_is_not_complete_counts_no_absence():
    found = Differences(before=100, now=20, gone=80)

    assert verdict_on(found, is_complete=False, is_first=False) == verdict_on(
        Differences(before=100, now=20), is_complete=False, is_first=False
    )
