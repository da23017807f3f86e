"""How far a Jira is read; committed with each page of facts."""

from datetime import datetime

import msgspec
from msgspec import Struct, field


class Run(Struct, omit_defaults=True):
    """A pass under way, to go on with after an interruption."""

    started: datetime  # Jira's clock when the run began: the next watermark
    kind: str  # delta, reread
    jql: str
    token: str = ""  # of the page of ids that is being read (Cloud)
    start: int = 0  # row to go on from (Data Center)
    last: str = ""  # id of the last issue that is recorded
    count: int = 0  # issues so far


class Cursor(Struct, omit_defaults=True):
    """What the next run must know. `watermark` moves only when a run has ended well."""

    scope: str = ""  # hash of the JQL scope; another one means a full reading
    watermark: datetime | None = None
    census: datetime | None = None  # Jira's clock when the last complete census began
    worklogs: int = 0  # until when changed worklogs are known, in epoch milliseconds (Cloud)
    worklogs_gone: int = 0  # the same of deleted ones
    night: int = 0  # which slice was re-read last
    doubt: str = ""  # hash of what the last census missed, when that was too much
    covered: list[str] = field(default_factory=list)  # projects that the watermark holds for
    ever: list[str] = field(default_factory=list)  # projects that were seen at any time
    lost: list[str] = field(default_factory=list)  # projects that cannot be seen any more
    version: str = ""  # of the server, for which the probes below hold
    epoch: bool | None = None  # whether bounds may be epoch milliseconds
    bulk: str = ""  # version of the interface that has the bulk calls
    mapping: str = ""  # version of the settings for which `types` were accepted
    types: dict[str, str] = field(default_factory=dict)  # of the custom fields that are used
    seen: dict[str, str] = field(default_factory=dict)  # of the catalogue: id -> what it was
    run: Run | None = None


def cursor_from(text: str | None) -> Cursor:
    """Read a cursor; none, or one that is not ours, means to begin anew."""
    if not text:
        return Cursor()
    try:
        return msgspec.json.decode(text, type=Cursor)
    except msgspec.MsgspecError:
        return Cursor()


def written(cursor: Cursor) -> str:
    """Give the text that is kept."""
    return msgspec.json.encode(cursor).decode()
