"""Reads a file to the frames that the parent gets: guard, cells, tables, typed rows, sums."""

from collections import Counter
from collections.abc import Iterator, Sequence
from fnmatch import fnmatchcase
from pathlib import Path

from connectors.workbook.cells import Grid, grids
from connectors.workbook.confirmed import confirm
from connectors.workbook.edition import edition_date, subject_of
from connectors.workbook.frames import (
    MAPPED_ROLES,
    QUARANTINED,
    BookEnd,
    BookHead,
    Comment,
    Frame,
    Request,
)
from connectors.workbook.guard import Guarded
from connectors.workbook.limits import USUAL, Limits
from connectors.workbook.marks import read_marks
from connectors.workbook.pointed import is_pointed_at, tables_of, top_of
from connectors.workbook.row_frames import groups_of, rejected_head, row_frames, table_head
from connectors.workbook.second_pass import SecondPass
from connectors.workbook.sniff import guard
from connectors.workbook.tables import HEADERLESS, NOT_A_TABLE, Told
from connectors.workbook.typed_rows import typed_table
from connectors.workbook.typed_table import TypedTable
from connectors.workbook.words.letters import compact
from hub.refused_files import FileRefused

KINDS = {
    "xlsx": (".xlsx", ".xltx"),
    "xls": (".xls", ".xlt"),
    "ods": (".ods",),
    "csv": (".csv", ".txt", ".tsv"),
}


def read_file(path: Path, request: Request, limits: Limits = USUAL) -> Iterator[Frame]:
    """Yield the frames of a file; raise `FileRefused` for one that cannot be read."""
    guarded = guard(path, request.name, limits)
    path = renamed(path, guarded)
    sheets = list(grids(path, guarded, request.encoding or None))
    second = SecondPass(path, guarded, limits)
    wanted = [grid for grid in sheets if is_wanted(grid, request) or is_pointed_at(grid, request)]
    edition, dated_by, dated_at = edition_date(sheets, request, guarded.modified)
    hidden = tuple(grid.name for grid in sheets if grid.hidden)
    notes = notes_on(request.name, guarded)
    notes += second.notes([grid.name for grid in wanted]) if request.looks else ()
    subject, place = subject_of(wanted)
    yield BookHead(guarded.kind, edition, dated_by, dated_at, notes, hidden, subject, place)
    if request.tops:
        yield from (top_of(grid, request.tops) for grid in sheets)
    words = {compact(word): name for name, rule in request.columns.items() for word in rule.words}
    known = frozenset(request.units), frozenset(request.parties)
    reported_on = edition if request.is_report else None
    told = Told(reported_on, words, *known, steps=request.unpivot, planned=request.planned)
    roles: Counter[str] = Counter()
    tables = (table for grid in wanted for table in tables_of(grid, request, told))
    for number, table in enumerate(tables):
        confirm(table, request)
        if table.verdict in (NOT_A_TABLE, HEADERLESS):
            yield rejected_head(table, number)
            continue
        typed = typed_table(table, number, edition, request, second)
        yield from table_frames(typed, list(read_marks(typed, second, request)))
        roles.update(role for role in typed.roles.of if role)
    yield sums(roles)


def table_frames(typed: TypedTable, comments: list[Comment]) -> Iterator[Frame]:
    """Yield what a table says."""
    yield table_head(typed)
    yield from row_frames(typed)
    yield from typed.problems
    yield from groups_of(typed)
    yield from comments


def sums(roles: Counter[str]) -> BookEnd:
    """Count rows in, mapped and quarantined; every role is one or the other."""
    mapped = sum(count for role, count in roles.items() if role in MAPPED_ROLES)
    quarantined = roles[QUARANTINED]
    if mapped + quarantined != roles.total():
        raise FileRefused("unbalanced", rows_in=roles.total(), rows_out=mapped + quarantined)
    return BookEnd(roles.total(), mapped, quarantined, dict(roles))


def renamed(path: Path, guarded: Guarded) -> Path:
    """Give the file its true extension, which the reader trusts."""
    true = path.with_suffix("." + guarded.kind)
    return path if true == path else path.rename(true)


def is_wanted(grid: Grid, request: Request) -> bool:
    """Tell a sheet that is to be read; a hidden one has to be named."""
    patterns: Sequence[str] = request.hidden_sheets if grid.hidden else request.sheets
    return any(fnmatchcase(grid.name, pattern) for pattern in patterns)


def notes_on(name: str, guarded: Guarded) -> tuple[str, ...]:
    """Return the codes of what a person should know."""
    suffix = Path(name).suffix.lower()
    known = {ending for endings in KINDS.values() for ending in endings}
    if suffix in known and suffix not in KINDS[guarded.kind]:
        return ("wrong_extension",)
    return ()
