"""What the client shows to the vendor, and what the vendor answers."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any, ClassVar

from msgspec import Struct
from msgspec.structs import replace

from hub.errors import NotAllowed, NotFound, Outdated, Refused
from hub.model.decider import decides
from hub.model.event import Event, Side
from hub.model.people import Command, Role

ANSWERS = ("new_date", "evidence", "blocked", "disagree")


class ItemFlagged(Event, frozen=True, kw_only=True, gc=False):
    """The client asks the vendor about an item, a commitment or a finding, until a day."""

    about: ClassVar[str] = "flag"

    flag: str
    party: str  # which vendor sees it
    sentence: str
    reply_by: date
    finding: str = ""
    item: str = ""  # id of a work item
    commitment: str = ""  # id of a commitment
    series: str = ""  # and its name, for what the answer records
    key: str = ""


class FlagWithdrawn(Event, frozen=True, kw_only=True, gc=False):
    """The client does not ask any more; the vendor does not see it any more."""

    about: ClassVar[str] = "flag"

    flag: str
    reason: str = ""


class VendorReplied(Event, frozen=True, kw_only=True, gc=False):
    """The vendor's answer stands beside the flag in the same size."""

    about: ClassVar[str] = "flag"

    flag: str
    answer: str  # new_date, evidence, blocked, disagree
    words: str = ""
    new_on: date | None = None
    evidence: str = ""  # where it can be seen
    blocked_by: str = ""  # court
    since_on: date | None = None


class FlagAnswered(Event, frozen=True, kw_only=True, gc=False):
    """The client has read the reply and closes the flag."""

    about: ClassVar[str] = "flag"

    flag: str
    accepted: bool
    words: str = ""


class Flag(Struct, frozen=True):
    """The state that decisions about one flag need."""

    flagged: ItemFlagged | None = None
    state: str = ""  # open, replied, withdrawn, closed
    replies: tuple[VendorReplied, ...] = ()


def flag_from(events: Iterable[Event]) -> Flag:
    """Fold the stream of one flag."""
    state = Flag()
    for event in events:
        match event:
            case ItemFlagged():
                state = Flag(event, "open")
            case VendorReplied():
                state = replace(state, state="replied", replies=(*state.replies, event))
            case FlagWithdrawn():
                state = replace(state, state="withdrawn")
            case FlagAnswered():
                state = replace(state, state="closed")
            case _:
                pass
    return state


class FlagCommand(Command, frozen=True, kw_only=True):
    """A command about one flag."""

    about: ClassVar[str] = "flag"

    flag: str

    @property
    def subject(self) -> str:
        """A flag is known by its id."""
        return self.flag


class FlagItem(FlagCommand, frozen=True, kw_only=True, tag="flag-item"):
    """Ask the vendor about something, with one sentence and a reply date."""

    party: str = ""
    sentence: str
    reply_by: date
    finding: str = ""
    item: str = ""
    commitment: str = ""
    series: str = ""
    key: str = ""


class WithdrawFlag(FlagCommand, frozen=True, kw_only=True, tag="withdraw-flag"):
    """Do not ask any more."""

    reason: str = ""


class ReplyToFlag(FlagCommand, frozen=True, kw_only=True, tag="reply-to-flag"):
    """Answer as the vendor: a new date, evidence, blocked by a department, or disagree."""

    answer: str
    words: str = ""
    new_on: date | None = None
    evidence: str = ""
    blocked_by: str = ""
    since_on: date | None = None
    locator: str = ""  # the row of the workbook that it came in


class AnswerReply(FlagCommand, frozen=True, kw_only=True, tag="answer-reply"):
    """Close a flag after reading the reply."""

    accepted: bool
    words: str = ""


@decides(FlagItem, WithdrawFlag, ReplyToFlag, AnswerReply, fold=flag_from)
def decide(state: Flag, command: FlagCommand, recorded_at: datetime) -> list[Event]:
    """Ask, answer, close. A vendor meets only what is flagged to it."""
    said = command.said(recorded_at, "flag")
    if isinstance(command, ReplyToFlag):
        return _reply(state, command, said)
    if command.by.role is not Role.COORDINATOR:
        raise NotAllowed(
            "Flags are the coordinator's; you act as {role}.",
            remedy="Ask the coordinator.",
            role=command.by.role,
        )
    if isinstance(command, FlagItem):
        return _flagged(state, command, said, recorded_at)
    if state.flagged is None:
        raise NotFound(
            "There is no flag {flag}.", remedy="Look at the list of flags.", flag=command.flag
        )
    match command:
        case WithdrawFlag() if state.state in ("open", "replied"):
            return [FlagWithdrawn(**said, reason=command.reason)]
        case AnswerReply() if state.state == "replied":
            return [FlagAnswered(**said, accepted=command.accepted, words=command.words)]
        case AnswerReply() if state.state == "open":
            raise Refused(
                "The vendor has not replied yet.", remedy="Wait for the reply, or withdraw it."
            )
    return []


def _flagged(
    state: Flag, command: FlagItem, said: dict[str, Any], recorded_at: datetime
) -> list[Event]:
    if state.flagged is not None:
        return []
    if not command.sentence.strip():
        raise Refused("A flag needs a sentence.", remedy="Say what you ask, in one sentence.")
    if command.reply_by < recorded_at.date():
        raise Refused("The reply date lies in the past.", remedy="Give today or a later day.")
    if not (command.finding or command.item or command.commitment):
        raise Refused(
            "A flag is about something.", remedy="Name a finding, a work item or a commitment."
        )
    names = ("party", "sentence", "reply_by", "finding", "item", "commitment", "series", "key")
    return [ItemFlagged(**said, **{n: getattr(command, n) for n in names})]


def _reply(state: Flag, command: ReplyToFlag, said: dict[str, Any]) -> list[Event]:
    asked, by = state.flagged, command.by
    theirs = asked is not None and by.side is Side.VENDOR and by.party in ("", asked.party)
    if asked is None or not theirs:
        raise NotFound(
            "There is no flag {flag}.", remedy="Look at your list of flags.", flag=command.flag
        )
    if state.state in ("withdrawn", "closed"):
        raise Outdated(
            "The client has withdrawn or closed this flag; nothing was recorded.",
            remedy="Reload your list of flags.",
        )
    _require_content(command)
    names = ("answer", "words", "new_on", "evidence", "blocked_by", "since_on")
    content = {n: getattr(command, n) for n in names}
    if state.replies and all(getattr(state.replies[-1], n) == v for n, v in content.items()):
        return []
    return [VendorReplied(**said, **content, locator=command.locator)]


def _require_content(command: ReplyToFlag) -> None:
    needed = {
        "new_date": ("a date", command.new_on),
        "evidence": ("where the evidence can be seen", command.evidence),
        "blocked": ("who blocks it", command.blocked_by),
        "disagree": ("the reason", command.words.strip()),
    }
    if command.answer not in needed:
        raise Refused(
            "«{answer}» is no kind of answer.",
            remedy="Use one of: {known}.",
            answer=command.answer,
            known=", ".join(ANSWERS),
        )
    what, given = needed[command.answer]
    if not given:
        raise Refused("This answer needs {what}.", remedy="Add it and send again.", what=what)
