"""Engines for the small stores: SQLite in WAL mode with one writer at a time, or PostgreSQL."""

from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event, make_url


def open_engine(url: str) -> Engine:
    """Open *url*: `sqlite:///…/people.db`, `sqlite://` for tests, or `postgresql://…`."""
    address = make_url(url)
    if address.get_backend_name() == "sqlite":
        return _sqlite(str(address))
    # By text, since rendering a URL hides its password.
    driver = url.replace("postgresql://", "postgresql+psycopg://", 1)
    return create_engine(driver, pool_pre_ping=True, pool_size=5)


def _sqlite(url: str) -> Engine:
    engine = create_engine(url, connect_args={"timeout": 10})

    @event.listens_for(engine, "connect")
    def prepare(connection: Any, _: object) -> None:
        connection.isolation_level = None  # transactions are begun below, by their kind
        connection.execute("PRAGMA journal_mode=WAL")
        connection.execute("PRAGMA synchronous=FULL")

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        # A reader that turns writer is refused at once when another has written meanwhile, so
        # who means to write says so at the start and waits its turn.
        writes = connection.get_execution_options().get("writes")
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")

    return engine
