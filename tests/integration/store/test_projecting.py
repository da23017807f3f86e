"""Read models: rows and position together, poison set aside, versions side by side."""

from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from datetime import timedelta
from typing import cast

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Connection, Engine, event, text

from hub.model.event import Value
from hub.model.facts import WorkItemFieldChanged
from hub.projection import (
    Overtaken,
    Projection,
    Stopped,
    active_version,
    catch_up,
    catch_up_all,
    create_tables,
    drop,
    lag,
    parked,
    position_of,
    rebuild,
    retry,
    wait_until,
    writing,
)
from hub.projection.parking import MOST_PARKED
from hub.store import Log
from tests.integration.store.building import counting, fact, facts, later, record, rows_of


def test_rows_follow_the_log(log: Log, views: Engine):
    record(log, facts(3, each=2))
    projection = counting()

    assert catch_up(log, views, projection) == log.last_position()
    assert rows_of(views, projection) == [("10000", 2, "1"), ("10001", 2, "1"), ("10002", 2, "1")]


def test_catching_up_goes_on_where_it_stopped(log: Log, views: Engine):
    record(log, facts(10))
    projection = counting()
    middle = log.read(limit=4).last

    assert catch_up(log, views, projection, batch=3, stop=middle) == middle
    assert len(rows_of(views, projection)) == 4
    catch_up(log, views, projection, batch=3)
    assert len(rows_of(views, projection)) == 10


def test_events_that_nobody_wants_move_the_position_too(log: Log, views: Engine):
    record(log, facts(5))
    silent = Projection("silent", version=1, tables=[])

    assert catch_up(log, views, silent) == log.last_position()


def test_two_projections_in_one_database_have_positions_of_their_own(log: Log, views: Engine):
    record(log, facts(5))
    one, two = counting("one"), counting("two")

    catch_up(log, views, one)
    catch_up(log, views, two, stop=log.read(limit=2).last)

    assert (len(rows_of(views, one)), len(rows_of(views, two))) == (5, 2)


def test_a_runner_that_was_overtaken_writes_nothing(log: Log, views: Engine):
    record(log, facts(5))
    projection = counting()
    create_tables(views, [projection])
    read = log.read

    def overtaken(*args, **rest):
        page = read(*args, **rest)
        log.read = read  # type: ignore[method-assign]
        catch_up(log, views, projection)
        return page

    log.read = overtaken  # type: ignore[method-assign]
    with pytest.raises(Overtaken):
        catch_up(log, views, projection)

    assert [count for _, count, _ in rows_of(views, projection)] == [1] * 5


def test_several_runners_at_once_apply_everything_once(log: Log, views: Engine):
    record(log, facts(40, each=5))
    projection = counting()
    create_tables(views, [projection])

    def run(_: int) -> None:
        with suppress(Overtaken):
            catch_up(log, views, projection, batch=7)

    with ThreadPoolExecutor(4) as threads:
        while position_in(views, projection) < log.last_position():
            list(threads.map(run, range(4)))

    assert [count for _, count, _ in rows_of(views, projection)] == [5] * 40


def position_in(views: Engine, projection: Projection) -> int:
    """Tell how far a projection is."""
    with views.connect() as db:
        return position_of(db, projection)


def test_reading_transactions_do_not_write(views: Engine):
    create_tables(views, [counting()])
    if views.dialect.name == "postgresql":
        return  # there a transaction need not say what it is going to do

    with views.connect() as db, pytest.raises(Exception, match="readonly"):
        db.execute(text("DELETE FROM counted_v1"))


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    batches=st.lists(st.integers(1, 40), min_size=1, max_size=12),
    crashes=st.sets(st.integers(0, 30), max_size=6),
)
def test_any_split_with_crashes_between_equals_one_pass(
    log: Log, views: Engine, batches: list[int], crashes: set[int]
):
    if not log.last_position():
        record(log, [fact(str(n % 7), f"h{n}", new=str(n)) for n in range(60)])
    once, split = counting("once"), counting("split")
    for projection in (once, split):
        drop(views, projection.name, 1)
    rebuild(log, views, once)

    _in_pieces(log, views, split, batches, crashes)

    assert rows_of(views, split) == rows_of(views, once)


class Crash(BaseException):
    """The process dies here."""


def _in_pieces(
    log: Log, views: Engine, projection: Projection, batches: list[int], crashes: set[int]
) -> None:
    """Catch up in batches of changing size; die at the numbered calls of the handler."""
    apply, calls = projection.apply, iter(range(10_000))

    def dying(db: Connection, events) -> None:
        apply(db, events)
        if next(calls) in crashes:
            raise Crash

    projection.apply = dying  # type: ignore[method-assign]
    sizes = iter(batches * 100)
    at = 0
    while at < log.last_position():
        size = next(sizes)
        try:
            at = catch_up(log, views, projection, batch=size, stop=log.read(at, limit=size).last)
        except Crash:
            continue
    projection.apply = apply  # type: ignore[method-assign]


