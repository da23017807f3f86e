"""What the child tells the parent about a file, frame by frame."""

from datetime import date
from typing import Any

import msgspec
from msgspec import Struct, field

from connectors.workbook.limits import USUAL, Limits
from hub.pointing import Pointed

ITEM, CONTINUATION, SECTION, REPEATED, TOTAL, NOTE, EMPTY_FORM, QUARANTINED = (
    "item",
    "continuation",
    "section",
    "repeated",
    "total",
    "note",
    "template",
    "quarantined",
)
MAPPED_ROLES = frozenset((ITEM, CONTINUATION, SECTION, REPEATED, TOTAL, NOTE, EMPTY_FORM))
ROWS_PER_FRAME = 1_000


class ColumnRule(Struct, frozen=True, forbid_unknown_fields=True):
    """What a profile says about one column."""

    words: tuple[str, ...] = ()
    merge: str = ""  # fill, group


class Request(Struct, frozen=True, kw_only=True):
    """How a file is to be read. *mappings* are what people have confirmed, by fingerprint."""

    name: str  # as the sender called the file
    received_on: date
    sheets: tuple[str, ...] = ("*",)
    hidden_sheets: tuple[str, ...] = ()
    mappings: dict[str, dict[str, str]] = field(default_factory=dict)
    edition_date: tuple[str, ...] = ("legend", "file_name")
    columns: dict[str, ColumnRule] = field(default_factory=dict)
    order: str = ""  # dmy, mdy: how the source writes days and months
    encoding: str = ""
    is_report: bool = False
    people: tuple[str, ...] = ()  # names that are known
    units: tuple[str, ...] = ()  # normalised names of departments and teams
    parties: dict[str, str] = field(default_factory=dict)  # normalised names, and their sides
    repeat: str = ""  # list: columns of text files with one header are one list
    planned: frozenset[str] = frozenset()  # headers of dates that were read as planned before
    unpivot: tuple[str, ...] = ()  # steps of a row that have columns of their own
    week: bool = False  # rows without a finish are for the week that the sheet names
    looks: bool = False  # colours, strike-through and comments are read too
    colours: dict[str, str] = field(default_factory=dict)  # RRGGBB → word of the status
    symbols: dict[str, str] = field(default_factory=dict)  # ✓ → word of the status
    pointed: tuple[Pointed, ...] = ()  # where people say that a table begins
    refused: frozenset[str] = frozenset()  # fingerprints of what people say is no table
    limits: Limits = USUAL
    tops: int = 0  # so many rows of each sheet are shown as they stand there


class BookHead(Struct, frozen=True, tag="book"):
    """The file: its kind, the date of the edition with where it stands, notes."""

    kind: str
    edition_on: date
    dated_by: str  # cell, legend, file_name, modified, receipt
    dated_at: str  # the cell, if one
    notes: tuple[str, ...] = ()
    hidden: tuple[str, ...] = ()
    subject: str = ""  # what the sheets say that they are about
    subject_at: str = ""  # the cell that says so


class SheetTop(Struct, frozen=True, tag="top"):
    """The first rows of a sheet, for a person to point at. Row and column count from 1."""

    sheet: str
    hidden: bool
    first_row: int
    first_column: int
    rows: list[list[str]]


class ColumnHead(Struct, frozen=True):
    """One column of a table."""

    letter: str
    path: str
    name: str
    confidence: float
    side: str = ""
    extra: str = ""
    is_identity: bool = False
    kept_as: str = ""  # name of its texts among the extras, where they are told as they are


class Week(Struct, frozen=True):
    """The week that a sheet is for, as it is written in a cell."""

    start: date
    end: date
    text: str
    cell: str
    precision: str  # range, week


class TableHead(Struct, frozen=True, tag="table"):
    """One region of a sheet. Rows are counted as people do, from 1."""

    table: int
    sheet: str
    verdict: str
    why: str
    confidence: float
    header_rows: tuple[int, int]
    first_row: int
    last_row: int
    fingerprint: str
    columns: tuple[ColumnHead, ...]
    week: Week | None = None  # that its rows are for, where the profile asks for it
    is_outlined: bool = False  # some rows are set in below others


class Rows(Struct, frozen=True, tag="rows"):
    """At most a thousand rows of one table, column by column.

    *texts* and *extras* hold the lexical texts, *typed* what was understood (None: nothing).
    *anchors* gives for filled cells the row whose cell they come from.
    """

    table: int
    rows: list[int]
    roles: list[str]
    texts: dict[str, list[str]]
    typed: dict[str, list[Any]]
    extras: dict[str, list[str]]
    modules: list[str]
    anchors: dict[str, dict[int, int]]
    sections: list[str] = []  # of each row, where any row is a section
    parents: dict[int, int] = {}  # by place, the sheet row of the item that a row is set in below


class Counted(Struct, frozen=True, tag="rows"):
    """What a frame of rows says on the way through: which roles there are."""

    table: int
    roles: list[str]


class Problem(Struct, frozen=True, tag="problem"):
    """A row or a value that was not understood. *column* is empty for a whole row."""

    table: int
    row: int
    letter: str
    column: str
    reason: str
    text: str
    whole_row: bool
    values: dict[str, str] = field(default_factory=dict)


class Group(Struct, frozen=True, tag="group"):
    """A value merged over several rows that is one claim on the group, not one on each row."""

    table: int
    first_row: int
    last_row: int
    letter: str
    column: str
    module: str
    text: str
    typed: Any


class Comment(Struct, frozen=True, tag="comment"):
    """What somebody wrote beside a cell of an item."""

    table: int
    row: int
    letter: str
    column: str  # our name of the column it is about; empty where it has none
    author: str
    text: str


class BookEnd(Struct, frozen=True, tag="end"):
    """The sums: every non-empty row below a header is mapped or quarantined."""

    rows_in: int
    mapped: int
    quarantined: int
    roles: dict[str, int]


Frame = BookHead | SheetTop | TableHead | Rows | Problem | Group | Comment | BookEnd


class Refusal(Struct, frozen=True, tag="refusal"):
    """The file is refused."""

    code: str
    values: dict[str, str]


encoder = msgspec.msgpack.Encoder()
decoder: msgspec.msgpack.Decoder[Frame | Refusal] = msgspec.msgpack.Decoder(Frame | Refusal)
Passing = BookHead | SheetTop | TableHead | Counted | Problem | Group | Comment | BookEnd
passing: msgspec.msgpack.Decoder[Passing | Refusal] = msgspec.msgpack.Decoder(Passing | Refusal)
REQUESTS = msgspec.msgpack.Decoder(Request)
