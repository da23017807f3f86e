"""Measured goals: a value of a day, in the unit that was agreed."""

from datetime import date, datetime, timedelta

from hub.errors import Refused
from hub.model.commitment_acts import Commitment, CommitmentCommand, commitment_from
from hub.model.commitments import TargetMeasured
from hub.model.decider import decides
from hub.model.event import Event
from hub.model.people import Role, require


class MeasureTarget(CommitmentCommand, frozen=True, kw_only=True, tag="measure-target"):
    """Enter what was measured. A wrong value is answered by a later one, never changed."""

    series: str = "goals"
    on: date
    value: float
    words: str = ""


@decides(MeasureTarget, fold=commitment_from)
def decide(state: Commitment, command: MeasureTarget, recorded_at: datetime) -> list[Event]:
    """Record a value of a goal that says by what it is measured."""
    require(command.by, Role.COORDINATOR, Role.HEAD, Role.KEY_USER, to="enter a measurement")
    if state.terms is None or state.terms.measure is None:
        raise Refused(
            "{subject} does not say by what it is measured.",
            remedy="Raise it as a goal with its unit, the value before and the value agreed.",
            subject=command.subject,
        )
    # East of Greenwich a day begins earlier than in the log's zone.
    if command.on > recorded_at.date() + timedelta(days=1):
        raise Refused(
            "{on} has not come yet.", remedy="Enter what was measured, on its day.", on=command.on
        )
    return [TargetMeasured(**command.said(recorded_at, "on", "value", "words"))]
