"""What rules are over: each commitment, work item, unit and source, and the whole project."""

from collections.abc import Collection, Iterator
from datetime import date

from hub.model.event import Side
from hub.model.facts import WorkItemFieldChanged
from hub.model.people import executive_of
from hub.model.progress import ForecastMade
from hub.rules import Unknown
from hub.rules.case import Case
from hub.rules.cases import CommitmentCase, ItemCase
from hub.rules.context import Context
from hub.rules.forecast_inputs import go_live_case
from hub.rules.forecasts import forecast_of
from hub.rules.gatherings import Gathering
from hub.rules.measures import measures_of
from hub.rules.remembering import remembered
from hub.rules.units import UnitCase
from hub.rules.world import Reading

BLACKOUT_WD = 1  # the last working day of a month, on which a plant closes its books


def commitment_cases(context: Context) -> Iterator[CommitmentCase]:
    """Give a case for each commitment that binds, in a stable order."""
    for name in sorted(context.in_force):
        yield CommitmentCase.of(context, context.world.owed[name])


def item_cases(context: Context) -> Iterator[ItemCase]:
    """Give a case for each work item, in a stable order."""
    for name in sorted(context.world.work):
        yield ItemCase.of(context, context.world.work[name])


class ProjectCase(Case):
    """The whole project as one case, for rules over sets."""

    over = "project"

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self.id = context.world.project
        self.key = context.world.project
        self.title = context.world.project

    @remembered
    def commitments(self) -> list[CommitmentCase]:
        """Give every commitment that binds."""
        return list(commitment_cases(self.context))

    @remembered
    def gatherings(self) -> list[Gathering]:
        """Give every meeting that was called."""
        return self.context.gatherings

    def require_known_of(self, code: str, unsure: Collection[str]) -> None:
        """Abstain where a finding is open about somebody of whom not all is known today.

        What is known of the others is judged; but what may still be so must not clear.
        """
        held = self.context.findings_about.get(self.id, ())
        said = (each.conclusion for each in held)
        if any(each.rule == code and each.detail in unsure for each in said):
            raise Unknown(code)

    def in_blackout(self, on: date) -> bool:
        """Tell whether a day is the last working day of a month, where that is agreed.

        Days of stock-taking are not on record.
        """
        following = self.calendar.add(on, BLACKOUT_WD)
        is_agreed = "month_end" in self.context.policy.calendar_terms.blackouts
        return is_agreed and following.month != on.month

    @remembered
    def items(self) -> list[ItemCase]:
        """Give every work item."""
        return list(item_cases(self.context))

    @property
    def forecast(self) -> ForecastMade:
        """Give the forecast of go-live."""
        return forecast_of(self.context)

    @property
    def go_live(self) -> CommitmentCase | None:
        """Give the go-live that is forecast."""
        return go_live_case(self.context)

    def set_by(self, owed: CommitmentCase) -> str:
        """Give the executive of the side that approved its date; the host's where none is known."""
        person = owed.approval.actor if owed.approval else ""
        side = self.context.world.court_of_person(person).partition(":")[0]
        return executive_of(Side(side or self.context.policy.host_side))

    @property
    def whole(self) -> UnitCase:
        """Give the project as one measured set."""
        return unit_case(self.context, "project", "")


def unit_cases(context: Context) -> Iterator[UnitCase]:
    """Give a case for the project, each module, each team and department with agreed work."""
    for by, name in sorted(measures_of(context).groups):
        if by in ("project", "module", "department"):
            yield unit_case(context, by, name)


def unit_case(context: Context, by: str, name: str) -> UnitCase:
    """Give the case of one measured set."""
    return context.recall(UnitCase, context, by, name)


class SourceCase(Case):
    """One source with what it told of its work items."""

    over = "source"

    def __init__(self, context: Context, reading: Reading) -> None:
        super().__init__(context)
        self.reading = reading
        self.id = self.key = self.title = reading.name
        self.keeper = context.keeper(reading)

    def changes(self, *fields: str) -> list[WorkItemFieldChanged]:
        """Give every change of some fields that a person made, in no order."""
        return [
            fact
            for work in self.context.world.work.values()
            if work.item.source == self.id
            for fact in work.facts
            if isinstance(fact, WorkItemFieldChanged) and fact.field in fields
            if not self.context.is_automatic(fact)
        ]


def source_cases(context: Context) -> Iterator[SourceCase]:
    """Give a case for each source of work items, in a stable order."""
    for _, reading in sorted(context.world.sources.items()):
        if reading.observed or reading.editions:
            yield context.recall(SourceCase, context, reading)


def project_cases(context: Context) -> Iterator[ProjectCase]:
    """Give the one case of the project."""
    yield context.recall(ProjectCase, context)


CASES = {
    "commitment": commitment_cases,
    "item": item_cases,
    "source": source_cases,
    "unit": unit_cases,
    "project": project_cases,
}
