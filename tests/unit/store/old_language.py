"""An event as it was once, and as it is now. The language of the hub does not know it."""

from datetime import date
from typing import Any

from hub.model.event import Event


class NoteTaken(Event, frozen=True, kw_only=True):
    """A note with all its lines in one text."""

    text: str


class NoteTakenV2(Event, frozen=True, kw_only=True):
    """A note line by line, with its day."""

    lines: list[str]
    taken_on: date


def first_to_second(body: dict[str, Any]) -> dict[str, Any]:
    """Cut the text at semicolons; the day is that of the interval."""
    text = body.pop("text")
    lines = [line.strip() for line in text.split(";")]
    return body | {
        "event": "note-taken.v2",
        "lines": lines,
        "taken_on": body["occurred"][1][:10],
    }
