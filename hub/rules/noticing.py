"""Whose date stands, what was told of a duty, and from when its lateness counts."""

from datetime import date, datetime

from hub.model.commitments import (
    CommitmentAcknowledged,
    CommitmentRaised,
    NoticeSent,
    PromiseGiven,
    Terms,
)
from hub.model.event import Event
from hub.rules.agenda import Agenda
from hub.rules.remembering import remembered_by_key
from hub.rules.world import Owed, terms_in_force

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

        Its unit has confirmed that day or an earlier one, has signed the plan that names it, or
        the contract names it. The policy may let every agreed date stand.
        """
        if owed.id not in self.in_force:
            return None
        terms, row, approval = self.in_force[owed.id]
        said = [e for e in owed.of(CommitmentAcknowledged, PromiseGiven) if _takes_on(e, terms)]
        if approval is not None and terms.court in getattr(approval, "signed_by", ()):
            said.append(approval)
        if isinstance(row, CommitmentRaised) and row.origin.partition(":")[0] == CONTRACT:
            said.append(row)
        if not said and self.policy.notice.unconfirmed_dates_charge:
            said.append(approval or row)
        return min(said, key=lambda event: event.occurred.hi, default=None)

    def told(self, owed: Owed) -> list[NoticeSent]:
        """Give the notices since its date stands; what came before asked for the date.

        A reminder before the due day tells of it as one after it does; one about an earlier day
        than the one that is agreed now does not.
        """
        since = self._stands_since(owed)
        return [n for n in owed.notices if n.occurred.hi >= since] if since else []

    def _stands_since(self, owed: Owed) -> datetime | None:
        confirmed = self.confirmation(owed)
        if confirmed is None:
            return None
        terms, _, approval = self.in_force[owed.id]
        is_moved = approval and getattr(confirmed, "finish_on", terms.finish_on) != terms.finish_on
        stated = approval if is_moved else None
        return max(event.occurred.hi for event in (confirmed, stated) if event is not None)

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


def _takes_on(said: CommitmentAcknowledged | PromiseGiven, terms: Terms) -> bool:
    """Tell whether who confirmed or promised a day is bound to the agreed one by that."""
    if said.finish_on is None or terms.finish_on is None:
        return isinstance(said, CommitmentAcknowledged)
    return said.finish_on <= terms.finish_on
