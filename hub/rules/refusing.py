"""Who did not come to a meeting that needs them: refused, or stayed away; once, or again."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from hub.model.event import Event
from hub.model.meetings import MeetingRefused
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
    refused_before: int = 0  # at meetings of the kind that are told by themselves

    @property
    def last(self) -> Gathering:
        """Give the meeting that was missed last."""
        return self.missed[-1]

    @property
    def refusals(self) -> list[MeetingRefused]:
        """Give all refusals, in the order of the meetings."""
        return [r for meeting in self.missed for r in meeting.refusals if r.court == self.court]

    @property
    def times(self) -> int:
        """Count the refusals; a meeting that was missed without a word counts once."""
        own = [[r for r in each.refusals if r.court == self.court] for each in self.missed]
        return sum(max(1, len(refusals)) for refusals in own)

    @property
    def is_grave(self) -> bool:
        """Tell whether what was missed is a kick-off, a UAT or a gate."""
        return self.last.called.topic in GRAVE

    @property
    def is_second_refusal(self) -> bool:
        """Tell whether it was refused before, at this meeting or one of its kind in a row."""
        return self.refused_before + len(self.refusals) > 1

    @property
    def by(self) -> Event:
        """Give what says it last: a refusal, or the meeting that was held without them."""
        refusals = [r for r in self.last.refusals if r.court == self.court]
        return refusals[-1] if refusals else self.last.held or self.last.called

    @property
    def answers(self) -> list[Said]:
        """Cite what says so of each meeting."""
        earlier = [Lack(self.court, (meeting,)).by for meeting in self.missed[:-1]]
        return [Said(self.court, event) for event in (*earlier, self.by)]


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
            yield from _at_once(court, row) if _is_at_once(row) else _again(case, court, row)


def is_called_badly(case: ProjectCase, meeting: Gathering) -> bool:
    """Tell whether it was called too late, or for a day on which nobody need come."""
    called, ahead = meeting.called, case.context.policy.rhythm.weekly_meeting.call_ahead_wd
    is_short = case.wd(case.day(called.occurred.hi), called.on) < ahead
    return is_short or case.in_blackout(called.on)


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


def _at_once(court: str, row: list[Gathering]) -> Iterator[Lack]:
    refused = 0
    for meeting in row:
        lack = Lack(court, (meeting,), refused)
        refused += len(lack.refusals)
        yield lack


def _again(case: ProjectCase, court: str, row: list[Gathering]) -> Iterator[Lack]:
    """Give an ordinary meeting that is missed again; one that was called badly does not count."""
    lack = Lack(court, tuple(each for each in row if not is_called_badly(case, each)))
    if lack.missed and lack.times > 1:
        yield lack


def _lacks(meeting: Gathering, court: str) -> bool:
    """Tell whether it had no quorum without a court, or that has refused what is still to come."""
    return court in meeting.absent() if meeting.held else meeting.refusal_of(court) is not None
