"""Reads delimited text of unknown encoding and dialect: the encoding ladder and the records."""

import codecs
import csv
import re
import unicodedata
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import islice

from hub.refused_files import FileRefused

SEPARATORS = (",", ";", "\t", "|")
LONGEST_FIELD = 32_767
LONGEST_RECORD = 1 << 20
MOST_RECORDS = 200_000
MOST_FIELDS = 2_000  # of one record; exports repeat a column for each value
SAMPLED_RECORDS = 200
COMMON_SHARE = 0.90
MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
SEPARATOR_LINE = re.compile(r'\A"?sep=(.)"?\r?\n', re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Misfit:
    """A record that does not fit the table: its number (from 1), line, reason and text."""

    record: int
    line: int
    reason: str
    text: str


@dataclass(slots=True)
class TextTable:
    """A read table: *records* all have *width* fields; a misfit's place holds an empty record."""

    encoding: str
    separator: str
    width: int
    records: list[list[str]]
    misfits: list[Misfit] = field(default_factory=list)


def decoded(content: bytes, fixed: str | None = None) -> tuple[str, str]:
    """Return the text and the name of its encoding; *fixed* is what the source prescribes.

    The ladder is: byte order mark, strict UTF-8, GB18030 if what it shows is common Chinese,
    Windows-1252. Raise `FileRefused` for NUL bytes and for bytes that no step reads.
    """
    for mark, encoding in MARKS:
        if content.startswith(mark):
            return strictly(content, encoding), encoding
    if b"\0" in content:
        raise FileRefused("encoding")
    if fixed:
        return strictly(content, fixed), fixed
    try:
        return content.decode("utf-8"), "utf-8"
    except UnicodeDecodeError:
        return legacy(content)


def strictly(content: bytes, encoding: str) -> str:
    """Decode or refuse."""
    try:
        text = content.decode(encoding)
    except (UnicodeDecodeError, LookupError) as error:
        raise FileRefused("encoding") from error
    if "\0" in text:
        raise FileRefused("encoding")
    return text


def legacy(content: bytes) -> tuple[str, str]:
    """Tell GB18030 from Windows-1252 by what the text would say."""
    try:
        text = content.decode("gb18030")
    except UnicodeDecodeError:
        text = ""
    if text and common_share(text) >= COMMON_SHARE:
        return text, "gb18030"
    return strictly(content, "cp1252"), "cp1252"


def common_share(text: str) -> float:
    """Return the share of non-ASCII characters that are common Chinese letters or punctuation."""
    foreign = Counter(letter for letter in text if ord(letter) > 127)
    total = sum(foreign.values())
    if not total:
        return 1.0
    return sum(count for letter, count in foreign.items() if is_common(letter)) / total


def is_common(letter: str) -> bool:
    """Tell a letter of GB 2312's first plane (3,755 frequent letters) or East Asian punctuation.

    Latin-1 text read as GB18030 turns into rare letters of the second plane and beyond.
    """
    try:
        high = letter.encode("gb2312")[0]
    except UnicodeEncodeError:
        return unicodedata.category(letter)[0] in "PSZ" and ord(letter) > 0x2000
    return 0xB0 <= high <= 0xD7 or 0xA1 <= high <= 0xA3


def read_table(content: bytes, fixed: str | None = None) -> TextTable:
    """Read delimited text; a record of another width becomes a misfit and never shifts a column.

    Raise `FileRefused` when the encoding or the separator cannot be told.
    """
    text, encoding = decoded(content, fixed)
    if "\n" not in text:  # the oldest way of ending lines
        text = text.replace("\r", "\n")
    separator, text, skipped = separator_of(text)
    records = list(islice(records_of(text, separator, skipped), MOST_RECORDS + 1))
    if len(records) > MOST_RECORDS:
        raise FileRefused("too_much_inside", part="The file", limit=f"{MOST_RECORDS} lines")
    width = usual_width(records)
    if width < 2:
        raise FileRefused("dialect")
    table = TextTable(encoding, separator, width, [])
    for number, record in enumerate(records, 1 + skipped):
        table.records.append(fitted(table, number, record))
    if skipped:
        table.records.insert(0, [""] * width)
    return table


def fitted(table: TextTable, number: int, record: "Record") -> list[str]:
    """Return the record at the table's width, or note why it does not fit."""
    fields = record.fields
    reason = record.reason
    while len(fields) > table.width and not fields[-1]:
        fields = fields[:-1]
    if not reason and len(fields) < table.width and fields and trailing_empties(table, fields):
        fields = fields + [""] * (table.width - len(fields))
    if not reason and len(fields) != table.width and fields:
        reason = "csv_width"
    if not reason:
        return fields or [""] * table.width
    shown = table.separator.join(record.fields)[:LONGEST_FIELD]
    table.misfits.append(Misfit(number, record.line, reason, shown))
    return [""] * table.width


def trailing_empties(table: TextTable, fields: list[str]) -> bool:
    """Tell whether a short record only lacks its trailing empty fields.

    A record whose own last field is full may have lost one in the middle, so the fields that
    it lacks must be empty in most of the records above.
    """
    above = table.records[-SAMPLED_RECORDS:]
    lacking = range(len(fields), table.width)
    empty = sum(not any(record[place] for place in lacking) for record in above[1:])
    return not fields[-1] or (len(above) > 1 and empty * 2 >= len(above) - 1)


@dataclass(frozen=True, slots=True)
class Record:
    """One record, the line it starts at, and the reason why it cannot be used, if any."""

    fields: list[str]
    line: int
    reason: str = ""


def records_of(text: str, separator: str, line: int = 0) -> Iterator[Record]:
    """Yield the records; the text from an unclosed quote on is one record with its reason."""
    csv.field_size_limit(LONGEST_RECORD)
    lines = Lines(text)
    reader = csv.reader(lines, delimiter=separator, strict=True)
    while True:
        first = line + lines.taken + 1
        start = lines.offset
        try:
            fields = next(reader)
        except StopIteration:
            return
        except csv.Error:
            at_end = lines.offset >= len(text)
            yield Record(
                [text[start : lines.offset]], first, "csv_quote" if at_end else "csv_width"
            )
            if at_end:
                return
            reader = csv.reader(lines, delimiter=separator, strict=True)
            continue
        if len(fields) > MOST_FIELDS:
            raise FileRefused("too_much_inside", part="A line", limit=f"{MOST_FIELDS} fields")
        longest = max(map(len, fields), default=0)
        yield Record(fields, first, "too_long" if longest > LONGEST_FIELD else "")


class Lines:
    """Hands the text out line by line and knows how far it has come."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.offset = 0
        self.taken = 0

    def __iter__(self) -> "Lines":
        return self

    def __next__(self) -> str:
        if self.offset >= len(self.text):
            raise StopIteration
        end = self.text.find("\n", self.offset)
        stop = len(self.text) if end < 0 else end + 1
        if stop - self.offset > LONGEST_RECORD:
            limit = f"{LONGEST_RECORD >> 20} MB"
            raise FileRefused("too_much_inside", part="A line", limit=limit)
        line = self.text[self.offset : stop]
        self.offset = stop
        self.taken += 1
        return line.replace("\r\n", "\n").replace("\r", "\n" if end < 0 else "")


def usual_width(records: list[Record]) -> int:
    """Return the header's width if it is usual, else the most frequent one."""
    widths = Counter(
        len(record.fields) for record in records if record.fields and not record.reason
    )
    if not widths:
        return 0
    return widths.most_common(1)[0][0]


def separator_of(text: str) -> tuple[str, str, int]:
    """Return the separator, the text after a `sep=` line, and how many lines that took."""
    if told := SEPARATOR_LINE.match(text):
        return told.group(1), text[told.end() :], 1
    scores = {separator: consistency(text, separator) for separator in SEPARATORS}
    best = max(SEPARATORS, key=lambda separator: scores[separator])
    if scores[best] <= (0.0, 0.0):
        raise FileRefused("dialect")
    return best, text, 0


def consistency(text: str, separator: str) -> tuple[float, float]:
    """Score a separator: share of sampled records with the usual width; then the header's width.

    A separator that never divides anything scores nothing.
    """
    sample = list(islice(records_of(text, separator), SAMPLED_RECORDS))
    widths = Counter(len(record.fields) for record in sample if record.fields and not record.reason)
    wide = {width: count for width, count in widths.items() if width >= 2}
    if not wide:
        return 0.0, 0.0
    usual, count = max(wide.items(), key=lambda pair: (pair[1], pair[0]))
    header = next((len(record.fields) for record in sample if len(record.fields) > 1), 0)
    return count / max(1, sum(widths.values())), float(min(header, usual))
