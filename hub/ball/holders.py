"""Who holds the ball of a commitment on each working day, and whether that is charged.

The same gates for both sides: the commitment stood; it was told and a reasonable time has passed;
nothing of the other side was missing.
"""

from functools import lru_cache

from msgspec import Struct

from hub.ball.chain import Links
from hub.ball.links import Link
from hub.ball.spans import Holding, Span
from hub.model.charges import CONCURRENT
from hub.model.event import Event, Side

NOBODY = "none"
ANSWERS = ("sign_off", "decision_open")
SIDES = frozenset(str(side) for side in Side)


class Held(Struct, frozen=True, gc=False):
    """Who has the ball on one day."""

    court: str
    why: str
    events: tuple[Event, ...]
    is_charged: bool  # the gates are passed


class Holders:
    """Who has the ball of every link, on the days that are asked for."""

    def __init__(self, links: Links) -> None:
        holding = links.context.recall(Holding, links.context)
        self.spans = {name: holding.of(name) for name in links.all}
        self._days: dict[tuple[str, int, str], Held] = {}

    def on(self, link: Link, day: int, own: str = "") -> Held:
        """Give who has the ball of a link on a day. The side *own* has moved its finish itself."""
        key = (link.owed.id, day, own)
        if key not in self._days:
            self._days[key] = self._on(link, day, own)
        return self._days[key]

    def _on(self, link: Link, day: int, own: str) -> Held:
        if day <= link.steps[0].since:
            return Held(NOBODY, "nobody", (), is_charged=False)
        spans = self.spans[link.owed.id]
        if link.finished is not None and day > link.finished:
            judged = [s for s in spans.waiting if s.why == "sign_off" and s.covers(day)]
            if not judged:
                return Held(NOBODY, "nobody", (), is_charged=False)
            return self._gated(link, judged[0], day, own)
        blocking = [span for span in spans.blocking if span.covers(day)]
        # Who has not answered in time holds it up as well, whatever else keeps it waiting.
        also = [s for s in spans.waiting if blocking and s.why in ANSWERS and s.covers(day)]
        charged = [span for span in (*blocking, *also) if _is_told(span, day)]
        counted = charged or blocking
        if len({side_of(span.court) for span in counted} & SIDES) == 2:
            events = tuple(event for span in counted for event in span.events)
            return Held(CONCURRENT, "both_sides", events, is_charged=bool(charged))
        waiting = (span for span in spans.waiting if span.covers(day))
        span = counted[0] if counted else next(waiting)
        return self._gated(link, span, day, own)

    def _gated(self, link: Link, span: Span, day: int, own: str) -> Held:
        """Let the third gate pass: what the other side had to bring first is there."""
        side = side_of(span.court)
        is_own = side == own and not _is_told(span, day)  # who moves a date itself knows of it
        is_told = _is_told(span, day) or is_own
        if is_told and side in SIDES:
            missing = [p for p in link.before if p.side != side and self.is_overdue(p, day)]
            if missing:
                events = (*span.events, *(p.step(day).event for p in missing))
                return Held(CONCURRENT, "other_side_missing", events, is_charged=True)
        if span.why != "own_work" or (is_told and not is_own):
            return Held(span.court, span.why, span.events, is_told)
        # What told it came later, or was not needed.
        return Held(span.court, "date_moved" if is_own else "not_told", span.events[:1], is_told)

    def is_overdue(self, link: Link, day: int) -> bool:
        """Tell whether something that stood was due before a day and was not there."""
        is_open = link.finished is None or link.finished >= day
        return is_open and link.step(day).finish < day and self.spans[link.owed.id].stands

    def timeline(self, link: Link, last: int) -> list[tuple[int, int, str]]:
        """Partition the days from its agreement to *last*: runs (lo, hi] with their court."""
        found: list[tuple[int, int, str]] = []
        for day in range(link.steps[0].since + 1, last + 1):
            court = self.on(link, day).court
            if found and found[-1][2] == court:
                found[-1] = (found[-1][0], day, court)
            else:
                found.append((day - 1, day, court))
        return found


@lru_cache(maxsize=1024)
def side_of(court: str) -> str:
    """Give the side of a court; what is no side's gives itself."""
    return court.partition(":")[0]


def _is_told(span: Span, day: int) -> bool:
    return span.told is not None and day > span.told
