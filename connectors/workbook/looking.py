"""What is shown of a file before it is read: by the same reading, and nothing is recorded."""

from datetime import datetime

from connectors.workbook.book import Book
from connectors.workbook.connector import WorkbookConnector
from connectors.workbook.edition_parts import usable_tables
from connectors.workbook.frames import ITEM, Rows, TableHead
from connectors.workbook.values import FIELD_OF, column_key, named
from hub.drop_folder import Arrival
from hub.ingest.contract import Known
from hub.ingest.look import SAMPLES, Look, LookedColumn, LookedTable

LONGEST = 80
MEANINGS = ("id", *FIELD_OF, "numbering", "extra", "ignore")
Samples = dict[tuple[int, str], list[str]]


def look(connector: WorkbookConnector, known: Known, name: str, body: bytes, at: datetime) -> Look:
    """Show what a file holds; raise `FileRefused` for one that cannot be read."""
    book = connector.book(Arrival(name, body), known, at)
    try:
        samples = samples_of(book)
    finally:
        book.close()
    usable = usable_tables(book, connector.profile)
    return Look(
        book.head.edition_on,
        book.head.dated_by,
        list(book.head.notes),
        [
            looked(table, samples, connector.profile.lacks(table), is_used=number in usable)
            for number, table in book.tables.items()
        ],
        list(MEANINGS),
    )


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
