"""Columns of the steps of one row: 设计负责人 and 设计完成 say who owes its step 设计, and when."""

from collections.abc import Mapping, Sequence

from connectors.workbook.column import STEP, Column, Columns
from connectors.workbook.columns import keep_first, settle_alone, settle_dates
from connectors.workbook.headers import EXACT, Guess, look_up
from connectors.workbook.words.letters import compact

NO_BRACKETS = str.maketrans(dict.fromkeys("()（）[]【】"))
OFTEN = (
    "owner",
    "planned_start",
    "planned_finish",
    "actual_start",
    "actual_finish",
    "status",
    "percent_actual",
)
SELDOM = (
    *("participants", "requester", "department", "side", "raised_on", "percent_planned"),
    *("remarks", "evidence", "weight", "quantity", "priority", "severity", "predecessor"),
)
OWN = frozenset((*OFTEN, *SELDOM))  # what a step may have of its own; all else is the row's

Path = tuple[str, ...]


def columns_of_steps(
    columns: Sequence[Column], names: Sequence[str], words: Mapping[str, str]
) -> dict[str, list[Column]]:
    """Return the columns that name a step, by step, each with the guess of what else it says.

    *words* are those of the profile; one for a whole header goes first.
    """
    longest = sorted(filter(compact, names), key=lambda name: -len(compact(name)))
    found: dict[str, list[Column]] = {}
    for column in columns:
        if not column.path or compact(column.path[-1]) in words:
            continue
        for step in longest:
            guess = guess_beside(column.path, compact(step), words)
            if guess is not None:
                column.guess = guess
                found.setdefault(step, []).append(column)
                break
    return found


def guess_beside(path: Path, step: str, words: Mapping[str, str]) -> Guess | None:
    """Return what a header means beside the name of a step; None where it does not name it."""
    for place, label in enumerate(path):
        text = compact(label.translate(NO_BRACKETS))
        if step not in (text[: len(step)], text[-len(step) :]):
            continue
        left = text.removeprefix(step) if text.startswith(step) else text.removesuffix(step)
        rest = (*path[:place], *([compact(left)] if compact(left) else []), *path[place + 1 :])
        if rest and (name := words.get(compact(rest[-1]))):
            return Guess(name, EXACT)
        return look_up(rest) if rest else None
    return None


def settle_steps(found: Columns, steps: Mapping[str, list[Column]]) -> Columns:
    """Decide over the columns of each step by themselves, and put them among the others.

    A date without a plan or actual word is planned, also where all of them lie behind.
    """
    for step, columns in steps.items():
        of_step = Columns(columns)
        for column in columns:
            settle_alone(column)
        settle_dates(columns, None)
        keep_first(of_step)
        for column in columns:
            column.extra = "" if column.name in OWN else column.name or column.extra
            column.name = f"{column.name}{STEP}{step}" if column.name in OWN else ""
        found.competing = found.competing or of_step.competing
        found.all = sorted([*found.all, *columns], key=lambda column: column.index)
    return found
