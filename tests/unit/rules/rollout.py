"""A rollout written by hand: what was agreed, said and shown, and what the rules say about it."""

from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID

from msgspec.structs import replace

from hub import plugins
from hub.evaluation import Sitting, completed, differences, judge
from hub.linking import propose
from hub.model.claims import ClaimMade
from hub.model.commitments import CommitmentProposed, CommitmentRaised, Kind, Terms
from hub.model.event import Event, Interval, Side
from hub.model.evidence import (
    EvidenceAccepted,
    EvidenceRejected,
    EvidenceReturned,
    EvidenceSubmitted,
)
from hub.model.facts import (
    Edition,
    EditionRead,
    SourceObserved,
    State,
    WorkItemFieldChanged,
    WorkItemFirstSeen,
    WorkItemVanished,
)
from hub.model.findings import Conclusion
from hub.model.plans import BaselineApproved, BaselineProposed
from hub.model.runs import SourceConfigured, SourceOutcome, SyncRunCompleted
from hub.policy import default_policy
from hub.rules.context import Context
from hub.rules.folding import fold_into
from hub.rules.world import World
from hub.sync import measured

PROJECT = "rollout"
START = date(2026, 3, 2)  # a Monday


def day(text: str) -> date:
    """Read `03-20` as a day of 2026."""
    return date.fromisoformat(f"2026-{text}")


def noon(on: date) -> datetime:
    """Give the middle of a day in the project's zone."""
    return datetime(on.year, on.month, on.day, 4, tzinfo=UTC)


