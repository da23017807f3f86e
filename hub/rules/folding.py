"""How the world of a project grows: what was agreed, said, shown and done, in the log's order."""

from bisect import insort
from collections.abc import Iterable

from hub.model.claims import ClaimMade
from hub.model.commitments import (
    CommitmentAcknowledged,
    CommitmentDeclined,
    CommitmentDropProposed,
    CommitmentMet,
    CommitmentProposed,
    CommitmentRaised,
    CommitmentRefused,
    CommitmentWithdrawn,
    GateFailed,
    GatePassed,
    NoticeSent,
    PromiseGiven,
    TargetMeasured,
)
from hub.model.decisions import DecisionAnswered, DecisionAsked, EscalationAnswered, EscalationSent
from hub.model.event import Event, stream_id
from hub.model.evidence import (
    EvidenceAccepted,
    EvidenceRejected,
    EvidenceReturned,
    EvidenceSubmitted,
)
from hub.model.facts import (
    EditionHeld,
    EditionRead,
    QuarantineAnswered,
    RecordQuarantined,
    SourceObserved,
    TimeboxChanged,
    WorkItemFact,
)
from hub.model.flags import FlagAnswered, FlagWithdrawn, ItemFlagged, VendorReplied
from hub.model.items import Item, fold
from hub.model.links import LinkConfirmed, LinkProposed, LinkRejected
from hub.model.meetings import (
    MeetingCalled,
    MeetingCancelled,
    MeetingHeld,
    MeetingRefused,
    MinutesPublished,
)
from hub.model.parties import (
    KeyUserNamed,
    ModuleDeclared,
    PresenceRecorded,
    RaciDeclared,
    RoleAssigned,
    RoleEnded,
    RosterDeclared,
)
from hub.model.plans import (
    BaselineApproved,
    BaselineProposed,
    ProposalRejected,
    RevisionApproved,
    RevisionProposed,
)
from hub.model.runs import SourceConfigured, SyncRunCompleted
from hub.model.trainings import PeopleTrained, TrainingRequired
from hub.rules import judgements  # noqa: F401  it takes in what was found
from hub.rules.folders import FOLDERS, folds
from hub.rules.world import Owed, Tie, Work, World


def fold_into(world: World, events: Iterable[Event]) -> World:
    """Fold events in the log's order, and return the world."""
    for event in events:
        add(world, event)
    return world


def add(world: World, event: Event) -> None:
    """Fold one event; what no rule needs changes nothing."""
    folder = FOLDERS.get(type(event))
    if folder is None and isinstance(event, WorkItemFact):
        folder = _work
    if folder is not None:
        folder(world, event)


def _work(world: World, event: WorkItemFact) -> None:
    world.facts += 1
    name = str(event.originator_id)
    work = world.work.get(name)
    if work is None:
        work = world.work[name] = Work(name, Item(event.subject))
    fold(work.item, event)
    work.facts.append(event)
    work.unread.pop(getattr(event, "field", ""), None)


@folds(CommitmentProposed, CommitmentDropProposed, CommitmentRaised)
def _row(world: World, event: CommitmentProposed) -> None:
    world.facts += 1
    _owed(world, event).rows.append(event)


@folds(
    CommitmentAcknowledged,
    CommitmentDeclined,
    CommitmentMet,
    CommitmentRefused,
    CommitmentWithdrawn,
    PromiseGiven,
    GatePassed,
    GateFailed,
    TargetMeasured,
)
def _said(world: World, event: Event) -> None:
    world.facts += 1
    _owed(world, event).said.append(event)


@folds(NoticeSent)
def _noticed(world: World, event: NoticeSent) -> None:
    world.facts += 1
    _owed(world, event).notices.append(event)


def _owed(world: World, event: Event) -> Owed:
    series, _, key = event.subject.partition("/")
    return world.commitment(series, key)


@folds(ClaimMade)
def _claimed(world: World, event: ClaimMade) -> None:
    world.facts += 1
    world.commitment(event.series, event.key).claims.append(event)


@folds(EvidenceSubmitted, EvidenceAccepted, EvidenceRejected, EvidenceReturned)
def _shown(world: World, event: EvidenceSubmitted) -> None:
    world.facts += 1
    owed = world.commitment(event.series, event.key)
    owed.evidence.setdefault(event.evidence, []).append(event)


@folds(BaselineProposed, RevisionProposed, BaselineApproved, RevisionApproved, ProposalRejected)
def _proposal(world: World, event: BaselineProposed) -> None:
    world.facts += 1
    world.proposals.setdefault(event.proposal, []).append(event)


