"""Lets values decide what an ambiguous header means; its position alone never does."""

from connectors.workbook.column import DENIED, HALF, SETTLED, USABLE, Column
from connectors.workbook.headers import AMBIGUOUS, Guess
from connectors.workbook.look import Look


def settle_ambiguous(column: Column, name: str, look: Look) -> None:
    """Let values decide what an ambiguous word means."""
    if name == "progress":
        settle_progress(column, look)
    elif name == "done":
        settle_done(column, look)
    elif name == "milestone" and look.filled:
        column.mean(
            "phase" if look.merged or look.distinct < 0.9 or look.coverage < HALF else "", SETTLED
        )
    elif name == "party":
        settle_party(column, look)
    elif name == "people" and look.filled and look.people >= HALF and look.numbers < HALF:
        column.mean("owner", SETTLED)
    elif name == "item" and look.numbers >= HALF:
        column.mean("numbering", SETTLED)


def settle_progress(column: Column, look: Look) -> None:
    """进度: numbers are a percent, words of a vocabulary a status, sentences remarks."""
    if look.filled == 0:
        column.mean("status", USABLE)
    elif look.percents >= HALF and look.dates < HALF:
        column.mean("percent_actual", SETTLED)
    elif look.states >= HALF:
        column.mean("status", SETTLED)
    elif look.numbers < HALF and look.dates < HALF:
        column.mean("remarks", SETTLED)


def settle_done(column: Column, look: Look) -> None:
    """完成: dates are a finish, percents a percent, yes and no a status."""
    if look.dates >= HALF:
        column.guess = Guess("finish", AMBIGUOUS)
    elif look.filled and look.numbers >= HALF and look.percents >= HALF:
        column.mean("percent_actual", SETTLED)
    elif look.filled:
        column.mean("status", SETTLED if look.states >= HALF else DENIED)


def settle_party(column: Column, look: Look) -> None:
    """部门, 责任方: sides, people or a department."""
    is_department = column.path and "部门" in column.path[-1]
    if look.filled and look.sides >= HALF:
        column.mean("side", SETTLED)
    elif (look.filled and look.departments >= HALF) or (look.filled and is_department):
        column.mean("department", SETTLED)
    elif look.filled and look.people < HALF:
        column.mean("department", USABLE)
    else:
        column.mean("department" if is_department else "owner", SETTLED if look.filled else USABLE)
