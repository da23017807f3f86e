"""SILENT-REPLAN: a date was postponed in a source, neither approved nor announced."""

from collections.abc import Iterator
from datetime import timedelta

from hub.model.commitments import CommitmentRaised, PromiseGiven
from hub.model.event import Event, Severity
from hub.model.people import court_of
from hub.rules import Finding, rule
from hub.rules.case import Move
from hub.rules.cases import CommitmentCase, ItemCase
from hub.rules.citing import Said
from hub.rules.world import APPROVED, PROPOSED

SENTENCE = {
    "en": "{subject}: {old} → {new} ({moved_wd} working days), {told}. Turn: {court}.",
    "zh": "{subject}：{old} → {new}（{moved_wd} 个工作日），{told}。待处理：{court}。",
}
DEFAULTS = {"milestone_wd": 1, "task_wd": 2, "before_wd": 5, "after_wd": 2, "bulk_items": 20}


@rule("SILENT-REPLAN", version=1, group="plan", over="item", sentence=SENTENCE, defaults=DEFAULTS)
def silent_replan(case: ItemCase) -> Iterator[Finding]:
    """A postponed date is approved as a revision, or announced, within a few working days."""
    case.require_known(case.source)
    moves = case.moves("due")
    for commitment in case.commitments[:1]:
        least = case.policy["milestone_wd" if commitment.is_milestone else "task_wd"]
        for place, move in enumerate(moves):
            moved_wd = case.wd(move.old, move.new)
            if (
                moved_wd < least
                or _is_restored(moves[place + 1 :], move)
                or _is_told(case, commitment, move)
            ):
                continue
            yield _found(case, commitment, move, moved_wd)


def _is_restored(later: list[Move], move: Move) -> bool:
    return any(each.new <= move.old for each in later)


def _is_told(case: ItemCase, commitment: CommitmentCase, move: Move) -> bool:
    """A revision or a notice around the move covers it; a later approval too."""
    first = case.calendar.add(
        case.day(move.said.occurred_lo or move.said.occurred_hi), -case.policy["before_wd"]
    )
    last = case.calendar.add(case.day(move.said.occurred_hi), case.policy["after_wd"])
    world, owed = case.context.world, commitment.owed
    for events in world.proposals.values():
        proposed = [e for e in events if isinstance(e, PROPOSED) and e.series == owed.series]
        approved = [e for e in events if isinstance(e, APPROVED)]
        covers = commitment.terms.finish_on is not None and commitment.terms.finish_on >= move.new
        if proposed and covers and (approved or first <= case.day(proposed[0].occurred.hi) <= last):
            return True
    told: list[Event] = [m for m in world.minutes if {owed.key, case.key} & set(m.announces)]
    told += [p for p in owed.of(PromiseGiven, CommitmentRaised) if p.finish_on == move.new]
    told += [c for c in owed.claims if c.field == "due"]
    return any(first <= case.day(each.occurred.hi) <= last for each in told)


def _found(case: ItemCase, commitment: CommitmentCase, move: Move, moved_wd: int) -> Finding:
    made_on = case.day(move.said.occurred_hi)
    is_fresh = case.status_date <= case.calendar.add(made_on, case.policy["after_wd"])
    agreed = commitment.agreed("finish_on")
    is_grave = case.on_golive_path or (agreed is not None and made_on > agreed.value)
    severity = Severity.S1 if is_grave else Severity.S2
    minute = move.event.occurred.hi.replace(second=0, microsecond=0) + timedelta(0)
    return Finding(
        severity=Severity.S4 if is_fresh else severity,
        is_path_value=True,
        court=court_of(case.keeper),
        operands={
            "old": Said(move.old, move.event, move.event.old_locator),
            "new": move.said,
            "agreed": agreed or commitment.searched("baseline"),
            "notices": commitment.searched("notices"),
        },
        numbers={
            "moved_wd": moved_wd,
            "told": "not_yet_announced" if is_fresh else "not_announced",
        },
        clears_when=("announced", "revision_approved", "date_restored"),
        since=made_on,
        detail=move.event.entry[:16],
        story=f"{move.event.actor or case.source}@{minute.isoformat()}",
    )
