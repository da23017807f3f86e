"""Reads the CSV that Jira exports: by position, for it has the same header many times."""

from collections.abc import Iterator, Mapping

from connectors.jira_export.frames import (
    CSV,
    MOST_ROWS,
    ROWS_PER_FRAME,
    End,
    Frame,
    Head,
    Problem,
    Request,
    Row,
    Rows,
    Text,
)
from connectors.jira_export.words import headers, plain, wrappers
from hub.refused_files import FileRefused
from hub.text_table import read_table

SHOWN_HEADERS = 40  # in the words of a refusal


def read_csv(content: bytes, request: Request) -> Iterator[Frame]:
    """Yield the frames of a CSV."""
    table = read_table(content)
    titles = next((n for n, record in enumerate(table.records) if any(record)), None)
    if titles is None:
        raise FileRefused("empty_file")
    if len(table.records) > MOST_ROWS:
        raise FileRefused("too_much_inside", part=request.name, limit=f"{MOST_ROWS} rows")
    columns = columns_of(table.records[titles], request.columns)
    unknown = tuple(table.records[titles][n] for n, column in columns.items() if not column)
    yield Head(CSV, unknown=unknown)
    misfits = {misfit.record: misfit for misfit in table.misfits}
    told = quarantined = 0
    rows = []
    for number, record in enumerate(table.records[titles + 1 :], titles + 2):
        if number in misfits:
            quarantined += 1
            yield Problem(number, misfits[number].reason, misfits[number].text[:500])
        elif any(cell.strip() for cell in record):
            told += 1
            rows.append(row_of(number, record, columns))
    for start in range(0, len(rows), ROWS_PER_FRAME):
        yield Rows(tuple(rows[start : start + ROWS_PER_FRAME]))
    yield End(told + quarantined, told, quarantined)


def columns_of(titles: list[str], given: Mapping[str, str]) -> dict[int, str]:
    """Give our name of each column by position; empty where we have none.

    Raise `FileRefused` where neither key nor id of the issues can be found.
    """
    found = {place: column_of(title, given) for place, title in enumerate(titles)}
    if not {"key", "id"} & set(found.values()) or "title" not in found.values():
        shown = ", ".join(dict.fromkeys(title for title in titles if title.strip()))
        raise FileRefused("export_headers", columns=shown[: SHOWN_HEADERS * 20])
    return found


def column_of(title: str, given: Mapping[str, str]) -> str:
    """Give our name of one header."""
    word = plain(title)
    for written, ours in given.items():
        if plain(written) == word:
            return ours
    if found := headers().get(word):
        return found
    for kind, pattern in wrappers():
        if pattern.fullmatch(word):
            return f"{kind}:{inside(title)}"
    return ""


def inside(title: str) -> str:
    """Give what stands in the outer brackets of a header, as it is written."""
    return " ".join(title.partition("(")[2].rpartition(")")[0].split())


def row_of(number: int, record: list[str], columns: Mapping[int, str]) -> Row:
    """Give one issue; equal headers form a list of what is not empty."""
    shown: dict[str, list[Text]] = {}
    for place, column in columns.items():
        if not column:
            continue
        texts = shown.setdefault(column, [])
        if record[place].strip():
            texts.append(Text(record[place], "", f"csv!{letters(place)}{number}"))
    return Row(number, shown)


def letters(place: int) -> str:
    """Name a column as spreadsheets do; *place* counts from 0."""
    name = ""
    place += 1
    while place:
        place, rest = divmod(place - 1, 26)
        name = chr(65 + rest) + name
    return name
