"""Findings open, change, are missed twice, clear, and come back as a new episode."""

from msgspec.structs import replace

from hub.model.event import Interval
from hub.model.facts import State
from hub.model.findings import (
    FindingChanged,
    FindingCleared,
    FindingClosed,
    FindingOpened,
)
from hub.model.runs import EvaluationCompleted
from tests.unit.rules.rollout import Rollout, day, noon


def late() -> Rollout:
    """A task that did not start: LATE-START alone."""
    return Rollout().agreed(needs=()).item()


def kinds(events) -> list[str]:
    return [type(event).__name__ for event in events]


def started(rollout: Rollout, on: str) -> Rollout:
    return rollout.changed("status", State.NOT_STARTED, State.IN_PROGRESS, on=day(on))


def test_the_first_night_opens_it():
    opened, closing = late().night(day("03-05"))

    assert isinstance(opened, FindingOpened)
    assert (opened.episode, opened.previous) == (1, "")
    assert isinstance(closing, EvaluationCompleted)
    assert closing.opened == 1


def test_the_same_day_again_records_nothing():
    rollout = late()
    rollout.night(day("03-05"))

    assert rollout.night(day("03-05")) == []


def test_other_figures_change_it():
    rollout = late()
    rollout.night(day("03-05"))

    changed, _ = rollout.night(day("03-06"))

    assert isinstance(changed, FindingChanged)
    assert changed.conclusion.numbers["late_wd"] == 4


def test_one_miss_is_noted_and_the_second_clears_with_the_day_of_the_first():
    rollout = late()
    [opened, _] = rollout.night(day("03-05"))
    started(rollout, "03-06")

    [noted] = rollout.night(day("03-06"))
    cleared, closing = rollout.night(day("03-09"))

    assert noted.missed == (opened.finding,)
    assert isinstance(cleared, FindingCleared)
    assert (cleared.since, cleared.status_date) == (day("03-06"), day("03-09"))
    assert closing.missed == ()


def test_a_second_miss_on_the_same_day_does_not_clear():
    rollout = late()
    rollout.night(day("03-05"))
    started(rollout, "03-06")
    rollout.night(day("03-06"))
    rollout.said("remark", "again", on=day("03-06"))

    assert "FindingCleared" not in kinds(rollout.night(day("03-06")))


def test_found_again_after_one_miss_it_is_the_same_episode():
    rollout = late()
    rollout.night(day("03-05"))
    started(rollout, "03-06")
    rollout.night(day("03-06"))
    rollout.changed("status", State.IN_PROGRESS, State.NOT_STARTED, on=day("03-09"))
    rollout.events = [e for e in rollout.events if getattr(e, "new", "") != "in_progress"]

    assert kinds(rollout.night(day("03-09"))) == ["FindingChanged", "EvaluationCompleted"]


def test_a_recurrence_is_a_new_episode_that_names_the_one_before():
    rollout = late()
    [first, _] = rollout.night(day("03-05"))
    told = list(rollout.events)
    started(rollout, "03-06")
    rollout.night(day("03-06"))
    rollout.night(day("03-09"))
    rollout.events = [*told, *[e for e in rollout.events if e.source == "hub" and e not in told]]

    opened, *_ = rollout.night(day("03-10"))

    assert isinstance(opened, FindingOpened)
    assert (opened.episode, opened.previous) == (2, first.finding)


def test_a_silent_source_neither_opens_nor_clears():
    rollout = late().read(on=day("03-05"))
    rollout.night(day("03-05"))
    rollout.read(on=day("03-06"), outcome="failed")

    assert kinds(rollout.night(day("03-06"))) == ["EvaluationCompleted"]
    assert kinds(rollout.night(day("03-09"))) == ["EvaluationCompleted"]


def closed(rollout: Rollout, finding: str, reason: str) -> None:
    event = FindingClosed(
        subject=finding,
        entry="",
        occurred=Interval.at(noon(day("03-05"))),
        finding=finding,
        reason=reason,
    )
    rollout.tell(event, day("03-05"))


def test_what_a_person_accepted_stays_closed_while_it_lasts():
    rollout = late()
    [opened, _] = rollout.night(day("03-05"))
    closed(rollout, opened.finding, "accepted_risk")

    assert kinds(rollout.night(day("03-06"))) == ["EvaluationCompleted"]


def test_what_a_person_accepted_comes_back_as_a_new_episode_once_it_was_gone():
    rollout = late()
    [opened, _] = rollout.night(day("03-05"))
    closed(rollout, opened.finding, "accepted_risk")
    told = list(rollout.events)
    started(rollout, "03-06")
    rollout.night(day("03-06"))
    gone = rollout.night(day("03-09"))
    rollout.events = [*told, *[e for e in rollout.events if e.source == "hub" and e not in told]]

    again, *_ = rollout.night(day("03-10"))

    assert kinds(gone) == ["FindingCleared", "EvaluationCompleted"]
    assert isinstance(again, FindingOpened)
    assert (again.episode, again.previous) == (2, opened.finding)


def test_what_was_closed_as_mended_and_is_not_comes_back():
    rollout = late()
    [opened, _] = rollout.night(day("03-05"))
    closed(rollout, opened.finding, "fixed")

    [again, _] = rollout.night(day("03-06"))

    assert (again.episode, again.previous) == (2, opened.finding)


def test_entries_do_not_depend_on_who_evaluates():
    rollout = late()
    twin = late()

    one, other = rollout.night(day("03-05")), twin.night(day("03-05"))

    assert [e.entry for e in one] == [e.entry for e in other]
    assert replace(one[0], salt=b"") == replace(other[0], salt=b"")
