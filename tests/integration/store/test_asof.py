"""As of an instant, the hub says what it would have said when stopped then."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from threading import Thread

import pytest
from sqlalchemy import Engine, text

from hub.asof import MOST_CUTS, AsOf
from hub.projection import catch_up
from hub.store import Log, open_log
from tests.integration.store.building import NOW, counting, facts, later, record, rows_of

DAYS = 6


@pytest.fixture
def days(log: Log) -> Log:
    """Give a log that has grown by three items on each of six days."""
    for day in range(DAYS):
        record(log, facts(3, first=10 * day), NOW + timedelta(days=day))
    return log


@pytest.fixture
def asof(days: Log, tmp_path: Path) -> Iterator[AsOf]:
    """Give the past of it."""
    past = AsOf(days, [counting()], tmp_path / "snapshots")
    yield past
    past.close()


@pytest.mark.parametrize("day", range(-1, DAYS + 1))
def test_it_equals_a_hub_that_was_stopped_then(asof: AsOf, days: Log, views: Engine, day: int):
    instant = NOW + timedelta(days=day)
    stopped = counting("stopped")

    catch_up(days, views, stopped, stop=days.cut(instant))

    assert rows_of(asof.at(instant), counting()) == rows_of(views, stopped)


def test_what_is_recorded_later_does_not_change_an_answer(asof: AsOf, days: Log):
    before = rows_of(asof.at(later(days=2)), counting())

    record(days, facts(5, first=900), later(days=30))

    assert rows_of(asof.at(later(days=2)), counting()) == before


def test_nobody_writes_to_the_past(asof: AsOf):
    with asof.at(NOW).connect() as db, pytest.raises(Exception, match="readonly"):
        db.execute(text("DELETE FROM counted_v1"))


def test_more_cuts_than_are_kept_can_be_asked_again(asof: AsOf):
    counts = [
        len(rows_of(asof.at(NOW + timedelta(days=day)), counting()))
        for day in [*range(DAYS), *range(DAYS)]
    ]

    assert MOST_CUTS < DAYS
    assert counts == [3, 6, 9, 12, 15, 18] * 2


def test_two_who_ask_at_once_get_the_same_model(asof: AsOf):
    engines: list[Engine] = []
    threads = [Thread(target=lambda: engines.append(asof.at(NOW))) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert len(engines) == 4
    assert len(set(engines)) == 1


def test_without_its_snapshots_every_answer_is_the_same(asof: AsOf, days: Log, tmp_path: Path):
    for day in (1, 3):
        asof.keep(NOW + timedelta(days=day))
    with_snapshots = AsOf(days, [counting()], tmp_path / "snapshots")
    without = AsOf(days, [counting()], None)

    for day in range(DAYS):
        instant = NOW + timedelta(days=day)
        assert rows_of(with_snapshots.at(instant), counting()) == rows_of(
            without.at(instant), counting()
        )
    assert len(list((tmp_path / "snapshots").iterdir())) == 2
    with_snapshots.close()
    without.close()


def test_a_snapshot_of_another_version_is_not_used(asof: AsOf, days: Log, tmp_path: Path):
    asof.keep(later(days=3))
    other = AsOf(days, [counting(version=2)], tmp_path / "snapshots")

    assert len(rows_of(other.at(later(days=4)), counting(version=2))) == 15
    other.close()


def test_a_snapshot_of_another_log_is_not_used(asof: AsOf, tmp_path: Path):
    asof.keep(later(days=3))
    with open_log("sqlite://", create=True) as restored:
        record(restored, facts(30, first=500))
        other = AsOf(restored, [counting()], tmp_path / "snapshots")

        assert rows_of(other.at(NOW), counting())[0][0] == "10500"
        other.close()
