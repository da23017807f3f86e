"""The simulation itself: same seed, same bytes; honest worlds are quiet; the scorer counts."""

from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from hub.demo.rollout.folder import Rollout, write
from hub.demo.rollout.injecting import FOUND
from hub.demo.rollout.labels import Label
from hub.demo.rollout.make import make
from tests.simulation.found import Found, played
from tests.simulation.score import Score

DAY_ONE = date(2025, 5, 5)


def contents(folder: Path) -> dict[str, bytes]:
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


@pytest.mark.parametrize("seed", [1, 2])
def test_the_same_seed_gives_the_same_bytes(tmp_path: Path, seed: int):
    write(make(seed), tmp_path / "one")
    write(make(seed), tmp_path / "two")

    assert contents(tmp_path / "one") == contents(tmp_path / "two")


def test_another_seed_gives_another_rollout(tmp_path: Path):
    one, two = write(make(1), tmp_path / "one"), write(make(2), tmp_path / "two")

    assert one.labels != two.labels


def test_what_was_written_down_is_read_back(tmp_path: Path):
    world = make(3)

    rollout = write(world, tmp_path)

    assert sorted(rollout.labels, key=repr) == sorted(world.labels, key=repr)
    days = list(Rollout(tmp_path).days())
    assert sum(len(day.acts) for day in days) == len(world.acts)
    assert sum(len(day.arrivals) for day in days) == len(world.files)
    assert sum(len(day.steps) for day in days) == len(world.steps) + sum(
        len(row.saves) for row in world.rows
    )


@pytest.mark.parametrize("seed", range(40, 46))
def test_any_seed_gives_a_rollout_in_which_labels_lie_within_its_days(seed: int):
    world = make(seed)

    outside = [label for label in world.labels if not world.first <= label.first_on <= world.last]
    backwards = [
        label for label in world.labels if label.cleared_on and label.cleared_on < label.first_on
    ]
    assert (outside, backwards) == ([], [])
    assert len({label.rule for label in world.labels}) >= 15


def test_every_scenario_finds_room_in_some_rollout():
    lacking = set.intersection(*(set(make(seed).said) for seed in range(40, 49)))

    assert lacking == set()
    assert len(FOUND) >= 30


def test_an_honest_rollout_has_no_label_and_no_grave_finding(stage: Path):
    rollout = write(make(7, injected=False), stage / "rollout")

    result = played(rollout, stage / "hub")

    assert rollout.labels == []
    assert [one.sentence for one in result.findings if one.severity < "S4"] == []
    assert (result.broken, result.failed) == (0, [])


def labelled(**more) -> Label:
    usual: dict[str, Any] = {"rule": "NO-DATE", "key": "A-1", "first_on": DAY_ONE, "by_on": DAY_ONE}
    return Label(**usual | more)


def found(**more) -> Found:
    usual: dict[str, Any] = {
        "id": "1",
        "rule": "NO-DATE",
        "keys": frozenset({"A-1"}),
        "severity": "S4",
    }
    usual |= {"court": "client:it", "opened_on": DAY_ONE, "sentence": "A-1 has no date."}
    return Found(**usual | more)


def counted(labels: list[Label], findings: list[Found]):
    score = Score()
    score.add("a play", labels, findings)
    return score.rules["NO-DATE"]


def test_a_label_without_a_finding_is_missed():
    counts = counted([labelled()], [])

    assert (counts.injected, counts.found, counts.missed, counts.recall) == (1, 0, 1, 0.0)


def test_a_finding_without_a_label_is_extra():
    counts = counted([labelled()], [found(), found(id="2", keys=frozenset({"A-2"}))])

    assert (counts.found, counts.right, counts.extra, counts.precision) == (1, 1, 1, 0.5)


def test_a_finding_of_another_time_does_not_count():
    ended = labelled(cleared_on=DAY_ONE + timedelta(days=3))

    counts = counted([ended], [found(opened_on=DAY_ONE + timedelta(days=9))])

    assert (counts.missed, counts.extra) == (1, 1)


def test_a_finding_too_late_with_another_turn_counts_as_found_and_wrong():
    late = found(opened_on=DAY_ONE + timedelta(days=1), court="vendor:pm")

    counts = counted([labelled(court="client:it", severity="S3", days=4)], [late])

    wrong = (counts.court_wrong, counts.severity_wrong, counts.days_wrong, counts.morning_wrong)
    assert (counts.found, *wrong) == (1, 1, 1, 1, 1)


def test_a_bare_side_stands_for_each_of_its_units():
    counts = counted([labelled(court="client")], [found()])

    assert counts.court_wrong == 0


def test_what_can_be_read_both_ways_is_neither_missed_nor_extra():
    open_question = labelled(must=False)

    silent, told = counted([open_question], []), counted([open_question], [found()])

    assert (silent.missed, told.extra, told.open_both_ways) == (0, 0, 1)
