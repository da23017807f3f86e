"""The tables of accounts, sessions, tokens and names: one text for SQLite and PostgreSQL."""

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import (
    Boolean,
    Column,
    DateTime,
    Dialect,
    Integer,
    MetaData,
    PrimaryKeyConstraint,
    String,
    Table,
    Text,
    TypeDecorator,
)

metadata = MetaData()


class Instant(TypeDecorator[datetime]):
    """An instant with its zone; SQLite keeps none, so it is stored and read as UTC."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Store UTC; a naive time is a mistake of the caller."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError(f"{value} has no zone")
        value = value.astimezone(UTC)
        return value.replace(tzinfo=None) if dialect.name == "sqlite" else value

    def process_result_value(self, value: Any | None, dialect: Dialect) -> datetime | None:
        """Give the instant back with its zone."""
        if not isinstance(value, datetime):
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


account = Table(
    "account",
    metadata,
    Column("id", String(22), primary_key=True),
    Column("login", String(120), nullable=False, unique=True),  # case-folded
    Column("person", String(200), nullable=False),  # the reference that events hold
    Column("side", String(10), nullable=False),
    Column("role", String(30), nullable=False),
    Column("unit", String(100), nullable=False, default=""),
    Column("party", String(100), nullable=False, default=""),
    Column("lang", String(10), nullable=False, default=""),
    Column("password_hash", Text, nullable=False, default=""),  # empty: not set yet
    Column("active", Boolean, nullable=False, default=True),
    Column("created_at", Instant, nullable=False),
)

session = Table(
    "session",
    metadata,
    Column("id", String(22), primary_key=True),
    Column("token_hash", String(64), nullable=False, unique=True),
    Column("account", String(22), nullable=False, index=True),
    Column("address", String(64), nullable=False),
    Column("agent", String(200), nullable=False),
    Column("started_at", Instant, nullable=False),
    Column("seen_at", Instant, nullable=False),
)

token = Table(
    "token",
    metadata,
    Column("id", String(22), primary_key=True),
    Column("prefix", String(12), nullable=False),
    Column("token_hash", String(64), nullable=False, unique=True),
    Column("account", String(22), nullable=False, index=True),
    Column("label", String(120), nullable=False),
    Column("scope", String(10), nullable=False),  # read, write
    Column("created_at", Instant, nullable=False),
    Column("expires_at", Instant, nullable=False),
    Column("used_at", Instant),
)

invitation = Table(
    "invitation",
    metadata,
    Column("token_hash", String(64), primary_key=True),
    Column("account", String(22), nullable=False, index=True),
    Column("expires_at", Instant, nullable=False),
)

# Failures, per login name and address, and per login name alone: the delay grows with them.
attempt = Table(
    "attempt",
    metadata,
    Column("key", String(64), primary_key=True),  # a hash: what people type may be a password
    Column("failures", Integer, nullable=False),
    Column("next_at", Instant, nullable=False),
    Column("last_at", Instant, nullable=False),
)

name = Table(
    "people",
    metadata,
    Column("reference", String(300), primary_key=True),
    Column("name", String(300), nullable=False),
    Column("learned_at", Instant),
)

# The answer of a write, kept under the key its sender chose: sent twice, recorded once.
answer = Table(
    "kept_answer",
    metadata,
    Column("account", String(22), nullable=False),
    Column("key", String(100), nullable=False),
    Column("request_hash", String(64), nullable=False),
    Column("status", Integer, nullable=False),  # 0: under way
    Column("body", Text, nullable=False, default=""),
    Column("at", Instant, nullable=False),
    PrimaryKeyConstraint("account", "key"),
)

# Append-only, in a store of its own: who read what, and whether it was shared with them then.
readings = MetaData()
reading = Table(
    "reading",
    readings,
    Column("id", String(22), primary_key=True),
    Column("at", Instant, nullable=False, index=True),
    Column("account", String(22), nullable=False),
    Column("person", String(200), nullable=False),
    Column("role", String(30), nullable=False),
    Column("party", String(100), nullable=False),
    Column("route", String(200), nullable=False),
    Column("subject", String(300), nullable=False, index=True),
    Column("as_of", Instant),
    Column("address", String(64), nullable=False),
    Column("shared", Boolean, nullable=False),
)
