"""The terms of the plan in force, folded from its proposals; each revision only changes some."""

from collections.abc import Iterator

from hub.model.commitments import CommitmentDropProposed, CommitmentProposed, Terms
from hub.model.event import Event
from hub.model.plans import (
    BaselineApproved,
    BaselineProposed,
    ProposalRejected,
    RevisionApproved,
    RevisionProposed,
)
from hub.store import Log

Proposed = BaselineProposed | RevisionProposed
Row = CommitmentProposed | CommitmentDropProposed


def plan_in_force(log: Log, project: str, series: str) -> dict[str, Terms]:
    """Give the terms by key: of the last approved plan, or else of the last proposed one."""
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
    """Name the proposals that make up the plan: its baseline, then each revision."""
    proposed: dict[str, Proposed] = {}
    approved: list[BaselineApproved | RevisionApproved] = []
    rejected: set[str] = set()
    for event in (e for stream in _streams(log, project, "proposal") for e in stream):
        match event:
            case BaselineProposed() | RevisionProposed() if event.series == series:
                proposed[event.proposal] = event
            case BaselineApproved() | RevisionApproved() if event.series == series:
                approved.append(event)
            case ProposalRejected():
                rejected.add(event.proposal)
            case _:
                pass
    waiting = [p for name, p in proposed.items() if name not in rejected]
    if approved:
        return _chain(proposed, max(approved, key=_order).proposal)
    return _chain(proposed, max(waiting, key=_order).proposal) if waiting else []


def _chain(proposed: dict[str, Proposed], last: str) -> list[str]:
    names: list[str] = []
    while last in proposed and last not in names:
        names.insert(0, last)
        step = proposed[last]
        last = step.revises if isinstance(step, RevisionProposed) else ""
    return names


def _streams(log: Log, project: str, about: str) -> Iterator[list[Event]]:
    for events in log.streams(log.stream_ids("", about=about)).values():
        if events[0].project == project:
            yield events


def _order(event: Event) -> tuple[float, str]:
    return event.recorded_at.timestamp(), event.id
