"""Characters that no database takes become U+FFFD, once, before anything is recorded."""

import re
from collections.abc import Sequence
from typing import Any

from msgspec import Struct, json
from msgspec.structs import replace

from hub.model.event import Event
from hub.model.facts import Fact

# C0 without tab and line ends, DEL, C1, lone surrogates.
_UNCLEAN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff]")
_ENCODER = json.Encoder()


def cleaned(events: Sequence[Event]) -> Sequence[Event]:
    """Give *events* with clean text; a fact that had to be changed says `repaired`.

    When all were clean it is the very same sequence.
    """
    if _is_surely_clean(events):
        return events
    clean = [event if _is_surely_clean([event]) else clean_event(event) for event in events]
    return clean if any(new is not old for new, old in zip(clean, events, strict=True)) else events


def clean_event(event: Event) -> Event:
    """Give the same event when its text is clean."""
    changed: dict[str, Any] = _changed(event)
    if not changed:
        return event
    if isinstance(event, Fact):
        changed["repaired"] = True
    return replace(event, **changed)


def clean_text(text: str) -> str:
    """Replace every character that cannot be stored."""
    return _UNCLEAN.sub("\ufffd", text)


def _is_surely_clean(events: Sequence[Event]) -> bool:
    # One look at the encoded page instead of one at every field: a control character is escaped
    # there, DEL and C1 stand as bytes 7F and C2, and a lone surrogate cannot be encoded at all.
    try:
        page = _ENCODER.encode(events)
    except UnicodeEncodeError:
        return False
    return not (b"\\" in page or b"\xc2" in page or b"\x7f" in page)


def _changed(struct: Struct) -> dict[str, Any]:
    values = ((name, getattr(struct, name)) for name in struct.__struct_fields__)
    return {name: new for name, old in values if (new := _clean(old)) is not old}


def _clean(value: Any) -> Any:
    """Clean text however deep it lies; give the very same object when nothing had to change."""
    match value:
        case str():
            return clean_text(value) if _UNCLEAN.search(value) else value
        case Struct():
            changed = _changed(value)
            return replace(value, **changed) if changed else value
        case dict():
            pairs = {_clean(k): _clean(v) for k, v in value.items()}
            same = all(
                k is a and v is b
                for (k, v), (a, b) in zip(value.items(), pairs.items(), strict=False)
            )
            return value if len(pairs) == len(value) and same else pairs
        case list() | tuple():
            parts = [_clean(part) for part in value]
            same = all(new is old for new, old in zip(parts, value, strict=True))
            return value if same else type(value)(parts)
    return value
