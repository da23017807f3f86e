"""SILENT-REPLAN: a date was postponed in a source, neither approved nor announced."""

from collections.abc import Iterator

from hub.model.event import Severity
from hub.rules import Finding, rule
from hub.rules.case import Move
from hub.rules.cases import CommitmentCase, ItemCase
from hub.rules.citing import Said
from hub.rules.moves import is_by_machine, is_told, standing

SENTENCE = {
    "en": "{subject}: {old} → {new} ({moved_wd:working day|working days}), {told}. Turn: {court}.",
    "zh": "{subject}：{old} → {new}（{moved_wd} 个工作日），{told}。待处理：{court}。",
}
DEFAULTS = {"milestone_wd": 1, "task_wd": 2, "before_wd": 5, "after_wd": 2, "bulk_items": 20}


@rule("SILENT-REPLAN", version=2, group="plan", over="item", sentence=SENTENCE, defaults=DEFAULTS)
def silent_replan(case: ItemCase) -> Iterator[Finding]:
    """A postponed date is approved as a revision, or announced, within a few working days."""
    case.require_known(case.source)
    for commitment in case.commitments[:1]:
        least = case.policy["milestone_wd" if commitment.is_milestone else "task_wd"]
        for move in _moves(case, commitment):
            since = case.day(move.said.occurred_lo or move.said.occurred_hi)
            first = case.calendar.add(since, -case.policy["before_wd"])
            last = case.calendar.add(case.day(move.said.occurred_hi), case.policy["after_wd"])
            is_far = case.wd(move.old, move.new) >= least
            is_import = is_by_machine(case, move, case.policy["bulk_items"])
            if is_far and not is_import and not is_told(case, commitment, move, first, last):
                yield _found(case, commitment, move, is_fresh=case.status_date <= last)


def _moves(case: ItemCase, owed: CommitmentCase) -> Iterator[Move]:
    """Give the postponed finishes; and the starts of what has not begun, moved on their own."""
    finishes = list(standing(case.moves("due")))
    yield from finishes
    at = {move.said.occurred_hi for move in finishes}
    if owed.started is None:
        yield from (m for m in standing(case.moves("start")) if m.said.occurred_hi not in at)


def _found(case: ItemCase, owed: CommitmentCase, move: Move, *, is_fresh: bool) -> Finding:
    made_on = case.day(move.said.occurred_hi)
    agreed = owed.agreed("start_on" if move.event.field == "start" else "finish_on")
    is_grave = case.on_golive_path or (agreed is not None and made_on > agreed.value)
    usual = Severity.S1 if is_grave else Severity.S2
    told = "not_yet_announced" if is_fresh else "not_announced"
    return Finding(
        severity=Severity.S4 if is_fresh else usual,
        is_path_value=True,
        court=case.side_of(move.event),
        operands={
            "old": Said(move.old, move.event, move.event.old_locator),
            "new": move.said,
            "agreed": agreed or owed.searched("baseline"),
            "notices": owed.searched("notices"),
        },
        numbers={"moved_wd": case.wd(move.old, move.new), "told": told},
        clears_when=("announced", "revision_approved", "date_restored"),
        since=made_on,
        detail=move.event.entry[:16],
        story=f"{move.event.actor or case.source}@{move.event.occurred.hi:%Y-%m-%dT%H:%M}",
    )
