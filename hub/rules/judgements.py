"""What the world of a project takes in of judgements: findings, charges, disputes, evaluations."""

from dataclasses import replace
from typing import Any

from hub.model.charges import ChargeDecided, ChargeDisputed, LedgerRecorded
from hub.model.findings import (
    DisputeDecided,
    FindingChanged,
    FindingCleared,
    FindingClosed,
    FindingDisputed,
    FindingOpened,
    FindingWaived,
)
from hub.model.progress import ForecastMade, ProgressMeasured
from hub.model.runs import EvaluationCompleted
from hub.rules.folders import folds
from hub.rules.world import Concluded, World


@folds(FindingOpened)
def _opened(world: World, event: FindingOpened) -> None:
    concluded = Concluded(event.finding, event.conclusion, event.episode, opened=event)
    world.findings[event.finding] = concluded


@folds(FindingChanged)
def _changed(world: World, event: FindingChanged) -> None:
    _now(world, event.finding, conclusion=event.conclusion)


@folds(FindingCleared)
def _cleared(world: World, event: FindingCleared) -> None:
    _now(world, event.finding, state="cleared", ended=event)


def _now(world: World, name: str, **what: Any) -> None:
    world.findings[name] = replace(world.findings[name], **what)


@folds(FindingClosed)
def _closed(world: World, event: FindingClosed) -> None:
    _now(world, event.finding, state="closed", closed_reason=event.reason, ended=event)


@folds(FindingWaived)
def _waived(world: World, event: FindingWaived) -> None:
    said = {"waived_for": event.reason, "waived_by": event.actor}
    _now(world, event.finding, waived_until=event.until_on, **said)


@folds(FindingDisputed, DisputeDecided)
def _disputed(world: World, event: FindingDisputed) -> None:
    _now(world, event.finding, is_disputed=isinstance(event, FindingDisputed))


@folds(LedgerRecorded)
def _charged(world: World, event: LedgerRecorded) -> None:
    for window in event.windows:
        world.windows[window.commitment, window.on] = window


@folds(ChargeDisputed, ChargeDecided)
def _said_of_charge(world: World, event: ChargeDisputed) -> None:
    world.facts += 1
    world.charges[event.subject] = [*world.charges.get(event.subject, ()), event]


@folds(EvaluationCompleted)
def _evaluated(world: World, event: EvaluationCompleted) -> None:
    world.evaluated = event
    missed = frozenset(event.missed)
    for finding in list(world.findings.values()):
        if finding.id not in missed and finding.missed_on is not None:
            _now(world, finding.id, missed_on=None)
        elif finding.id in missed and finding.missed_on is None:
            _now(world, finding.id, missed_on=event.status_date)


@folds(ProgressMeasured, ForecastMade)
def _measured(world: World, event: ProgressMeasured | ForecastMade) -> None:
    world.progress.take(event)
