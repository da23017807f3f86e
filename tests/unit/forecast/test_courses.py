"""The courses of a forecast: what they are drawn from, and what they say of go-live."""

import random

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from hub.forecast.courses import HORIZON_W, brier, draw, drivers, is_beyond, outlook
from tests.unit.forecast.samples import ON, after, inputs

RUNS = 2_000


def ends(given, **without):
    """Give the days of all runs."""
    return draw(given, runs=RUNS).go_live(**without)


def told(given):
    """Give what the forecast says."""
    return outlook(ends(given), given)


def test_an_even_pace_ends_on_one_day():
    assert set(ends(inputs())) == {28}


def test_the_same_inputs_draw_the_same_courses_and_others_do_not():
    uneven = inputs(throughput=(1, 9, 4, 6, 0, 10, 5, 5, 2, 8, 3, 7))
    other = inputs(throughput=(1, 9, 4, 6, 0, 10, 5, 5, 2, 8, 7, 3))

    assert np.array_equal(ends(uneven), ends(uneven))
    assert uneven.hash != other.hash
    assert not np.array_equal(ends(uneven), ends(other))


def test_go_live_comes_on_its_day_at_the_earliest():
    found = told(inputs())

    assert (found.chance, found.p50_on, found.p85_on) == (1, after(60), after(60))


def test_half_of_the_runs_come_before_the_median_and_the_band_holds_it():
    found = told(inputs(throughput=(1, 9, 4, 6, 0, 10, 5, 5, 2, 8, 3, 7), go_live_on=after(10)))

    assert found.p10_on <= found.p50_on <= found.p85_on <= found.p90_on
    assert abs((found.p50_on - after(28)).days) <= 7


def test_the_last_item_takes_its_own_time_however_fast_the_team_is():
    begun = inputs(open_items=1, cycles=(4, 10, 20), ages=(6,))

    assert set(ends(begun)) == {10 - 6, 20 - 6}
    assert set(ends(inputs(open_items=1, cycles=(4, 10, 20)))) == {4, 10, 20}
    assert set(ends(inputs(open_items=1, cycles=(4,), ages=(6,)))) == {4}  # no longer one is known


def test_a_duty_that_is_not_due_yet_may_come_in_time():
    given = inputs(duties=(50,), awaited=(False,), duty_ids=("D",), duty_delays=(0, 12))

    assert set(ends(given)) == {50, 62}


def test_what_is_added_each_week_costs_its_share():
    grown = inputs(added=(1,) * 12)

    assert set(ends(grown)) == {35}
    assert set(ends(grown, growth=False)) == {28}


def test_scope_that_grows_as_fast_as_work_never_ends():
    found = told(inputs(added=(5,) * 12))

    assert is_beyond(found.p50_on, ON)


def test_a_duty_that_others_wait_for_holds_up_by_its_delay_and_a_cycle():
    given = inputs(duties=(30,), awaited=(True,), duty_ids=("D",), duty_delays=(12,))

    assert set(ends(given)) == {30 + 12 + 10}
    assert set(ends(given, without=0)) == {28}


def test_a_duty_that_is_late_already_will_not_keep_a_shorter_delay():
    given = inputs(duties=(-20,), awaited=(False,), duty_ids=("D",), duty_delays=(5, 50))

    assert set(ends(inputs(open_items=0, **_duty(given)))) == {30}


def _duty(given):
    names = ("duties", "awaited", "duty_ids", "duty_delays")
    return {name: getattr(given, name) for name in names}


def test_a_gate_takes_as_long_as_earlier_gates_did():
    assert set(ends(inputs(gate_delays=(7,)))) == {35}


def test_the_drivers_say_what_the_median_would_win():
    given = inputs(
        added=(1,) * 12,
        gate_delays=(7,),
        duties=(60, 5),
        awaited=(False, False),
        duty_ids=("D1", "D2"),
        duty_delays=(0,),
    )

    found = {d.commitment or d.kind: d.days for d in drivers(draw(given, runs=RUNS), given)}

    assert found == {"items": 28, "D1": 25, "gate": 7, "growth": 0, "D2": 0}


def test_the_score_of_a_coin_is_a_quarter():
    assert brier([(0.5, True), (0.5, False)]) == 0.25
    assert brier([(1.0, True), (0.0, True)]) == 0.5
    assert brier([]) is None


counts = st.lists(st.integers(0, 9), min_size=6, max_size=12)


@settings(max_examples=30)
@given(counts=counts, few=st.integers(0, 60), more=st.integers(0, 60))
def test_more_open_work_never_comes_sooner_and_adding_never_helps(counts, few, more):
    throughput = tuple(counts)
    added = (1,) * len(counts)
    few, more = sorted((few, more))

    courses = draw(inputs(throughput=throughput, open_items=few, added=added), runs=200)

    assert (courses.frozen <= courses.items).all()
    assert (courses.items <= 7 * HORIZON_W).all()
    if min(counts) == max(counts):  # an even pace leaves nothing to chance
        later = draw(inputs(throughput=throughput, open_items=more, added=added), runs=200)
        assert (courses.items <= later.items).all()


def week_at(pace: float, chance: random.Random) -> int:
    """Give how many of thirty people finished something in a week."""
    return sum(chance.random() < pace / 30 for _ in range(30))


def test_eighty_five_of_a_hundred_made_up_projects_keep_their_p85():
    chance = random.Random(7)
    kept = 0
    for _ in range(300):
        pace = chance.uniform(2, 12)
        past = tuple(week_at(pace, chance) for _ in range(12))
        given = inputs(throughput=past, open_items=80, go_live_on=ON)
        left, days = 80, 0
        while left > 0:
            left, days = left - week_at(pace, chance), days + 7
        p85 = outlook(draw(given, runs=500).go_live(), given).p85_on
        kept += p85 >= after(days - 3)  # somewhere within its last week

    assert 0.78 <= kept / 300 <= 0.95
