"""One status week of the ledger: on which days a finish moved, and whose days those were."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction

from hub.ball.chain import Links
from hub.ball.holders import NOBODY, SIDES, Held, Holders, side_of
from hub.ball.links import Link
from hub.ball.network import Network, Stand
from hub.ball.spans import UNKNOWN
from hub.model.charges import APPROVED, CONCURRENT, UNEXPLAINED, ChargeDecided, Window
from hub.model.event import Event

COUNTED = SIDES | {CONCURRENT}
CITED = 8  # events behind one column of one window; more would be a second log


@dataclass(slots=True)
class Spent:
    """One window of one commitment: its finish moved from *before* to *after*."""

    on: date
    before: int
    after: int
    columns: dict[str, Fraction] = field(default_factory=dict)
    reasons: dict[str, tuple[str, ...]] = field(default_factory=dict)
    cited: dict[str, tuple[Event, ...]] = field(default_factory=dict)
    chain: tuple[str, ...] = ()
    window: Window | None = None  # as it is recorded, once that is asked for

    @property
    def moved(self) -> int:
        """Give the working days by which the finish moved."""
        return self.after - self.before


class Charging:
    """What all windows share."""

    def __init__(self, links: Links) -> None:
        self.links = links
        self.network = Network(links)
        self.holders = Holders(links)
        self.moved: dict[tuple[str, date, str], ChargeDecided] = {
            (f"{event.series}/{event.key}", event.window_on, event.court): event
            for events in links.context.world.charges.values()
            for event in events[-1:]
            if isinstance(event, ChargeDecided) and event.upheld
        }


class Week:
    """One status week: the days in (*a*, *b*]."""

    def __init__(
        self, charging: Charging, stands: Mapping[str, Stand], on: date, days: tuple[int, int]
    ) -> None:
        self.charging = charging
        self.stands = stands
        self.on = on
        self.a, self.b = days
        self._ends: dict[str, dict[str, Link]] = {}
        self._faults: dict[str, dict[int, Held]] = {}
        self._helds: dict[tuple[str, int], Held] = {}

    def spent(self, link: Link, was: int) -> Spent:
        """Charge what moved in this week to its columns."""
        found = Spent(self.on, was, self.stands[link.owed.id].finish)
        approved = self._approved(link, found.moved)
        columns: dict[str, Fraction] = defaultdict(Fraction)
        because: dict[str, list[tuple[str, tuple[Event, ...]]]] = defaultdict(list)
        if approved:
            columns[APPROVED] += approved
            because[APPROVED].append(("revision_approved", (link.step(self.b).event,)))
        if rest := found.moved - approved:
            drivers = self.ends(link) if rest > 0 else self._caught_up(link)
            days = self._days(link, drivers, rest)
            found.chain = tuple(sorted(each.owed.key for each in drivers.values()))[:CITED]
            parts: dict[str, Fraction | int] = defaultdict(int)
            for day, active in days.items():
                for column, part, helds in self._shares(link, day, active, is_credit=rest < 0):
                    parts[column] += part
                    because[column] += [(held.why, held.events) for held in helds]
            for column, part in parts.items():
                columns[column] += Fraction(rest * part, len(days))
        found.columns = self._decided(link, columns, because)
        for column, told in because.items():
            if column in found.columns:
                found.reasons[column] = tuple(dict.fromkeys(why for why, _ in told))
                events = {id(event): event for _, some in told for event in some}
                found.cited[column] = tuple(events.values())[:CITED]
        return found

    def _approved(self, link: Link, moved: int) -> int:
        """Give the part of a move that an approved revision made."""
        shift = link.step(self.b).finish - link.step(self.a).finish
        if shift * moved <= 0:
            return 0
        return min(shift, moved) if shift > 0 else max(shift, moved)

    def ends(self, link: Link) -> dict[str, Link]:
        """Give the commitments at the end of the driving chain."""
        name = link.owed.id
        if name not in self._ends:
            found: dict[str, Link] = {}
            for before in self.through(link):
                found |= self.ends(before)
            self._ends[name] = found or {name: link}
        return self._ends[name]

    def through(self, link: Link) -> list[Link]:
        """Give what explains its delay."""
        return [self.charging.links.all[name] for name in self.stands[link.owed.id].through]

    def _caught_up(self, link: Link) -> dict[str, Link]:
        """Give what made a finish come nearer: the work that has begun, not what it waited for."""
        is_begun = any(day is not None and day <= self.b for day in (link.started, link.finished))
        through = [] if is_begun else self.through(link)
        found: dict[str, Link] = {}
        for before in through:
            found |= self._caught_up(before)
        return found or {link.owed.id: link}

    def _days(self, link: Link, drivers: dict[str, Link], rest: int) -> dict[int, list[Link]]:
        """Give the days on which the move came about, each with the links that made it."""
        found: dict[int, list[Link]] = defaultdict(list)
        for driver in drivers.values():
            spans = self._spans(link, driver, rest)
            for day in sorted({day for lo, hi in spans for day in self._within(lo, hi)}):
                found[day].append(driver)
        whole = range(self.a + 1, self.b + 1) or [self.b]
        return dict(sorted(found.items())) or {day: list(drivers.values()) for day in whole}

    def _spans(self, link: Link, driver: Link, rest: int) -> tuple[tuple[int, int], ...]:
        """Give the days on which a driver made the move: late ones, or any where a date was set."""
        stand = self.stands[driver.owed.id]
        if rest < 0 or stand.side:
            return ((self.a, self._shown(driver)),)
        return stand.overdue if driver is link else (*stand.overdue, stand.review)

    def _shown(self, driver: Link) -> int:
        """Give the day on which a driver was shown to be done; the last of the week: it was not."""
        pending = driver.pending(self.b)
        ends = [driver.finished, pending.shown if pending else None]
        return min((day for day in ends if day is not None), default=self.b)

    def _within(self, lo: int, hi: int) -> range:
        """Give the days of this week in (lo, hi]."""
        return range(max(lo, self.a) + 1, min(hi, self.b) + 1)

    def _shares(
        self, link: Link, day: int, active: list[Link], *, is_credit: bool
    ) -> Iterator[tuple[str, Fraction | int, list[Held]]]:
        """Give the columns of one day: one side's holders, or both sides' at once.

        A credit is whose turn it was, and needs no notice.
        """
        every = [self._held(each, day) for each in active]
        counted = [h for h in every if h.court not in (NOBODY, UNKNOWN)] if is_credit else every
        charged = [held for held in counted if held.is_charged or is_credit]
        if not charged:
            missing = [] if is_credit else self._missing(link, day)
            yield (CONCURRENT if missing else UNEXPLAINED), 1, [*missing, *every]
            return
        beside = [] if is_credit else self._beside(link, day, active)
        sides = {side_of(held.court) for held in charged} & COUNTED
        others = [h for h in beside if not sides & {side_of(h.court)}] if sides else []
        if CONCURRENT in sides or len(sides) > 1 or others:
            yield CONCURRENT, 1, [*charged, *others]
            return
        courts = sorted({held.court for held in charged})
        part = 1 if len(courts) == 1 else Fraction(1, len(courts))
        for court in courts:
            yield court, part, [h for h in charged if h.court == court]

    def _held(self, link: Link, day: int) -> Held:
        key = (link.owed.id, day)
        if key not in self._helds:
            self._helds[key] = self._held_on(link, day)
        return self._helds[key]

    def _held_on(self, link: Link, day: int) -> Held:
        held = self.charging.holders.on(link, day, self.stands[link.owed.id].side)
        said = link.promise(self.b) if held.why == "date_moved" else None
        if said is None:
            return held
        return Held(held.court, held.why, (said.event, *held.events), held.is_charged)

    def _missing(self, link: Link, day: int) -> list[Held]:
        """Give what would be charged on the way to the driver, had the other side been ready."""
        found = []
        for before in self.through(link):
            found += self._missing(before, day)
        held = self._held(link, day)
        return [*found, held] if held.court == CONCURRENT else found

    def _beside(self, link: Link, day: int, active: list[Link]) -> list[Held]:
        """Give who held up something else that it also waited for, on their own."""
        found, seen, waiting = [], {link.owed.id}, [link]
        while waiting:
            for before in waiting.pop().before:
                name = before.owed.id
                is_over = before.finished is not None and before.finished < day
                if name in seen or is_over:
                    continue
                seen.add(name)
                waiting.append(before)
                held = None if before in active else self.faults(before).get(day)
                if held is not None:
                    found.append(held)
        return found

    def faults(self, link: Link) -> dict[int, Held]:
        """Give the days on which a link itself was late, and charged for it."""
        name = link.owed.id
        if name not in self._faults:
            stand = self.stands[name]
            spans = () if stand.through else stand.overdue
            days = {day for lo, hi in spans for day in self._within(lo, hi)}
            helds = {day: self._held(link, day) for day in sorted(days)}
            self._faults[name] = {day: held for day, held in helds.items() if held.is_charged}
        return self._faults[name]

    def _decided(
        self,
        link: Link,
        columns: dict[str, Fraction],
        because: dict[str, list[tuple[str, tuple[Event, ...]]]],
    ) -> dict[str, Fraction]:
        """Let days leave the column in which a dispute about them was upheld."""
        found: dict[str, Fraction] = defaultdict(Fraction)
        for column, days in columns.items():
            key = (f"{link.owed.series}/{link.owed.key}", self.on, column)
            decision = self.charging.moved.get(key)
            found[decision.to if decision else column] += days
            if decision:
                because[decision.to].append(("dispute_upheld", (decision,)))
        return {column: days for column, days in sorted(found.items()) if days}
