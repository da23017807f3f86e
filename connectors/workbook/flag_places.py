"""Finds the cells of what is flagged: by the cell that is known, else by the title of the item."""

from collections import defaultdict
from collections.abc import Iterable

from connectors.workbook.extent import place_of
from connectors.workbook.flag_sheet import Place
from connectors.workbook.words.letters import compact
from hub.flag_book import Asked

Texts = Iterable[tuple[str, int, int, str]]
"""Texts of a workbook: sheet, row and column from 1, text."""


def known_places(asked: Asked, sheets: Iterable[str]) -> list[Place]:
    """Give the cells that a flag names and that the workbook has."""
    there = set(sheets)
    found: list[Place] = []
    for cell in asked.cells:
        sheet, _, reference = cell.rpartition("!")
        place = place_of(reference)
        if place is not None and sheet in there:
            found.append((sheet, place[0] + 1, place[1] + 1))
    return found


def places_in(texts: Texts, asked: Iterable[Asked], sheets: list[str]) -> dict[str, list[Place]]:
    """Give the cells of each flag; one whose title stands more than once is found nowhere.

    An edition that came later may have moved the row, so only an exact title leads to it.
    """
    found = {each.flag: known_places(each, sheets) for each in asked}
    wanted = {
        compact(each.title): each.flag for each in asked if each.title and not found[each.flag]
    }
    titled: dict[str, list[Place]] = defaultdict(list)
    if wanted:
        for sheet, row, column, text in texts:
            flag = wanted.get(compact(text)) if text else None
            if flag is not None:
                titled[flag].append((sheet, row, column))
    single = {flag: places for flag, places in titled.items() if len(places) == 1}
    return {flag: places or single.get(flag, []) for flag, places in found.items()}
