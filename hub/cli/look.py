"""`hub look`: what a file would put on record, by the same reading, and nothing is recorded."""

from dataclasses import asdict
from pathlib import Path
from typing import Annotated, Any

import typer

from hub import uploads
from hub.cli.output import answer, line, table
from hub.cli.plan_file import content_of
from hub.cli.session import AsJson, now, session
from hub.cli.words import say
from hub.errors import HubError
from hub.installation import Installation
from hub.locale import _
from hub.pointing import Pointed

File = Annotated[str, typer.Argument(metavar="FILE", help=_("A workbook, CSV, XML …"))]
Into = Annotated[
    str,
    typer.Option(metavar="NAME", help=_("`plan`, a source, or `new:` and a name.")),
]
Sheet = Annotated[str, typer.Option(metavar="SHEET", help=_("Sheet on which the header stands."))]
Row = Annotated[int, typer.Option(min=0, metavar="ROW", help=_("First row of the header."))]
Rows = Annotated[int, typer.Option(min=0, max=4, help=_("How many rows the header has."))]


def look(
    file: File,
    *,
    into: Into = uploads.PLAN,
    sheet: Sheet = "",
    row: Row = 0,
    rows: Rows = 0,
    as_json: AsJson = False,
) -> None:
    """Read a file as it would be read, and keep nothing of it."""
    pointed = Pointed(sheet, row, rows) if sheet and row else None
    with session() as hub:
        hub.catch_up()
        path = Path(file)
        upload = uploads.Upload(path.name, content_of(path), into, pointed)
        content = looked(hub, upload)
    answer(content, as_json, lambda: show(content))


def looked(hub: Installation, upload: uploads.Upload) -> dict[str, Any]:
    """Give what was found and what it would record; raise what keeps the file from being read."""
    found = uploads.preview(hub, upload, now())
    if found.refusal:
        raise HubError(found.refusal.message, remedy=found.refusal.remedy, **found.refusal.values)
    return {
        "source": found.source,
        "edition_on": found.look.edition_on,
        "dated_by": found.look.dated_by,
        "notes": [say(note.sentence, **note.values) for note in found.look.notes],
        "tables": [asdict(each) for each in found.look.tables],
        "counts": found.counts,
        "held": found.held.reason if found.held else "",
        "problems": len(found.problems),
        "questions": len(found.questions),
        "was_read": found.was_read,
    }


def show(content: dict[str, Any]) -> None:
    """Write it for people: the columns of each table, then what would be recorded."""
    for note in content["notes"]:
        line(note)
    for found in content["tables"]:
        show_table(found)
    counts = ", ".join(f"{name} {count}" for name, count in content["counts"].items())
    if content["was_read"]:
        line(say(_("Everything in it is on record.")))
    elif content["held"]:
        line(say(_("It would wait for a person: {reason}."), reason=content["held"]))
    else:
        line(say(_("It would record: {counts}."), counts=counts or "0"))
    line(say(_("Not understood: {count}. Nothing was recorded."), count=content["problems"]))


def show_table(found: dict[str, Any]) -> None:
    """Write one table of the file."""
    rows = "-".join(map(str, found["header_rows"]))
    sure = round(found["confidence"] * 100)
    line(f"{found['sheet']}: {found['why'] or found['verdict']}, {rows}, {sure} %")
    heads = [say(_("column")), say(_("means")), say(_("sure to")), say(_("samples"))]
    table(heads, [column_told(column) for column in found["columns"]])


def column_told(column: dict[str, Any]) -> tuple[str, str, str, str]:
    """Give one column as a line of the table."""
    return (
        f"{column['letter']} {column['path']}".strip(),
        column["name"] or "–",
        f"{round(column['confidence'] * 100)} %" if column["name"] else "",
        " · ".join(column["samples"])[:60],
    )