class Rollout:
    """Events in the order in which they are told; every method takes the day it happened."""

    def __init__(self, *, sides_swapped: bool = False) -> None:
        self.swapped = sides_swapped
        self.events: list[Event] = []
        self._versions: dict[UUID, int] = {}
        self._count = 0

    def side(self, side: Side) -> Side:
        """Give the side, or its opposite in a swapped rollout."""
        return side.other if self.swapped else side

    def tell(
        self, event: Event, on: date, *, source: str = "hub", at: datetime | None = None
    ) -> None:
        """Record an event as the log would."""
        stream = type(event).stream(PROJECT, source, event.subject)
        self._versions[stream] = self._versions.get(stream, 0) + 1
        self._count += 1
        self.events.append(
            replace(
                event,
                entry=event.entry or f"e{self._count}",
                occurred=event.occurred if at is None else Interval.at(at),
                project=PROJECT,
                source=source,
                originator_id=stream,
                originator_version=self._versions[stream],
                recorded_at=at or noon(on),
            )
        )

    def agreed(
        self, key: str = "T1", *, on: date = START, signed_by: tuple[str, ...] = (), **terms: Any
    ) -> "Rollout":
        """Approve a plan that holds one commitment, signed by some courts."""
        content: dict[str, Any] = {"title": f"task {key}", "accountable": "p:1", "module": "MES"}
        content |= {"side": self.side(Side.VENDOR), "start_on": on, "finish_on": day("03-20")}
        content |= terms
        proposal = f"P-{key}-{on}"
        said: dict[str, Any] = {"entry": "", "occurred": Interval.at(noon(on)), "series": "plan"}
        row = CommitmentProposed(
            **said,
            subject=f"plan/{key}",
            proposal=proposal,
            terms=Terms(key=key, **content),
            locators={"finish_on": f"workbook:plan/{key}!J5"},
        )
        lies = BaselineProposed(**said, subject=proposal, proposal=proposal, set_hash="h", rows=1)
        stands = BaselineApproved(
            **said, subject=proposal, proposal=proposal, set_hash="h", signed_by=signed_by
        )
        for event in (row, lies, stands):
            self.tell(event, on)
        return self

    def raised(self, key: str, *, on: date = START, origin: str = "", **terms: Any) -> "Rollout":
        """Raise something outside the plan."""
        content: dict[str, Any] = {"title": f"duty {key}", "kind": Kind.DUTY, "accountable": "p:1"}
        content |= {"side": self.side(Side.CLIENT), "finish_on": day("03-20")} | terms
        event = CommitmentRaised(
            subject=f"plan/{key}",
            entry="",
            occurred=Interval.at(noon(on)),
            series="plan",
            terms=Terms(key=key, **content),
            origin=origin,
        )
        self.tell(event, on)
        return self

    def item(
        self,
        key: str = "T1",
        *,
        on: date = START,
        source: str = "jira:V",
        state: State = State.NOT_STARTED,
        **fields: Any,
    ) -> "Rollout":
        """Let a source show a work item; its key is that of its commitment."""
        content: dict[str, Any] = {
            "title": f"task {key}",
            "module": "MES",
            "status": state.value,
            **fields,
        }
        event = WorkItemFirstSeen(
            subject=key,
            entry="",
            occurred=Interval.at(noon(on)),
            actor="account-1",
            locator=f"{source}/{key}",
            key=key,
            fields=content,
            state=state,
        )
        self.tell(event, on, source=source)
        return self

    def changed(
        self,
        field: str,
        old: Any,
        new: Any,
        *,
        on: date,
        key: str = "T1",
        source: str = "jira:V",
        at: datetime | None = None,
        actor: str = "account-1",
        since: date | None = None,
    ) -> "Rollout":
        """Let a source tell that one value is now another; *since*: it may have been so before."""
        event = WorkItemFieldChanged(
            subject=key,
            entry="",
            occurred=Interval(noon(since or on), noon(on)),
            actor=actor,
            locator=f"{source}/{key}#history={on}",
            field=field,
            old=getattr(old, "value", old),
            new=getattr(new, "value", new),
            state=new if isinstance(new, State) else None,
        )
        self.tell(event, on, source=source, at=at)
        return self

    def vanished(
        self, *, on: date, key: str = "T1", source: str = "jira:V", reason: str = "unknown"
    ) -> "Rollout":
        """Let a complete look not show it any more; until then the nights had linked it."""
        self.world()
        event = WorkItemVanished(
            subject=key, entry="", occurred=Interval.at(noon(on)), reason=reason
        )
        self.tell(event, on, source=source)
        return self

    def said(self, field: str, value: Any, *, on: date, key: str = "T1") -> "Rollout":
        """Let somebody say something."""
        event = ClaimMade(
            subject=f"plan/{key}",
            entry="",
            occurred=Interval.at(noon(on)),
            series="plan",
            key=key,
            field=field,
            value=value,
        )
        self.tell(event, on)
        return self

    def shown(
        self, kind: str, *, on: date, verdict: str = "", key: str = "T1", side: Side = Side.VENDOR
    ) -> "Rollout":
        """Submit evidence, and accept, reject or return it."""
        name = f"E{self._count}"
        said: dict[str, Any] = {"subject": name, "entry": "", "occurred": Interval.at(noon(on))}
        said |= {"evidence": name, "series": "plan", "key": key, "kind": kind}
        owner = self.side(side)
        self.tell(
            EvidenceSubmitted(**said, title=kind, side=owner, court=f"{owner}:pm", shown_on=on), on
        )
        if verdict == "accepted":
            self.tell(EvidenceAccepted(**said), on)
        elif verdict == "rejected":
            self.tell(EvidenceRejected(**said, reason="incomplete"), on)
        elif verdict == "returned":
            self.tell(EvidenceReturned(**said, missing="a page"), on)
        return self

    def read(
        self,
        *,
        on: date,
        source: str = "jira:V",
        outcome: str = "good",
        kind: str = "census",
        side: Side = Side.VENDOR,
    ) -> "Rollout":
        """Read a source completely, or let it fail."""
        at = Interval.at(noon(on))
        if not any(isinstance(e, SourceConfigured) and e.subject == source for e in self.events):
            self.configured(source, on=on, side=side)
        if outcome == "good":
            look = SourceObserved(
                subject=source,
                entry="",
                occurred=at,
                scope="all",
                kind=kind,
                started_at=noon(on),
                as_of=noon(on),
                complete=True,
                count=1,
            )
            self.tell(look, on, source=source)
        ended = SyncRunCompleted(
            subject=f"run-{on}-{source}",
            entry="",
            occurred=at,
            outcomes=(SourceOutcome(source=source, outcome=outcome),),
            started_at=noon(on),
        )
        self.tell(ended, on)
        return self

    def configured(
        self, source: str, *, on: date = START, side: Side = Side.VENDOR, **content: Any
    ) -> "Rollout":
        """Say who keeps a source, and what else its settings say."""
        event = SourceConfigured(
            subject=source,
            entry="",
            occurred=Interval.at(noon(on)),
            kind=source.partition(":")[0],
            version="1",
            content={"side": self.side(side).value, **content},
        )
        self.tell(event, on)
        return self

    def edition(
        self, *, on: date, source: str = "workbook:reports", shown: tuple[str, ...] = ()
    ) -> "Rollout":
        """Let an edition of a series be read to its end."""
        event = EditionRead(
            subject=source,
            entry="",
            occurred=Interval.at(noon(on)),
            edition=Edition(
                series=source, original=f"sha-{on}", name="report", edition_on=on, dated_by="cell"
            ),
            rows_in=1,
            mapped=1,
            quarantined=0,
            complete=True,
            shown=list(shown),
        )
        self.tell(event, on, source=source)
        return self

    def world(self) -> World:
        """Fold what was told, and link by key or title as the hub does."""
        world = fold_into(World(PROJECT), self.events)
        for link in propose(world):
            self.tell(link, START)
        return fold_into(World(PROJECT), self.events)

    def context(self, on: date) -> Context:
        """Give what an evaluation of a status date sees."""
        policy = default_policy()
        if self.swapped:
            policy = replace(policy, host_side=policy.host_side.other)
        return Context(self.world(), policy, policy.calendar(), on, noon(on) + timedelta(hours=14))

    def judged(self, code: str, *, on: date) -> list[Conclusion]:
        """Give what one rule concludes on a status date, in a stable order."""
        judged = judge(self.context(on), {code: plugins.rules()[code]})
        assert judged.broken == 0
        return [judged.found[key] for key in sorted(judged.found)]

    def all_judged(self, *, on: date) -> list[Conclusion]:
        """Give what every rule concludes on a status date, ordered by rule and subject."""
        judged = judge(self.context(on), plugins.rules())
        assert judged.broken == 0
        return [judged.found[key] for key in sorted(judged.found)]

    def abstains(self, code: str, *, on: date) -> bool:
        """Tell whether one rule does not judge anything on a status date."""
        return bool(judge(self.context(on), {code: plugins.rules()[code]}).unknown)

    def night(self, on: date) -> list[Any]:
        """Evaluate a status date with every rule, record what came of it, and give it."""
        context, rules = self.context(on), plugins.rules()
        judged = judge(context, rules)
        assert judged.broken == 0
        sitting = Sitting(context.world, rules, context.policy.version, on, context.at)
        events, missed = differences(sitting, judged)
        closing = completed(sitting, judged, events, missed)
        recorded = [
            *events,
            *(measured(context) if closing else []),
            *([closing] if closing else []),
        ]
        for event in recorded:
            self.tell(event, on, at=context.at)
        return recorded
