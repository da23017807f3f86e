"""The deterministic finish of every commitment on a day, and what it hangs on.

A finish is the latest promise in force, else the baseline's remaining work from the day. The spans
that the plan holds between two commitments are kept: what comes before moves what comes after.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from hub.ball.chain import Links
from hub.ball.links import Link, Promise


@dataclass(frozen=True, slots=True)
class Stand:
    """How a commitment stands on a day, in working-day numbers."""

    finish: int
    released: int  # from when on others can go on, as far as is known
    overdue: tuple[tuple[int, int], ...]  # the days (lo, hi] on which it was itself late
    through: tuple[str, ...]  # ids of what explains its delay; empty: itself
    side: str = ""  # who has promised the finish; empty: nobody has
    review: tuple[int, int] = (0, 0)  # the days (lo, hi] on which others waited for a verdict


class Network:
    """All commitments in an order in which what comes before stands first."""

    def __init__(self, links: Links) -> None:
        self.order = list(_ordered(links))
        place = {link.owed.id: number for number, link in enumerate(self.order)}
        self.has_circle = any(
            place[before.owed.id] >= place[link.owed.id]
            for link in self.order
            for before in link.before
        )

    def on(self, day: int, known: Mapping[str, Stand]) -> dict[str, Stand]:
        """Give how every commitment stands on a day, by its id; of some it is *known*."""
        stands: dict[str, Stand] = {}
        for link in self.order:
            name = link.owed.id
            stands[name] = known.get(name) or _stand(link, day, stands)
        return stands


def _stand(link: Link, day: int, stands: dict[str, Stand]) -> Stand:
    finish_by = link.step(day).finish
    waited, through = _waited(link, day, stands)
    if link.finished is not None and link.finished <= day:
        return _done(link, day, waited, through)
    is_started = link.started is not None and link.started <= day
    late_start, late = _late_start(link, day)
    expected = finish_by + (late_start if is_started else max(waited, late_start))
    if day > expected:
        late = (*late, (expected, day))
    pending = link.pending(day)
    if pending is not None:  # what was shown counts from its day, if it is accepted
        return Stand(pending.shown, max(pending.shown, day), late, (), "", (pending.shown, day))
    finish = max(expected, day)
    said = link.promise(day)
    if said is not None and _counts(link, said, day, finish):
        return Stand(said.finish or day, said.finish or day, late, (), said.side)
    return Stand(finish, finish, late, () if finish - finish_by > waited else through)


def _waited(link: Link, day: int, stands: dict[str, Stand]) -> tuple[int, tuple[str, ...]]:
    """Give by how much what comes before moves it, and which of them do."""
    shifts = [
        (stands[p.owed.id].released - p.step(day).finish, p.owed.id)
        for p in link.before
        if p.owed.id in stands  # a circle in the plan ends here
    ]
    waited = max((shift for shift, _ in shifts), default=0)
    return (
        (waited, tuple(name for shift, name in shifts if shift == waited))
        if waited > 0
        else (0, ())
    )


def _late_start(link: Link, day: int) -> tuple[int, tuple[tuple[int, int], ...]]:
    """Give by how much it began late, so far, and the days on which it should have begun."""
    start = link.step(day).start
    begun = day if link.started is None else min(day, link.started)
    if start is None or begun <= start:
        return 0, ()
    return begun - start, ((start, begun),)


def _done(link: Link, day: int, waited: int, through: tuple[str, ...]) -> Stand:
    """Give a commitment that was shown to be done; what came before explains what it moved."""
    finish, released = link.finished or 0, min(link.released or 0, day)
    agreed = link.step(day).finish
    late_start, late = _late_start(link, min(day, finish))
    if finish > agreed + late_start:
        late = (*late, (agreed + late_start, finish))
    released = max(finish, released)
    through = () if finish - agreed > waited or released > finish else through
    return Stand(finish, released, late, through, "", (finish, released))


def _counts(link: Link, said: Promise, day: int, finish: int) -> bool:
    """Tell whether a promise is in force, and says another day than the remaining work.

    One that is earlier than the remaining work counts once what it waits for was there.
    """
    if said.finish is None or said.finish < day or said.finish == finish:
        return False
    is_free = all(p.released is not None and p.released <= said.said for p in link.before)
    return said.finish > finish or is_free


def _ordered(links: Links) -> list[Link]:
    found: dict[str, Link] = {}
    opened: set[str] = set()
    for first in links.all.values():
        waiting = [(first, False)]
        while waiting:
            link, is_left = waiting.pop()
            name = link.owed.id
            if is_left:
                found[name] = link
            elif name not in opened:
                opened.add(name)
                waiting.append((link, True))
                waiting += [(p, False) for p in reversed(link.before) if p.owed.id not in opened]
    return list(found.values())
