"""What was promised or agreed for a day that has passed, and whether it was kept."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date

from hub.model.commitments import CommitmentAcknowledged, CommitmentRaised, Kind, PromiseGiven
from hub.rules import Unknown
from hub.rules.cases import CommitmentCase
from hub.rules.citing import Said
from hub.rules.finishing import claimed_finish
from hub.rules.subjects import ProjectCase


@dataclass(frozen=True, slots=True)
class Dated:
    """One day that somebody gave, or took on, and what came of it."""

    due: Said
    is_kept: bool


def promised(case: ProjectCase, code: str) -> dict[str, list[Dated]]:
    """Give the days that have passed, by the court that owed them, where all is known of it.

    *code* is the rule that asks: it abstains where it has found something about another court.
    """
    found, unsure = defaultdict[str, list[Dated]](list), set[str]()
    for owed in case.commitments:
        past = [said for said in _days(owed) if said.value < case.status_date]
        try:
            found[owed.terms.court] += [Dated(said, _is_kept(owed, said.value)) for said in past]
        except Unknown:
            unsure.add(owed.terms.court)
    case.require_known_of(code, unsure)
    return {court: dated for court, dated in found.items() if court not in unsure}


def _days(owed: CommitmentCase) -> list[Said]:
    promises = [e for e in owed.owed.of(PromiseGiven) if e.finish_on]
    agreed = owed.agreed("finish_on") if owed.kind is Kind.ACTION else None
    first = [agreed] if agreed is not None else []
    return [*first, *(Said(event.finish_on, event) for event in promises)]


def _is_kept(owed: CommitmentCase, due: date) -> bool:
    """Tell whether it was accepted by a day, or else may have been done by then as is claimed."""
    ended = owed.accepted or claimed_finish(owed)
    return ended is not None and (ended.value is None or ended.value <= due)


def last_day(case: CommitmentCase) -> tuple[str, Said | None]:
    """Give the last promise; else the date of an action. A promise withdrawn leaves none."""
    promises = case.owed.of(PromiseGiven)
    if promises:
        day = promises[-1].finish_on
        return "promised", Said(day, promises[-1]) if day else None
    return "agreed", case.agreed("finish_on") if case.kind is Kind.ACTION else None


def is_told(case: CommitmentCase) -> bool:
    """Who promised, confirmed or was reminded knows; so does who came to the meeting."""
    row = case.row
    meeting = row.origin.partition("minutes:")[2] if isinstance(row, CommitmentRaised) else ""
    came = [g for g in case.context.gatherings if meeting.split("/")[0] == g.called.meeting]
    known = case.owed.of(CommitmentAcknowledged, PromiseGiven) or case.owed.notices
    return bool(known) or any(g.was_there(case.terms.court) for g in came)
