"""The nightly job: read every source, link, evaluate the rules, and say what came of it."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import partial
from time import sleep
from typing import Any
from uuid import uuid4

import structlog
from msgspec import to_builtins

from hub import plugins
from hub.ball.recording import charged
from hub.errors import TryLater
from hub.evaluation import Sitting, completed, differences, judge, status_date_at
from hub.ingest import Connector, ingest
from hub.installation import Installation
from hub.linking import propose
from hub.model.event import Event, Interval
from hub.model.findings import FindingChanged, FindingCleared, FindingOpened
from hub.model.runs import (
    EvaluationCompleted,
    PolicyAdopted,
    SourceConfigured,
    SourceOutcome,
    SyncRunCompleted,
    SyncRunStarted,
)
from hub.rules.context import Context
from hub.rules.forecasts import forecast_event
from hub.rules.measures import progress_event
from hub.settings import SourceSettings

log = structlog.get_logger()
VERSION = "0.1.0"
WAIT_S, WAITS = 0.2, 300  # an evaluation takes seconds

Progress = Callable[[SourceOutcome], None]
"""Told the counts of a source so far, after each of its pages."""


@dataclass(slots=True)
class Evaluated:
    """What one evaluation recorded."""

    status_date: date
    linked: int = 0
    broken: int = 0  # cases on which a rule itself failed
    opened: list[FindingOpened] = field(default_factory=list)
    changed: list[FindingChanged] = field(default_factory=list)
    cleared: list[FindingCleared] = field(default_factory=list)
    missed: tuple[str, ...] = ()
    abstained: int = 0
    judged: int = 0


@dataclass(slots=True)
class SyncResult:
    """What one run of the job did."""

    run: str
    outcomes: list[SourceOutcome]
    evaluated: Evaluated

    @property
    def exit_code(self) -> int:
        """Give 0 when all is good, held editions and other runs included; 2 when a part failed."""
        failed = any(outcome.outcome == "failed" for outcome in self.outcomes)
        return 2 if failed or self.evaluated.broken else 0


def sync(
    hub: Installation,
    *,
    at: datetime,
    trigger: str = "timer",
    only: Sequence[str] = (),
    progress: Progress | None = None,
) -> SyncResult:
    """Read the configured sources, or those named in *only*, then evaluate.

    A source that fails does not stop the others; it is named in its outcome and its items become
    unknown. Safe to repeat, and to start twice at once.
    """
    chosen = [s for s in hub.sources if not only or s.source in only or s.name in only]

    def read_one(source: SourceSettings, run: str) -> SourceOutcome:
        return read(hub, source, run=run, at=at, progress=progress)

    return run_over(hub, chosen, read_one, at=at, trigger=trigger)


def run_over(
    hub: Installation,
    chosen: Sequence[SourceSettings],
    read_one: Callable[[SourceSettings, str], SourceOutcome],
    *,
    at: datetime,
    trigger: str,
    actor: str = "hub",
    configured: bool = True,
) -> SyncResult:
    """Put a run over *chosen* on record, whose outcome *read_one* gives, then evaluate.

    Not *configured*: what is read is no source of its own, as a plan that somebody puts forward.
    """
    run = f"run:{at:%Y%m%dT%H%M%S}-{uuid4().hex[:8]}"
    configure(hub, run, at, chosen if configured else [])
    started = SyncRunStarted(
        subject=run,
        entry=f"{run}:started",
        occurred=Interval.at(at),
        actor=actor,
        trigger=trigger,
        version=VERSION,
        policy=hub.policy.version,
        sources=tuple(s.source for s in chosen),
    )
    hub.log.append([started], project=hub.project, run=run, recorded_at=at)
    outcomes = [read_one(source, run) for source in chosen]
    ended = SyncRunCompleted(
        subject=run,
        entry=f"{run}:completed",
        occurred=Interval.at(at),
        actor="hub",
        outcomes=tuple(outcomes),
        started_at=at,
    )
    hub.log.append([ended], project=hub.project, run=run, recorded_at=hub.now())
    evaluated = evaluate(hub, at=at, run=run)
    return SyncResult(run, outcomes, evaluated)


def configure(hub: Installation, run: str, at: datetime, sources: Sequence[SourceSettings]) -> None:
    """Put the policy and the sources on record, where they are other than before."""
    policy = hub.policy
    said: dict[str, Any] = {"entry": run, "occurred": Interval.at(at), "actor": "operator"}
    wanted: list[PolicyAdopted | SourceConfigured] = [
        PolicyAdopted(subject=hub.project, version=policy.version, content=policy.content(), **said)
    ]
    wanted += [
        SourceConfigured(
            subject=source.source,
            kind=source.kind,
            version=source.version,
            content=source.content(),
            **said,
        )
        for source in sources
    ]
    changed = []
    for event in wanted:
        held = hub.log.stream(type(event).stream(hub.project, "hub", event.subject))
        if not held or getattr(held[-1], "version", "") != event.version:
            changed.append(event)
    hub.log.append(changed, project=hub.project, run=run, recorded_at=at)


def read(
    hub: Installation,
    source: SourceSettings,
    *,
    run: str,
    at: datetime,
    progress: Progress | None = None,
    connector: Connector | None = None,
) -> SourceOutcome:
    """Read one source into the log, by *connector* if one is given; what goes wrong is told."""
    connector = connector or plugins.connectors()[source.kind].open(source)
    learn = partial(hub.accounts.names.learn, at=at)
    outcome = ingest(
        connector, hub.log, hub.originals, run=run, at=hub.now, people=learn, progress=progress
    )
    log.info("source_read", **{k: v for k, v in to_builtins(outcome).items() if k != "values"})
    return outcome


def evaluate(hub: Installation, *, at: datetime, run: str = "") -> Evaluated:
    """Link what belongs together, judge every case, and record what opened, changed and cleared."""
    run = run or f"evaluate:{uuid4().hex[:12]}"
    with alone(hub, f"evaluate:{hub.project}", run, at):
        return _evaluate(hub, at, run)


@contextmanager
def alone(hub: Installation, name: str, holder: str, at: datetime) -> Iterator[None]:
    """Wait for a lease, and hold it: two evaluations at once would conclude the same twice."""
    for _ in range(WAITS):
        token = hub.log.lease(name, holder=holder, at=at)
        if token is not None:
            break
        sleep(WAIT_S)
    else:
        held = hub.log.holder_of(name)
        raise TryLater(
            "{holder} is evaluating the rules.",
            remedy="Nothing is lost; the next evaluation takes all new facts.",
            holder=held[0] if held else "",
        )
    try:
        yield
    finally:
        hub.log.release(name, token)


def _evaluate(hub: Installation, at: datetime, run: str) -> Evaluated:
    status_date = status_date_at(at, hub.policy)
    rules = plugins.rules()
    world = hub.world()
    links = propose(world, hub.policy.sources.link_confidence)
    if links:
        hub.log.append(links, project=hub.project, run=run, recorded_at=hub.now())
        world = hub.world()
    worked_out = world.watch.made
    context = Context.going_on(world, hub.policy, hub.calendar, status_date, at)
    judged = judge(context, rules)
    sitting = Sitting(world, rules, hub.policy.version, status_date, at)
    events, missed = differences(sitting, judged)
    closing = completed(sitting, judged, events, missed)
    ledger = charged(context)
    told = [*events, *ledger.events]
    if closing is not None:
        told += [*measured(context), closing]
    if told:
        hub.log.append(told, project=hub.project, run=run, recorded_at=hub.now())
        hub.catch_up()
    log.info(
        "evaluated",
        status_date=str(status_date),
        cases=judged.cases,
        worked_out=world.watch.made - worked_out,
        remembers=context.remembers,
    )
    broken = judged.broken + ledger.is_withheld
    return _evaluated(status_date, len(links), broken, events, closing)


def measured(context: Context) -> list[Event]:
    """Give what was measured and forecast, where it is other than on record."""
    made = (progress_event(context), forecast_event(context))
    return [event for event in made if event is not None]


def _evaluated(
    status_date: date,
    linked: int,
    broken: int,
    events: list[Event],
    closing: EvaluationCompleted | None,
) -> Evaluated:
    return Evaluated(
        status_date,
        linked,
        broken,
        [e for e in events if isinstance(e, FindingOpened)],
        [e for e in events if isinstance(e, FindingChanged)],
        [e for e in events if isinstance(e, FindingCleared)],
        closing.missed if closing else (),
        closing.abstained if closing else 0,
        closing.judged if closing else 0,
    )
