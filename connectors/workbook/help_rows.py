"""Tells rows right under a header that explain it: formats, choices, a translation."""

from connectors.workbook.cells import Grid, text_of
from connectors.workbook.headers import look_up_text
from connectors.workbook.headers_found import Header, is_empty, is_label
from connectors.workbook.words import usual_words

FORMATS = ("yyyy", "mm/dd", "dd/mm", "hh:mm", "年/月/日", "xx", "####")


def is_help(grid: Grid, header: Header, row: int) -> bool:
    """Tell a row that explains the header: formats, enumerations, a translation, a grid."""
    cells = grid.rows[row]
    places = [place for place in header.paths if not is_empty(cells[place])]
    if not places:
        return any(not is_empty(value) for value in cells[header.grid_from :])
    if not all(is_label(cells[place]) for place in places) or len(places) < 2:
        return False
    helping = sum(explains(text_of(cells[place]), header, place) for place in places)
    return helping * 2 > len(places)


def explains(text: str, header: Header, place: int) -> bool:
    """Tell a text that explains its header: a format, choices, the header's translation."""
    small = text.strip().casefold()
    if any(shape in small for shape in FORMATS) or small.startswith(tuple(usual_words().help)):
        return True
    own, other = header.guesses.get(place), look_up_text(text)
    if own and other and own.name == other.name and other.how == "exact":
        return True
    pieces = small.split("/")
    return (
        len(pieces) >= 3
        and all(0 < len(piece.strip()) <= 8 for piece in pieces)
        and not any(letter.isdigit() for letter in small)
    )
