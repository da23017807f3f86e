"""What is on record in the hub itself about one commitment: its terms and its evidence."""

from datetime import date

from hub.model.commitments import (
    CommitmentMet,
    CommitmentProposed,
    GatePassed,
    Kind,
)
from hub.model.event import Event, Side
from hub.model.evidence import (
    EvidenceAccepted,
    EvidenceRejected,
    EvidenceReturned,
    EvidenceSubmitted,
)
from hub.rules.case import Case
from hub.rules.citing import Said
from hub.rules.context import Context
from hub.rules.remembering import remembered
from hub.rules.world import Owed

BACK = (EvidenceRejected, EvidenceReturned)  # the ball is with who submitted it


class Recorded(Case):
    """A commitment whose terms bind, without what sources claim about it."""

    over = "commitment"

    def __init__(self, context: Context, owed: Owed) -> None:
        super().__init__(context)
        self.owed = owed
        self.terms, self.row, self.approval = context.in_force[owed.id]
        self.id = owed.id
        self.key = owed.key
        self.title = self.terms.title
        self.side: Side = self.terms.side
        self.module = self.terms.module
        self.phase = self.terms.phase
        self.unit = self.terms.unit
        self.kind = self.terms.kind
        self.is_milestone = self.kind is Kind.MILESTONE

    def agreed(self, name: str) -> Said | None:
        """Give a term in force, such as `finish_on`, with its cell; None where it has none."""
        value = getattr(self.terms, name)
        locators = self.row.locators if isinstance(self.row, CommitmentProposed) else {}
        return (
            None if value is None else Said(value, self.row, locators.get(name, self.row.locator))
        )

    @property
    def baseline(self) -> list[Said]:
        """Give the agreed finish: the row that states it, and the approval that made it bind."""
        said = self.agreed("finish_on")
        if said is None:
            return []
        return [said, *self.approved]

    @property
    def approved(self) -> list[Said]:
        """Give what made its terms bind: the plan that was approved; nothing if it was raised."""
        plan = getattr(self.approval, "proposal", "")
        return [Said(plan, self.approval)] if self.approval else []

    @property
    def buffered(self) -> list[Said]:
        """Give the day up to which a named buffer after it bears its delay; empty: there is none.

        Using a buffer is visible as such, and no slip.
        """
        for name in self.context.successors.get(self.id, ()):
            terms, row, _ = self.context.in_force[name]
            if terms.kind is Kind.MILESTONE and terms.topic == "buffer" and terms.finish_on:
                return [Said(terms.finish_on, row), *self.approved]
        return []

    @property
    def days_that_count(self) -> list[date]:
        """Give its agreed day, and those of the milestones that come right after it."""
        after = (self.context.in_force[s][0] for s in self.context.successors.get(self.id, ()))
        own = [self.terms, *(terms for terms in after if terms.kind is Kind.MILESTONE)]
        return [terms.finish_on for terms in own if terms.finish_on is not None]

    @property
    def needed(self) -> tuple[str, ...]:
        """Give the kinds of evidence that completion needs."""
        if self.terms.needs is not None:
            return self.terms.needs
        return tuple(self.context.policy.evidence_for(self.kind, self.terms.topic))

    def evidence_of(self, kind: str) -> list[list[Event]]:
        """Give the histories of what was shown of a kind."""
        return [
            events
            for events in self.owed.evidence.values()
            if isinstance(events[0], EvidenceSubmitted) and events[0].kind == kind
        ]

    def evidence_not_submitted(self) -> list[str]:
        """Give the needed kinds of which nothing was shown, or only what came back."""
        return [
            kind
            for kind in self.needed
            if all(isinstance(events[-1], BACK) for events in self.evidence_of(kind))
        ]

    @remembered
    def accepted(self) -> Said | None:
        """Give the day of completion as shown: the last needed evidence, or the receiver's word."""
        for event in reversed(self.owed.said):
            if isinstance(event, GatePassed) or (
                isinstance(event, CommitmentMet) and not event.defect
            ):
                return Said(event.on, event)
        days = []
        for kind in self.needed:
            shown = [e for e in self.evidence_of(kind) if self._is_accepted(e)]
            if not shown:
                return None
            submitted = shown[-1][0]
            day = getattr(submitted, "shown_on", None) or self.day(submitted.occurred.hi)
            days.append(Said(day, submitted))
        return max(days, key=lambda said: said.value) if days else None

    @property
    def verdict_wd(self) -> int:
        """Give the working days within which what is shown for it gets a verdict."""
        sla = self.context.policy.sla
        is_document = self.kind is Kind.DELIVERABLE or self.terms.topic == "document"
        return sla.document_signoff_wd if is_document else sla.acceptance_wd

    def is_deemed(self, events: list[Event]) -> bool:
        """Tell whether it counts as accepted without a verdict: only where the policy says so."""
        is_waiting = isinstance(events[-1], EvidenceSubmitted)
        if not is_waiting or not self.context.policy.sla.deemed_acceptance:
            return False
        return self.wd_since(events[-1].occurred.hi) > self.verdict_wd

    def _is_accepted(self, events: list[Event]) -> bool:
        return isinstance(events[-1], EvidenceAccepted) or self.is_deemed(events)

    def searched(self, what: str) -> Said:
        """Cite an absence: the place that was searched, and the reading that was complete."""
        return self.cited_search(f"{what}?commitment={self.owed.series}/{self.key}", self.row)

    @property
    def is_duty(self) -> bool:
        """Tell whether one side owes it to the other before that can go on."""
        return self.kind is Kind.DUTY

    @property
    def confirmed(self) -> Said | None:
        """Give what makes its date stand: confirmed by who owes it, signed, or in the contract."""
        found = self.context.confirmation(self.owed)
        return Said(getattr(found, "finish_on", self.terms.finish_on), found) if found else None

    @property
    def chargeable_from(self) -> date | None:
        """Give the day from which lateness counts; None while nobody was told."""
        return self.context.chargeable_from(self.owed, self.terms)
