"""SILENT-REPLAN: a source put off a date, a version or an estimate; not approved, not announced."""

from collections.abc import Iterator

from hub.model.event import Severity
from hub.rules import Finding, rule
from hub.rules.cases import CommitmentCase, ItemCase
from hub.rules.citing import named
from hub.rules.moves import is_told
from hub.rules.replans import Replan, changed_between, replans

SENTENCE = {
    "en": "{subject}: {old} → {new} ({moved_wd:working day|working days}), {told}. Turn: {court}.",
    "zh": "{subject}：{old} → {new}（{moved_wd} 个工作日），{told}。待处理：{court}。",
}
VERSION = {
    "en": "{subject}: its version ends {old} → {new} ({moved_wd:working day|working days}), "
    "{told}. Turn: {court}.",
    "zh": "{subject}：所属版本 {old} → {new}（{moved_wd} 个工作日），{told}。待处理：{court}。",
}
ESTIMATE = {
    "en": "{subject}: estimated at {old} → {new}, {moved_wd:working day|working days} more, "
    "{told}. Turn: {court}.",
    "zh": "{subject}：估算 {old} → {new}，增加 {moved_wd} 个工作日，{told}。待处理：{court}。",
}
OTHERS = {"fix_versions": "version_restored", "weight": "estimate_restored"}
DEFAULTS = {"milestone_wd": 1, "task_wd": 2, "before_wd": 5, "after_wd": 2, "bulk_items": 20}


@rule(
    "SILENT-REPLAN",
    version=4,
    group="plan",
    over="item",
    sentence=SENTENCE,
    other_sentences={"fix_versions": VERSION, "weight": ESTIMATE},  # by the field
    defaults=DEFAULTS,
)
def silent_replan(case: ItemCase) -> Iterator[Finding]:
    """What is postponed is approved as a revision, or announced, within a few working days."""
    case.require_known(case.source)
    for owed in case.commitments[:1]:
        least = case.policy["milestone_wd" if owed.is_milestone else "task_wd"]
        for replan in replans(case, owed, case.policy["bulk_items"]):
            earliest, latest = changed_between(case, replan)
            first = case.calendar.add(earliest, -case.policy["before_wd"])
            last = case.calendar.add(latest, case.policy["after_wd"])
            is_far = replan.moved_wd >= least and not replan.is_import
            if is_far and not is_told(case, owed, replan, first, last):
                yield _found(case, owed, replan, is_fresh=case.status_date <= last)


def _found(case: ItemCase, owed: CommitmentCase, replan: Replan, *, is_fresh: bool) -> Finding:
    earliest, latest = changed_between(case, replan)
    agreed = owed.agreed("start_on" if replan.field == "start" else "finish_on")
    is_grave = case.on_golive_path or (agreed is not None and earliest > agreed.value)
    usual = Severity.S1 if is_grave else Severity.S2
    told = "not_yet_announced" if is_fresh else "not_announced"
    kind = replan.field if replan.field in OTHERS else ""
    return Finding(
        severity=Severity.S4 if is_fresh else usual,
        is_path_value=True,
        court=case.side_of(replan.by),
        operands={
            "old": replan.was,
            "new": replan.now,
            "changed": named(replan.by),
            "agreed": agreed or owed.searched("baseline"),
            "notices": owed.searched("notices"),
        },
        numbers={"moved_wd": replan.moved_wd, "told": told},
        clears_when=("announced", "revision_approved", OTHERS.get(kind, "date_restored")),
        since=earliest if kind == "fix_versions" else latest,
        detail=f"{kind}:{replan.by.entry[:16]}".lstrip(":"),
        story=f"{replan.by.actor or case.source}@{replan.by.occurred.hi:%Y-%m-%dT%H:%M}",
        sentence=kind,
    )
