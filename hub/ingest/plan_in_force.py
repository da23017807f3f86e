"""The terms of the plan in force, folded from what was approved; a revision only changes some."""

from collections.abc import Iterator

from hub.model.commitments import CommitmentDropProposed, CommitmentProposed, Terms
from hub.model.event import Event
from hub.model.plans import BaselineApproved, RevisionApproved
from hub.store import Log

Approved = BaselineApproved | RevisionApproved
Row = CommitmentProposed | CommitmentDropProposed


def plan_in_force(log: Log, project: str, series: str) -> dict[str, Terms]:
    """Give the terms by key; none while no plan is approved: a proposal binds nobody."""
    sets = _sets(log, project, series)
    if not sets:
        return {}
    found: dict[str, Terms] = {}
    for events in _streams(log, project, "commitment"):
        said = {
            row.proposal: row for row in events if isinstance(row, Row) and row.series == series
        }
        rows = [said[proposal] for proposal in sets if proposal in said]
        if rows and isinstance(last := rows[-1], CommitmentProposed):
            found[last.terms.key] = last.terms
    return found


def _sets(log: Log, project: str, series: str) -> list[str]:
    """Name the approved proposals that make up the plan, in the order of their approval."""
    approved: list[BaselineApproved | RevisionApproved] = []
    for events in _streams(log, project, "proposal"):
        approved += [e for e in events if isinstance(e, Approved) and e.series == series]
    approved.sort(key=_order)
    baselines = [n for n, e in enumerate(approved) if isinstance(e, BaselineApproved)]
    return [event.proposal for event in approved[baselines[-1] if baselines else 0 :]]


def _streams(log: Log, project: str, about: str) -> Iterator[list[Event]]:
    for events in log.streams(log.stream_ids("", about=about)).values():
        if events[0].project == project:
            yield events


def _order(event: Event) -> tuple[float, str]:
    return event.recorded_at.timestamp(), event.event_id
