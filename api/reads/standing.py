"""What still waits to be done: agreed, and not shown by accepted evidence of every needed kind."""

from collections import defaultdict
from typing import Any

from sqlalchemy import ColumnElement, Connection, select

from api.deps import Read
from projections.evidence import evidence
from projections.plan import commitment

STATES = ("agreed", "raised")


def standing(read: Read, db: Connection) -> ColumnElement[bool]:
    """Give the condition for what is still owed; what was shown is not, as in the rules."""
    return commitment.c.state.in_(STATES) & commitment.c.id.not_in(_shown(read, db))


def _shown(read: Read, db: Connection) -> list[str]:
    accepted = select(commitment, evidence.c.kind.label("shown")).join(
        evidence, evidence.c.commitment == commitment.c.id
    )
    mine = (commitment.c.project == read.hub.project, evidence.c.verdict == "accepted")
    kinds: dict[str, set[str]] = defaultdict(set)
    rows: dict[str, Any] = {}
    for row in db.execute(accepted.where(*mine, commitment.c.state.in_(STATES))):
        kinds[row.id].add(row.shown)
        rows[row.id] = row
    return [
        name for name, row in rows.items() if (needs := _needs(read, row)) and needs <= kinds[name]
    ]


def _needs(read: Read, row: Any) -> set[str]:
    needs = row.terms.get("needs")
    return set(read.hub.policy.evidence_for(row.kind, row.topic) if needs is None else needs)
