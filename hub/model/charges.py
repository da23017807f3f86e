"""The delay ledger on record: who held the ball while a finish moved, and what people say of it."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import ClassVar

from msgspec import Struct

from hub.errors import NotAllowed, Refused
from hub.model.decider import decides
from hub.model.event import Event
from hub.model.people import EXECUTIVES, Command, Person, Role

CONCURRENT, THIRD, UNEXPLAINED, APPROVED = "concurrent", "third", "unexplained", "approved_change"


class Window(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One status week of one commitment. The columns add up to *moved_wd*, as exact fractions.

    A window whose finish did not move after all has no columns.
    """

    commitment: str  # id
    series: str
    key: str
    on: date  # its Monday
    agreed_on: date  # by the first approved plan: slip is measured from here
    before_on: date
    finish_on: date
    moved_wd: int
    columns: dict[str, str] = {}  # court, or one of the four words above -> working days, `18/5`
    reasons: dict[str, tuple[str, ...]] = {}  # by column: why it held the ball
    cited: dict[str, tuple[str, ...]] = {}  # by column: ids of the events that say so
    chain: tuple[str, ...] = ()  # keys of the commitments on which the finish hung


class LedgerRecorded(Event, frozen=True, kw_only=True, gc=False):
    """An evaluation has charged days: these windows are other than they were on record."""

    about: ClassVar[str] = "ledger"

    status_date: date
    windows: tuple[Window, ...]


class LedgerWithheld(Event, frozen=True, kw_only=True, gc=False):
    """The columns of a ledger did not add up, so the evaluation has published none."""

    about: ClassVar[str] = "ledger"

    status_date: date
    words: str


class ChargeEvent(Event, frozen=True, kw_only=True, gc=False):
    """An event about one charge: the days of one column in one window of one commitment."""

    series: str
    key: str
    window_on: date
    court: str  # the column


class ChargeDisputed(ChargeEvent, frozen=True, kw_only=True, gc=False):
    """A side disagrees with days that are charged to it."""

    about: ClassVar[str] = "charge"

    days: str  # as they stood, an exact fraction
    reason: str
    evidence: str = ""


class ChargeDecided(ChargeEvent, frozen=True, kw_only=True, gc=False):
    """A disputed charge has an answer. What is upheld leaves its column for another."""

    about: ClassVar[str] = "charge"

    upheld: bool  # the dispute, not the charge
    reason: str
    to: str = UNEXPLAINED  # where the days go


class Charge(Struct, frozen=True):
    """The state that a decision about one charge needs."""

    is_disputed: bool = False
    disputed_by: str = ""


def charge_from(events: Iterable[Event]) -> Charge:
    """Fold the stream of one charge."""
    state = Charge()
    for event in events:
        if isinstance(event, ChargeDisputed):
            state = Charge(is_disputed=True, disputed_by=event.actor)
        elif isinstance(event, ChargeDecided):
            state = Charge()
    return state


class ChargeCommand(Command, frozen=True, kw_only=True):
    """A command about one charge."""

    about: ClassVar[str] = "charge"

    series: str = "plan"
    key: str
    window_on: date
    court: str

    @property
    def subject(self) -> str:
        """A charge is known by commitment, window and column."""
        return f"{self.series}/{self.key}@{self.window_on}@{self.court}"


class DisputeCharge(ChargeCommand, frozen=True, kw_only=True, tag="dispute-charge"):
    """Disagree with charged days, with a reason and counter-evidence."""

    days: str
    reason: str
    evidence: str = ""


class DecideCharge(ChargeCommand, frozen=True, kw_only=True, tag="decide-charge"):
    """Answer a dispute about charged days."""

    upheld: bool
    reason: str
    to: str = UNEXPLAINED


@decides(DisputeCharge, DecideCharge, fold=charge_from)
def decide(state: Charge, command: ChargeCommand, recorded_at: datetime) -> list[Event]:
    """Everybody may dispute what is charged to them; the coordinator or an executive decides."""
    _require_right(command)
    said = command.said(recorded_at, "series", "key", "window_on", "court")
    match command:
        case DisputeCharge() | DecideCharge() if not command.reason.strip():
            raise Refused(
                "A dispute and its answer need a reason.", remedy="Say in one sentence why."
            )
        case DisputeCharge(days=days, reason=reason, evidence=evidence):
            event = ChargeDisputed(**said, days=days, reason=reason, evidence=evidence)
            return [] if state.is_disputed and state.disputed_by == event.actor else [event]
        case DecideCharge(upheld=upheld, reason=reason, to=to) if state.is_disputed:
            return [ChargeDecided(**said, upheld=upheld, reason=reason, to=to)]
        case _:
            raise Refused("Nobody disputes these days.", remedy="There is nothing to decide.")


def may_dispute(by: Person, court: str) -> bool:
    """Tell whether somebody may dispute a column: the coordinator any, others their own."""
    if court in (UNEXPLAINED, APPROVED) or by.role in (Role.AUDITOR, Role.JOB):
        return False
    if by.role is Role.COORDINATOR or court == CONCURRENT:
        return True
    if by.role in (Role.HEAD, Role.KEY_USER):
        return court == by.court
    return court.partition(":")[0] == str(by.side)


def may_decide(by: Person) -> bool:
    """Tell whether somebody answers disputes."""
    return by.role is Role.COORDINATOR or by.role in EXECUTIVES


def _require_right(command: ChargeCommand) -> None:
    by = command.by
    if isinstance(command, DisputeCharge):
        allowed = may_dispute(by, command.court)
    else:
        allowed = may_decide(by)
    if not allowed:
        raise NotAllowed(
            "The role {role} may not do this with days charged to {court}.",
            remedy="Ask the coordinator, or dispute days of your own column.",
            role=by.role,
            court=command.court,
        )
