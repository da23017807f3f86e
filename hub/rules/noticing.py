"""What was told of a duty, and from when its lateness counts."""

from datetime import date

from hub.model.commitments import CommitmentAcknowledged, CommitmentRaised, NoticeSent, Terms
from hub.rules.agenda import Agenda
from hub.rules.world import Owed


class Noticing(Agenda):
    """The readings of a project, with the notices that were sent."""

    def told(self, owed: Owed) -> list[NoticeSent]:
        """Give the notices since its date was confirmed; what came before asked for the date.

        A reminder before the due day tells of it as one after it does.
        """
        confirmed = owed.of(CommitmentAcknowledged)[-1:]
        return [
            notice
            for agreed in confirmed
            for notice in owed.notices
            if notice.occurred.hi >= agreed.occurred.hi
        ]

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
