"""Decides which column of a table means what, and how sure that is."""

from collections.abc import Set
from datetime import date

from connectors.workbook.ambiguous import settle_ambiguous
from connectors.workbook.column import (
    DENIED,
    HALF,
    SETTLED,
    UNTOLD,
    Column,
    Columns,
    confidence_of,
    plain,
)
from connectors.workbook.headers import AMBIGUOUS, DATE, EXACT, TAIL
from connectors.workbook.look import FEW
from connectors.workbook.titles import settle_title

GROUPS = ("module", "phase", "department")
# A second column of these is usual, and the first one is right all the same.
HARMLESS = ("remarks", "owner", "requester", "numbering", "participants", *GROUPS)
BEHIND = 0.9  # share of dates on or before the day of a report that are taken for actual ones
SEVERAL = ("owner",)  # these may stand in several columns


def decide(
    columns: list[Column], *, reported_on: date | None = None, planned: Set[str] = frozenset()
) -> Columns:
    """Decide over all columns of a table together; *reported_on* is the date of a report.

    *planned* are the headers that were read as planned dates before.
    """
    found = Columns(columns)
    for column in columns:
        settle_alone(column)
    settle_dates(columns, reported_on, planned)
    settle_title(found)
    settle_levels(found)
    settle_ids(found)
    keep_first(found)
    return found


def settle_alone(column: Column) -> None:
    """Decide what a column can say for itself."""
    guess, look = column.guess, column.look
    if guess is None or guess.name == "other":
        return
    column.side = guess.side
    if guess.how == AMBIGUOUS:
        settle_ambiguous(column, guess.name, look)
    elif guess.name != "title":
        column.mean(guess.name, confidence_of(guess, look))


def settle_dates(
    columns: list[Column], reported_on: date | None, planned: Set[str] = frozenset()
) -> None:
    """Give dates without a plan or actual word their side.

    Beside a planned column of the same end they are actual; alone they are planned, but in a
    report whose dates all lie behind they are actual, unless they were planned in a report before.
    """
    named = {column.name for column in columns}
    for end in ("start", "finish"):
        loose = [column for column in columns if column.known == end and not column.name]
        for column in loose:
            if (
                column.look.filled >= FEW
                and column.look.dates < HALF
                and column.look.numbers >= HALF
            ):
                continue  # a duration under 开始 / 结束
            is_behind = reported_on is not None and column.look.behind(reported_on) >= BEHIND
            is_report = is_behind and plain(column.path) not in planned
            beside = f"planned_{end}" in named
            name = f"actual_{end}" if beside or is_report else f"planned_{end}"
            if name in named:
                continue
            untold = column.look.filled < FEW
            agrees = column.look.dates >= HALF
            column.mean(name, UNTOLD if untold else SETTLED if agrees else DENIED)
            named.add(name)


def settle_levels(found: Columns) -> None:
    """Take the first level with more than one value as the module, if none is named."""
    levels = [c for c in found.all if c.known == "level" and not c.name]
    found.levels = [c.index for c in levels]
    if found.named("module") or not levels:
        return
    told = [c for c in levels if len(set(c.look.texts)) > 1]
    (told or levels)[0].mean("module", SETTLED)


def settle_ids(found: Columns) -> None:
    """Take a running number without header as the numbering; let go of an id that nobody fills."""
    number, identity = found.named("numbering"), found.named("id")
    if number and identity and number.look.filled >= FEW and not identity.look.filled:
        identity.extra, identity.name = "id", ""
    for column in found.all:
        if (
            (
                not column.path
                and not column.name
                and column.look.filled >= FEW
                and column.look.running
            )
            and found.named("numbering") is None
            and column.index <= min((c.index for c in found.mapped), default=0)
        ):
            column.mean("numbering", SETTLED)


def keep_first(found: Columns) -> None:
    """Leave one column to each meaning: the surest, of equals the first; owners may be several."""
    for name in dict.fromkeys(column.name for column in found.mapped):
        rivals = [column for column in found.all if column.name == name]
        if len(rivals) < 2:
            continue
        rivals.sort(key=order_of_groups if name in GROUPS else order_of_rivals)
        if name in SEVERAL and len({c.side for c in rivals}) == len(rivals):
            continue
        for rival in rivals[1:]:
            close = rival.confidence >= rivals[0].confidence - 0.05
            hurts = name not in HARMLESS
            found.competing = found.competing or (close and hurts)
            rival.extra, rival.name = name, ""
            if rival.known == "milestone" and name == "phase" and found.named("module") is None:
                rival.mean("module", SETTLED)  # it groups the phases


def order_of_rivals(column: Column) -> tuple[float, ...]:
    """Sort the surest column first."""
    empty = not column.look.filled
    is_unit = column.name == "requester" and "部门" in column.path[-1]  # a person goes before it
    return -exactness(column), is_unit, -column.confidence, empty, column.index


def order_of_groups(column: Column) -> tuple[float, ...]:
    """Sort the outermost group first; few values of a merged group say nothing against it."""
    return -exactness(column), column.confidence == DENIED, column.index


def exactness(column: Column) -> int:
    """Prefer a word of the list over a compound or an ambiguous one."""
    how = column.guess.how if column.guess else ""
    return {EXACT: 2, DATE: 2, TAIL: 1}.get(how, 0)
