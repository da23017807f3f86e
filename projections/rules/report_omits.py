"""REPORT-OMITS: a report, or the minutes, leave out an item that they had to mention."""

from collections.abc import Iterator

from hub.model.event import Severity
from hub.model.people import court_of
from hub.rules import Finding, rule
from hub.rules.cases import CommitmentCase
from hub.rules.citing import Said
from hub.rules.reports import covers, is_normal, last_unminuted, reasons, reports, rows

SENTENCE = {
    "en": "{subject}: {why}; {what} of {on} {omitted}. Turn: {court}.",
    "zh": "{subject}：{why}，{on} 的{what}{omitted}。待处理：{court}。",
}


@rule("REPORT-OMITS", version=1, group="sources", over="commitment", sentence=SENTENCE)
def report_omits(case: CommitmentCase) -> Iterator[Finding]:
    """A report mentions what is overdue, flagged, found or due, and the minutes what waits."""
    if case.accepted is not None:
        return
    for report in reports(case.context, case.side) if case.approval is not None else ():
        why, row = next(reasons(case, report), None), rows(case, report)
        normal = [said for item in row if is_normal(item) and (said := item.field("status"))]
        if why is None or not covers(case, report) or (row and not normal):
            continue
        if row and why[0] == "due_this_week":
            continue
        searched = Said(
            None, report.edition, f"search:row?edition={report.edition.edition.original}"
        )
        omitted = "says_normal" if row else "leaves_it_out"
        operands = {"why": why[1], "searched": normal or searched}
        numbers = {"why": f"is_{why[0]}", "on": report.on.isoformat(), "omitted": omitted}
        yield _found(case, "weekly_report", court_of(case.side), operands, numbers)
    left_out = last_unminuted(case)
    if left_out is not None:
        court, said, minutes = left_out
        operands = {"why": said, "searched": Said(None, minutes, f"search:line?key={case.key}")}
        on = case.day(minutes.occurred.hi).isoformat()
        numbers = {"why": "is_said_to_wait", "on": on, "omitted": "leaves_it_out"}
        yield _found(case, "minutes", court, operands, numbers)


def _found(
    case: CommitmentCase,
    what: str,
    court: str,
    operands: dict[str, Said | list[Said]],
    numbers: dict[str, str],
) -> Finding:
    is_flag = numbers["why"] == "is_flagged"
    return Finding(
        severity=Severity.S2 if case.on_golive_path else Severity.S3,
        is_path_value=True,
        court=court,
        operands=operands,
        numbers={"what": what, **numbers},
        clears_when=("mentioned_in_next_report", *(("answered",) if is_flag else ())),
        detail=what,
    )
