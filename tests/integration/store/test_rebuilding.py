"""Read models are rebuilt while the old rows serve; versions grow side by side."""

import pytest
from sqlalchemy import Connection, Engine, text

from hub.projection import active_version, catch_up, drop, position_of, rebuild, writing
from hub.store import Log
from tests.integration.store.building import counting, facts, record, rows_of


class Crash(BaseException):
    """The process dies here."""


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
