"""Meetings that were called, decisions that were asked for, and who holds which place."""

from collections import defaultdict
from datetime import UTC, date, datetime, time
from itertools import takewhile

from hub.model.decisions import (
    DecisionAnswered,
    DecisionAsked,
    EscalationAnswered,
    EscalationSent,
)
from hub.model.event import Event
from hub.model.flags import ItemFlagged
from hub.model.meetings import MinutesPublished
from hub.model.parties import RoleAssigned
from hub.rules.gatherings import Gathering, Weekly, gathering_of
from hub.rules.readings import Readings
from hub.rules.remembering import remembered, remembered_by_key, remembered_for

BEGINNING = datetime.min.replace(tzinfo=UTC)


class Agenda(Readings):
    """The world of a project on a status date, with what was put to people and what came of it."""

    @remembered
    def gatherings(self) -> list[Gathering]:
        """Give every meeting that was called, by its id."""
        events = [each for _, each in sorted(self.world.meetings.items())]
        return [found for each in events if (found := gathering_of(each)) is not None]

    @remembered
    def weeklies(self) -> list[Weekly]:
        """Give the weekly meetings that were held and minuted, the first one first."""
        minutes = defaultdict[str, list[MinutesPublished]](list)
        for each in self.world.minutes:
            minutes[each.meeting].append(each)
        return [
            Weekly(
                court=self.world.court_of_person(meeting.called.actor) or self.lead,
                begins_at=self.calendar.at(meeting.held.on, time.min),
                minutes=minutes[meeting.called.meeting],
            )
            for meeting in sorted(self.gatherings, key=lambda each: each.on)
            if meeting.called.topic == "weekly" and meeting.held is not None
            if meeting.called.meeting in minutes
        ]

    @remembered_by_key
    def flags_of(self) -> dict[str, list[tuple[ItemFlagged, list[Event]]]]:
        """Give each flag with what was said to it, by the commitment that it asks about."""
        found = defaultdict[str, list[tuple[ItemFlagged, list[Event]]]](list)
        for asked, *more in self.world.flags.values():
            if isinstance(asked, ItemFlagged):
                found[asked.commitment].append((asked, more))
        return found

    @remembered_by_key
    def trainings(self) -> dict[tuple[str, str], list[Gathering]]:
        """Give the trainings that are over, by module and invited court."""
        found: dict[tuple[str, str], list[Gathering]] = defaultdict(list)
        for meeting in self.gatherings:
            if meeting.called.topic == "training" and meeting.is_over(self.status_date):
                for court in meeting.called.invited:
                    found[meeting.called.module, court].append(meeting)
        return found

    @remembered
    def open_decisions(self) -> list[DecisionAsked]:
        """Give the decisions that were asked for and are not answered, oldest first."""
        return [
            events[0]
            for events in self.world.matters.values()
            if isinstance(events[0], DecisionAsked)
            and not any(isinstance(event, DecisionAnswered) for event in events)
        ]

    @property
    def last_asked(self) -> Event:
        """Give the last word on what was put to people last."""
        return [events[-1] for events in self.world.matters.values()][-1]

    @remembered_for
    def open_escalations(self, court: str) -> list[Event]:
        """Give what was carried to a court and is not answered, oldest first."""
        return [
            events[0]
            for events in self.world.matters.values()
            if isinstance(events[0], EscalationSent) and events[0].to == court
            if not any(isinstance(event, EscalationAnswered) for event in events)
        ]

    def is_decided(self, key: str, since: datetime = BEGINNING) -> bool:
        """Tell whether a decision about something was answered, after it had come up."""
        return any(answer >= since for answer in self.decided_about.get(key, ()))

    def is_decided_while_found(self, key: str, finding: tuple[str, str, str]) -> bool:
        """Tell whether somebody decided about something while a finding about it was open."""
        answers = self.decided_about.get(key, ())
        return any(
            opened <= answer and self.calendar.day_of(answer) <= until
            for opened, until in self.episodes_of.get(finding, ())
            for answer in answers
        )

    @remembered_by_key
    def decided_about(self) -> dict[str, list[datetime]]:
        """Give when decisions were answered, by the key that they concern."""
        found = defaultdict[str, list[datetime]](list)
        for asked, *more in self.world.matters.values():
            for answer in (event for event in more if isinstance(event, DecisionAnswered)):
                for key in asked.concerns if isinstance(asked, DecisionAsked) else ():
                    found[key].append(answer.occurred.hi)
        return found

    @remembered_for
    def missed_in_a_row(self, court: str, since: date | None) -> list[Gathering]:
        """Give the meetings held without an invited court, back to the last it came to."""
        past = [
            meeting
            for meeting in self.gatherings
            if court in meeting.called.invited and meeting.held
            if meeting.is_over(self.status_date) and (since is None or meeting.on >= since)
        ]
        latest = sorted(past, key=lambda meeting: meeting.on, reverse=True)
        return list(takewhile(lambda meeting: not meeting.was_there(court), latest))[::-1]

    @remembered_for
    def named_since(self, role: str) -> date | None:
        """Give the day from which somebody holds a role that one person has; None: nobody yet."""
        named = [r for r in self.world.roles if isinstance(r, RoleAssigned) and r.role == role]
        days = (r.from_on or self.calendar.day_of(r.occurred.hi) for r in named)
        return max(days, default=None)
