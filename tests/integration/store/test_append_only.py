"""Nobody changes what is recorded: not by accident, not with the application's own account."""

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from typing import Any

import psycopg
import pytest

from hub.store import Log, open_log
from hub.store.postgres import grant_statements
from hub.store.sqlite import make_durable
from tests.conftest import fresh_schema
from tests.integration.store.building import deliver, everything, facts

Execute = Callable[[str], Any]
REFUSED = (sqlite3.IntegrityError, psycopg.errors.RestrictViolation)
CHANGES = [
    "UPDATE stored_events SET topic = 'x'",
    "DELETE FROM stored_events",
    "UPDATE entry SET entry = 'x'",
    "DELETE FROM entry",
    "UPDATE clock SET instant = 0",
    "DELETE FROM clock",
]


@pytest.fixture
def execute(database_url: str) -> Iterator[Execute]:
    """Give somebody who writes SQL by hand."""
    if database_url.startswith("sqlite"):
        with closing(sqlite3.connect(database_url.removeprefix("sqlite:///"))) as file:
            make_durable(file)
            yield file.execute
        return
    with psycopg.connect(database_url, autocommit=True) as server:
        yield lambda sql: server.execute(sql.encode())


@pytest.mark.parametrize("sql", CHANGES)
def test_a_change_is_refused(log: Log, execute: Execute, sql: str):
    before = deliver(log, facts(3)).events

    with pytest.raises(REFUSED, match="append-only"):
        execute(sql)

    assert everything(log) == before


def test_replacing_is_refused(log: Log, execute: Execute, database_url: str):
    before = deliver(log, facts(3)).events
    columns = "originator_id, originator_version, topic, state"
    if database_url.startswith("sqlite"):
        sql = f"INSERT OR REPLACE INTO stored_events ({columns}) SELECT {columns}"
    else:
        sql = f"INSERT INTO stored_events ({columns}) SELECT {columns}"
    sql += " FROM stored_events"
    if database_url.startswith("postgresql"):
        sql += " ON CONFLICT (originator_id, originator_version) DO UPDATE SET topic = 'x'"

    with pytest.raises(REFUSED, match="append-only"):
        execute(sql)

    assert everything(log) == before


@pytest.fixture
def server(postgresql_server: str) -> Iterator[Execute]:
    """Give a server with a log of three facts in it."""
    for url in fresh_schema(postgresql_server):
        with open_log(url, create=True) as log, psycopg.connect(url, autocommit=True) as db:
            deliver(log, facts(3))
            yield lambda sql: db.execute(sql.encode())


def test_emptying_the_table_is_refused(server: Execute):
    with pytest.raises(REFUSED, match="append-only"):
        server("TRUNCATE stored_events")


@pytest.fixture
def as_application(server: Execute) -> Execute:
    """Give the account of the application: it owns nothing."""
    [(schema,)] = server("SELECT current_schema()")
    for sql in grant_statements(schema):
        server(sql)
    server("SET ROLE hub_app")
    return server


@pytest.mark.parametrize(
    "sql",
    [
        "ALTER TABLE stored_events DISABLE TRIGGER ALL",
        "DROP TRIGGER stored_events_append_only ON stored_events",
        "DROP TABLE stored_events",
        "TRUNCATE stored_events",
        "DELETE FROM stored_events",
        "DELETE FROM clock",
        "CREATE OR REPLACE FUNCTION hub_refuse_change() RETURNS trigger LANGUAGE plpgsql AS "
        "$$ BEGIN RETURN NULL; END $$",
    ],
)
def test_the_applications_account_cannot_open_the_log(as_application: Execute, sql: str):
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        as_application(sql)


def test_the_applications_account_can_lock_and_add(as_application: Execute):
    as_application(
        "DO $$ BEGIN LOCK TABLE stored_events IN EXCLUSIVE MODE; "
        "INSERT INTO stored_events (originator_id, originator_version, topic, state) "
        "VALUES (gen_random_uuid(), 1, 'x', ''); END $$"
    )
