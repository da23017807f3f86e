"""Column types and upserts are the same on both stores."""

from contextlib import suppress
from datetime import UTC, datetime, timedelta, timezone

import pytest
from sqlalchemy import Column, Engine, Integer, MetaData, String, Table, select
from sqlalchemy.exc import StatementError

from hub.projection import instant_column, upsert, writing

NOTE = Table(
    "note",
    MetaData(),
    Column("id", Integer, primary_key=True),
    Column("text", String),
    instant_column("at", nullable=True),
)
AT = datetime(2025, 3, 3, 8, 30, 0, 123456, UTC)


@pytest.fixture
def notes(views: Engine) -> Engine:
    """Give an empty table of notes."""
    with writing(views) as db:
        NOTE.create(db)
    return views


def rows(notes: Engine) -> list[tuple[object, ...]]:
    """Give all notes."""
    with notes.connect() as db:
        return [tuple(row) for row in db.execute(select(NOTE).order_by(NOTE.c.id))]


def test_an_instant_comes_back_in_utc(notes: Engine):
    beijing = AT.astimezone(timezone(timedelta(hours=8)))

    with writing(notes) as db:
        upsert(
            db, NOTE, [{"id": n, "text": "", "at": at} for n, at in enumerate([AT, beijing, None])]
        )

    assert [row[2] for row in rows(notes)] == [AT, AT, None]


def test_an_instant_without_zone_is_refused(notes: Engine):
    with pytest.raises(StatementError, match="time zone"), writing(notes) as db:
        upsert(db, NOTE, [{"id": 1, "text": "", "at": AT.replace(tzinfo=None)}])


def test_instants_can_be_compared_in_the_database(notes: Engine):
    with writing(notes) as db:
        upsert(
            db,
            NOTE,
            [{"id": n, "text": "", "at": AT + timedelta(days=n)} for n in range(-400, 400)],
        )

    with notes.connect() as db:
        found = db.scalars(select(NOTE.c.id).where(NOTE.c.at < AT).order_by(NOTE.c.at))
        assert list(found) == list(range(-400, 0))


def test_of_several_rows_with_one_key_the_last_counts(notes: Engine):
    for text in ("first", "second"):
        with writing(notes) as db:
            upsert(
                db, NOTE, [{"id": 1, "text": "?", "at": None}, {"id": 1, "text": text, "at": AT}]
            )

    assert rows(notes) == [(1, "second", AT)]


def test_nothing_to_upsert_is_no_statement(notes: Engine):
    with writing(notes) as db:
        upsert(db, NOTE, [])

    assert rows(notes) == []


def test_an_error_undoes_the_transaction_and_frees_the_lock(notes: Engine):
    with suppress(ZeroDivisionError), writing(notes) as db:
        upsert(db, NOTE, [{"id": 1, "text": "", "at": None}])
        raise ZeroDivisionError

    with writing(notes) as db:
        upsert(db, NOTE, [{"id": 2, "text": "", "at": None}])
    assert [row[0] for row in rows(notes)] == [2]
