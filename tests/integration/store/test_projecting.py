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
    catch_up,
    create_tables,
    drop,
    lag,
    position_of,
    rebuild,
    wait_until,
)
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


def test_lag_is_told_in_positions_and_in_age(log: Log, views: Engine):
    projection = counting()
    record(log, facts(3))
    catch_up(log, views, projection)

    assert lag(log, views, projection, later(hours=5)) == (0, timedelta(0))
    record(log, facts(2, first=10), later(hours=1))
    assert lag(log, views, projection, later(hours=5)) == (2, timedelta(hours=4))


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
