"""What rules are over: each commitment, each work item, the project as a whole."""

from collections.abc import Iterator
from functools import cached_property

from hub.rules.case import Case
from hub.rules.cases import CommitmentCase, ItemCase
from hub.rules.context import Context
from hub.rules.gatherings import Gathering


def commitment_cases(context: Context) -> Iterator[CommitmentCase]:
    """Give a case for each commitment that binds, in a stable order."""
    for name in sorted(context.in_force):
        yield CommitmentCase(context, context.world.owed[name])


def item_cases(context: Context) -> Iterator[ItemCase]:
    """Give a case for each work item, in a stable order."""
    for name in sorted(context.world.work):
        yield ItemCase(context, context.world.work[name])


class ProjectCase(Case):
    """The whole project as one case, for rules over sets."""

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self.id = context.world.project
        self.key = context.world.project
        self.title = context.world.project

    @cached_property
    def commitments(self) -> list[CommitmentCase]:
        """Give every commitment that binds."""
        return list(commitment_cases(self.context))

    @cached_property
    def gatherings(self) -> list[Gathering]:
        """Give every meeting that was called."""
        return self.context.gatherings

    @cached_property
    def items(self) -> list[ItemCase]:
        """Give every work item."""
        return list(item_cases(self.context))


def project_cases(context: Context) -> Iterator[ProjectCase]:
    """Give the one case of the project."""
    yield ProjectCase(context)


CASES = {"commitment": commitment_cases, "item": item_cases, "project": project_cases}
