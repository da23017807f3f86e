"""Rows and values that were not understood, as facts with a remedy."""

from collections.abc import Iterator

from connectors.workbook.claims import Told
from connectors.workbook.column import base_of
from connectors.workbook.frames import Problem, TableHead
from hub.model.facts import QuarantineAnswered, RecordQuarantined
from hub.refused_files import FileRefused

LONGEST = 500
KEPT = ("finish_before_start", "struck_out", "total_differs")  # asked about; the value counts
REMEDIES: dict[str, str] = {
    "no_title": "Write a title into cell {cell}, or empty the row.",
    "duplicate_id": "Give each row its own number; {cell} stands twice.",
    "error_cell": "Mend the formula in {cell}.",
    "uncached_formula": "Open the file in Excel and save it, so that {cell} has a value.",
    "date_not_understood": "Write a date such as 2026-03-20 into {cell}.",
    "date_order_unknown": "Write {cell} as year-month-day, or set how the source writes dates.",
    "number_not_date": "Write {cell} as a full date; {text} can be two dates.",
    "date_out_of_range": "Check the year in {cell}.",
    "finish_before_start": "Check start and finish in row {row}; both are kept.",
    "percent_out_of_range": "Write a percent between 0 and 100 into {cell}.",
    "percent_not_understood": "Write a percent between 0 and 100 into {cell}.",
    "percent_or_fraction": "Format {cell} as a percentage; 1 can be all of it or one hundredth.",
    "status_unknown": "Say what {text} means, or use a known word of the status in {cell}.",
    "owner_not_understood": "Write only names into {cell}.",
    "side_unknown": "Write client or vendor into {cell}.",
    "number_not_understood": "Write a number into {cell}.",
    "weak_column": "Say what column {cell} means; its values do not fit its header.",
    "too_long": "Shorten the text in {cell}.",
    "csv_width": "Check the separators in line {row}; it has another number of fields.",
    "csv_quote": "Close the quotation mark that opens in line {row}.",
    "struck_out": "Say whether {text} is done or cancelled; its row is struck out.",
    "total_differs": "Check the total in {cell}; the rows above add up to {sum}.",
    "maybe_same_item": "Say whether this row and the one in {other} are the same item.",
}


def quarantined(
    problem: Problem, table: TableHead, told: Told, subject: str, series: str
) -> RecordQuarantined:
    """Tell of one row or value; *subject* is the item it belongs to, if one."""
    cell = f"{problem.letter}{problem.row}"
    where = told.locator(table.sheet, cell if problem.letter else f"A{problem.row}")
    return RecordQuarantined(
        subject=f"{series}/{told.original[:12]}/{table.sheet}!{cell}",
        entry=told.entry("quarantine", table.sheet, cell, problem.column, problem.reason),
        occurred=told.occurred,
        locator=where,
        original=told.original,
        mapping=told.mapping,
        reason=problem.reason,
        text=problem.text[:LONGEST],
        remedy=REMEDIES.get(problem.reason, ""),
        values={
            "cell": cell,
            "row": str(problem.row),
            "text": problem.text[:80],
            "sheet": table.sheet,
            **problem.values,
        },
        item=subject,
        field=base_of(problem.column),
        edition=told.original,
        rows=1 if problem.whole_row else 0,
    )


def settled(before: RecordQuarantined, told: Told) -> QuarantineAnswered:
    """Tell that a record which was set aside can be read now."""
    return QuarantineAnswered(
        subject=before.subject,
        entry=told.entry("read", before.subject),
        occurred=told.occurred,
        locator=before.locator,
        original=told.original,
        mapping=told.mapping,
        answer="read",
    )


def refused(refusal: FileRefused, name: str, told: Told, series: str) -> RecordQuarantined:
    """Tell of a file that could not be read; its original is kept."""
    return RecordQuarantined(
        subject=f"{series}/{told.original[:12]}",
        entry=told.entry("refused", refusal.code),
        occurred=told.occurred,
        locator=f"workbook:{told.original}",
        original=told.original,
        reason=refusal.code,
        text=name[:LONGEST],
        remedy=refusal.remedy,
        values={"message": refusal.message, **{n: str(v) for n, v in refusal.values.items()}},
        edition=told.original,
        rows=0,
    )


def asked(
    pair: tuple[str, str], score: float, here: str, there: str, told: Told
) -> RecordQuarantined:
    """Ask whether a new row is an item that is not seen any more; *pair* is (old, new) subject."""
    old, new = pair
    return RecordQuarantined(
        subject=f"{old}={new}",
        entry=told.entry("maybe", old, new),
        occurred=told.occurred,
        locator=here,
        original=told.original,
        mapping=told.mapping,
        reason="maybe_same_item",
        remedy=REMEDIES["maybe_same_item"],
        values={"old": old, "new": new, "score": f"{score:.2f}", "other": there},
        item=new,
        edition=told.original,
        rows=0,
    )


def skipped_values(problems: list[Problem], table: int) -> frozenset[tuple[int, str]]:
    """Return the values (row, column) of a table that must not be read as cleared."""
    return frozenset(
        (problem.row, problem.column)
        for problem in problems
        if problem.table == table and not problem.whole_row and problem.reason not in KEPT
    )


def of_table(problems: list[Problem], table: int) -> Iterator[Problem]:
    """Yield what concerns one table."""
    return (problem for problem in problems if problem.table == table)
