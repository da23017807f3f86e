"""What is shown of a file before it is read: by the same reading, and nothing is recorded."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from pathlib import Path

from connectors.workbook.book import Book
from connectors.workbook.column import STEP
from connectors.workbook.connector import WorkbookConnector
from connectors.workbook.edition_parts import usable_tables
from connectors.workbook.extent import column_letters
from connectors.workbook.frames import ITEM, Rows, SheetTop, TableHead
from connectors.workbook.remembered import lost_and_new, meanings
from connectors.workbook.steps import OFTEN
from connectors.workbook.values import FIELD_OF, column_key, named
from hub.drop_folder import Arrival
from hub.ingest.contract import Known
from hub.ingest.look import SAMPLES, Look, LookedColumn, LookedNote, LookedSheet, LookedTable

LONGEST = 80
TOPS = 30  # rows of a sheet among which a person may point at a header
MEANINGS = ("id", *FIELD_OF, "numbering", "extra", "ignore")
Samples = dict[tuple[int, str], list[str]]


def look(connector: WorkbookConnector, known: Known, name: str, body: bytes, at: datetime) -> Look:
    """Show what a file holds; raise `FileRefused` for one that cannot be read."""
    book = connector.book(Arrival(name, body), known, at, TOPS)
    try:
        samples = samples_of(book)
    finally:
        book.close()
    usable = usable_tables(book, connector.profile)
    for number, table in book.tables.items():
        shown_below(table, number, book.tops, samples)
    return Look(
        book.head.edition_on,
        book.head.dated_by,
        [*notes_on(book, name), *notes_on_columns(connector, known, book, usable)],
        [
            looked(table, samples, connector.profile.lacks(table), is_used=number in usable)
            for number, table in book.tables.items()
        ],
        [*MEANINGS, *of_steps(connector.profile.unpivot)],
        [
            LookedSheet(top.sheet, top.hidden, top.first_row, top.first_column, top.rows)
            for top in book.tops
        ],
    )


def of_steps(steps: Sequence[str]) -> Iterator[str]:
    """Yield what a column may be of a step of a row."""
    return (f"{name}{STEP}{step}" for step in steps for name in OFTEN)


def notes_on(book: Book, name: str) -> list[LookedNote]:
    """Give what a person should know of a file; *name* is what its sender called it."""
    values = {"said": Path(name).suffix.lower(), "found": f".{book.head.kind}"}
    return [
        LookedNote(code, values if code == "wrong_extension" else {}) for code in book.head.notes
    ]


def notes_on_columns(
    connector: WorkbookConnector, known: Known, book: Book, usable: dict[int, TableHead]
) -> list[LookedNote]:
    """Name the columns that the last file had and this one has not, and the other way round."""
    editions = known.editions(connector.series)
    before = [e for e in editions if e.edition.edition_on < book.head.edition_on]
    last = max(before, key=lambda e: e.edition.edition_on, default=None)
    lost, new = lost_and_new(last, meanings(usable))
    told = (("columns_lost", lost), ("columns_new", new))
    return [LookedNote(code, {"columns": ", ".join(paths)}) for code, paths in told if paths]


def looked(table: TableHead, samples: Samples, lacks: str, *, is_used: bool) -> LookedTable:
    """Describe one region with its columns."""
    keys = {column.letter: column_key(column.name, column.side, n) for n, column in named(table)}
    columns = [
        LookedColumn(
            column.letter,
            column.path,
            column.name,
            round(column.confidence, 2),
            samples.get((table.table, keys.get(column.letter, "")))
            or samples.get((table.table, column.path or column.letter), []),
        )
        for column in table.columns
    ]
    return LookedTable(
        table.sheet,
        table.verdict,
        table.why or ("lacks_needed" if lacks else ""),
        round(table.confidence, 2),
        is_used,
        table.header_rows,
        table.first_row,
        table.last_row,
        table.fingerprint,
        columns,
    )


def shown_below(table: TableHead, number: int, tops: list[SheetTop], samples: Samples) -> None:
    """Take the first texts below a header that is not used, out of the rows as they stand there."""
    for top in (top for top in tops if top.sheet == table.sheet and table.header_rows[1]):
        rows = top.rows[max(0, table.header_rows[1] + 1 - top.first_row) :]
        letters = {
            column_letters(top.first_column - 1 + n): n for n in range(len(rows[:1] and rows[0]))
        }
        for column in table.columns:
            if column.letter in letters and (number, column.path) not in samples:
                texts = [row[letters[column.letter]] for row in rows]
                samples[number, column.path] = [text for text in texts if text][:SAMPLES]


def samples_of(book: Book) -> Samples:
    """Take the first texts of each column, out of the rows of items."""
    samples: Samples = {}
    for frame in book.rows():
        for name, texts in (*frame.texts.items(), *frame.extras.items()):
            held = samples.setdefault((frame.table, name), [])
            held += first_texts(frame, texts, SAMPLES - len(held))
    return samples


def first_texts(frame: Rows, texts: list[str], wanted: int) -> list[str]:
    """Return at most *wanted* texts that are not empty."""
    found: list[str] = []
    for role, text in zip(frame.roles, texts, strict=True):
        if len(found) >= wanted:
            break
        if role == ITEM and text.strip():
            found.append(text.strip()[:LONGEST])
    return found
