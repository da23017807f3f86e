"""Comments beside the cells of items, as facts: who wrote one, about what, and its digest."""

from collections.abc import Iterator, Sequence, Set
from hashlib import sha256

from connectors.workbook.book import Book
from connectors.workbook.claims import Told
from connectors.workbook.frames import Comment
from connectors.workbook.people import person_reference
from connectors.workbook.second_pass import TOO_LARGE
from hub.ingest.contract import Known
from hub.model.facts import AnnotationRecorded, AnnotationRemoved, Basis

KIND = "comment"


def authors(book: Book, source: str, people: dict[str, str]) -> dict[str, str]:
    """Return who wrote comments, by person reference."""
    names = {comment.author.strip() for comment in book.comments}
    return {person_reference(source, name, people): name for name in names if name}


def comment_facts(
    book: Book,
    subjects: Sequence[str],
    known: Known,
    told: Told,
    people: tuple[str, dict[str, str]],
) -> Iterator[AnnotationRecorded]:
    """Tell each comment once: the same text beside the same field is on record already.

    *subjects* are the items that the comments are about, one by one, empty for none; *people* are
    the source and whom it names.
    """
    source, names = people
    for comment, subject in zip(book.comments, subjects, strict=True):
        if not subject:
            continue
        body, identity = named(comment)
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


def named(comment: Comment) -> tuple[str, str]:
    """Return the digest of a comment's text, and the name of the comment: field and digest."""
    body = sha256(comment.text.encode("utf-8", "replace")).hexdigest()
    return body, f"{comment.column or comment.letter}:{body[:16]}"


def are_read(book: Book, *, looks: bool) -> bool:
    """Tell whether the comments of a file were looked for; *looks* is what the profile says."""
    return looks and book.head.kind == "xlsx" and TOO_LARGE not in book.head.notes


def gone_comments(
    book: Book, subjects: Sequence[str], shown: Set[str], known: Known, told: Told
) -> Iterator[AnnotationRemoved]:
    """Tell each comment on record that stands no more beside an item which the file has *shown*."""
    here: dict[str, set[str]] = {subject: set() for subject in shown}
    for comment, subject in zip(book.comments, subjects, strict=True):
        if subject:
            here[subject].add(f"{KIND}:{named(comment)[1]}")
    for subject, item in known.items(here).items():
        kept = {name for name in item.annotations if name.startswith(f"{KIND}:")}
        for name in sorted(kept - here[subject]):
            identity = name.removeprefix(f"{KIND}:")
            yield AnnotationRemoved(
                subject=subject,
                entry=told.entry(subject, "no comment", identity),
                occurred=told.occurred,
                locator=f"workbook:{told.original}",
                basis=Basis.DIFFED,
                original=told.original,
                mapping=told.mapping,
                kind=KIND,
                id=identity,
                body=item.annotations[name],
            )
