"""Filters in the address: known words only, each removable."""

from collections.abc import Iterable

from hub.errors import Refused


class BadFilter(Refused):
    """A filter that names nothing known."""

    code = "bad_filter"


def known(name: str, value: str, allowed: Iterable[str]) -> str:
    """Give *value* if it is empty or among *allowed*; else say what would be."""
    words = sorted(set(allowed))
    if value and value not in words:
        raise BadFilter(
            "There is no {name} «{value}».",
            remedy="Known are: {words}.",
            name=name,
            value=value[:80],
            words=", ".join(words[:40]) or "–",
        )
    return value
