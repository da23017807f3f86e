"""Hardware and scope: what the contract holds, what is wanted, what came, and who decides."""

from dataclasses import dataclass
from datetime import date
from typing import Any

import msgspec
from sqlalchemy import select

from api.deps import Read
from hub.model.commitments import CommitmentMet, CommitmentRaised, Kind
from hub.model.decisions import DecisionAnswered, DecisionAsked
from hub.model.event import Event, topic_of
from projections.cases import event_of
from projections.plan import commitment, proposal

COMPARED = (str(Kind.HARDWARE), str(Kind.SCOPE))
NO_CONTRACT, NOT_DELIVERED = "no_contract_line", "not_delivered"
DROPPED = ("dropped", "withdrawn", "refused")


@dataclass(frozen=True)
class ScopeRow:
    """One line of hardware or scope. *gap* is a code, empty where nothing is missing."""

    id: str
    key: str
    title: str
    kind: str
    module: str
    contract: str  # the approved list that holds it; empty: none does
    wanted: str  # court that wants it
    wanted_by: date | None
    delivered_on: date | None
    state: str
    gap: str
    asked_by: str  # who has raised it; a person's name where it is known
    asked_on: date | None
    decision: str  # the option that was chosen
    decision_asked: str  # the question that waits for an answer, or was answered


def scope_rows(read: Read) -> list[ScopeRow]:
    """Give every line that the reader may see, by module and key."""
    of_kind = commitment.c.kind.in_(COMPARED)
    wanted = (
        select(commitment, proposal.c.name.label("contract"))
        .outerjoin(proposal, proposal.c.id == commitment.c.proposal)
        .where(read.visible.commitments(), of_kind)
        .order_by(commitment.c.module, commitment.c.key, commitment.c.id)
    )
    with read.engine.connect() as db:
        rows = db.execute(wanted).all()
    said = Said(
        _by_subject(read, CommitmentRaised), _by_subject(read, CommitmentMet), _matters(read)
    )
    names = read.hub.accounts.names.of({event.actor for event in said.raised.values()})
    return [_row(read, row, said, names) for row in rows]


@dataclass(frozen=True)
class Said:
    """What was said about lines: raised and met by their ids, question and answer by key."""

    raised: dict[str, Any]
    met: dict[str, Any]
    matters: dict[str, tuple[str, str]]


def _row(read: Read, row: Any, said: Said, names: dict[str, str]) -> ScopeRow:
    asked, came = said.raised.get(row.id), said.met.get(row.id)
    lead = "coordinator" if row.side == "client" else "pm"
    question, option = said.matters.get(row.key, ("", ""))
    contract = (row.contract or row.series) if row.proposal else ""
    return ScopeRow(
        id=row.id,
        key=row.key,
        title=row.title,
        kind=row.kind,
        module=row.module,
        contract=contract,
        wanted=f"{row.side}:{row.unit or lead}",
        wanted_by=row.finish_on,
        delivered_on=came.on if came else None,
        state=row.state,
        gap=_gap(row.state, has_contract=bool(contract), came=came is not None),
        asked_by=names.get(asked.actor, asked.actor) if asked else "",
        asked_on=read.hub.calendar.day_of(asked.occurred.hi) if asked else None,
        decision=option,
        decision_asked=question,
    )


def _gap(state: str, *, has_contract: bool, came: bool) -> str:
    if state in DROPPED:
        return ""
    if not has_contract:
        return NO_CONTRACT
    return "" if came or state == "met" else NOT_DELIVERED


def _by_subject(read: Read, kind: type[Event]) -> dict[str, Any]:
    """Give the last event of a kind for each subject."""
    return {str(event.originator_id): event for event in _events(read, kind)}


def _matters(read: Read) -> dict[str, tuple[str, str]]:
    """Give the question and the chosen option by the key that they concern."""
    chosen = {event.decision: event.option for event in _events(read, DecisionAnswered)}
    found = {}
    for asked in _events(read, DecisionAsked):
        for key in asked.concerns:
            found[key] = (asked.question, chosen.get(asked.decision, ""))
    return found


def _events(read: Read, kind: type[Event]) -> list[Any]:
    decoder = msgspec.json.Decoder(kind)
    mine = (event_of.c.project == read.hub.project) & (event_of.c.topic == topic_of(kind.__name__))
    with read.engine.connect() as db:
        rows = db.execute(select(event_of.c.body).where(mine).order_by(event_of.c.seq))
        return [decoder.decode(row.body) for row in rows]