def test_a_runner_that_dies_at_any_statement_leaves_whole_batches(log: Log, views: Engine):
    record(log, facts(4, each=3))
    projection, whole = counting("dying"), counting("whole")
    create_tables(views, [projection])
    rebuild(log, views, whole)
    statements = iter(range(1000))
    deaths = set(range(0, 60, 2))

    @event.listens_for(views, "before_cursor_execute")
    def die(*_: object) -> None:
        if next(statements) in deaths:
            raise Crash

    finished = False
    while not finished:
        try:
            finished = catch_up(log, views, projection, batch=2) == log.last_position()
        except Crash:
            continue
    event.remove(views, "before_cursor_execute", die)

    assert rows_of(views, projection) == rows_of(views, whole)


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


def test_lag_is_told_in_positions_and_in_age(log: Log, views: Engine):
    projection = counting()
    record(log, facts(3))
    catch_up(log, views, projection)

    assert lag(log, views, projection, later(hours=5)) == (0, timedelta(0))
    record(log, facts(2, first=10), later(hours=1))
    assert lag(log, views, projection, later(hours=5)) == (2, timedelta(hours=4))


def test_a_new_version_grows_beside_the_old_one_and_takes_over(log: Log, views: Engine):
    record(log, facts(5))
    old, new = counting(), counting(version=2)
    catch_up(log, views, old)

    catch_up(log, views, new, stop=log.read(limit=3).last)
    assert active_version(views, "counted") == 1
    rebuild(log, views, new)

    assert active_version(views, "counted") == 2
    assert rows_of(views, new) == rows_of(views, old)


def test_a_dropped_version_is_gone_even_when_no_code_knows_it(log: Log, views: Engine):
    record(log, facts(5))
    catch_up(log, views, counting())

    drop(views, "counted", 1)

    with views.connect() as db:
        assert position_of(db, counting()) == 0
    with pytest.raises(Exception, match="counted_v1"):
        rows_of(views, counting())


def test_rebuilding_what_serves_shows_the_old_rows_until_it_is_done(log: Log, views: Engine):
    record(log, facts(5))
    projection = counting()
    catch_up(log, views, projection)
    with writing(views) as db:
        db.execute(text("UPDATE counted_v1 SET facts = 99"))
    seen = []
    apply = projection.apply

    def watched(db: Connection, events) -> None:
        seen.append(rows_of(views, projection))
        apply(db, events)

    projection.apply = watched  # type: ignore[method-assign]
    rebuild(log, views, projection)

    assert [count for _, count, _ in seen[0]] == [99] * 5
    assert [count for _, count, _ in rows_of(views, projection)] == [1] * 5


def test_a_rebuild_parks_poison_as_well(log: Log, views: Engine):
    record(log, [fact("7", "bad", new="poison"), fact("8", "good")])
    projection = counting(poison=["poison"])
    catch_up(log, views, projection)

    rebuild(log, views, projection)

    assert [row.subject for row in parked(views)] == ["7"]
    assert [row[0] for row in rows_of(views, projection)] == ["8"]


def test_a_rebuild_that_dies_leaves_the_old_rows(log: Log, views: Engine):
    record(log, facts(5))
    projection = counting()
    catch_up(log, views, projection)

    def dying(db: Connection, events) -> None:
        raise Crash

    apply = projection.apply
    projection.apply = dying  # type: ignore[method-assign]
    with pytest.raises(Crash):
        rebuild(log, views, projection)
    projection.apply = apply  # type: ignore[method-assign]

    assert len(rows_of(views, projection)) == 5
    assert catch_up(log, views, projection) == log.last_position()


def test_waiting_for_ones_own_write_ends(log: Log, views: Engine):
    record(log, facts(1))
    projection = counting()
    catch_up(log, views, projection)

    assert wait_until(views, projection, log.last_position())
    assert not wait_until(views, projection, log.last_position() + 1, timeout_s=0.05)


def test_runs_hand_over_consecutive_events_in_order(log: Log, views: Engine):
    record(log, [fact("1", "a", new="x"), fact("2", "a", new="y"), fact("1", "b", new="z")])
    runs: list[list[Value]] = []
    projection = Projection("runs", version=1, tables=[])

    @projection.on(WorkItemFieldChanged)
    def changed(db: Connection, run) -> None:
        runs.append([cast(WorkItemFieldChanged, e).new for e in run])

    catch_up(log, views, projection)

    assert runs == [["x", "y", "z"]]
