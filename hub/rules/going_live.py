"""When what goes live: one day for all, or waves with a day each."""

from dataclasses import dataclass
from datetime import date, timedelta

from hub.model.commitments import CommitmentMet, GateFailed, GatePassed, Kind, Terms
from hub.rules.noticing import Noticing
from hub.rules.remembering import remembered, remembered_for
from hub.rules.world import Owed


@dataclass(frozen=True, slots=True)
class GoLive:
    """One agreed go-live: the milestone, its day and module, and since when it is live."""

    id: str
    on: date
    module: str  # of one wave; a name that no other work bears, or none: of everything
    live_on: date | None  # None: not on record yet

    def is_near(self, on: date, days: int) -> bool:
        """Tell whether a day lies in its last calendar days, or after it while it is not live."""
        is_open = self.live_on is None or on <= self.live_on
        return is_open and on >= self.on - timedelta(days=days)


class GoingLive(Noticing):
    """The readings of a project, with the days on which it goes live."""

    @remembered
    def go_lives(self) -> list[GoLive]:
        """Give every agreed go-live, the first one first."""
        found = [
            GoLive(name, terms.finish_on, terms.module, _live_on(self.world.owed[name]))
            for name, (terms, _, _) in self.in_force.items()
            if _is_go_live(terms) and terms.finish_on
        ]
        return sorted(found, key=lambda each: (each.on, each.id))

    @remembered_for
    def go_lives_of(self, module: str) -> list[GoLive]:
        """Give the waves of a module; where it has none of its own, those of everything.

        The only one is of everything, whatever name it bears; so is one whose module no other work
        bears. What belongs to no module, or to one that no wave names, leads to each.
        """
        waves = self.go_lives
        if not module or len(waves) < 2:
            return waves
        own = [each for each in waves if each.module == module]
        return own or [each for each in waves if each.module not in self._worked_on] or waves

    @remembered
    def _worked_on(self) -> set[str]:
        """Give the modules of all agreed work; a milestone may be that of the whole project."""
        agreed = (terms for terms, _, _ in self.in_force.values())
        return {each.module for each in agreed if each.module and each.kind is not Kind.MILESTONE}

    @remembered_for
    def go_live_for(self, module: str, finish_on: date | None = None) -> GoLive | None:
        """Give the go-live that something leads to: the next one of its module, not before it ends.

        Where all are live it is the last one; None where none is agreed.
        """
        waves = self.go_lives_of(module)
        later = [each for each in waves if finish_on is None or each.on >= finish_on] or waves[-1:]
        ahead = [each for each in later if each.live_on is None] or later[-1:]
        return ahead[0] if ahead else None

    def is_window_open(self, wave: GoLive | None) -> bool:
        """Tell whether a go-live is near: T-15 calendar days, until it is live."""
        days = self.policy.golive.window_days
        return wave is not None and wave.is_near(self.status_date, days)

    def is_near_golive(self, on: date, days: int, module: str) -> bool:
        """Tell whether a day lies in the last calendar days before a go-live of a module."""
        return any(each.is_near(on, days) for each in self.go_lives_of(module))


def _is_go_live(terms: Terms) -> bool:
    return terms.kind is Kind.MILESTONE and terms.topic == "go_live"


def _live_on(owed: Owed) -> date | None:
    """Give the day on which its gate was passed, or on which the receiver says that it was met."""
    said = owed.of(GatePassed, GateFailed, CommitmentMet)[-1:]
    is_live = said and not isinstance(said[0], GateFailed) and not getattr(said[0], "defect", "")
    return said[0].on if is_live else None
