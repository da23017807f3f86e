"""Why a file waits for a person, and what it would put on record if it is the right one."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from api.deps import Read
from hub import held, uploads
from hub.errors import HubError
from hub.held import DifferentRow
from hub.locale import _
from hub.model.facts import Edition

WHY = {
    "mapping": _("What the columns of {sheet} mean is not sure enough; say it below the file."),
    "no_table": _("No sheet holds a table that is understood; point at its header."),
    "held_churn": _(
        "{rows} rows differ from the last file, which has {before}; it may be the wrong file."
    ),
    "held_churn_columns": _(
        "The header of the last file is gone, and the columns mean other things now. Not there any"
        " more: {lost}. New: {new}."
    ),
    "held_churn_meaning": _(
        "The values of some columns look as if they meant something else than in the last file:"
        " {columns}."
    ),
    "held_empty": _("It has {rows} rows and the last file has {before}; it looks empty."),
    "held_churn_project": _("It is of another project: {name}."),
}
COUNTING = ("held_churn", "held_empty")  # their sentence names two counts, where these are known
MUCH = _("It differs much from the last file; it may be the wrong file.")
COUNTED = {
    "new": _("new items: {count}"),
    "changed": _("changed items: {count}"),
    "dropped": _("items that are not there any more: {count}"),
    "rows": _("rows of a plan or a list: {count}"),
    "plan_added": _("rows new in the plan: {count}"),
    "plan_changed": _("rows changed in the plan: {count}"),
    "plan_dropped": _("rows dropped from the plan: {count}"),
    "gone": _("rows of the last file that this one does not show: {count}"),
    "retitled": _("rows with another title: {count}"),
    "moved": _("rows in another place: {count}"),
    "reappeared": _("rows that are back: {count}"),
    "columns_lost": _("columns that are not there any more: {count}"),
    "columns_new": _("columns that were not there: {count}"),
}


@dataclass(frozen=True)
class HeldDifference:
    """What a held file says otherwise than the last one that counts."""

    previous: str
    previous_on: str
    records: list[str]
    rows: list[DifferentRow]
    row_count: int
    problem: str = ""


def held_why(read: Read, reason: str, values: Mapping[str, str]) -> str:
    """Say why a file waits; empty for one that does not."""
    closer = f"{reason}_{values.get('why', '')}"
    said = WHY.get(closer) or WHY.get(reason, reason)
    if reason in COUNTING and "rows" not in values and closer not in WHY:
        said = MUCH
    return read.say(said, **values) if said else ""


def difference(read: Read, source: str, file: Edition, into: str) -> HeldDifference:
    """Read a held file as if it were released; nothing is recorded."""
    before = held.previous_of(read.hub, source, file)
    name, day = (before.name, before.edition_on.isoformat()) if before else ("", "")
    try:
        body = read.hub.originals.read(file.original)
        found = held.difference(read.hub, uploads.Upload(file.name, body, into), read.now)
    except HubError as refusal:
        return HeldDifference(name, day, [], [], 0, read.say(refusal.message, **refusal.values))
    said = [read.say(COUNTED[n], count=count) for n, count in found.counts.items()]
    return HeldDifference(name, day, said, named(read, found), found.row_count)


def named(read: Read, found: held.Difference) -> list[DifferentRow]:
    """Put names in the place of references to persons."""
    values = {value for row in found.rows for value in (row.before, row.after)}
    names = read.hub.accounts.names.of(values) | found.people
    return [
        replace(
            row, before=names.get(row.before, row.before), after=names.get(row.after, row.after)
        )
        for row in found.rows
    ]
