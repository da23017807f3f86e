"""What a rule sees: one subject with all that is on record, and shared predicates."""

from datetime import datetime

from hub.model.claims import ClaimMade
from hub.model.commitments import (
    GateFailed,
    GatePassed,
    PromiseGiven,
)
from hub.model.event import Event, Side
from hub.model.facts import State
from hub.model.people import court_of
from hub.rules import Unknown
from hub.rules.case import as_date
from hub.rules.citing import Said
from hub.rules.context import Context
from hub.rules.going_live import GoLive
from hub.rules.remembering import remembered
from hub.rules.speaking import Speaking
from hub.rules.waiting import Waiting
from hub.rules.world import Work

SOURCE_RANKS = {
    "jira": "jira",
    "jira_export": "jira",
    "workbook": "workbook",
    "ms_project": "workbook",
}


class ItemCase(Speaking):
    """One work item, with the commitments it is surely tied to."""

    over = "item"

    def __init__(self, context: Context, work: Work) -> None:
        super().__init__(context, work)
        self.id = work.id
        self.key = work.item.key or work.item.subject
        self.title = work.item.title
        self.source = work.item.source
        self.keeper = context.keeper(self.reading)
        owed = context.owed_of.get(work.id, [])
        self.commitments = [CommitmentCase.of(context, each) for each in owed]
        first = self.commitments[0].terms if self.commitments else None
        self.module = first.module if first else str(work.item.value("module") or "")
        self.phase = first.phase if first else str(work.item.value("phase") or "")
        self.unit = first.unit if first else ""

    @property
    def on_golive_path(self) -> bool:
        """Tell whether one of its commitments is on the go-live path."""
        return any(each.on_golive_path for each in self.commitments)

    @property
    def story(self) -> str:
        """Give the commitment's, so that what is said of both is read together."""
        return self.commitments[0].id if self.commitments else self.id

    @property
    def court(self) -> str:
        """Give whose turn it is: the holder for its commitment, else the keeper's lead."""
        return self.commitments[0].court if self.commitments else court_of(self.keeper)

    @property
    def claimer(self) -> str:
        """Give who says what it says: the owing unit of the side that keeps it, else its lead."""
        owed = self.commitments[0] if self.commitments else None
        is_own = owed is None or owed.side is self.keeper
        return court_of(self.keeper, self.unit if is_own else "")

    @property
    def holder(self) -> str:
        """Give who has the ball of its commitment by the ledger; else whose turn it is."""
        return self.commitments[0].holder if self.commitments else self.court

    def require_known(self, source: str) -> None:
        """Abstain where its source is silent; where a file is due, unless a live one tells of it.

        Who sends no report is not spared what the tool shows meanwhile.
        """
        if self.context.is_silent(source) or not self._heard_elsewhere:
            super().require_known(source)

    @remembered
    def _heard_elsewhere(self) -> list[Work]:
        works = [w for owed in self.commitments for w in self.context.works_of.get(owed.id, ())]
        others = (w for w in works if not w.item.vanished and w.item.source != self.source)
        return [w for w in others if not self.context.is_unheard(w.item.source)]

    def field(self, name: str) -> Said | None:
        """Give the last value of a field; None where it was never shown. Abstain if unread.

        What only a file told that is due is unknown, though a tool tells of the rest.
        """
        self.require_known(self.source)
        is_known = not self.context.is_unheard(self.source)
        if not is_known and name in self.item.fields:
            is_known = any(name in work.item.fields for work in self._heard_elsewhere)
            if not is_known:
                raise Unknown(f"{self.source}:{name}")
        return self.told(name)

    def dated(self, name: str) -> Said | None:
        """Give the last value of a field as a day; None where it holds none."""
        said = self.field(name)
        day = as_date(said.value) if said else None
        return Said(day, said.event, said.locator) if said and day else None

    def is_automatic(self, fact: Event) -> bool:
        """Tell whether a rule of the tool did it, and nobody."""
        return self.context.is_automatic(fact)

    @property
    def is_shown(self) -> bool:
        """Tell whether the source still shows it."""
        return not self.item.vanished

    @remembered
    def state(self) -> Said | None:
        """Give the neutral state that the source claims."""
        said = self.field("status")
        return Said(self.item.state, said.event, said.locator) if said else None

    @property
    def begun(self) -> Said | None:
        """Give the first state that says that work had begun."""
        not_begun = (State.NOT_STARTED, State.UNKNOWN, State.CANCELLED)
        return next((said for said in self.states() if said.value not in not_begun), None)

    @property
    def is_past_due(self) -> bool:
        """Tell whether every agreed finish has passed; true where none is agreed."""
        agreed = [each.terms.finish_on for each in self.commitments if each.terms.finish_on]
        return all(day < self.status_date for day in agreed)

    def said_by(self, name: str, cut: datetime) -> Said | None:
        """Give what its source said of a field as of an instant; None where it said nothing yet."""
        if self.field(name) is None:
            return None
        known = [said for said in self.history(name) if said.event.occurred.hi <= cut]
        return known[-1] if known else None

    def finished_within(self, days: int) -> Said | None:
        """Give what says that it was finished in the *days* up to the status date; else None."""
        state = self.state
        if state is None or not State(state.value).is_done or not self.is_shown:
            return None
        ago = (self.status_date - self.day(state.event.occurred.hi)).days
        return state if 0 <= ago < days else None

    def side_of(self, event: Event) -> str:
        """Give the lead of the side whose account did something, else of the keeper's."""
        court = self.context.world.court_of_person(event.actor)
        return court_of(Side(court.partition(":")[0])) if court else court_of(self.keeper)


