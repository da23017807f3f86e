"""Checks over whole columns and rows: years, order of dates, unfinished states, identities."""

from collections import Counter
from collections.abc import Sequence
from datetime import date
from itertools import pairwise
from math import isclose
from statistics import median

from connectors.workbook.cells import Cell
from connectors.workbook.column import base_of
from connectors.workbook.dates import DateValue, NotUnderstood, Situation, read_date
from connectors.workbook.frames import ITEM, QUARANTINED, TOTAL
from connectors.workbook.typed_table import Filled, TypedTable

DATE_NAMES = ("planned_start", "planned_finish", "actual_start", "actual_finish")
SUMMED = ("quantity", "weight")
CENT = 0.005  # a difference that rounding makes
PROJECT_YEARS = 5
ENOUGH_DATES = 10
DUPLICATES = 0.10  # more of them, and the column is no identity at all


def settle_years(typed: TypedTable, edition: date) -> None:
    """Read dates without a year again where another date of their row has one."""
    dated = {n: filled for n, filled in typed.columns.items() if base_of(n) in DATE_NAMES}
    for name, filled in dated.items():
        values = filled.typed.values
        for place, value in enumerate(values):
            if value is None or value.year_from != "edition":
                continue
            others = {
                other_name: other.typed.values[place]
                for other_name, other in dated.items()
                if other_name != name and other.typed.values[place] is not None
            }
            sure = [other for other in others.values() if other.year_from in ("text", "cell")]
            if sure:
                begins = [o.start for n, o in others.items() if base_of(n).endswith("start")]
                again = Situation(
                    edition,
                    is_actual=name.startswith("actual"),
                    is_finish=base_of(name).endswith("finish"),
                    row_date=sure[0].start,
                    row_start=begins[0] if begins else None,
                )
                values[place] = reread(value, again)


def reread(value: DateValue, situation: Situation) -> DateValue:
    """Read a date's text again in another situation; keep the first reading if that fails."""
    try:
        return read_date(value.text, situation)
    except NotUnderstood:
        return value


def check_project_years(typed: TypedTable) -> None:
    """Quarantine years that lie far from all others of the table: they are typing errors."""
    dated = [filled for name, filled in typed.columns.items() if base_of(name) in DATE_NAMES]
    distinct = {value.start for filled in dated for value in set(filled.typed.values) if value}
    if len(distinct) < ENOUGH_DATES:
        return
    middle = median(day.year for day in distinct)
    if all(abs(day.year - middle) <= PROJECT_YEARS for day in distinct):
        return
    for filled in dated:
        for place, value in enumerate(filled.typed.values):
            if value is not None and abs(value.start.year - middle) > PROJECT_YEARS:
                filled.typed.problems[place] = "date_out_of_range"
                filled.typed.values[place] = None


def check_order(typed: TypedTable) -> None:
    """Mark a finish before its start; the row keeps both values."""
    for name, finish in typed.columns.items():
        start = typed.columns.get(name.replace("_finish", "_start"))
        if start is None or start is finish:
            continue
        pairs = zip(start.typed.values, finish.typed.values, strict=True)
        for place, (begins, ends) in enumerate(pairs):
            if begins is None or ends is None or typed.roles.of[place] != ITEM:
                continue
            if ends.end < begins.start:
                text = f"{begins.text} – {ends.text}"
                typed.problem(place, name, "finish_before_start", text)


def settle_unfinished(typed: TypedTable) -> None:
    """Read 未完成 as not started where nothing of it is done."""
    for name, status in typed.columns.items():
        if base_of(name) == "status":
            percent = typed.columns.get(name.replace("status", "percent_actual", 1))
            settle_state(status, percent)


def settle_state(status: Filled, percent: Filled | None) -> None:
    """Read 未完成 of one column by the percents beside it."""
    if not any(value and value[1] == "unfinished" for value in set(status.typed.values)):
        return
    for place, value in enumerate(status.typed.values):
        if value and value[1] == "unfinished":
            done = percent.typed.values[place] if percent else None
            status.typed.values[place] = ("not_started" if done == 0 else value[0], "")


def check_totals(typed: TypedTable) -> None:
    """Ask about a total that is neither the sum of all rows above it nor of those since the last.

    A total of several totals is compared with the sum of these, too.
    """
    for name in SUMMED:
        filled = typed.columns.get(name)
        if filled is None:
            continue
        everything = block = totals = 0.0
        for place, role in enumerate(typed.roles.of):
            value = filled.typed.values[place] if role in (ITEM, TOTAL) else None
            if value is None:
                continue
            if role == ITEM:
                everything, block = everything + value, block + value
                continue
            if not any(isclose(value, told, abs_tol=CENT) for told in (everything, block, totals)):
                note_total(typed, place, name, everything)
            block, totals = 0.0, totals + value


def note_total(typed: TypedTable, place: int, name: str, wanted: float) -> None:
    """Ask about a total."""
    text = typed.columns[name].typed.texts[place]
    typed.problem(place, name, "total_differs", text, values={"sum": f"{wanted:g}"})


def check_identity(typed: TypedTable) -> None:
    """Tell whether the id column names its rows; quarantine two titles under one id.

    A column of running numbers is no identity, whatever its header: inserting one row on top
    would change them all.
    """
    filled = typed.columns.get("id")
    if filled is None:
        return
    told = [
        (place, text.strip())
        for place, (role, text) in enumerate(zip(typed.roles.of, filled.typed.texts, strict=True))
        if role == ITEM and text
    ]
    sample: list[Cell] = [filled.spread.cells[place] for place, _ in told[:200]]
    if not told or is_numbering(sample):
        return
    if len({text for _, text in told}) == len(told):
        typed.is_identity = True
        return
    counts = Counter(text for _, text in told)
    doubled = [(place, text) for place, text in told if counts[text] > 1]
    if len(doubled) > max(2, DUPLICATES * len(told)):
        return
    typed.is_identity = True
    for place, _text in doubled:
        typed.roles.of[place] = QUARANTINED
        typed.roles.reasons[place] = "duplicate_id"


def is_numbering(cells: Sequence[Cell]) -> bool:
    """Tell running numbers from 1, also those that start again for each block."""
    numbers = [
        int(str(c).removesuffix(".0")) for c in cells if str(c).removesuffix(".0").isdecimal()
    ]
    if len(numbers) < len(cells) or numbers[0] > 1:
        return False
    steps = sum(b - a == 1 or b == 1 for a, b in pairwise(numbers))
    return steps >= 0.8 * (len(numbers) - 1)
