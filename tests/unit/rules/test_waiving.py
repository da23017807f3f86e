"""A waived root waives what follows from it only while its reason names it; a waiver ends."""

from typing import Any

from hub.model.event import Interval
from hub.model.facts import State
from hub.model.findings import FindingOpened, FindingWaived
from tests.unit.rules.rollout import Rollout, day, noon


def two() -> tuple[Rollout, dict[str, str]]:
    """Let one task be behind and never move: two findings with one story."""
    rollout = Rollout().agreed(finish_on=day("04-30")).item(state=State.IN_PROGRESS, percent=1)
    events = rollout.night(day("03-16"))
    return rollout, {e.conclusion.rule: e.finding for e in events if isinstance(e, FindingOpened)}


def waive(rollout: Rollout, finding: str, reason: str, *, on: str, until: str) -> None:
    at = Interval.at(noon(day(on)))
    said: dict[str, Any] = {"subject": finding, "finding": finding, "entry": "", "occurred": at}
    rollout.tell(FindingWaived(**said, reason=reason, until_on=day(until)), day(on))


def followed(events) -> list[tuple[str, str]]:
    return [(e.finding, f"{e.until_on:%m-%d}") for e in events if isinstance(e, FindingWaived)]


def test_both_are_one_story():
    rollout, named = two()

    stories = {f.conclusion.story for f in rollout.world().findings.values()}
    assert {"ZOMBIE", "BEHIND-EXPECTED"} <= set(named)
    assert len(stories) == 1


def test_a_reason_that_names_it_waives_it_until_the_same_day():
    rollout, named = two()
    waive(rollout, named["ZOMBIE"], "pilot rests; BEHIND-EXPECTED too", on="03-17", until="03-27")

    assert followed(rollout.night(day("03-17"))) == [(named["BEHIND-EXPECTED"], "03-27")]
    assert followed(rollout.night(day("03-18"))) == []


def test_a_reason_that_does_not_name_it_leaves_it_alone():
    rollout, named = two()
    waive(rollout, named["ZOMBIE"], "the pilot rests", on="03-17", until="03-27")

    assert followed(rollout.night(day("03-17"))) == []


def test_when_the_reason_does_not_name_it_any_more_it_stands_again():
    rollout, named = two()
    waive(rollout, named["ZOMBIE"], "pilot rests; BEHIND-EXPECTED too", on="03-17", until="03-27")
    rollout.night(day("03-17"))
    waive(rollout, named["ZOMBIE"], "the pilot rests", on="03-18", until="03-27")

    assert followed(rollout.night(day("03-18"))) == [(named["BEHIND-EXPECTED"], "03-18")]


def test_a_waiver_ends_by_itself():
    rollout, named = two()
    waive(rollout, named["ZOMBIE"], "pilot rests; BEHIND-EXPECTED too", on="03-17", until="03-18")
    rollout.night(day("03-17"))

    assert followed(rollout.night(day("03-19"))) == []
    assert rollout.world().findings[named["BEHIND-EXPECTED"]].waived_until == day("03-18")
