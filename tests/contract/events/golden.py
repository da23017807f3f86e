"""Golden files: the exact stored text of one event of a topic, and what it means."""

import json
import types
from datetime import UTC, date, datetime
from enum import Enum
from pathlib import Path
from typing import Any, Union, get_args, get_origin
from uuid import UUID

import msgspec

from hub.model.event import Event, Interval, event_types
from hub.store.mapper import EventMapper

FOLDER = Path(__file__).parent
SAMPLES: dict[Any, Any] = {
    str: "text 文字",
    int: 7,
    float: 2.5,
    bool: True,
    bytes: bytes(range(16)),
    datetime: datetime(2025, 3, 3, 1, 30, 0, 250_000, UTC),
    date: date(2025, 3, 3),
    UUID: UUID("5c30383f-4bb5-5297-a9eb-7f9b3bfe2c02"),
    Interval: Interval(None, datetime(2025, 3, 2, 16, tzinfo=UTC)),
    Any: "anything",
}


def path_of(topic: str) -> Path:
    """Name the file of a topic."""
    return FOLDER / f"{topic}.json"


def add(topic: str) -> bool:
    """Write the file of a topic unless there is one; tell whether it was written."""
    if path_of(topic).exists():
        return False
    event = sample(event_types()[topic])
    row = EventMapper().to_stored_event(event)
    golden = {"stored": row.state.decode(), "means": meaning(event)}
    text = json.dumps(golden, ensure_ascii=False, indent=1, sort_keys=True)
    path_of(topic).write_text(text + "\n", encoding="utf-8")
    return True


def meaning(event: Event) -> dict[str, Any]:
    """Give every field of an event, defaults too, as plain values."""
    fields = {name: getattr(event, name) for name in event.__struct_fields__}
    plain: dict[str, Any] = msgspec.json.decode(msgspec.json.encode(fields))
    return plain


def sample(of: Any) -> Any:
    """Make a value of a type, always the same, with nothing left at its default."""
    if of in SAMPLES:
        return SAMPLES[of]
    if isinstance(of, type) and issubclass(of, Enum):
        return list(of)[-1]
    if isinstance(of, type) and issubclass(of, msgspec.Struct):
        return of(**{f.name: sample(f.type) for f in msgspec.structs.fields(of)})
    return _compound(get_origin(of), get_args(of))


def _compound(origin: Any, parts: tuple[Any, ...]) -> Any:
    if origin in (Union, types.UnionType):
        return sample(next(part for part in parts if part is not type(None)))
    if origin is dict:
        return {sample(parts[0]): sample(parts[1])}
    if origin is tuple:
        return tuple(sample(part) for part in parts if part is not Ellipsis)
    if origin in (list, set, frozenset):
        return origin([sample(parts[0])])
    raise TypeError(f"no sample for {origin}[{parts}]")