@folds(LinkProposed, LinkConfirmed, LinkRejected)
def _tied(world: World, event: LinkProposed) -> None:
    world.facts += 1
    tie = world.ties.setdefault(event.subject, Tie(event.item, event.commitment))
    tie.events.append(event)


@folds(MeetingCalled, MeetingRefused, MeetingHeld, MeetingCancelled)
def _met(world: World, event: MeetingCalled) -> None:
    world.facts += 1
    world.meetings.setdefault(event.meeting, []).append(event)


@folds(MinutesPublished)
def _minuted(world: World, event: MinutesPublished) -> None:
    world.facts += 1
    world.minutes.append(event)
    world.meetings.setdefault(event.meeting, []).append(event)


@folds(ItemFlagged, FlagWithdrawn, VendorReplied, FlagAnswered)
def _flagged(world: World, event: ItemFlagged) -> None:
    world.facts += 1
    world.flags.setdefault(event.flag, []).append(event)


@folds(DecisionAsked, DecisionAnswered, EscalationSent, EscalationAnswered)
def _asked(world: World, event: Event) -> None:
    world.facts += 1
    world.matters.setdefault(event.subject, []).append(event)


@folds(RoleAssigned, KeyUserNamed)
def _named(world: World, event: RoleAssigned) -> None:
    world.facts += 1
    world.roles.append(event)
    world.leavers.pop(event.subject, None)


@folds(ModuleDeclared)
def _module(world: World, event: ModuleDeclared) -> None:
    world.facts += 1
    world.modules.add(event.key)


@folds(RoleEnded)
def _left(world: World, event: RoleEnded) -> None:
    world.facts += 1
    world.leavers[event.subject] = event


@folds(RaciDeclared)
def _answered_for(world: World, event: RaciDeclared) -> None:
    world.facts += 1
    world.raci[str(event.kind), event.topic, event.module] = event


@folds(RosterDeclared)
def _agreed_people(world: World, event: RosterDeclared) -> None:
    world.facts += 1
    world.rosters.append(event)


@folds(PresenceRecorded)
def _present(world: World, event: PresenceRecorded) -> None:
    world.facts += 1
    world.presence[event.subject] = event


@folds(TrainingRequired)
def _to_train(world: World, event: TrainingRequired) -> None:
    world.facts += 1
    world.trainees[event.subject] = event


@folds(PeopleTrained)
def _trained(world: World, event: PeopleTrained) -> None:
    world.facts += 1
    world.trained[event.subject] = event


@folds(SourceConfigured)
def _configured(world: World, event: SourceConfigured) -> None:
    reading = world.source(event.subject)
    reading.configured, reading.set_up = event, reading.set_up or event


@folds(SourceObserved)
def _observed(world: World, event: SourceObserved) -> None:
    world.source(event.source).observed.append(event)


@folds(TimeboxChanged)
def _box(world: World, event: TimeboxChanged) -> None:
    if event.kind == "version":
        world.facts += 1
        world.source(event.source).versions.setdefault(event.id, []).append(event)


@folds(EditionRead)
def _edition(world: World, event: EditionRead) -> None:
    world.facts += 1
    editions = world.source(event.source).editions
    file = event.edition
    for place, other in enumerate(editions):
        if (other.edition.series, other.edition.original) == (file.series, file.original):
            editions[place] = event  # read again: it counts once, and on its own day
            return
    insort(editions, event, key=lambda each: each.edition.edition_on)  # one may come late


@folds(EditionHeld)
def _held_edition(world: World, event: EditionHeld) -> None:
    world.facts += 1
    world.source(event.source).held.append(event)


@folds(SyncRunCompleted)
def _ran(world: World, event: SyncRunCompleted) -> None:
    for outcome in event.outcomes:
        world.source(outcome.source).runs.append((event, outcome.outcome))


@folds(RecordQuarantined)
def _quarantined(world: World, event: RecordQuarantined) -> None:
    world.facts += 1
    world.quarantine[event.subject] = event
    work = world.work.get(str(stream_id("item", event.source, event.item)))
    if work is not None and event.field:
        work.unread[event.field] = event


@folds(QuarantineAnswered)
def _answered(world: World, event: QuarantineAnswered) -> None:
    world.facts += 1
    was = world.quarantine.pop(event.subject, None)
    work = world.work.get(str(stream_id("item", event.source, was.item))) if was else None
    if work is not None and was is not None:
        work.unread.pop(was.field, None)
