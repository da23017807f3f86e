"""Which acts about a commitment a person may do; pages offer no other."""

from api.reads.commitments import CommitmentRow
from hub.model.people import LEADS, Person, Role

CLOSED = frozenset({"met", "passed", "withdrawn", "dropped"})


def acts_of(person: Person, owed: CommitmentRow) -> list[str]:
    """Name the acts, in the order in which a page offers them."""
    if owed.state in CLOSED or person.role in {Role.AUDITOR, Role.JOB}:
        return []
    owner = is_owner(person, owed)
    acts = []
    if owner and owed.finish_on and owed.confirmed_on != owed.finish_on:
        acts.append("acknowledge")
    if owner:
        acts += ["promise", "decline", "refuse"]
    if is_receiver(person, owed):
        acts.append("met")
    if is_receiver(person, owed) and person.role in LEADS:
        acts.append("notice")
    return acts


def is_owner(person: Person, owed: CommitmentRow) -> bool:
    """Say whether it is theirs to answer for: their unit's, or for a whole side its lead."""
    if str(person.side) != owed.side:
        return False
    return person.unit == owed.unit or person.role in LEADS | {Role.SPONSOR}


def is_receiver(person: Person, owed: CommitmentRow) -> bool:
    """Say whether they receive it: the other side, or the coordinator for a department."""
    coordinated = person.role is Role.COORDINATOR and owed.unit not in {"", "coordinator"}
    return str(person.side) != owed.side or coordinated
