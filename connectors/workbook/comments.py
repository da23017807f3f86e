"""Comments beside the cells of items, as facts: who wrote one, about what, and its digest."""

from collections.abc import Iterator, Mapping
from hashlib import sha256

from connectors.workbook.book import Book
from connectors.workbook.claims import Told
from connectors.workbook.values import person_reference
from hub.ingest.contract import Known
from hub.model.facts import AnnotationRecorded, Basis

KIND = "comment"


def authors(book: Book, source: str, people: dict[str, str]) -> dict[str, str]:
    """Return who wrote comments, by person reference."""
    names = {comment.author.strip() for comment in book.comments}
    return {person_reference(source, name, people): name for name in names if name}


def comment_facts(
    book: Book,
    subjects: Mapping[tuple[int, int], str],
    known: Known,
    told: Told,
    people: tuple[str, dict[str, str]],
) -> Iterator[AnnotationRecorded]:
    """Tell each comment once: the same text beside the same field is on record already.

    *subjects* are the items by table and row; *people* are the source and whom it names.
    """
    source, names = people
    for comment in book.comments:
        subject = subjects.get((comment.table, comment.row))
        if subject is None:
            continue
        body = sha256(comment.text.encode("utf-8", "replace")).hexdigest()
        identity = f"{comment.column or comment.letter}:{body[:16]}"
        item = known.item(subject)
        if item is not None and f"{KIND}:{identity}" in item.annotations:
            continue
        cell = f"{comment.letter}{comment.row}"
        author = comment.author.strip()
        yield AnnotationRecorded(
            subject=subject,
            entry=told.entry(subject, KIND, identity),
            occurred=told.occurred,
            locator=told.locator(book.tables[comment.table].sheet, cell),
            basis=Basis.STATED if told.occurred.lo is None else Basis.DIFFED,
            original=told.original,
            mapping=told.mapping,
            kind=KIND,
            id=identity,
            author=person_reference(source, author, names) if author else "",
            body=body,
        )
