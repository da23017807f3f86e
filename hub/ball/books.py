"""What was computed of the ledger last time, and which windows of it stand.

A window rests on its commitment and on all that comes before it, as far as that is known by the
window's last day. So what came later, such as a promise of today, leaves earlier windows alone.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import TypeVar

from hub.ball.links import Link
from hub.ball.network import Network, Stand
from hub.ball.spans import Span, Spans
from hub.ball.weeks import Charging, Spent

ALWAYS, NEVER = -1, 10**9
T = TypeVar("T")


@dataclass(slots=True)
class Page:
    """One status week: the days in (*a*, *b*], how all stood on the last, and what moved."""

    days: tuple[int, int]
    stands: dict[str, Stand] = field(default_factory=dict)
    spent: dict[str, Spent] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class _Read:
    """What one commitment was computed from."""

    link: Link
    spans: Spans
    before: tuple[str, ...]
    decided: tuple[object, ...]


class Books:
    """The pages of the last time, and what they were made from."""

    def __init__(self) -> None:
        self.pages: dict[date, Page] = {}
        self._read: dict[str, _Read] = {}

    def changes(self, charging: Charging) -> "Changes":
        """Compare what is on record with what the pages were made from."""
        return Changes(_read(charging), self._read, charging.network)

    def keep(self, pages: dict[date, Page], changes: "Changes") -> None:
        """Remember how it was computed this time."""
        self.pages, self._read = pages, changes.read


class Changes:
    """From which day on each commitment may stand otherwise than it was computed."""

    def __init__(
        self, read: dict[str, _Read], before: Mapping[str, _Read], network: Network
    ) -> None:
        self.read = read
        self._since: dict[str, int] = {}
        for link in network.order:
            name = link.owed.id
            own = _since(before.get(name), read[name])
            upstream = [self._since[p.owed.id] for p in link.before if p.owed.id in self._since]
            self._since[name] = min([own, *upstream])
        if network.has_circle:  # it is cut where the order puts it, which may be another now
            self._since = dict.fromkeys(self._since, ALWAYS)

    def touch(self, name: str, day: int) -> bool:
        """Tell whether it may stand otherwise on a day."""
        return self._since[name] <= day


def _read(charging: Charging) -> dict[str, _Read]:
    decided: dict[str, list[object]] = {}
    for (name, on, court), event in charging.moved.items():
        decided.setdefault(name, []).append((on, court, event))
    return {
        name: _Read(
            link,
            charging.holders.spans[name],
            tuple(before.owed.id for before in link.before),
            tuple(decided.get(f"{link.owed.series}/{link.owed.key}", ())),
        )
        for name, link in charging.links.all.items()
    }


def _since(was: _Read | None, now: _Read) -> int:
    """Give the first day on which two readings of a commitment may differ."""
    if was is None or was.before != now.before or was.decided != now.decided:
        return ALWAYS
    a, b = was.link, now.link
    if a is b and was.spans is now.spans:
        return NEVER
    if a.terms != b.terms or a.steps != b.steps or was.spans.stands != now.spans.stands:
        return ALWAYS
    found = [promise.said for promise in _differing(a.promises, b.promises)]
    found += [shown.submitted for shown in _differing(a.shown, b.shown)]
    found += [span.lo + 1 for span in _other_spans(was.spans, now.spans)]
    for one, other in (
        (a.started, b.started),
        (a.finished, b.finished),
        (a.released, b.released),
    ):
        if one != other:
            found += [day for day in (one, other) if day is not None]
    return min(found, default=NEVER)


def _other_spans(was: Spans, now: Spans) -> Iterable[Span]:
    yield from _differing(was.blocking, now.blocking)
    yield from _differing(was.waiting, now.waiting)


def _differing(a: Sequence[T], b: Sequence[T]) -> list[T]:
    """Give what lies between the equal beginnings and the equal ends of two lists."""
    least = min(len(a), len(b))
    head = next((n for n in range(least) if a[n] != b[n]), least)
    most = least - head
    tail = next((n for n in range(most) if a[-1 - n] != b[-1 - n]), most)
    return [*a[head : len(a) - tail], *b[head : len(b) - tail]]
