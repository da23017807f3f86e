"""Another threshold, or another rule, tried on the nights that have passed."""

from msgspec.structs import replace

from hub import plugins
from hub.backtest import tried
from hub.model.facts import State
from hub.policy import default_policy, with_rules
from tests.unit.rules.rollout import PROJECT, Rollout, day

NIGHTS = ("03-04", "03-05", "03-06", "03-09", "03-10", "03-11")


def nights() -> Rollout:
    """Let a task start on the sixth of seven nights; LATE-START allows two working days."""
    rollout = Rollout().agreed(needs=()).item()
    for on in NIGHTS:
        if on == "03-10":
            rollout.changed("status", State.NOT_STARTED, State.IN_PROGRESS, on=day(on))
        rollout.night(day(on))
    return rollout


def backtest(rollout: Rollout, **span):
    thresholds = span.pop("thresholds", {})
    policy = with_rules(default_policy(), plugins.thresholds())
    changed = {**policy.rules, "late_start": {**policy.rule("late_start"), **thresholds}}
    policy = replace(policy, rules=changed)
    rules = plugins.rules()
    return tried(rollout.events, rules, "LATE-START", policy, project=PROJECT, **span)


def counted(trial) -> list[tuple[int, int]]:
    return [(len(night.recorded), len(night.tried)) for night in trial.nights]


def test_the_same_thresholds_find_what_is_on_record():
    trial = backtest(nights())

    assert trial.recorded == trial.tried != set()
    assert counted(trial) == [(0, 0), (1, 1), (1, 1), (1, 1), (1, 1), (0, 0)]


def test_a_stricter_threshold_finds_more_and_sooner():
    trial = backtest(nights(), thresholds={"grace_wd": 1})

    assert counted(trial)[0] == (0, 1)


def test_a_laxer_one_finds_less():
    trial = backtest(nights(), thresholds={"grace_wd": 4})

    assert [found for _, found in counted(trial)] == [0, 0, 0, 1, 1, 0]


def test_only_the_nights_that_are_asked_for_are_told():
    trial = backtest(nights(), first=day("03-06"), last=day("03-09"))

    assert [night.status_date for night in trial.nights] == [day("03-06"), day("03-09")]


def test_nothing_is_recorded():
    rollout = nights()
    before = list(rollout.events)

    backtest(rollout, thresholds={"grace_wd": 0})

    assert rollout.events == before
