"""What each kind of event says on a timeline, and whose word it is."""

from dataclasses import dataclass

from hub.locale import _
from hub.model.claims import ClaimMade
from hub.model.commitments import (
    CommitmentAcknowledged,
    CommitmentDeclined,
    CommitmentMet,
    CommitmentProposed,
    CommitmentRaised,
    CommitmentRefused,
    CommitmentWithdrawn,
    GateFailed,
    GatePassed,
    NoticeSent,
    PromiseGiven,
)
from hub.model.event import Event
from hub.model.evidence import (
    EvidenceAccepted,
    EvidenceRejected,
    EvidenceReturned,
    EvidenceSubmitted,
)
from hub.model.facts import (
    RecordQuarantined,
    SourceObserved,
    WorkItemFieldChanged,
    WorkItemFirstSeen,
    WorkItemReappeared,
    WorkItemRekeyed,
    WorkItemVanished,
)
from hub.model.findings import FindingCleared, FindingOpened
from hub.model.flags import FlagAnswered, FlagWithdrawn, ItemFlagged, VendorReplied
from hub.model.meetings import MeetingCalled, MeetingHeld, MeetingRefused, MinutesPublished
from hub.model.plans import (
    BaselineApproved,
    BaselineProposed,
    ProposalRejected,
    RevisionApproved,
    RevisionProposed,
)


@dataclass(frozen=True)
class Told:
    """How one kind of event is told. *kind*: claim, evidence, plan or finding.

    *old*, *new* and *words* name fields of the event, with a dot for one inside another; the text
    fills its places `{field}`, `{old}` and `{new}` from them.
    """

    kind: str
    text: str
    new: str = ""
    words: str = ""
    old: str = ""
    without: str = ""  # the text where the new value is nothing


TOLD: dict[type[Event], Told] = {
    WorkItemFirstSeen: Told("claim", _("first shown by its source")),
    WorkItemFieldChanged: Told("claim", _("{field}: {old} → {new}"), new="new", old="old"),
    WorkItemRekeyed: Told(
        "claim", _("called {new} now, before {old}"), new="new_key", old="old_key"
    ),
    WorkItemVanished: Told("claim", _("not shown any more ({new})"), new="reason"),
    WorkItemReappeared: Told("claim", _("shown again")),
    ClaimMade: Told("claim", _("said: {field} {new}"), new="value", words="words"),
    CommitmentProposed: Told("plan", _("in a proposed plan, finish {new}"), new="terms.finish_on"),
    CommitmentRaised: Told("plan", _("raised, due {new}"), new="terms.finish_on"),
    CommitmentAcknowledged: Told("plan", _("date {new} confirmed"), new="finish_on"),
    CommitmentDeclined: Told(
        "plan", _("date not accepted; offered instead: {new}"), new="counter_on", words="reason"
    ),
    PromiseGiven: Told(
        "claim",
        _("finish promised for {new}"),
        new="finish_on",
        words="reason",
        without=_("no finish date is promised any more"),
    ),
    CommitmentMet: Told("evidence", _("met on {new}"), new="on", words="defect"),
    CommitmentRefused: Told("claim", _("refused"), words="reason"),
    CommitmentWithdrawn: Told("plan", _("not asked for any more"), words="reason"),
    NoticeSent: Told("plan", _("reminded"), words="words"),
    GatePassed: Told("evidence", _("gate passed on {new}"), new="on"),
    GateFailed: Told("evidence", _("gate held on {new}, criteria open"), new="on"),
    EvidenceSubmitted: Told("claim", _("evidence shown: {new}"), new="title"),
    EvidenceAccepted: Told("evidence", _("evidence accepted"), words="remark"),
    EvidenceRejected: Told("evidence", _("evidence rejected"), words="reason"),
    EvidenceReturned: Told("evidence", _("evidence returned as incomplete"), words="missing"),
    ItemFlagged: Told("finding", _("flagged to the vendor"), words="sentence"),
    VendorReplied: Told("claim", _("the vendor replied: {new}"), new="answer", words="words"),
    FlagAnswered: Told("evidence", _("flag closed"), words="words"),
    RecordQuarantined: Told("claim", _("could not be read: {new}"), new="text"),
    SourceObserved: Told("claim", _("looked at, {new} found"), new="count"),
    BaselineProposed: Told("plan", _("a plan is proposed: {new}"), new="name"),
    RevisionProposed: Told("plan", _("a plan is proposed: {new}"), new="name", words="reason"),
    BaselineApproved: Told("evidence", _("the plan is approved")),
    RevisionApproved: Told("evidence", _("the plan is approved"), words="reason"),
    ProposalRejected: Told("plan", _("the plan is not approved"), words="reason"),
    FindingOpened: Told("finding", _("a finding is opened"), new="conclusion.about_key"),
    FindingCleared: Told("evidence", _("the finding is cleared")),
    MeetingCalled: Told("plan", _("called for {new}"), new="on", words="title"),
    MeetingRefused: Told("claim", _("refused by {new}"), new="court", words="reason"),
    MeetingHeld: Told("evidence", _("held on {new}"), new="on"),
    MinutesPublished: Told("evidence", _("minutes published")),
    FlagWithdrawn: Told("plan", _("flag withdrawn"), words="reason"),
}
