"""Decides which column of a table means what, and how sure that is."""

from dataclasses import dataclass, field

from connectors.workbook.headers import AMBIGUOUS, DATE, EXACT, FUZZY, TAIL, Guess
from connectors.workbook.look import FEW, LONG, Look

DATES = ("planned_start", "planned_finish", "actual_start", "actual_finish", "raised_on")
LABELS = ("module", "phase", "department", "kind", "side", "priority", "severity")
GROUPS = ("module", "phase", "department")
SEVERAL = ("owner",)  # these may stand in several columns
CONFIRMED, SURE, BY_GRAMMAR, UNTOLD, SETTLED, DENIED = 1.0, 0.95, 0.92, 0.85, 0.80, 0.50
USABLE = 0.60
HALF = 0.5
DESCRIPTION_MIN = 4  # letters; a shorter median is no description


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

    @property
    def confidence(self) -> float:
        """Return how sure the table is, as the mean of its mapped columns less what speaks against."""
        mapped = self.mapped
        if not mapped:
            return 0.0
        mean = sum(column.confidence for column in mapped) / len(mapped)
        return round(max(0.0, mean - 0.10 * self.competing - 0.10 * self.title_is_blank), 4)


def decide(columns: list[Column], *, is_report: bool = False) -> Columns:
    """Decide over all columns of a table together."""
    found = Columns(columns)
    for column in columns:
        settle_alone(column)
    settle_dates(columns, is_report=is_report)
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
    if name in DATES:
        return look.dates >= HALF
    if name.startswith("percent"):
        return look.percents >= HALF and look.dates < HALF
    if name == "status":
        return look.states >= HALF
    if name == "numbering":
        return look.numbers >= HALF
    if name in ("owner", "requester", "participants", "attendee"):
        return look.dates < HALF and look.numbers < HALF and look.length <= LONG
    if name in ("weight", "quantity"):
        return look.numbers + look.percents >= HALF
    if name in LABELS:
        return look.dates < HALF and look.length <= 2 * LONG
    if name == "title":
        return look.numbers < HALF and look.dates < HALF
    return True


def settle_ambiguous(column: Column, name: str, look: Look) -> None:
    """Let values decide what an ambiguous word means."""
    if name == "progress":
        settle_progress(column, look)
    elif name == "done":
        settle_done(column, look)
    elif name == "milestone" and look.filled:
        column.mean("phase" if look.merged or look.distinct < 0.9 or look.coverage < HALF else "", SETTLED)
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
    elif look.filled and is_department:
        column.mean("department", SETTLED)
    elif look.filled and look.people < HALF:
        column.mean("department", USABLE)
    else:
        column.mean("department" if is_department else "owner", SETTLED if look.filled else USABLE)


def settle_dates(columns: list[Column], *, is_report: bool) -> None:
    """Give dates without a plan or actual word their side.

    Beside a planned column of the same end they are actual; alone they are planned, but in a
    report whose dates all lie behind they are actual.
    """
    named = {column.name for column in columns}
    for end in ("start", "finish"):
        loose = [column for column in columns if column.known == end and not column.name]
        for column in loose:
            if column.look.filled >= FEW and column.look.dates < HALF and column.look.numbers >= HALF:
                continue  # a duration under 开始 / 结束
            beside = f"planned_{end}" in named
            name = f"actual_{end}" if beside or (is_report and column.look.dates >= 0.9) else f"planned_{end}"
            if name in named:
                continue
            untold = column.look.filled < FEW
            agrees = column.look.dates >= HALF
            column.mean(name, UNTOLD if untold else SETTLED if agrees else DENIED)
            named.add(name)


def settle_title(found: Columns) -> None:
    """Choose the one title; what else could have been one becomes a group or remarks."""
    names = [c for c in found.all if c.known == "title" and not c.name]
    names += [c for c in found.all if c.known in ("item", "milestone", "project") and is_title(c)]
    texts = [c for c in found.all if c.known == "text" and not c.name]
    levels = [c for c in found.all if c.known == "level" and not c.name]
    chosen = best_title(names) or best_title([c for c in texts if might_describe(c)])
    if chosen is None and levels:
        chosen = next((c for c in reversed(levels) if c.look.coverage >= HALF), None)
    if chosen is None:
        chosen = blank_title(found)
    if chosen is None:
        chosen = best_title(texts)
    if chosen is not None:
        chosen.mean("title", title_confidence(chosen))
    for column in names:
        if column is not chosen and not column.name and column.known == "title":
            demote(column, chosen)
    for column in texts:
        if column is not chosen and not column.name:
            column.mean("remarks", SETTLED)


def is_title(column: Column) -> bool:
    """Tell whether a column of an ambiguous word may be the title: distinct texts all the way down."""
    look = column.look
    if column.name or look.filled < 2:
        return False
    return look.distinct >= 0.9 and look.numbers < HALF and look.dates < HALF and look.coverage >= HALF


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
    elif look.length > LONG:
        column.mean("remarks", USABLE)
    else:
        column.extra = "title"


def blank_title(found: Columns) -> Column | None:
    """Take a column without header whose long distinct texts stand beside two sure columns."""
    sure = [c for c in found.all if c.name and c.confidence >= UNTOLD and c.name not in ("numbering", "id")]
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
        if not column.path and not column.name and column.look.filled >= FEW and column.look.running:
            if found.named("numbering") is None and column.index <= min(
                (c.index for c in found.mapped), default=0
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
            hurts = name not in ("remarks", "module", "owner", "numbering", "department", "phase")
            found.competing = found.competing or (close and hurts)
            rival.extra, rival.name = name, ""
            if rival.known == "milestone" and name == "phase" and found.named("module") is None:
                rival.mean("module", SETTLED)  # it groups the phases


def order_of_rivals(column: Column) -> tuple[float, ...]:
    """Sort the surest column first."""
    empty = not column.look.filled
    return -exactness(column), -column.confidence, empty, column.index


def order_of_groups(column: Column) -> tuple[float, ...]:
    """Sort the outermost group first; few values of a merged group say nothing against it."""
    return -exactness(column), column.confidence == DENIED, column.index


def exactness(column: Column) -> int:
    """Prefer a word of the list over a compound or an ambiguous one."""
    how = column.guess.how if column.guess else ""
    return {EXACT: 2, DATE: 2, TAIL: 1}.get(how, 0)
