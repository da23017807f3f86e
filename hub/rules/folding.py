"""How the world of a project grows: what was agreed, said, shown and done, in the log's order."""

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
from hub.model.event import Event
from hub.model.evidence import (
    EvidenceAccepted,
    EvidenceRejected,
    EvidenceReturned,
    EvidenceSubmitted,
)
from hub.model.facts import (
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
    UnitDeclared,
)
from hub.model.plans import (
    BaselineApproved,
    BaselineProposed,
    ProposalRejected,
    RevisionApproved,
    RevisionProposed,
)
from hub.model.trainings import PeopleTrained, TrainingRequired
from hub.rules import judgements  # noqa: F401  it takes in what was found
from hub.rules.folders import FOLDERS, folds
from hub.rules.sourcing import read_again
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
        world.watch.changed_by(folder, world, event)


def _work(world: World, event: WorkItemFact) -> None:
    world.facts += 1
    name = str(event.originator_id)
    work = world.work.get(name)
    if work is None:
        work = world.work[name] = Work(name, world.watch, item=Item(event.subject))
    fold(work.item, event)
    work.facts = [*work.facts, event]
    read_again(work, getattr(event, "field", ""))


@folds(CommitmentProposed, CommitmentDropProposed, CommitmentRaised)
def _row(world: World, event: CommitmentProposed) -> None:
    world.facts += 1
    owed = _owed(world, event)
    owed.rows = [*owed.rows, event]


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
    owed = _owed(world, event)
    owed.said = [*owed.said, event]


@folds(NoticeSent)
def _noticed(world: World, event: NoticeSent) -> None:
    world.facts += 1
    owed = _owed(world, event)
    owed.notices = [*owed.notices, event]


def _owed(world: World, event: Event) -> Owed:
    series, _, key = event.subject.partition("/")
    return _placed(world, series, key)


def _placed(world: World, series: str, key: str) -> Owed:
    owed = world.commitment(series, key)
    return world.owed.setdefault(owed.id, owed)


@folds(ClaimMade)
def _claimed(world: World, event: ClaimMade) -> None:
    world.facts += 1
    owed = _placed(world, event.series, event.key)
    owed.claims = [*owed.claims, event]


@folds(EvidenceSubmitted, EvidenceAccepted, EvidenceRejected, EvidenceReturned)
def _shown(world: World, event: EvidenceSubmitted) -> None:
    world.facts += 1
    owed = _placed(world, event.series, event.key)
    before = owed.evidence.get(event.evidence, [])
    owed.evidence = {**owed.evidence, event.evidence: [*before, event]}


@folds(BaselineProposed, RevisionProposed, BaselineApproved, RevisionApproved, ProposalRejected)
def _proposal(world: World, event: BaselineProposed) -> None:
    world.facts += 1
    _added(world.proposals, event.proposal, event)


def _added(told: dict[str, list[Event]], name: str, event: Event) -> None:
    """Put an event behind those of the same name, in a list of its own."""
    told[name] = [*told.get(name, ()), event]


@folds(LinkProposed, LinkConfirmed, LinkRejected)
def _tied(world: World, event: LinkProposed) -> None:
    world.facts += 1
    before = world.ties.get(event.subject, Tie(event.item, event.commitment))
    world.ties[event.subject] = Tie(before.item, before.commitment, (*before.events, event))


@folds(MeetingCalled, MeetingRefused, MeetingHeld, MeetingCancelled)
def _met(world: World, event: MeetingCalled) -> None:
    world.facts += 1
    _added(world.meetings, event.meeting, event)


@folds(MinutesPublished)
def _minuted(world: World, event: MinutesPublished) -> None:
    world.facts += 1
    world.minutes.append(event)
    _added(world.meetings, event.meeting, event)


@folds(ItemFlagged, FlagWithdrawn, VendorReplied, FlagAnswered)
def _flagged(world: World, event: ItemFlagged) -> None:
    world.facts += 1
    _added(world.flags, event.flag, event)


@folds(DecisionAsked, DecisionAnswered, EscalationSent, EscalationAnswered)
def _asked(world: World, event: Event) -> None:
    world.facts += 1
    _added(world.matters, event.subject, event)


@folds(RoleAssigned, KeyUserNamed)
def _named(world: World, event: RoleAssigned) -> None:
    world.facts += 1
    world.roles.append(event)
    world.places[event.subject] = event.person
    world.groups |= {getattr(event, "party", "")} - {""}
    world.leavers.pop(event.subject, None)
    world.gone.pop(event.person, None)


@folds(UnitDeclared)
def _unit(world: World, event: UnitDeclared) -> None:
    world.facts += 1
    world.groups |= {event.key, f"{event.side}:{event.key}", *event.names.values()}


@folds(ModuleDeclared)
def _module(world: World, event: ModuleDeclared) -> None:
    world.facts += 1
    world.modules.add(event.key)


@folds(RoleEnded)
def _left(world: World, event: RoleEnded) -> None:
    world.facts += 1
    if world.places.get(event.subject, event.person) == event.person:
        world.leavers[event.subject] = event
        world.places.pop(event.subject, None)
    if event.person not in world.places.values():
        world.gone[event.person] = event


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
