"""One column of a table: what it is called, what it holds, what it means and how sure that is."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from connectors.workbook.headers import DATE, EXACT, FUZZY, TAIL, Guess
from connectors.workbook.look import FEW, LONG, Look
from connectors.workbook.words.letters import compact

DATES = ("planned_start", "planned_finish", "actual_start", "actual_finish", "raised_on")
LABELS = ("module", "phase", "department", "kind", "side", "priority", "severity")
CONFIRMED, SURE, BY_GRAMMAR, UNTOLD, SETTLED, DENIED = 1.0, 0.95, 0.92, 0.85, 0.80, 0.50
USABLE = 0.60
IGNORED = "ignore"  # what a person says of a column that is not to be told at all
STEP = "@"  # between what a column means and the step of the row that it is of: `owner@设计`
HALF = 0.5


@dataclass(slots=True)
class Column:
    """One column of a table: place, header path, what it means and how sure that is."""

    index: int
    path: tuple[str, ...]
    guess: Guess | None
    look: Look
    name: str = ""
    confidence: float = 0.0
    side: str = ""
    extra: str = ""  # a second column of one meaning: what it would have been

    def mean(self, name: str, confidence: float) -> None:
        """Give the column a meaning."""
        self.name, self.confidence = name, confidence

    @property
    def known(self) -> str:
        """Give the name under which the header was found."""
        return self.guess.name if self.guess else ""


@dataclass(slots=True)
class Columns:
    """The columns of a table in order, and whether something counts against them."""

    all: list[Column]
    competing: bool = False
    title_is_blank: bool = False
    levels: list[int] = field(default_factory=list)

    def named(self, name: str) -> Column | None:
        """Return the column of a meaning."""
        return next((column for column in self.all if column.name == name), None)

    @property
    def mapped(self) -> list[Column]:
        """Return the columns that mean something to us."""
        return [column for column in self.all if column.name]

    def assign(self, column: Column, name: str) -> None:
        """Give a column a meaning for sure; whatever else had it lets go."""
        for other in self.all:
            if other is not column and other.name == name and name:
                other.extra, other.name = name, ""
        column.mean(name, CONFIRMED if name else 0.0)
        column.guess = Guess(name, EXACT) if name else column.guess

    @property
    def confidence(self) -> float:
        """Return how sure the table is: the mean of its mapped columns less what speaks against."""
        mapped = self.mapped
        if not mapped:
            return 0.0
        mean = sum(column.confidence for column in mapped) / len(mapped)
        return round(max(0.0, mean - 0.10 * self.competing - 0.10 * self.title_is_blank), 4)


def plain(path: Iterable[str]) -> str:
    """Return a header path as paths are compared."""
    return "/".join(map(compact, path))


def base_of(name: str) -> str:
    """Return what a column means, whichever step of the row it is of."""
    return name.partition(STEP)[0]


def confidence_of(guess: Guess, look: Look) -> float:
    """Weigh the word against the values."""
    agrees = agreed(guess.name, look)
    if agrees is None:
        return UNTOLD
    if not agrees:
        return DENIED
    return {EXACT: SURE, DATE: BY_GRAMMAR, TAIL: BY_GRAMMAR, FUZZY: SETTLED}.get(guess.how, SETTLED)


def agreed(name: str, look: Look) -> bool | None:
    """Tell whether values are what a name says; None: there are too few to tell."""
    if look.filled < FEW:
        return None
    if name == "status" and look.symbols >= HALF:
        return None  # a legend or the profile may explain them
    check = CHECKS.get(base_of(name))
    return True if check is None else check(look)


def are_dates(look: Look) -> bool:
    """Tell a column of dates."""
    return look.dates >= HALF


def are_percents(look: Look) -> bool:
    """Tell a column of percents; dates typed as numbers are none."""
    return look.percents >= HALF and look.dates < HALF


def are_people(look: Look) -> bool:
    """Tell a column of names."""
    return look.dates < HALF and look.numbers < HALF and look.length <= LONG


def are_amounts(look: Look) -> bool:
    """Tell a column of amounts."""
    return look.numbers + look.percents >= HALF


def are_labels(look: Look) -> bool:
    """Tell a column of short texts."""
    return look.dates < HALF and look.length <= 2 * LONG


def are_titles(look: Look) -> bool:
    """Tell a column of texts."""
    return look.numbers < HALF and look.dates < HALF


CHECKS: dict[str, Callable[[Look], bool]] = {
    **dict.fromkeys(DATES, are_dates),
    **dict.fromkeys(("percent_actual", "percent_planned"), are_percents),
    **dict.fromkeys(("owner", "requester", "participants", "attendee"), are_people),
    **dict.fromkeys(("weight", "quantity"), are_amounts),
    **dict.fromkeys(LABELS, are_labels),
    "title": are_titles,
    "status": lambda look: look.states >= HALF,
    "numbering": lambda look: look.numbers >= HALF,
}
