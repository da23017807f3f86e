"""Events that a projection cannot take are set aside with their subject, and can be retried."""

import pytest
from sqlalchemy import Connection, Engine
from sqlalchemy.exc import OperationalError

from hub.projection import Stopped, catch_up, catch_up_all, create_tables, parked, rebuild, retry
from hub.projection.batches import ViewsAway
from hub.projection.parking import MOST_PARKED
from hub.store import Log
from tests.integration.store.building import counting, fact, facts, record, rows_of


def test_a_poison_event_parks_its_subject_and_nobody_else(log: Log, views: Engine):
    record(log, facts(20))
    record(log, [fact("10005", "bad", new="poison"), fact("10005", "after"), fact("x", "new")])
    projection = counting(poison=["poison"])

    catch_up(log, views, projection, batch=50)

    [row] = parked(views)
    assert (row.projection, row.subject, row.error) == (
        "counted", "10005", "ValueError: cannot read poison",
    )  # fmt: skip
    rows = {subject: count for subject, count, _ in rows_of(views, projection)}
    assert (rows["10005"], rows["10004"], rows["x"]) == (1, 1, 1)


def test_later_events_of_a_parked_subject_wait_in_order(log: Log, views: Engine):
    record(log, [fact("7", "bad", new="poison")])
    projection = counting(poison=["poison"])
    catch_up(log, views, projection)
    record(log, [fact("7", "b"), fact("8", "a")])
    catch_up(log, views, projection)

    assert [row[0] for row in rows_of(views, projection)] == ["8"]
    assert retry(log, views, counting(poison=["poison"])) == 0
    assert retry(log, views, counting()) == 1
    assert rows_of(views, projection) == [("7", 2, "2"), ("8", 1, "2")]
    assert parked(views) == []


def test_more_than_a_hundred_parked_subjects_stop_the_projection(log: Log, views: Engine):
    record(log, [fact(str(n), "bad", new="poison") for n in range(MOST_PARKED + 5)])
    projection = counting(poison=["poison"])

    with pytest.raises(Stopped):
        catch_up(log, views, projection)
    with pytest.raises(Stopped):
        catch_up(log, views, projection)

    assert len(parked(views)) == MOST_PARKED + 1
    assert retry(log, views, counting()) == MOST_PARKED + 1
    assert catch_up(log, views, counting()) == log.last_position()


def test_one_stopped_projection_does_not_hold_the_others(log: Log, views: Engine):
    record(log, [fact(str(n), "bad", new="poison") for n in range(MOST_PARKED + 5)])
    bad, good = counting("bad", poison=["poison"]), counting("good")

    reached = catch_up_all(log, views, [bad, good])

    assert reached["bad"] < reached["good"] == log.last_position()


def test_a_rebuild_parks_poison_as_well(log: Log, views: Engine):
    record(log, [fact("7", "bad", new="poison"), fact("8", "good")])
    projection = counting(poison=["poison"])
    catch_up(log, views, projection)

    rebuild(log, views, projection)

    assert [row.subject for row in parked(views)] == ["7"]
    assert [row[0] for row in rows_of(views, projection)] == ["8"]


@pytest.mark.parametrize("failures", [1, 3])
def test_a_database_that_is_away_is_asked_again_and_parks_nobody(
    log: Log, views: Engine, failures: int
):
    record(log, facts(5))
    projection = counting()
    create_tables(views, [projection])
    apply, calls = projection.apply, iter(range(100))

    def away(db: Connection, events) -> None:
        if next(calls) < failures:
            raise OperationalError("SELECT 1", {}, Exception("the server is gone"))
        apply(db, events)

    projection.apply = away  # type: ignore[method-assign]
    if failures > 2:
        with pytest.raises(ViewsAway, match="the server is gone"):
            catch_up(log, views, projection)
    catch_up(log, views, projection)

    assert len(rows_of(views, projection)) == 5
    assert parked(views) == []
