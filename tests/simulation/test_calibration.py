"""Forecasts of short projects: what they say comes as often as they say it."""

from tests.simulation.calibration import Calibration, forecasts, lived

ALL = range(10)


def test_the_same_seed_lives_the_same_life():
    assert lived(3) == lived(3)
    assert lived(3) != lived(4)


def test_p85_is_mostly_kept_and_the_chances_beat_the_promises():
    found = Calibration()
    for seed in range(100, 108):
        found.add(list(forecasts(seed)))

    half, most = found.kept(ALL, "p50_on"), found.kept(ALL, "p85_on")
    assert half is not None
    assert most is not None
    assert 0.25 < half < most
    assert most > 0.65
    chances, promises = found.score(ALL, "forecast"), found.score(ALL, "promise")
    assert chances is not None
    assert promises is not None
    assert chances < promises / 2
    assert len(list(found.table())) == len({tenth for _, tenth in found.last}) + 3
