"""What a kind of document is for and what it needs; a project may add files of its own."""

import tomllib
from functools import lru_cache
from importlib import resources
from pathlib import Path
from typing import Any

import msgspec

from connectors.workbook.column import base_of
from connectors.workbook.frames import ColumnRule, TableHead
from hub.errors import Refused

CLAIMS, COMMITMENTS, BOTH, EVIDENCE = "claims", "commitments", "both", "evidence"


class Profile(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What a document is for. `needs` are columns, with `|` between alternatives.

    A profile that extends another one says only what differs; words of columns are added.
    """

    name: str
    extends: str = ""
    makes: str = CLAIMS  # claims, commitments, both, evidence
    kind: str = "task"  # of the commitments, or of the evidence
    raises: bool = False  # its rows are owed at once; else they are proposed for approval
    asks: bool = False  # its rows are owed by the other side than the one that keeps it
    side: str = ""
    file: tuple[str, ...] = ()
    sheets: tuple[str, ...] = ("*",)
    hidden_sheets: tuple[str, ...] = ()
    complete: bool = False
    needs: tuple[str, ...] = ("title",)
    edition_date: tuple[str, ...] = ("legend", "file_name")
    rhythm: str = ""
    columns: dict[str, ColumnRule] = {}
    merge: dict[str, str] = {}
    keep: tuple[str, ...] = ()  # headers whose texts are kept, though they mean nothing to us
    unpivot: tuple[str, ...] = ()  # steps of a row that have columns, and so items, of their own
    repeat: str = ""  # list: equal headers of a text file are one list, in order
    week: bool = False  # rows without a finish are for the week that the sheet names
    looks: bool = False  # colours, strike-through and comments are read, in small workbooks
    colours: dict[str, str] = {}  # RRGGBB and the word of the status it stands for
    symbols: dict[str, str] = {}

    def rules(self) -> dict[str, ColumnRule]:
        """Join the words and the merge rules of columns."""
        rules = dict(self.columns)
        for name, rule in self.merge.items():
            rules[name] = msgspec.structs.replace(rules.get(name, ColumnRule()), merge=rule)
        return rules

    def lacks(self, table: TableHead) -> str:
        """Return the first need that a table does not meet, or nothing."""
        named = {base_of(column.name).partition(":")[0] for column in table.columns}
        named |= {"week"} if table.week is not None else set()
        return next((need for need in self.needs if not named & set(need.split("|"))), "")


@lru_cache(maxsize=1)
def written() -> dict[str, dict[str, Any]]:
    """Return what the profiles that come with the hub say, by name."""
    places = (p for p in resources.files(__name__).iterdir() if p.name.endswith(".toml"))
    return {p.name.removesuffix(".toml"): tomllib.loads(p.read_text("utf-8")) for p in places}


def made_of(told: dict[str, Any]) -> Profile:
    """Make a profile of what its file says, on what it extends."""
    base = written().get(told.get("extends", ""), {})
    columns = {name: dict(rule) for name, rule in base.get("columns", {}).items()}
    for name, rule in told.get("columns", {}).items():
        before = columns.get(name, {})
        words = [*before.get("words", []), *rule.get("words", [])]
        columns[name] = {**before, **rule, "words": words}
    merge = {**base.get("merge", {}), **told.get("merge", {})}
    return msgspec.convert({**base, **told, "columns": columns, "merge": merge}, Profile)


def shipped() -> dict[str, Profile]:
    """Return the profiles that come with the hub, by name."""
    return {name: made_of(told) for name, told in written().items()}


def profile_named(name: str, folder: Path | None = None) -> Profile:
    """Return a profile of the project's own folder, else a shipped one."""
    own = folder / f"{name}.toml" if folder else None
    if own is not None and own.is_file():
        return made_of(tomllib.loads(own.read_text(encoding="utf-8")))
    if name in written():
        return made_of(written()[name])
    raise Refused(
        "There is no profile {name} for workbooks.",
        remedy="Use one of {known}, or add a file {name}.toml to the folder of profiles.",
        name=name,
        known=", ".join(sorted(written())),
    )