class CommitmentCase(Waiting):
    """One commitment whose terms bind, with its work items, claims and evidence."""

    @property
    def works(self) -> list[Work]:
        """Give the work items that its sources still show."""
        return [w for w in self.context.works_of.get(self.id, []) if not w.item.vanished]

    @remembered
    def items(self) -> list[ItemCase]:
        """Give its live work items as cases of their own."""
        return [ItemCase.of(self.context, work) for work in self.works]

    @property
    def goes_live(self) -> GoLive | None:
        """Give the first go-live that does not come before its own finish."""
        return self.context.go_live_for(self.module, self.terms.finish_on)

    @property
    def on_golive_path(self) -> bool:
        """Tell whether it may slip by no more than the policy's few days before go-live does."""
        slack = self.context.total_float(self.id)
        return slack is not None and slack <= self.context.policy.golive.path_float_wd

    @remembered
    def started(self) -> Said | None:
        """Give what says that work has begun: a status, a start, a percent, evidence, a word."""
        for item in self.items:
            if item.begun is not None:
                return item.begun
            item.require_known(item.source)
            for name in ("actual_start", "actual_finish", "percent"):
                said_value = item.told(name)  # what has begun stays so
                if said_value is not None and said_value.value not in (None, 0, 0.0, ""):
                    return said_value
        for events in self.owed.evidence.values():
            return Said("evidence", events[0])
        words = [c for c in self.owed.claims if c.field in ("started", "status", "percent")]
        return Said(words[0].value, words[0]) if words else None

    @remembered
    def completion_claim(self) -> Said | None:
        """Give what first says that it is done: all items of a source, or somebody's word.

        Another source that said otherwise counts while it spoke later.
        """
        told: dict[str, list[tuple[ItemCase, Said | None]]] = {}
        for item in self.items:
            told.setdefault(item.source, []).append((item, item.state))
        done = [_done(states) for states in told.values()]
        claim = min(filter(None, done), key=lambda said: said.occurred_hi, default=None)
        is_open = [states for states, said in zip(told.values(), done, strict=True) if not said]
        if claim and all(_spoken(states) <= claim.occurred_hi for states in is_open):
            return claim
        words = [claim for claim in self.owed.claims if claim.field == "status"]
        is_done = bool(words) and words[-1].value in ("done", "accepted")
        return Said(words[-1].value, words[-1]) if is_done else None

    @remembered
    def promises(self) -> dict[str, Said]:
        """Give the last finish promised by each channel, such as `jira`, `minutes`, `verbal`."""
        found: dict[str, Said] = {}
        for item in self.items:
            item.require_known(item.source)
            said = item.told("due")  # what was promised stays so until it is promised anew
            day = as_date(said.value) if said else None
            rank = SOURCE_RANKS.get(item.source.partition(":")[0], "workbook")
            if said and day and (rank not in found or day > found[rank].value):
                found[rank] = Said(day, said.event, said.locator)
        for event in self.owed.of(PromiseGiven):
            found["minutes"] = Said(event.finish_on, event)
        for claim in self.owed.claims:
            if claim.field == "due" and as_date(claim.value):
                found[claim.channel] = Said(as_date(claim.value), claim)
        return found

    @property
    def promised_finish(self) -> Said | None:
        """Give the promise of the channel that the policy puts first."""
        for channel in self.context.policy.precedence.dates:
            if channel in self.promises and self.promises[channel].value is not None:
                return self.promises[channel]
        return None

    @property
    def gate(self) -> Said | None:
        """Give the last review of a milestone."""
        found = self.owed.of(GatePassed, GateFailed)
        return Said(found[-1].on, found[-1]) if found else None

    def waiting_for_it(self) -> list["CommitmentCase"]:
        """Give the open commitments of the other side that come after it, or that it names."""
        names = set(self.context.successors.get(self.id, ()))
        for key in self.terms.waiting:
            series, _, name = key.rpartition("/")
            names.add(self.context.world.commitment(series or self.owed.series, name).id)
        cases = [
            CommitmentCase.of(self.context, self.context.world.owed[name])
            for name in sorted(names)
            if name in self.context.in_force
        ]
        return [c for c in cases if c.side is not self.side and c.accepted is None]

    def predecessors(self) -> list["CommitmentCase"]:
        """Give what the agreed plan puts before it, in the plan's order."""
        world, series = self.context.world, self.owed.series
        names = [world.commitment(series, key).id for key in self.terms.predecessors]
        known = [name for name in names if name in self.context.in_force]
        return [CommitmentCase.of(self.context, world.owed[name]) for name in known]

    def open_predecessors(self) -> list["CommitmentCase"]:
        """Give those before it that are neither accepted nor said to be done."""
        before = self.predecessors()
        return [b for b in before if b.accepted is None and b.completion_claim is None]

    def lacks_from_other_side(self) -> bool:
        """Tell whether the other side owes something that this one needs first."""
        before = self.predecessors()
        return any(b.side is not self.side and b.accepted is None for b in before)

    def court_of(self, said: Said) -> str:
        """Give the court of who claimed: the owing unit on its own side, else its lead."""
        if isinstance(said.event, ClaimMade):
            return self.terms.court
        reading = self.context.world.source(said.event.source)
        keeper = self.context.keeper(reading)
        return self.terms.court if keeper is self.side else court_of(keeper)


def _done(states: list[tuple[ItemCase, Said | None]]) -> Said | None:
    """Give the last of the claims that all items of one source are done."""
    said = [state for _, state in states]
    if any(state is None or not State(state.value).is_done for state in said):
        return None
    return max(filter(None, said), key=lambda state: state.occurred_hi)


def _spoken(states: list[tuple[ItemCase, Said | None]]) -> datetime:
    return max(item.spoken_at for item, _ in states)
