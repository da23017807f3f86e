"""Whose date stands, what was told of a duty, and from when its lateness counts."""

from datetime import date, datetime

from hub.model.commitments import (
    CommitmentAcknowledged,
    CommitmentProposed,
    CommitmentRaised,
    NoticeSent,
    PromiseGiven,
    Terms,
)
from hub.model.event import Event
from hub.rules.agenda import Agenda
from hub.rules.remembering import remembered_by_key
from hub.rules.world import APPROVED, Owed, terms_in_force

CONTRACT = "contract"  # where a commitment that was raised comes from


class Noticing(Agenda):
    """The readings of a project, with the notices that were sent."""

    @remembered_by_key
    def in_force(self) -> dict[str, tuple[Terms, Event, Event | None]]:
        """Give the binding terms of each commitment, by its id."""
        found = ((owed.id, terms_in_force(owed, self.world)) for owed in self.world.owed.values())
        return {name: terms for name, terms in found if terms is not None}

    def confirmation(self, owed: Owed) -> Event | None:
        """Give what makes the date of a duty stand against who owes it; None: nothing yet.

        Its unit has confirmed, promised or signed that day or an earlier one, or the contract
        names it. The policy may let every agreed date stand.
        """
        found = self._confirmed(owed)
        return found[1] if found else None

    def told(self, owed: Owed) -> list[NoticeSent]:
        """Give the notices since its date stands; what came before asked for the date.

        A reminder before the due day tells of it as one after it does; one about an earlier day
        than the one that is agreed now does not.
        """
        found = self._confirmed(owed)
        return [n for n in owed.notices if n.occurred.hi >= found[0]] if found else []

    def _confirmed(self, owed: Owed) -> tuple[datetime, Event] | None:
        """Give since when the agreed date stands, and what makes it."""
        if owed.id not in self.in_force:
            return None
        terms, row, approval = self.in_force[owed.id]
        due, stated = terms.finish_on, approval or row
        said = [(event.finish_on, event) for event in owed.of(CommitmentAcknowledged)]
        said += [(event.finish_on, event) for event in owed.of(PromiseGiven)[-1:]]
        said += self._signed(owed)
        if isinstance(row, CommitmentRaised) and row.origin.partition(":")[0] == CONTRACT:
            said.append((due, row))
        if self.policy.notice.unconfirmed_dates_charge:
            said.append((due, stated))
        stands = [
            (event.occurred.hi if day == due else max(event.occurred.hi, stated.occurred.hi), event)
            for day, event in said
            if day == due or (day is not None and due is not None and day < due)
        ]
        return min(stands, key=lambda each: each[0], default=None)

    def _signed(self, owed: Owed) -> list[tuple[date | None, Event]]:
        """Give the days of the approved plans that its unit has signed, with the approvals."""
        found: list[tuple[date | None, Event]] = []
        for row in owed.rows:
            if isinstance(row, CommitmentProposed):
                told = self.world.proposals.get(row.proposal, ())
                approvals = (event for event in told if isinstance(event, APPROVED))
                court, day = row.terms.court, row.terms.finish_on
                found += [(day, event) for event in approvals if court in event.signed_by]
        return found

    def chargeable_from(self, owed: Owed, terms: Terms) -> date | None:
        """Give the day from which lateness counts: due, and a reasonable time after it was told.

        None while it was not told, or while nobody has confirmed a date that only the hub holds.
        """
        told = self.told(owed)
        if terms.finish_on is None or not told:
            return None
        noticed = self.calendar.day_of(told[0].occurred.hi)
        over = self.calendar.add(noticed, self.policy.notice.reasonable_time_wd)
        return max(over, terms.finish_on, self._least_time_over(owed))

    def _least_time_over(self, owed: Owed) -> date:
        """Give the day on which what was asked for at short notice could have been met."""
        raised = [row for row in owed.rows if isinstance(row, CommitmentRaised)]
        if not raised:
            return date.min
        asked_on = self.calendar.day_of(raised[0].occurred.hi)
        return self.calendar.add(asked_on, self.policy.notice.minimum_request_wd)
