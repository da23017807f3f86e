"""What the sources of a project told, and when: who keeps them, and whether they are silent."""

import re
from collections import defaultdict
from datetime import date, datetime, timedelta

from hub.calendar import WorkCalendar
from hub.model.event import Event, Side
from hub.model.facts import SourceObserved
from hub.model.findings import FindingCleared
from hub.model.people import court_of
from hub.model.runs import SyncRunCompleted
from hub.policy import Policy
from hub.rules.remembering import (
    Answer,
    Remembering,
    remembered,
    remembered_by_key,
    remembered_for,
)
from hub.rules.watching import Mark, watches
from hub.rules.world import Concluded, Owed, Reading, World


@watches("status_date", "at")
class Readings(Remembering):
    """The world of a project on a status date, with what is known of its sources."""

    status_date: date
    at: datetime

    def __init__(
        self, world: World, policy: Policy, calendar: WorkCalendar, status_date: date, at: datetime
    ) -> None:
        self.world = world
        self.policy = policy
        self.calendar = calendar
        self.watch = world.watch
        self.marks: dict[str, Mark] = {}
        self.answers: dict[object, Answer] = {}
        self._turned = 0
        self.status_date = status_date
        self.at = at
        self.turn(status_date, at)

    def turn(self, status_date: date, at: datetime) -> None:
        """Begin an evaluation of a day: what rests on nothing that changed is not asked again.

        What the last evaluation did not look at any more is forgotten.
        """
        kept = {k: a for k, a in self.answers.items() if a.checked >= self._turned}
        self.answers.clear()
        self.answers.update(kept)
        if status_date != self.status_date:
            self.status_date = status_date
        self.at = at
        self.watch.now += 1
        self._turned = self.watch.now

    @property
    def remembers(self) -> int:
        """Count the answers that are kept for the next evaluation."""
        values = (answer.value for answer in self.answers.values())
        held = (len(each.answers) for each in values if isinstance(each, Remembering))
        return len(self.answers) + sum(held)

    @remembered_by_key
    def findings_about(self) -> dict[str, list[Concluded]]:
        """Give the findings that were open before this evaluation, by subject."""
        found: dict[str, list[Concluded]] = defaultdict(list)
        for each in self.world.findings.values():
            if each.state == "open":
                found[each.conclusion.about_id].append(each)
        return found

    @remembered_by_key
    def owed_by_key(self) -> dict[str, list[Owed]]:
        """Give the commitments of all series, by key."""
        found: dict[str, list[Owed]] = defaultdict(list)
        for owed in self.world.owed.values():
            found[owed.key].append(owed)
        return found

    @remembered_by_key
    def episodes_of(self) -> dict[tuple[str, str, str], list[tuple[datetime, date]]]:
        """Give from when to which day something was found, by rule, subject and detail."""
        found: dict[tuple[str, str, str], list[tuple[datetime, date]]] = defaultdict(list)
        for each in self.world.findings.values():
            if each.opened is not None:
                said = each.conclusion
                key = (said.rule, said.about_id, said.detail)
                found[key].append((each.opened.occurred.hi, self._over_on(each)))
        return found

    def _over_on(self, found: Concluded) -> date:
        """Give the first day on which it was not found any more, or that on which it was closed."""
        ended = found.ended
        if ended is None:
            return found.missed_on or date.max
        if isinstance(ended, FindingCleared):
            return ended.since
        return self.calendar.day_of(ended.occurred.hi)

    @remembered_for
    def is_waived_for(self, gate: str) -> bool:
        """Tell whether a waiver that still runs names a gate in its reason: M1 is not in M10."""
        named = re.compile(rf"(?<![\w-]){re.escape(gate)}(?![\w-])", re.ASCII)
        running = (reason for until, reason in self._waivers if until >= self.status_date)
        return any(named.search(reason) for reason in running)

    @remembered
    def _waivers(self) -> list[tuple[date, str]]:
        findings = self.world.findings.values()
        return [(each.waived_until, each.waived_for) for each in findings if each.waived_until]

    @remembered_for
    def is_silent(self, source: str) -> bool:
        """Tell whether a source has failed or not spoken lately: what it would tell is unknown."""
        reading = self.world.source(source)
        if not reading.runs:
            return False  # nothing but what a person entered
        last, outcome = reading.runs[-1]
        if outcome == "failed":
            return True
        good = [run for run, result in reading.runs if result != "failed"]
        hours = float(reading.content.get("stale_h") or self.policy.sources.nightly_stale_h)
        return self.at - (good[-1] if good else last).occurred.hi > timedelta(hours=hours)

    @remembered
    def last_run(self) -> SyncRunCompleted | None:
        """Give the last run: the proof of an absence."""
        runs = (run for reading in self.world.sources.values() for run, _ in reading.runs)
        return max(runs, key=lambda run: run.recorded_at, default=None)

    def keeper(self, reading: Reading) -> Side:
        """Give the side that keeps a source."""
        return Side(reading.content.get("side") or self.policy_guest)

    @property
    def lead(self) -> str:
        """Give the court of the lead of the side that runs the hub."""
        return court_of(Side(self.policy.host_side))

    @property
    def policy_guest(self) -> Side:
        """Give the side that does not run the hub: it keeps the sources unless configured so."""
        return Side(self.policy.host_side).other

    def is_automatic(self, fact: Event) -> bool:
        """Tell whether an account did it that the source's settings name as automation."""
        named = self.world.source(fact.source).content.get("automation") or ()
        return fact.actor in named or fact.actor.rpartition("/")[2] in named

    def shows(self, source: str, field: str) -> bool:
        """Tell whether a source has a field at all: some item of it has shown a value."""
        return (source, field) in self._shown

    @remembered
    def _shown(self) -> set[tuple[str, str]]:
        works = self.world.work.values()
        return {(work.item.source, name) for work in works for name in work.item.fields}

    @remembered_for
    def sources_of(self, side: Side) -> list[Reading]:
        """Give the sources of a side that show work items, and all of them at each look.

        A report shows only what it speaks of, and a plan shows what is owed: nothing can be
        missing from them.
        """
        return [
            reading
            for reading in self.world.sources.values()
            if self.complete_looks(reading) and self.keeper(reading) is side
            if reading.name in self.with_items
        ]

    @remembered
    def with_items(self) -> set[str]:
        """Give the sources that have shown a work item."""
        return {work.item.source for work in self.world.work.values()}

    def complete_looks(self, reading: Reading) -> list[SourceObserved]:
        """Give the observations that saw everything, oldest first: the ground for an absence."""
        kinds = ("census", "snapshot")
        return [seen for seen in reading.observed if seen.complete and seen.kind in kinds]
