"""What a source said about a work item, when it spoke, and of which day an edition speaks."""

from bisect import bisect_left
from collections import defaultdict
from datetime import datetime, time, timedelta
from operator import attrgetter

from hub.model.facts import EditionRead, State, WorkItemFieldChanged, WorkItemFirstSeen
from hub.rules import Unknown
from hub.rules.case import Case, Move, move_of
from hub.rules.citing import Said
from hub.rules.context import Context
from hub.rules.remembering import remembered
from hub.rules.world import Reading, Work


class Speaking(Case):
    """A work item with what its source said, and the instants as of which it was meant."""

    def __init__(self, context: Context, work: Work) -> None:
        super().__init__(context)
        self.work = work
        self.item = work.item
        self.reading: Reading = context.world.source(work.item.source)

    @property
    def heard_at(self) -> datetime:
        """Give the instant at which its source was last read well."""
        good = [run for run, outcome in self.reading.runs if outcome != "failed"]
        editions = [edition.occurred.hi for edition in self.shown_in]
        last = self.work.facts[-1].occurred.hi
        return editions[-1] if editions else good[-1].occurred.hi if good else last

    @property
    def spoken_at(self) -> datetime:
        """Give the instant up to which what its source says may have been meant.

        A file speaks of the day that it bears, however late it came.
        """
        last = self.shown_in[-1:]
        ends = [self.calendar.at(e.edition.edition_on + timedelta(days=1), time.min) for e in last]
        return min([self.heard_at, *ends])

    @property
    def shown_in(self) -> list[EditionRead]:
        """Give the editions that had a row about it; all of them where they do not tell."""
        editions = self.reading.editions
        return [e for e in editions if not e.shown or self.item.subject in e.shown]

    @property
    def is_spoken_of(self) -> bool:
        """Tell whether the source still shows it; of a series, whether the last edition did."""
        is_last = self.shown_in[-1:] == self.reading.editions[-1:]
        return not self.item.vanished and is_last

    @property
    def spoken_from(self) -> datetime:
        """Give the earliest instant as of which its source may have meant what it says now.

        A file bears a day and no hour, and may have been written when that day began.
        """
        editions = self.shown_in
        if not editions:
            return self.spoken_at
        began_at = self.calendar.at(editions[-1].edition.edition_on, time.min)
        return min(began_at, self.spoken_at)

    def spoke_near(self, cut: datetime, within_wd: int) -> bool:
        """Tell whether it was spoken of in the working days before an instant.

        A tool with a history says at each instant what it holds; a series only with each file.
        """
        days = [edition.edition.edition_on for edition in self.shown_in]
        before = [day for day in days if self.calendar.at(day, time.min) <= cut]
        return not days or (bool(before) and self.wd(max(before), self.day(cut)) <= within_wd)

    def told(self, name: str) -> Said | None:
        """Give the last value of a field, however long ago. Abstain if it could not be read."""
        if name in self.work.unread:
            raise Unknown(f"{self.item.source}:{name}")
        held = self.item.fields.get(name)
        if held is None:
            return None
        version = int(held.event_id.rpartition("@")[2])  # all its facts are in one stream
        place = bisect_left(self.work.facts, version, key=attrgetter("originator_version"))
        event = self.work.facts[place]
        return Said(held.value, event, held.locator)

    def history(self, name: str) -> list[Said]:
        """Give every value of a field the source told, in the order in which it was so."""
        return self._told.get(name, [])

    @remembered
    def _told(self) -> dict[str, list[Said]]:
        found = defaultdict[str, list[Said]](list)
        for fact in self.work.facts:
            if isinstance(fact, WorkItemFieldChanged):
                found[fact.field].append(Said(fact.new, fact))
            elif isinstance(fact, WorkItemFirstSeen):
                for name, value in fact.fields.items():
                    place = fact.locators.get(name, fact.locator)
                    found[name].append(Said(value, fact, place))
        for told in found.values():
            told.sort(key=lambda said: (said.event.occurred.hi, said.event.entry))
        return found

    def states(self) -> list[Said]:
        """Give every neutral state, in the order in which it was so."""
        return self._states

    @remembered
    def _states(self) -> list[Said]:
        return [
            Said(getattr(s.event, "state", None) or State.UNKNOWN, s.event, s.locator)
            for s in self.history("status")
        ]

    def moves(self, name: str = "due") -> list[Move]:
        """Give every change from one date to another, in the order in which it was made."""
        facts = [s.event for s in self.history(name) if isinstance(s.event, WorkItemFieldChanged)]
        return [move for fact in facts if (move := move_of(fact)) is not None]
