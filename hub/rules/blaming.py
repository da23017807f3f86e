"""Who says that the other side holds something up, and what on record supports it."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from hub.model.commitments import CommitmentMet, Terms
from hub.model.event import Event, Side
from hub.model.evidence import EvidenceSubmitted
from hub.model.flags import FlagAnswered, FlagWithdrawn, VendorReplied
from hub.model.people import court_of
from hub.rules.cases import CommitmentCase
from hub.rules.citing import Said
from hub.rules.world import Owed


@dataclass(frozen=True, slots=True)
class Blame:
    """A word that something waits for another court."""

    by: str  # court
    of: str  # court, or a side alone
    said: Said

    @property
    def is_across(self) -> bool:
        """Tell whether it names the other side."""
        return {_side(self.by), _side(self.of)} == {"client", "vendor"}


def blames(case: CommitmentCase) -> list[Blame]:
    """Give what stands: for each court the last word, and the same word before it."""
    said = sorted(_said(case), key=lambda blame: blame.said.occurred_hi)
    last = {blame.by: blame.of for blame in said}
    return [blame for blame in said if blame.is_across and last[blame.by] == blame.of]


def _said(case: CommitmentCase) -> Iterator[Blame]:
    world = case.context.world
    for claim in case.owed.claims:
        if claim.field == "blocked_by":
            by = world.court_of_person(claim.actor) or case.terms.court
            yield Blame(by, str(claim.value or ""), Said(claim.value, claim))
    for _, more in case.context.flags_of.get(case.id, ()):
        for reply in (event for event in more if isinstance(event, VendorReplied)):
            by = world.court_of_person(reply.actor) or court_of(case.context.policy_guest)
            yield Blame(by, reply.blocked_by, Said(reply.blocked_by, reply))


def flags_despite_own_duty(case: CommitmentCase) -> list[Blame]:
    """Give the open flags of a side whose own late, noticed duty held the item up when it asked."""
    host = case.context.lead.partition(":")[0]
    found = []
    for asked, more in case.context.flags_of.get(case.id, ()):
        if any(isinstance(event, (FlagAnswered, FlagWithdrawn)) for event in more):
            continue
        on = case.day(asked.occurred.hi)
        now = [b for b in case.blocked if b.since <= on and (b.until is None or b.until > on)]
        if case.side is not Side(host) and any(_side(b.court) == host for b in now):
            found.append(Blame(case.context.lead, case.terms.court, Said(asked.flag, asked)))
    return found


def is_supported(case: CommitmentCase, blame: Blame) -> bool:
    """Tell whether a refused meeting, an unmet duty, an unanswered decision or evidence bears it.

    The word of the side that is named counts, too: then both say the same.
    """
    on = case.day(blame.said.occurred_hi)
    waited = [b.court for b in case.blocked if b.since <= on and (b.until is None or b.until > on)]
    waited += [duty.court for owed, duty, _ in _awaited(case) if _is_unmet(owed, duty, on)]
    waited += [d.of for d in case.context.open_decisions if case.key in d.concerns]
    waited += [each.of for each in _said(case) if _side(each.by) == _side(blame.of)]
    return any(_names(blame.of, court) for court in waited) or _has_evidence(case, blame)


def is_decided(case: CommitmentCase, blame: Blame) -> bool:
    """Tell whether somebody has decided about the commitment since it was said."""
    return case.context.is_decided(case.key, blame.said.occurred_hi)


def _awaited(case: CommitmentCase) -> list[tuple[Owed, Terms, Event]]:
    return case.context.awaited(case.owed, case.terms)


def _is_unmet(owed: Owed, duty: Terms, on: date) -> bool:
    """Tell whether it was due and not met on a day; whether it was noticed is another question."""
    met = [event.on for event in owed.of(CommitmentMet) if not event.defect]
    return duty.finish_on is not None and duty.finish_on < on and not any(d <= on for d in met)


def _has_evidence(case: CommitmentCase, blame: Blame) -> bool:
    """Tell whether something was shown since that is not the evidence of completion."""
    shown = [events[0] for events in case.owed.evidence.values()]
    return any(
        isinstance(event, EvidenceSubmitted)
        and event.kind not in case.needed
        and event.side == _side(blame.by)
        and event.occurred.hi >= blame.said.occurred_hi
        for event in shown
    )


def _names(of: str, court: str) -> bool:
    return of in (court, _side(court))


def _side(court: str) -> str:
    return court.partition(":")[0]
