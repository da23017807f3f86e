"""What every event has, whatever it tells: its subject, its two times, its origin."""

import re
from datetime import UTC, datetime
from enum import StrEnum
from functools import lru_cache
from hashlib import sha1
from importlib import import_module
from typing import Any, ClassVar
from uuid import UUID

from msgspec import Struct

Value = str | int | float | bool | None
"""A single value as a source tells it; a date is ISO 8601 text. None: it was shown empty."""

NAMESPACE = UUID("6f2c7a52-6a0e-5d7e-9a53-0d1d8c7f4b10")
NEVER = datetime(1, 1, 1, tzinfo=UTC)
NOBODY = UUID(int=0)


def stream_id(about: str, scope: str, subject: str) -> UUID:
    """Name the stream of *subject*, a thing of a kind (*about*) within a source or project."""
    return UUID(stream_key(about, scope, subject))


def stream_key(about: str, scope: str, subject: str) -> str:
    """Give the digits of `stream_id` (UUID version 5, RFC 9562), three times as fast."""
    name = f"{about}\n{scope}\n{subject}".encode(errors="replace")
    digits = sha1(_NAMESPACE + name, usedforsecurity=False).hexdigest()
    return f"{digits[:12]}5{digits[13:16]}{_VARIANT[digits[16]]}{digits[17:32]}"


_NAMESPACE = NAMESPACE.bytes
_VARIANT = {digit: "89ab"[int(digit, 16) & 3] for digit in "0123456789abcdef"}


def topic_of(class_name: str) -> str:
    """Turn `FindingOpened` into `finding-opened.v1`, `FindingOpenedV2` into `finding-opened.v2`."""
    name, version = re.fullmatch(r"(.+?)(?:V(\d+))?", class_name).groups()  # type: ignore[union-attr]
    return re.sub(r"(?<!^)(?=[A-Z])", "-", name).lower() + f".v{version or 1}"


class Interval(Struct, frozen=True, array_like=True, gc=False):
    """When something was so, bounds included. A sheet only tells: between two editions."""

    lo: datetime | None  # None: nobody knows since when
    hi: datetime

    @classmethod
    def at(cls, instant: datetime) -> "Interval":
        """Give the interval of an exact instant."""
        return cls(instant, instant)


class Event(
    Struct, frozen=True, kw_only=True, tag_field="event", tag=topic_of, omit_defaults=True, gc=False
):
    """A fact, a decision or a judgement. The log fills the second half when it records."""

    about: ClassVar[str] = ""  # the kind of subject
    scoped_by_source: ClassVar[bool] = False  # else by project

    subject: str  # the key of the subject within its scope
    entry: str  # this very occurrence; recording an entry twice does nothing
    occurred: Interval
    actor: str = ""  # person reference, account of the source, or `rule:<name>`
    locator: str = ""  # where a person can see it

    project: str = ""
    source: str = ""  # `jira:SRC`, `workbook:plan`, `hub`
    run: str = ""
    originator_id: UUID = NOBODY
    originator_version: int = 0
    recorded_at: datetime = NEVER
    salt: bytes = b""

    @classmethod
    def stream(cls, project: str, source: str, subject: str) -> UUID:
        """Name the stream that an event of this class about *subject* belongs to."""
        return stream_id(cls.about, source if cls.scoped_by_source else project, subject)

    @property
    def occurred_hi(self) -> datetime:
        """Give the latest instant at which it came to be so."""
        return self.occurred.hi

    @property
    def occurred_lo(self) -> datetime | None:
        """Give the earliest instant at which it may have come to be so; None: unknown."""
        return self.occurred.lo

    @property
    def event_id(self) -> str:
        """Name this event for citations: the same on every database.

        Not `id`: some facts hold one, that of a version or a comment in its tool.
        """
        return f"{_text_of(self.originator_id)}@{self.originator_version}"


@lru_cache(maxsize=1 << 14)
def _text_of(stream: UUID) -> str:
    return str(stream)


def kinds(base: type[Event] = Event) -> tuple[type[Event], ...]:
    """Give every event class of the published language below *base*, by topic."""
    return tuple(kind for _, kind in sorted(event_types().items()) if issubclass(kind, base))


def event_types() -> dict[str, type[Event]]:
    """Collect every event that the published language knows, by topic."""
    import_module("hub.model").load_all()
    found: dict[str, type[Event]] = {}
    waiting: list[type[Any]] = [Event]
    while waiting:
        for kind in waiting.pop().__subclasses__():
            waiting.append(kind)
            if kind.about:
                found[topic_of(kind.__name__)] = kind
    return found


class Side(StrEnum):
    """Who owes. The rules know no other difference between client and vendor."""

    CLIENT = "client"
    VENDOR = "vendor"

    @property
    def other(self) -> "Side":
        """Give the opposite side."""
        return Side.VENDOR if self is Side.CLIENT else Side.CLIENT


class Severity(StrEnum):
    """How much a finding matters; S1 sorts first."""

    S1 = "S1"
    S2 = "S2"
    S3 = "S3"
    S4 = "S4"

    def raised(self, levels: int = 1) -> "Severity":
        """Go *levels* up, never above S1."""
        order = list(Severity)
        return order[max(0, order.index(self) - levels)]
