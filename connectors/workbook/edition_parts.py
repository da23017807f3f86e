"""What an edition is made of: its usable tables, their rows, the version of what read them."""

from collections.abc import Iterable, Iterator, Sequence
from hashlib import blake2b

from connectors.workbook import quarantine
from connectors.workbook.book import Book
from connectors.workbook.column import base_of
from connectors.workbook.frames import TableHead
from connectors.workbook.line_reader import LineReader
from connectors.workbook.people import People
from connectors.workbook.profiles import Profile
from connectors.workbook.values import PEOPLE, Line
from connectors.workbook.words import words_version
from hub.model.event import Event
from hub.model.facts import EditionRead
from hub.model.runs import MappingConfirmed
from hub.pointing import pointed_by

RULES = "5"  # raised whenever the same cells are understood otherwise


def lines_in(
    book: Book, tables: dict[int, TableHead], people: People, keep: Sequence[str] = ()
) -> Iterator[Line]:
    """Yield the item rows of some tables of a file, in their order."""
    people = people.naming(names_in(book, tables))
    readers = {number: LineReader(table, people, keep) for number, table in tables.items()}
    skipped = {n: quarantine.skipped_values(book.problems, n) for n in readers}
    for frame in book.rows():
        if frame.table in readers:
            yield from readers[frame.table].lines(frame, skipped[frame.table])


def names_in(book: Book, tables: dict[int, TableHead]) -> set[str]:
    """Return whom a file names in its columns of people, where others could name them too."""
    if not any(column.kept_as for table in tables.values() for column in table.columns):
        return set()
    return {
        name
        for frame in book.rows()
        for column, lists in frame.typed.items()
        if base_of(column).partition(":")[0] in PEOPLE
        for names in lists
        for name in names or ()
    }


def usable_tables(book: Book, profile: Profile) -> dict[int, TableHead]:
    """Return the tables that have what a profile needs."""
    return {
        number: table
        for number, table in book.tables.items()
        if table.verdict in ("table", "template") and not profile.lacks(table)
    }


def mapping_version(profile: Profile, tables: dict[int, TableHead]) -> str:
    """Name what made the facts: our rules, the profile, the headers, what columns mean."""
    prints = [table.fingerprint[:8] for table in tables.values()]
    columns = [f"{c.path}={c.name}" for table in tables.values() for c in table.columns if c.name]
    return ".".join((RULES, rules_version(profile), "-".join(prints), short(sorted(columns))))


def rules_version(profile: Profile) -> str:
    """Name the words and what a profile says: whatever a file is understood by but itself."""
    rules = [profile.name, profile.kind, profile.makes, str(profile.rules()), words_version()]
    rules += [profile.repeat, str(profile.looks), str(profile.colours), str(profile.symbols)]
    rules += [str(profile.keep), str(profile.week)]
    rules += [str(profile.unpivot)] if profile.unpivot else []
    return short(rules)


def is_outdated(edition: EditionRead, profile: Profile, said: list[MappingConfirmed]) -> bool:
    """Tell an edition that was read by other words, another profile or another mapping."""
    rules, _, rest = edition.mapping.removeprefix(f"{RULES}.").partition(".")
    if rules != rules_version(profile):
        return True
    prints = {*rest.partition(".")[0].split("-"), *edition.headers}
    return any(may_concern(event, prints) for event in said_since(edition, said))


def said_since(edition: EditionRead, said: list[MappingConfirmed]) -> list[MappingConfirmed]:
    """Return what people have said about columns since an edition was read."""
    return [event for event in said if event.recorded_at > edition.recorded_at]


def may_concern(event: MappingConfirmed, prints: set[str]) -> bool:
    """Tell a saying about one of these headers, or about one that is found by pointing alone."""
    return event.fingerprint[:8] in prints or pointed_by(event.options, "") is not None


def said_version(said: list[MappingConfirmed]) -> list[str]:
    """Name what people had said when an edition was read; nothing where nobody had."""
    return [short([f"{e.fingerprint}@{e.recorded_at}" for e in said])] if said else []


def short(parts: list[str]) -> str:
    """Return ten digits that differ where the parts do."""
    return blake2b("\x1f".join(parts).encode("utf-8", "replace"), digest_size=5).hexdigest()


def is_other_header(before: str, now: str) -> bool:
    """Tell whether a header of the edition before is gone and its columns mean other things."""
    if before.count(".") != 3 or now.count(".") != 3:
        return False
    old_prints, old_columns = before.split(".")[2:]
    prints, columns = now.split(".")[2:]
    lost = set(old_prints.split("-")) - set(prints.split("-"))
    return bool(lost) and columns != old_columns


def in_parts(events: Iterable[Event], most: int = 1000) -> Iterator[list[Event]]:
    """Cut events into lists of at most *most*."""
    stream = iter(events)
    for first in stream:
        part = [first]
        for event in stream:
            part.append(event)
            if len(part) == most:
                break
        yield part
