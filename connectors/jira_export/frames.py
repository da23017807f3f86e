"""What the child tells the parent about an export, frame by frame."""

import msgspec
from msgspec import Struct, field

ROWS_PER_FRAME = 500
MOST_ROWS = 200_000
XML, CSV = "xml", "csv"


class Request(Struct, frozen=True):
    """How the file is to be read."""

    name: str  # as the sender called it
    columns: dict[str, str] = field(default_factory=dict)  # header as written -> our name


class Text(Struct, frozen=True, array_like=True):
    """One text of a field, the id that came with it, and where it stands."""

    text: str
    id: str
    place: str


class Row(Struct, frozen=True):
    """One issue as the file shows it: texts by our name of the field, in the file's order.

    Custom fields are `custom:<name>`, links `link_in:<type>` and `link_out:<type>`. A field that
    is there with no text was shown empty; one that is not there was not shown.
    """

    number: int  # as people count: of the record, from 1, or of the item
    shown: dict[str, list[Text]]


class Head(Struct, frozen=True, tag="head"):
    """The file: its form, and what it says of its own extent."""

    form: str
    start: int = 0
    end: int = -1
    total: int = -1
    unknown: tuple[str, ...] = ()  # headers that mean nothing to us


class Rows(Struct, frozen=True, tag="rows"):
    """Some issues."""

    rows: tuple[Row, ...]


class Problem(Struct, frozen=True, tag="problem"):
    """A row that could not be read."""

    number: int
    reason: str
    text: str


class End(Struct, frozen=True, tag="end"):
    """The sums: every row is told or is a problem."""

    rows_in: int
    told: int
    quarantined: int


class Refusal(Struct, frozen=True, tag="refusal"):
    """The file is refused."""

    code: str
    values: dict[str, str]


Frame = Head | Rows | Problem | End | Refusal
encoder = msgspec.msgpack.Encoder()
decoder: msgspec.msgpack.Decoder[Frame] = msgspec.msgpack.Decoder(Frame)
REQUESTS = msgspec.msgpack.Decoder(Request)
