"""Who did not come to a meeting that needs them: refused, or stayed away; once, or again."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from hub.model.event import Event
from hub.model.meetings import MeetingCalled, MeetingRefused
from hub.rules.citing import Said
from hub.rules.gatherings import Gathering
from hub.rules.subjects import ProjectCase

GRAVE = ("kick_off", "uat", "milestone_review", "gate")
AT_ONCE = (*GRAVE, "blueprint_review")  # found at the first refusal; an ordinary one at the second
OTHERS = ("training", "demonstration")  # judged by rules of their own


@dataclass(frozen=True, slots=True)
class Lack:
    """A court without which one meeting, or several of a kind in a row, had no quorum."""

    court: str
    missed: tuple[Gathering, ...]  # in the order of their days; the last one is not made up for
    times: int  # refusals, and meetings missed without a word
    is_repeated: bool = False  # it was refused before: this meeting, or one of its kind in a row

    @property
    def last(self) -> Gathering:
        """Give the meeting that was missed last."""
        return self.missed[-1]

    @property
    def refusals(self) -> list[MeetingRefused]:
        """Give all refusals, in the order of the meetings."""
        return [r for meeting in self.missed for r in _refusals(meeting, self.court)]

    @property
    def is_grave(self) -> bool:
        """Tell whether what was missed is a kick-off, a UAT or a gate."""
        return self.last.called.topic in GRAVE

    @property
    def by(self) -> Event:
        """Give what says it last: a refusal, or the meeting that was held without them."""
        return _by(self.last, self.court)

    @property
    def answers(self) -> list[Said]:
        """Cite what says so of each meeting."""
        return [Said(self.court, _by(meeting, self.court)) for meeting in self.missed]


def _refusals(meeting: Gathering, court: str) -> list[MeetingRefused]:
    return [refusal for refusal in meeting.refusals if refusal.court == court]


def _by(meeting: Gathering, court: str) -> Event:
    refusals = _refusals(meeting, court)
    return refusals[-1] if refusals else meeting.held or meeting.called


def lacking(case: ProjectCase) -> Iterator[Lack]:
    """Give who is missing: of meetings of a kind, until they come to one of it."""
    kinds = defaultdict[tuple[str, ...], list[Gathering]](list)
    for meeting in sorted(case.gatherings, key=lambda each: (each.on, each.called.meeting)):
        called = meeting.called
        if called.topic not in OTHERS and not meeting.is_cancelled:
            kinds[called.topic, called.module, called.milestone].append(meeting)
    for meetings in kinds.values():
        courts = {court for each in meetings for court in _called(each)}
        for court in sorted(courts):
            row = _row(court, meetings)
            yield from _at_once(case, court, row) if _is_at_once(row) else _again(case, court, row)


def is_called_badly(case: ProjectCase, called: MeetingCalled) -> bool:
    """Tell whether a call came too late, or for a day on which nobody need come."""
    ahead = case.context.policy.rhythm.weekly_meeting.call_ahead_wd
    is_short = case.wd(case.day(called.occurred.hi), called.on) < ahead
    return is_short or case.in_blackout(called.on)


def _unexcused(case: ProjectCase, meeting: Gathering, court: str) -> int:
    """Count the refusals of calls that were in order; if there are none, the absence from one."""
    refused = sum(
        not is_called_badly(case, _answered(meeting, refusal))
        for refusal in _refusals(meeting, court)
    )
    is_absent = court in meeting.absent() and not is_called_badly(case, meeting.called)
    return refused or int(is_absent)


def _answered(meeting: Gathering, refusal: MeetingRefused) -> MeetingCalled:
    """Give the call that a refusal answers: the last one before it."""
    before = [each for each in meeting.calls if each.occurred.hi <= refusal.occurred.hi]
    return before[-1] if before else meeting.calls[0]


def _called(meeting: Gathering) -> set[str]:
    return {*meeting.called.required, *(r.court for r in meeting.refusals)}


def _row(court: str, meetings: list[Gathering]) -> list[Gathering]:
    """Give the meetings that a court missed since the last one to which it came."""
    row: list[Gathering] = []
    for meeting in meetings:
        if meeting.was_there(court):
            row = []
        elif _lacks(meeting, court):
            row.append(meeting)
    return row


def _is_at_once(row: list[Gathering]) -> bool:
    return bool(row) and row[-1].called.topic in AT_ONCE


def _at_once(case: ProjectCase, court: str, row: list[Gathering]) -> Iterator[Lack]:
    refused = 0
    for meeting in row:
        own = len(_refusals(meeting, court))
        refused += _unexcused(case, meeting, court) if own else 0
        yield Lack(court, (meeting,), max(1, own), is_repeated=own > 0 and refused > 1)


def _again(case: ProjectCase, court: str, row: list[Gathering]) -> Iterator[Lack]:
    """Give an ordinary meeting that is missed again, though it was called in order."""
    counted = {each.called.meeting: _unexcused(case, each, court) for each in row}
    missed = tuple(each for each in row if counted[each.called.meeting])
    if sum(counted.values()) > 1:
        yield Lack(court, missed, sum(counted.values()))


def _lacks(meeting: Gathering, court: str) -> bool:
    """Tell whether it had no quorum without a court, or that has refused what is still to come."""
    return court in meeting.absent() if meeting.held else meeting.refusal_of(court) is not None
