"""What an evaluation measures is recorded as its difference, and folds back to the whole."""

from datetime import timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from hub.model.progress import ProgressMeasured
from hub.rules.forecasts import forecast_event
from hub.rules.measures import measures_of, progress_event
from tests.unit.rules.rollout import Rollout, day


def under_way() -> Rollout:
    rollout = Rollout()
    for number in range(4):
        rollout.agreed(f"T{number}", finish_on=day("03-20") + timedelta(weeks=number))
    return rollout


def measured(recorded) -> ProgressMeasured:
    [event] = [event for event in recorded if isinstance(event, ProgressMeasured)]
    return event


def test_what_is_on_record_is_not_recorded_again():
    rollout = under_way()
    rollout.night(day("03-20"))

    context = rollout.context(day("03-20"))

    assert progress_event(context) is None
    assert forecast_event(context) is None


def test_a_later_night_tells_only_the_weeks_that_changed():
    rollout = under_way()
    first = measured(rollout.night(day("03-20")))
    rollout.shown("demo_or_test_record", on=day("03-23"), verdict="accepted", key="T0")
    later = measured(rollout.night(day("03-27")))

    weeks = [
        {p.on for g in e.groups if g.by == "project" for p in g.points} for e in (first, later)
    ]

    assert len(weeks[0]) == 6
    assert weeks[1] == {day("03-22")}


def test_late_evidence_changes_the_week_that_it_bears():
    rollout = under_way()
    rollout.night(day("03-27"))
    rollout.shown("demo_or_test_record", on=day("03-10"), verdict="accepted", key="T0")

    later = measured(rollout.night(day("03-28")))

    [whole] = [group for group in later.groups if group.by == "project"]
    assert [point.on for point in whole.points] == [day("03-15"), day("03-22")]


nights = st.lists(st.integers(3, 60), min_size=1, max_size=4, unique=True).map(sorted)


@settings(max_examples=15)
@given(nights=nights, shown=st.lists(st.integers(1, 50), max_size=4))
def test_the_record_of_any_nights_is_what_the_last_one_measured(nights, shown):
    rollout = under_way()
    for night in nights:
        on = day("03-01") + timedelta(days=night)
        for number, when in enumerate(shown):
            if when == night:
                rollout.shown("demo_or_test_record", on=on, verdict="accepted", key=f"T{number}")
        rollout.night(on)

    context = rollout.context(day("03-01") + timedelta(days=nights[-1]))

    assert context.world.progress.groups == dict(measures_of(context).groups)
    assert context.world.progress.slips == dict(measures_of(context).slips)
