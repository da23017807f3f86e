"""Chooses the column that names the rows of a table."""

from connectors.workbook.column import (
    HALF,
    SETTLED,
    UNTOLD,
    USABLE,
    Column,
    Columns,
    agreed,
    confidence_of,
)
from connectors.workbook.headers import AMBIGUOUS, EXACT, Guess
from connectors.workbook.look import FEW, LONG
from connectors.workbook.words import usual_words
from connectors.workbook.words.letters import compact

DESCRIPTION_MIN = 4  # letters; a shorter median is no description


def settle_title(found: Columns) -> None:
    """Choose the one title; what else could have been one becomes a group or remarks."""
    names = [c for c in found.all if c.known == "title" and not c.name]
    names += [c for c in found.all if c.known in ("item", "milestone", "project") and is_title(c)]
    texts = [c for c in found.all if c.known == "text" and not c.name]
    chosen = choose_title(found, names, texts)
    if chosen is not None:
        chosen.mean("title", title_confidence(chosen))
    for column in names:
        if column is not chosen and not column.name and column.known == "title":
            demote(column, chosen)
    for column in texts:
        if column is not chosen and not column.name:
            column.mean("remarks", SETTLED)


def choose_title(found: Columns, names: list[Column], texts: list[Column]) -> Column | None:
    """Return the best title: a name, a description, the deepest level, a column without header.

    Where a list has one row yet, an ambiguous word will do if nothing else names it.
    """
    levels = [c for c in found.all if c.known == "level" and not c.name]
    return (
        best_title(names)
        or best_title([c for c in texts if might_describe(c)])
        or next((c for c in reversed(levels) if c.look.coverage >= HALF), None)
        or blank_title(found)
        or best_title(texts)
        or best_title([c for c in found.all if is_lone(c)])
    )


def is_title(column: Column) -> bool:
    """Tell whether a column of an ambiguous word may be the title: distinct all the way down."""
    look = column.look
    if column.name or look.filled < 2:
        return False
    return (
        look.distinct >= 0.9 and look.numbers < HALF and look.dates < HALF and look.coverage >= HALF
    )


def is_lone(column: Column) -> bool:
    """Tell a column of an ambiguous word that holds the only text of a list with one row."""
    look = column.look
    is_text = look.numbers < HALF and look.dates < HALF
    return (
        column.known in ("item", "milestone") and not column.name and look.filled == 1 and is_text
    )


def might_describe(column: Column) -> bool:
    """Tell a description that stands in most rows."""
    look = column.look
    return look.filled == 0 or (look.length >= DESCRIPTION_MIN and look.coverage >= HALF)


def best_title(columns: list[Column]) -> Column | None:
    """Return the column whose texts stand in most rows and tell rows apart; the first of equals."""
    best: Column | None = None
    for column in columns:
        if column.look.filled >= FEW and not agreed("title", column.look):
            continue
        if best is None or weight_of(column) > weight_of(best) + 0.1:
            best = column
    return best


def weight_of(column: Column) -> float:
    """Weigh a possible title."""
    look = column.look
    if not look.filled:
        return 0.0
    exact = 0.1 if column.guess is not None and column.guess.how == EXACT else 0.0
    return look.coverage * (0.3 + look.distinct) + exact


def title_confidence(column: Column) -> float:
    """Say how sure a title is."""
    if column.guess is None or column.guess.how == AMBIGUOUS:
        return SETTLED if column.look.filled else UNTOLD
    return confidence_of(Guess("title", column.guess.how), column.look)


def demote(column: Column, chosen: Column | None) -> None:
    """Make a group of a second name that repeats, or that stands merged over the titles."""
    look = column.look
    left = chosen is not None and column.index < chosen.index
    grouping = look.filled and (look.merged or look.coverage < 0.8 or look.distinct < 0.8)
    if left and grouping:
        column.mean("module", SETTLED)
    elif describes(column):
        column.mean("remarks", SETTLED)
    elif look.length > LONG:
        column.mean("remarks", USABLE)
    else:
        column.extra = "title"


def describes(column: Column) -> bool:
    """Tell a second text that is called a description: 需求描述 beside 需求名称."""
    leaf = compact(column.path[-1]) if column.path else ""
    tails = {
        tail for g in usual_words().grammars for tail, name in g.tails.items() if name == "text"
    }
    return leaf.endswith(tuple(tails))


def blank_title(found: Columns) -> Column | None:
    """Take a column without header whose long distinct texts stand beside two sure columns."""
    sure = [
        c
        for c in found.all
        if c.name and c.confidence >= UNTOLD and c.name not in ("numbering", "id")
    ]
    if len(sure) < 2:
        return None
    first = min(c.index for c in sure)
    blank = [c for c in found.all if not c.path and c.index < first and c.look.numbers < HALF]
    fit = [c for c in blank if c.look.coverage >= HALF and c.look.distinct >= 0.7]
    if not fit:
        return None
    chosen = max(fit, key=lambda c: (c.look.coverage * c.look.distinct, c.index))
    found.title_is_blank = True
    groups = [c for c in blank if c.index < chosen.index and c.look.filled]
    for group in reversed(groups):  # the nearest one groups the titles; the others group the groups
        group.guess = Guess("level", AMBIGUOUS)
        if found.named("module") is None:
            group.mean("module", SETTLED)
    return chosen
